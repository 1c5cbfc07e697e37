"""JSON with the same limits and the same problems as YAML: a doubled key is the same error in both."""

import json
import math
import re
from typing import Any

from dcb_guide.files import yaml_positions
from dcb_guide.files.decode import position
from dcb_guide.files.limits import Limits
from dcb_guide.files.problem import Problem, Say
from dcb_guide.files.yaml_positions import Source

#: Strings and brackets, which is all that depth depends on.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
#: What JSON allows and YAML does not, though only positions are read of it: lone surrogates, and tabs.
SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


class _NeedsPositionsError(Exception):
    """Something is wrong whose place the YAML reader knows."""


def parse(text: str, file: str, first_line: int, say: Say, limits: Limits) -> Source:
    """Return JSON text as data; positions are there only where there are problems (see :func:`positions`).

    Of what is there twice the first is in the data; what is no number that can be read is None.
    """
    deep = _too_deep(text, limits.depth)
    if deep is not None:
        line, column = position(text, deep)
        return Source(file, problems=[Problem(file, line + first_line - 1, column, say("too_deep", {}))])
    try:
        return Source(file, data=_loads(text, limits))
    except json.JSONDecodeError as error:
        place = (error.lineno + first_line - 1, error.colno)
        return Source(file, problems=[Problem(file, *place, say("json", {}))])
    except _NeedsPositionsError:
        found = positions(text, file, first_line, say, limits)
        found.data = _loads(text, limits, strict=False)
        return found


def positions(text: str, file: str, first_line: int, say: Say, limits: Limits) -> Source:
    """Return the same data with the position of every part, read as YAML."""
    return yaml_positions.parse(
        SURROGATE.sub("\\\\u0041", text).replace("\t", " ").replace("\\/", "//"), file, first_line, say, limits
    )


def _loads(text: str, limits: Limits, *, strict: bool = True) -> Any:
    def wrong(instead: Any) -> Any:
        if strict:
            raise _NeedsPositionsError
        return instead

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        return wrong(dict(reversed(items))) if len(found) < len(items) else found

    def integer(digits: str) -> int | None:
        return wrong(None) if len(digits) > limits.digits else int(digits)

    def number(digits: str) -> float | None:
        value = float(digits)
        return value if math.isfinite(value) else wrong(None)

    return json.loads(
        text, object_pairs_hook=pairs, parse_int=integer, parse_float=number, parse_constant=lambda _: wrong(None)
    )


def _too_deep(text: str, most: int) -> int | None:
    """Return where containers lie deeper than ``most`` inside one another, before anything is built."""
    depth = 0
    for token in TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > most:
                return token.start()
        elif token[0] in "]}":
            depth -= 1
    return None
