"""What a result says first: the plain sentence, the first steps of the way, whom to call in, what is required.

The same on the tool's page, in a document and in a saved result. Standard library only: the browser uses it too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dcb_guide.core import official_line
from dcb_guide.core.languages import text_in
from dcb_guide.core.official_line import Station
from dcb_guide.core.values import fill

#: Ends a sentence that no space follows.
FULL_WIDTH_STOP = "。"


def headline(outcomes: Mapping[str, str | None], texts: Mapping[str, Any], language: str) -> str:
    """Return a few sentences of what is settled: in official names first, then what else answers settle.

    ``outcomes`` maps each decision to its outcome, None while it is open; empty where nothing is settled.
    """
    settling = official_line.official_first(texts["document"]["settled"], texts)
    known = [(name, outcomes[name]) for names in settling for name in names if outcomes.get(name)]
    said = [texts["advice"][name][outcome].get("sentence") for name, outcome in known]
    text = ""
    for sentence in (text_in(one, language) for one in said if one):
        text += f"{'' if not text or text.endswith(FULL_WIDTH_STOP) else ' '}{sentence}"
    return text


def blocks(
    found: list[Station],
    gaps: list[dict[str, Any]] | None,
    texts: Mapping[str, Any],
    language: str,
    level: int,
) -> Iterator[dict[str, Any]]:
    """Yield what to do first, as blocks of :mod:`dcb_guide.core.document` under headings of ``level``.

    The first steps of the way on the line ``found`` and whom to call in; while the way is open, that they follow. Then
    what is required of ``gaps`` and not met or to be confirmed, with who leads it; ``gaps`` is None while that is open.
    """

    def ui(key: str, **values: Any) -> str:
        return fill(text_in(texts["interface"][key], language), **values)

    def heading(text: str) -> dict[str, Any]:
        return {"kind": "heading", "level": level, "text": text}

    way = next(one for one in found if one["role"] == "way")
    if way["id"] is None:
        yield heading(ui("monday"))
        yield {"kind": "paragraph", "text": ui("monday_later")}
    else:
        about = texts["advice"][way["decision"]][way["id"]]
        yield heading(ui("monday_of_way", way=official_line.name(way, texts, language)))
        steps = [text_in(step, language) for step in about["first_steps"]]
        yield {"kind": "list", "items": steps, "ordered": True}
        yield heading(ui("contacts"))
        yield {"kind": "paragraph", "text": text_in(about["contacts"], language)}
    required = [gap for gap in gaps or [] if gap["severity"] == "required"]
    if gaps is None:
        yield heading(ui("result_gaps"))
        yield {"kind": "paragraph", "text": ui("result_gaps_later")}
    elif required:
        status = Counter(gap["status"] for gap in required)
        counted = ui("gaps_counted", unmet=status["unmet"], unknown=status["unknown"])
        yield heading(ui("monday_gaps", counted=counted))
        yield {"kind": "list", "items": [_required(gap, texts, language) for gap in required], "ordered": False}
    else:
        yield {"kind": "paragraph", "text": ui("monday_gaps_none")}


def _required(gap: dict[str, Any], texts: Mapping[str, Any], language: str) -> str:
    """Return what is required in words, with whether it is missing or to be confirmed, and who leads it."""
    ui = texts["interface"]
    procedure = next((one for one in texts["procedures"] if one["id"] == gap["step"]), None)
    remarks = [text_in(ui[f"status_{gap['status']}"], language)]
    if procedure:
        labels = {one["id"]: text_in(one["label"], language) for one in texts["parties"]}
        names = text_in(ui["list_separator"], language).join(labels[one] for one in procedure["leads"])
        remarks.append(f"{text_in(ui['led_by'], language)}{text_in(ui['colon'], language)}{names}")
    title = text_in(texts["requirements"][gap["id"]], language)
    return fill(text_in(ui["with_remark"], language), what=title, remark=" · ".join(remarks))
