"""Values as people write them: in addresses, in cells and in messages; and texts with values in them."""

import json
import re
from typing import Any

#: How people write a yes/no answer.
YES_NO = {True: "yes", False: "no"}
#: Controls, lone surrogates, non-characters, and marks that turn the direction of text: a terminal or a page could show
#: something else than is there, and no XML can hold some of them.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
#: A place in a text that a value fills.
PLACEHOLDER = re.compile(r"\{(\w+)\}")
#: Longer values are cut in messages.
MAX_SHOWN = 80


def word(value: Any) -> str:
    """Return a value as addresses and cells write it: yes or no, a number, an id; a set's members joined by ``;``."""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value)) or "none"
    return str(value)


def fill(text: str, **values: Any) -> str:
    """Return a text with each ``{name}`` of ``values`` replaced; any other ``{…}``, and one in a value, stays."""
    return PLACEHOLDER.sub(lambda found: str(values[found[1]]) if found[1] in values else found[0], text)


def shown(value: Any) -> str:
    """Return any value as a message shows it, cut after :data:`MAX_SHOWN` characters."""
    if isinstance(value, bool):
        return word(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def printable(text: str) -> str:
    """Return a text on one line in which characters that steer a terminal are shown as ``\\uXXXX``."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]
