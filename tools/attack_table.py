"""Write the tables of docs/maintainers/attacks.md: what was thrown at each entrance, and what came back.

The tests throw the same files (tests/attacks.py) and fail where the page says something else.
"""

import itertools
import re
from pathlib import Path

from tests import fuzz
from tests.attacks import Attack, attacks
from tests.entrances import table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "maintainers" / "attacks.md"
MARK = "<!-- The tables below are written by `python -m tools.attack_table`. -->"
LONGEST = 160


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def written(page: str) -> str:
    """Return the page with its tables as they are now."""
    entrances = table()
    parts = [page.partition(MARK)[0] + MARK]
    order = list(entrances)
    in_order = sorted(attacks(), key=lambda one: order.index(one.entrance))
    for entrance, thrown in itertools.groupby(in_order, key=lambda one: one.entrance):
        label = entrances[entrance].label
        rows = [f"| {_cell(one.what)} | {_cell(_came_back(one))} |" for one in thrown]
        parts.append(
            "\n".join([f"## {label[0].upper()}{label[1:]}", "", "| thrown | what came back |", "|---|---|", *rows])
        )
    return "\n\n".join(parts) + "\n"


def _came_back(attack: Attack) -> str:
    """Return the message about the attack, how many others came back, and how many results."""
    outcome = fuzz.enter(table()[attack.entrance], attack.content)
    results = {0: "", 1: "1 result"}.get(len(outcome.results), f"{len(outcome.results)} results")
    message = next((one for one in outcome.messages if attack.says in one), "")
    if len(message) > LONGEST:
        message = f"{message[:LONGEST]}…"
    more = f"{len(outcome.messages) - 1} more" if len(outcome.messages) > 1 else ""
    return "; ".join(filter(None, (message, more, results))) or "nothing"


def _cell(text: str) -> str:
    """Return a text for a table's cell: nothing in it is markup, names in Japanese are marked as such."""
    escaped = re.sub(r"[&<>\\`*_\[\]|{}#$~]", lambda found: f"&#{ord(found[0])};", text)
    return re.sub(r"[\u3040-\u30ff\u3400-\u9fff]+", r'<span lang="ja">\g<0></span>', escaped)


if __name__ == "__main__":
    main()
