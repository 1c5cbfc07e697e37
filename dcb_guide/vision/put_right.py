"""Put a stand-in where a vision's data is wrong, so that what is wrong elsewhere is found in the same run.

The stand-ins are the examples of the guide's data. Nothing is published of data with one: each is at a place that was
reported. Places stay as they are in the file, so that what is found later is reported where it is.
"""

from typing import Any

import yaml

from dcb_guide.core.languages import FIRST
from dcb_guide.files.problem import Path_
from dcb_guide.guide.publication import Publication

#: A part that is left out may be missed, one put in its place may not fit beside others: more rounds find nothing new.
MAX_ROUNDS = 6
#: Keys by which others name an entry: each stand-in has one of its own.
NAMES = ("id",)


def put_right(data: Any, path: Path_, kind: str, rules: Publication) -> None:
    """Change a vision's plain data where pydantic found something (an error of ``kind``), so that this is no error.

    A part that may be absent is left out; what must be there becomes the field's example.
    """
    within = data
    for part in path[:-1]:
        within = within[part]
    last = path[-1]
    if kind != "missing" and isinstance(within, dict) and isinstance(last, str):
        within.pop(last, None)
        return
    example, there = _example(path, rules), within[last] if isinstance(last, int) else None
    if isinstance(example, dict) and isinstance(there, dict):
        example |= {key: there[key] for key in NAMES if isinstance(there.get(key), str)}
    within[last] = example


def _example(path: Path_, rules: Publication) -> Any:
    """Return the data of the example of the field at a path, or of a field that the path is in."""
    inside = path
    while inside and rules.field(inside) is None:
        inside = inside[:-1]
    field = rules.field(inside)
    example = yaml.safe_load(field.example_in(FIRST)) if field else None
    if isinstance(path[-1], int) and isinstance(example, list):
        example = example[0]
    numbers = "_".join(str(part) for part in path if isinstance(part, int))
    if path[-1] in NAMES:
        return f"stand_in_{numbers}"
    return {**example, "id": f"stand_in_{numbers}"} if isinstance(example, dict) and "id" in example else example
