"""A result as a document of blocks (see :mod:`dcb_guide.core.document`), as the tool's page saves it.

Standard library only: the page writes it in the browser.
"""

from typing import Any

from dcb_guide.core import advice, official_line
from dcb_guide.core.citation import linked_sections, sections_of
from dcb_guide.core.document import Block
from dcb_guide.core.languages import text_in


def blocks(result: dict[str, Any], texts: dict[str, Any], language: str, name: str = "", site: str = "") -> list[Block]:
    """Return a result's blocks: the official line, the sentence and what to do first; terms and tasks; the finer
    reading, what is missing or contradicts.

    ``result`` is what :meth:`Engine.result` returns, ``texts`` are a model's texts, ``name`` is the platform's.
    ``site`` is the address of the root of the guide's pages in the language: with it types, patterns, other outcomes
    and sections are links. The credit of the guidebook comes last.
    """

    def ui(key: str) -> str:
        return text_in(texts["interface"][key], language)

    def decided(decision: str) -> Any:
        answer = result[decision]
        outcomes = texts["outcomes"][decision]
        said = "" if answer["id"] else f"{ui('undetermined')}{ui('colon')}"
        if site:
            runs: list[official_line.Run] = [said]
            for one in answer["possible"]:
                runs += [" / "] if len(runs) > 1 else []
                runs.append(official_line.linked_outcome(decision, one, texts, language, site))
            return runs
        return said + " / ".join(text_in(outcomes[name], language) for name in answer["possible"])

    def line(item: dict[str, Any], titles: str, remedies: str) -> Any:
        title, remedy = (text_in(texts[kind][item["id"]], language) for kind in (titles, remedies))
        basis = ui(f"result_basis_{item['basis']}")
        said = f"{ui(f'severity_{item["severity"]}')}{ui('colon')}{title} – {remedy}"
        interface = texts["interface"]
        if site:
            return [f"{said} (", *linked_sections(item["source"], interface, language, site), f", {basis})"]
        return f"{said} ({sections_of(item['source'], interface, language)}, {basis})"

    def table(caption: str, decisions: list[str]) -> Block:
        rows = [[text_in(texts["decisions"][decision], language), decided(decision)] for decision in decisions]
        return {"kind": "table", "caption": ui(caption), "columns": [ui("decision"), ui("result")], "rows": rows}

    official, finer = official_line.official_first(texts["decisions"], texts)
    stations = official_line.stations(result, texts)
    sentence = advice.headline({one: result[one]["id"] for one in texts["decisions"]}, texts, language)
    gaps = result["gaps"] if all(result[one]["id"] for one in texts["document"]["opens_gaps"]) else None
    found: list[Block] = [
        {"kind": "heading", "level": 1, "text": f"{ui('result')}{ui('colon')}{name}" if name else ui("result")},
        {
            "kind": "paragraph",
            "text": official_line.linked(stations, texts, language, site)
            if site
            else official_line.in_words(stations, texts, language),
        },
        *([{"kind": "paragraph", "text": sentence}] if sentence else []),
        *advice.blocks(stations, gaps, texts, language, level=2),
        table("line", official),
        *official_line.blocks(stations, result["trace"], texts, language, level=2, site=site),
        {"kind": "heading", "level": 2, "text": ui("finer_reading")},
        table("finer_reading", finer),
    ]
    for part, titles, remedies in (
        ("gaps", "requirements", "remedies"),
        ("findings", "checks", "check_remedies"),
    ):
        if result[part]:
            found.append({"kind": "heading", "level": 2, "text": ui(f"result_{part}")})
            items = [line(item, titles, remedies) for item in result[part]]
            found.append({"kind": "list", "items": items, "ordered": False})
    found.append({"kind": "note", "text": ui("attribution")})
    return found
