"""A record as the fragment of the tool's address, and back: ``user_scope=prefecture&service_kinds=a,b``."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dcb_guide.core.engine import Engine
from dcb_guide.core.values import word

#: Between the members of a set.
SEPARATOR = ","


def address_of(answers: dict[str, Any]) -> str:
    """Return answers (input id → answer) as the fragment of an address, without its ``#``.

    >>> address_of({"user_scope": "prefecture", "data_exchange": True, "service_kinds": []})
    'user_scope=prefecture&data_exchange=yes&service_kinds=none'
    """
    return "&".join(f"{name}={_written(answer)}" for name, answer in answers.items())


def _written(answer: Any) -> str:
    return (SEPARATOR.join(answer) or "none") if isinstance(answer, list) else word(answer)


def record_of(address: str, engine: Engine) -> dict[str, Any]:
    """Return the record that an address of the tool holds after its ``#``; what fits nowhere stays as written."""
    record: dict[str, Any] = {"platform": {}, "context": {}}
    facets: dict[str, dict[str, str]] = {}
    for key, text in parse_qsl(urlsplit(address).fragment):
        if key in ("model", "name"):
            record[key] = text
            continue
        if key == "flow":  # in whose words the tool lists the answers, which is nothing of the record
            continue
        item = engine.by_id.get(key)
        if item is None:
            record["platform"][key] = text
        elif item.facet_of:
            facets.setdefault(item.facet_of, {})[key] = text
        elif item.kind == "count":
            record[item.part][key] = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text
        elif item.kind == "choices":
            record[item.part][key] = [] if text == "none" else text.split(SEPARATOR)
        elif not (item.kind == "record" and text == "exists"):
            record[item.part][key] = text
        else:
            facets.setdefault(key, {})
    for key, found in facets.items():
        record[engine.by_id[key].part].setdefault(key, found)
    return record
