"""What the tool's page calls in the browser: JSON text in, JSON text out."""

import json
from importlib.resources import files

from dcb_guide.core import document, markdown, official_line, published_platform, result_document
from dcb_guide.core.engine import Engine

MODEL = Engine(json.loads(files("dcb_guide").joinpath("model.json").read_text(encoding="utf-8")))


def answer(record_text: str, skipped: str = "") -> str:
    """Return what the page shows of a record, as JSON with the keys ``problems, result, line, ask, narrowing``.

    ``line`` is the result in official names (:func:`~dcb_guide.core.official_line.for_page`); ``ask`` is the next
    question once those in ``skipped`` (ids separated by spaces) are left out; ``narrowing`` names, for each open
    decision, the questions whose answer narrows it.
    """
    record = json.loads(record_text)
    answers, problems = MODEL.read(record)
    name = record.get("name") if isinstance(record, dict) else None
    codes = MODEL.codes(answers)
    result = MODEL.result(answers, name)
    reply = {
        "problems": problems,
        "result": result,
        "line": official_line.for_page(result, MODEL.texts),
        "ask": MODEL.next_question(codes, skipped.split()),
        "narrowing": MODEL.narrowing(codes),
    }
    return json.dumps(reply, ensure_ascii=False, sort_keys=True)


def draft(record_text: str, language: str, name: str) -> str:
    """Return a vision's document begun with one record, as JSON: its blocks, and the same as Markdown."""
    answers, _ = MODEL.read(json.loads(record_text))
    vision = published_platform.of_one_record(MODEL, answers, name)
    blocks = document.blocks(vision, MODEL.texts, language)
    return json.dumps({"blocks": blocks, "markdown": markdown.render(blocks)}, ensure_ascii=False, sort_keys=True)


def report(record_text: str, language: str) -> str:
    """Return the result of a record as Markdown."""
    answers, _ = MODEL.read(json.loads(record_text))
    return markdown.render(result_document.blocks(MODEL.result(answers), MODEL.texts, language))
