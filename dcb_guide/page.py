"""What the tool's page calls in the browser: JSON text in, JSON text out."""

import json
from importlib.resources import files

from dcb_guide.engine import Model

MODEL = Model(json.loads(files("dcb_guide").joinpath("model.json").read_text(encoding="utf-8")))


def answer(record_text: str, skipped: str = "") -> str:
    """Return the result of a record and the problems in it, as JSON: ``{"problems": […], "result": {…}, "ask": …}``.

    ``ask`` is the next question once those in ``skipped`` (ids separated by spaces) are left out.
    """
    record = json.loads(record_text)
    answers, problems = MODEL.read(record)
    name = record.get("name") if isinstance(record, dict) else None
    ask = MODEL.next_question(MODEL.codes(answers), skipped.split())
    told = {"problems": problems, "result": MODEL.result(answers, name), "ask": ask}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
