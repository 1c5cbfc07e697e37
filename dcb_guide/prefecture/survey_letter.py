"""Letters that go with a survey: the request to the municipalities, and the reminder to those that have not answered.

Standard library only: the site makes the same letters in the browser.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dcb_guide.core.values import PLACEHOLDER
from dcb_guide.prefecture.cost_report import Block, plain
from dcb_guide.prefecture.survey import Municipality, Survey

#: A heading within a letter.
SECTION = 2


def letter(texts: Mapping[str, Any], name: str, language: str, fields: Mapping[str, str]) -> list[Block]:
    """Return a letter (``request`` or ``reminder``) as a document's blocks.

    ``fields`` are those of the form's data; one that is missing or blank is shown as a blank to fill in.
    """
    known = {key: fields.get(key) or label[language] for key, label in texts["fields"].items()}

    def filled(text: Mapping[str, str]) -> str:
        return "".join(known.get(part, part) for part in PLACEHOLDER.split(text[language]))

    blocks: list[Block] = []
    for block in next(one for one in texts["letters"] if one["id"] == name)["blocks"]:
        match block["kind"]:
            case "heading" | "section":
                level = 1 if block["kind"] == "heading" else SECTION
                blocks.append({"kind": "heading", "level": level, "text": filled(block["text"])})
            case "list":
                blocks.append({"kind": "list", "ordered": False, "items": [filled(one) for one in block["items"]]})
            case _:
                blocks.append({"kind": "paragraph", "text": filled(block["text"])})
    return blocks


def letter_text(blocks: Iterable[Block]) -> str:
    """Return a letter as text to be mailed."""
    return "\n".join(plain(blocks)) + "\n"


def survey_fields(texts: Mapping[str, Any], survey: Survey, language: str) -> dict[str, str]:
    """Return the fields that a survey itself tells."""
    names = texts["prefectures"].get(survey.prefecture)
    return {"prefecture": names[language] if names else "", "as_of": survey.as_of}


def listed(municipalities: Iterable[Municipality], separator: str) -> str:
    """Return municipalities by their names, or their codes where they have none."""
    return separator.join(one.name or one.code for one in municipalities)
