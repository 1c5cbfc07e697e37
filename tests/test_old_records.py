"""Records and addresses made with model 1.0.0 stay valid, and what they were told still holds under the newer one."""

import json
from pathlib import Path

import pytest

from dcb_guide.core.record_address import record_of

LINES = (Path(__file__).parent / "cases" / "records_1_0_0.jsonl").read_text(encoding="utf-8").splitlines()
#: Records with what 1.0.0 decided of each.
OLD = [json.loads(line) for line in LINES]
ASKED_SINCE = ("prefecture_platform", "origin_platforms")


@pytest.mark.parametrize("case", OLD, ids=lambda case: case["record"]["name"])
def test_what_was_decided_still_is_but_that_integration_may_now_be_a_move_to_a_wide_area_platform(engine, case):
    answers, problems = engine.read(case["record"])
    assert problems == []
    assert case["record"]["model"] != engine.version
    decided = {name: engine.decide(answers)[name]["possible"] for name in case["decided"]}
    integrated = [one for one in decided["pathway"] if one in ("merge_into_prefecture", "consolidate")]
    assert integrated in ([], ["merge_into_prefecture", "consolidate"])
    pathway = [one for one in decided["pathway"] if one != "merge_into_prefecture"]
    assert {**decided, "pathway": pathway} == case["decided"]


@pytest.mark.parametrize("case", OLD[:40], ids=lambda case: case["record"]["name"])
def test_told_that_there_is_no_wide_area_platform_the_way_is_the_same_one(engine, case):
    answers, _ = engine.read(case["record"])
    decided = engine.decide({**answers, "prefecture_platform": False})
    assert decided["pathway"]["possible"] == case["decided"]["pathway"]


def test_an_address_of_the_older_model_is_read(engine):
    address = "https://example.jp/tool/#service_provider=private&peers=1&co_used=no&resident_terms=exists&model=1.0.0"
    answers, problems = engine.read(record_of(address, engine))
    assert problems == []
    assert answers == {"service_provider": "private", "peers": 1, "co_used": False, "resident_terms": "exists"}


def test_an_older_record_is_asked_what_is_asked_since_where_it_matters(engine):
    full = next(case["record"] for case in OLD if case["decided"]["pathway"] == ["consolidate"])
    answers, _ = engine.read(full)
    asked = []
    while question := engine.next_question(engine.codes(answers)):
        asked.append(question)
        answers[question] = engine.by_id[question].values[0]
    assert "prefecture_platform" in asked
    assert set(ASKED_SINCE).isdisjoint(engine.read(full)[0])


def test_surveyed_bodies_are_records_of_the_model(guide, engine):
    for body in guide.bodies:
        answers, problems = engine.read({"platform": body.platform, "context": body.context})
        assert problems == []
        decided = engine.decide(answers)
        assert body.co_use == "in_use" or decided["class"]["id"] not in ("shared", "shared_interconnected")
        assert all(decided[name]["possible"] for name in decided)
        # 2.2 does not say how many platforms the co-use came from, nor whether the prefecture has another.
        assert set(ASKED_SINCE).isdisjoint(answers)
