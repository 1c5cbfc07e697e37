"""``make lock`` moves exact versions of npm as far as they promise to be compatible, and names what is beyond."""

import pytest

from tools.lock import renew


@pytest.mark.parametrize(
    ("pinned", "versions", "chosen", "held"),
    [
        ("1.2.3", ["1.2.3", "1.10.0", "1.9.9"], "1.10.0", None),
        ("1.2.3", ["1.2.3", "1.3.0", "2.0.0"], "1.3.0", "2.0.0"),
        ("0.28.2", ["0.28.2", "0.28.10", "0.29.0"], "0.28.10", "0.29.0"),
        ("314.0.7", ["314.0.7", "315.0.0-alpha.2"], "314.0.7", None),
        ("2.0.0", ["1.9.0"], "2.0.0", None),
    ],
)
def test_a_pin_moves_within_what_is_compatible(pinned, versions, chosen, held):
    content = {"dependencies": {"one": pinned}, "devDependencies": {}}
    lines = list(renew(content, lambda _name: versions))
    assert content["dependencies"]["one"] == chosen
    expected = [f"held back by its pin in package.json: one {chosen}, newest {held}"] if held else []
    assert lines == expected
