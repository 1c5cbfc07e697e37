"""Every attack of the table is thrown: what has to come back does; the page for maintainers says what did."""

import pytest

from tests import fuzz
from tests.attacks import Attack, attacks
from tests.entrances import table
from tools.attack_table import PAGE, written

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("attack", list(attacks()), ids=lambda one: f"{one.entrance}: {one.what}"[:60])
def test_what_has_to_come_back_does(attack: Attack):
    outcome = fuzz.enter(table()[attack.entrance], attack.content)
    assert attack.says in "\n".join(outcome.messages)
    assert attack.says or outcome.results or outcome.messages
    if attack.answered is not None:
        assert len(outcome.results) == attack.answered


def test_every_entrance_is_attacked():
    assert {one.entrance for one in attacks()} == set(table())


def test_the_page_says_what_came_back():
    """After a change: ``python -m tools.attack_table``."""
    assert PAGE.read_text(encoding="utf-8") == written(PAGE.read_text(encoding="utf-8"))
