"""Worked cases: records with the result the decision model asks for, made by an independent implementation."""

import json
from pathlib import Path

import pytest

from tests.reference.model import DECISIONS

LINES = (Path(__file__).parent / "cases" / "records.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["record"]["name"])
def test_result_is_as_worked_out(engine, case):
    answers, problems = engine.read(case["record"])
    assert problems == []
    result, expected = engine.result(answers), case["expected"]
    assert {name: result[name]["possible"] for name in DECISIONS} == {name: expected[name] for name in DECISIONS}
    assert [{"id": gap["id"], "status": gap["status"]} for gap in result["gaps"]] == expected["gaps"]
    found = {(finding["id"], finding["severity"]) for finding in result["findings"]}
    assert found == {(finding["id"], finding["severity"]) for finding in expected["findings"]}
    assert result["next_question"] == expected["next_question"]
