"""A result as a document of blocks (see :mod:`dcb_guide.core.document`), as the tool's page saves it.

Standard library only: the page writes it in the browser.
"""

from typing import Any

from dcb_guide.core.document import Block


def blocks(result: dict[str, Any], texts: dict[str, Any], language: str) -> list[Block]:
    """Return a result's blocks: a table of decisions, what is missing, what contradicts itself.

    ``result`` is what :meth:`Engine.result` returns, ``texts`` are a model's texts.
    """

    def ui(key: str) -> str:
        return str(texts["interface"][key][language])

    def decided(decision: str) -> str:
        answer = result[decision]
        outcomes = texts["outcomes"][decision]
        if answer["id"]:
            return str(outcomes[answer["id"]][language])
        possible = " / ".join(outcomes[name][language] for name in answer["possible"])
        return f"{ui('undetermined')}{ui('colon')}{possible}"

    def line(item: dict[str, Any], titles: str, remedies: str) -> str:
        title, remedy = (texts[kind][item["id"]][language] for kind in (titles, remedies))
        basis = ui(f"result_basis_{item['basis']}")
        sections = ", ".join(f"§{section}" for section in item["source"].split(", "))
        return f"{ui(f'severity_{item["severity"]}')}{ui('colon')}{title} – {remedy} ({sections}, {basis})"

    rows = [[texts["decisions"][decision][language], decided(decision)] for decision in texts["decisions"]]
    table = {"kind": "table", "caption": ui("result"), "columns": [ui("decision"), ui("result")], "rows": rows}
    found: list[Block] = [{"kind": "heading", "level": 1, "text": ui("result")}, table]
    for part, titles, remedies in (
        ("gaps", "requirements", "remedies"),
        ("findings", "checks", "check_remedies"),
    ):
        if result[part]:
            found.append({"kind": "heading", "level": 2, "text": ui(f"result_{part}")})
            items = [line(item, titles, remedies) for item in result[part]]
            found.append({"kind": "list", "items": items, "ordered": False})
    return found
