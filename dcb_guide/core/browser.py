"""What the tool's page calls in the browser: JSON text in, JSON text out."""

import json
from importlib.resources import files

from dcb_guide.core import document, markdown, official_line, published_platform, result_document
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import text_in

MODEL = Engine(json.loads(files("dcb_guide").joinpath("model.json").read_text(encoding="utf-8")))


def answer(record_text: str, skipped: str = "") -> str:
    """Return what the page shows of a record, as JSON with the keys ``problems, result, line, ask, left, narrowing``.

    ``line`` is the result in official names (:func:`~dcb_guide.core.official_line.for_page`); ``ask`` is the next
    question once those in ``skipped`` (ids separated by spaces) are left out, ``left`` how many may be asked at most,
    that one included; ``narrowing`` names, for each open decision, the questions whose answer narrows it.
    """
    record = json.loads(record_text)
    answers, problems = MODEL.read(record)
    name = record.get("name") if isinstance(record, dict) else None
    codes = MODEL.codes(answers)
    result = MODEL.result(answers, name)
    asked = MODEL.questions(codes, skipped.split())
    reply = {
        "problems": problems,
        "result": result,
        "line": official_line.for_page(result, MODEL.texts),
        "ask": asked[0] if asked else None,
        "left": len(asked),
        "narrowing": MODEL.narrowing(codes),
    }
    return json.dumps(reply, ensure_ascii=False, sort_keys=True)


def draft(records_text: str, language: str, prefecture: str) -> str:
    """Return a vision's document begun with records, as JSON: its blocks, and the same as Markdown.

    ``prefecture`` is its name; empty where it is not known. Of notes only those that may be published go along.
    """
    platforms = []
    for record in json.loads(records_text):
        notes = record.get("public_notes")
        platforms.append((MODEL.read(record)[0], record.get("name", ""), notes if isinstance(notes, dict) else {}))
    vision = published_platform.of_records(MODEL, platforms, prefecture)
    blocks = document.blocks(vision, MODEL.texts, language)
    return json.dumps({"blocks": blocks, "markdown": markdown.render(blocks)}, ensure_ascii=False, sort_keys=True)


def report(record_text: str, language: str, site: str = "") -> str:
    """Return the result of a record as Markdown, under the platform's name where it has one.

    ``site`` is the address of the root of the guide's pages in the language, for links; empty: none.
    """
    record = json.loads(record_text)
    answers, _ = MODEL.read(record)
    name = text_in(record.get("name"), language)
    return markdown.render(result_document.blocks(MODEL.result(answers), MODEL.texts, language, name, site))
