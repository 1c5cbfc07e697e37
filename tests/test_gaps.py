"""Gaps and findings: where each begins and ends, and what is told of it."""

from pathlib import Path

import pytest
import yaml

CASES = Path(__file__).parent / "cases"


def read(name):
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [case for case in read("gaps.yml") if "gap" in case], ids=str)
def test_a_gap_is_told_where_it_is_one(engine, case):
    result = engine.result(case["given"])
    gap = next((one for one in result["gaps"] if one["id"] == case["gap"]), {"status": None, "attribute": None})
    assert gap["status"] == case["status"]
    for name in ("required", "severity"):
        if name in case:
            assert gap[name] == case[name]
    if gap["attribute"] in engine.by_id:
        assert gap["current"] == case["given"].get(gap["attribute"])


@pytest.mark.parametrize("case", [case for case in read("gaps.yml") if "finding" in case], ids=str)
def test_a_finding_is_told_where_it_holds_in_every_completion(engine, case):
    found = {one["id"]: one for one in engine.result(case["given"])["findings"]}
    assert found.get(case["finding"], {}).get("severity") == case["severity"]


def test_gaps_wait_for_the_pattern(engine):
    assert engine.result({"service_provider": "none", "platform_provider": "none"})["gaps"] == []
