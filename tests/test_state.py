"""The state of a prefecture (v3 6.6): one of four, or open where an answer decides it."""

import pytest

from dcb_guide.prefecture.state import ExistingPlatform, state_of

OWN, OTHER, SOMEBODY = True, False, None


@pytest.mark.parametrize(
    ("platforms", "state"),
    [
        ([], "none"),
        ([(OTHER, False)], "not_shared"),
        ([(OWN, False), (OTHER, False)], "not_shared"),
        ([(OTHER, True), (OWN, False)], "municipal_shared"),
        ([(OTHER, True), (OTHER, None)], "municipal_shared"),
        ([(OTHER, True), (OWN, True)], "prefecture_shared"),
        ([(OWN, True), (OTHER, None)], "prefecture_shared"),
        ([(OTHER, False), (OTHER, None)], None),
        ([(SOMEBODY, True)], None),
        ([(SOMEBODY, True), (OWN, True)], "prefecture_shared"),
        ([(SOMEBODY, False)], "not_shared"),
    ],
)
def test_a_prefecture_is_in_one_of_four_states(guide, platforms, state):
    assert state_of(ExistingPlatform(*one) for one in platforms) == state
    assert state is None or state in {one.id for one in guide.area.prefectures.states}
