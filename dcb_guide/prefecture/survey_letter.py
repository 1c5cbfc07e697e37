"""Letters that go with a survey: the request to the municipalities, and the reminder to those that have not answered.

Standard library only: the site makes the same letters in the browser.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dcb_guide.core.values import PLACEHOLDER
from dcb_guide.prefecture.cost_report import Block, display_width, plain
from dcb_guide.prefecture.survey import Municipality, Survey

#: Levels of a letter's own heading and of those within it; level 1 is the title of a document.
TITLE, SECTION = 3, 4
#: How wide a letter's text is: so many characters, a full-width one counting as two.
WIDTH = 70


def letter(texts: Mapping[str, Any], name: str, language: str, fields: Mapping[str, str]) -> list[Block]:
    """Return a letter (``request`` or ``reminder``) as a document's blocks.

    ``fields`` are those of the form's data; one that is missing or blank is shown as a blank to fill in.
    """
    known = {key: fields.get(key) or label[language] for key, label in texts["fields"].items()}

    def filled(text: Mapping[str, str]) -> str:
        return "".join(known.get(part, part) for part in PLACEHOLDER.split(text[language]))

    blocks: list[Block] = []
    for block in next(one for one in texts["letters"] if one["id"] == name)["blocks"]:
        if block["only"] not in (None, language):
            continue
        place = {"place": block["place"]} if block["place"] else {}
        match block["kind"]:
            case "heading" | "section":
                level = TITLE if block["kind"] == "heading" else SECTION
                blocks.append({"kind": "heading", "level": level, "text": filled(block["text"]), **place})
            case "list":
                blocks.append({"kind": "list", "ordered": False, "items": [filled(one) for one in block["items"]]})
            case _:
                blocks.append({"kind": "paragraph", "text": filled(block["text"]), **place})
    return blocks


def letter_text(blocks: Iterable[Block]) -> str:
    """Return a letter as text to be mailed; what stands at the right or in the middle is moved there with blanks."""
    lines: list[str] = []
    for block in blocks:
        written = [*plain([block])]
        text = block.get("text", "")
        indent = text[: len(text) - len(text.lstrip("\u3000"))]
        if "place" in block:
            room = max(WIDTH - max(map(display_width, written), default=0), 0)
            indent = "\u3000" * (room // 2 if block["place"] == "right" else room // 4)
        lines += [*([""] if lines else []), *(indent + line for line in written)]
    return "\n".join(lines) + "\n"


def survey_fields(texts: Mapping[str, Any], survey: Survey, language: str) -> dict[str, str]:
    """Return the fields that a survey itself gives."""
    names = texts["prefectures"].get(survey.prefecture)
    return {"prefecture": names[language] if names else "", "as_of": survey.as_of}


def listed(municipalities: Iterable[Municipality], separator: str) -> str:
    """Return municipalities by their names, or their codes where they have none."""
    return separator.join(one.name or one.code for one in municipalities)
