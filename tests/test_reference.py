"""The engine says what the independent reference says, and the worked cases are what the reference works out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.describe import answers
from tests.reference import model as reference
from tests.reference.__main__ import CASES

CAREFUL = settings()
#: How much is known: nearly all, about half, very little.
KNOWN = {
    "much": st.sampled_from([True] * 9 + [False]),
    "half": st.booleans(),
    "little": st.sampled_from([True] + [False] * 5),
}
#: What the reference works out of a gap; source and basis are the data's.
GAP = ("id", "attribute", "current", "required", "status", "severity", "challenge", "step")


def plain(value):
    """A set of values as the reference writes it."""
    return tuple(value) if isinstance(value, list) else value


def test_the_worked_cases_are_what_the_reference_works_out():
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    assert [reference.worked(case["record"]) for case in cases] == [case["expected"] for case in cases]


def test_the_reference_and_the_engine_ask_the_same_questions_in_the_same_order(engine):
    asked = {item.id: tuple(map(plain, item.values)) for item in engine.inputs}
    assert list(asked.items()) == list(reference.VALUES.items())


@pytest.mark.parametrize("share", KNOWN)
@given(data=st.data())
@CAREFUL
def test_the_engine_says_what_the_reference_says(engine, share, data):
    known = data.draw(answers(engine, KNOWN[share]))
    plainly = {name: plain(value) for name, value in known.items()}
    result = engine.result(known)
    for name in reference.DECISIONS:
        assert result[name]["possible"] == reference.decide(name, plainly), name
    assert [{name: gap[name] for name in GAP} for gap in result["gaps"]] == reference.gaps(plainly)
    found = [{"id": one["id"], "severity": one["severity"]} for one in result["findings"]]
    assert found == reference.findings(plainly)
    assert result["next_question"] == reference.next_question(plainly)
