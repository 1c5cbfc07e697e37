"""Gaps and findings: where each begins and ends, and what is told of it."""

from pathlib import Path

import pytest
import yaml

from dcb_guide.core.values import as_list
from tests.reference.model import REQUIREMENTS

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


def test_requirements_are_those_of_the_model_in_its_order(guide):
    asked = [(one.id, one.attribute, one.severity, one.challenge, one.step) for one in guide.requirements]
    assert asked == [(one.id, one.attribute, one.severity, one.challenge, one.step) for one in REQUIREMENTS]


def test_the_guidebook_itself_asks_for_these_and_this_guide_for_the_rest(guide):
    assert {one.id for one in guide.requirements if one.basis == "guidebook"} == {
        "personal_separation",
        "data_exchange",
        "field_links",
        "shared_authentication",
        "standard_data_models",
        "public_api",
        "recommended_module",
    }


def is_the_guidebooks(decision, rule):
    """Whether the guidebook's text says what a rule says, by what the rule is about."""
    providers = as_list(rule.when.get("service_provider", []))
    match decision:
        case "class" | "target_data" | "pathway":
            return False
        case "data_kind":
            return True
        case "organisation":
            return rule.then != "none"
        case "pattern":  # One platform for a field, or across fields: the first two principles.
            return rule.then in ("field_shared", "cross_field_shared")
        case "target_organisation":  # 2.7 does not say what to do where all or none of the three hold.
            return rule.alternative is None and rule.then != "parallel"
        case "type_now":  # 7.1 of edition 3.0 names local governments, alone or with private firms.
            return rule.then not in ("no_own_platform", "untyped") and "private" not in providers
        case "next_type":
            linked = rule.when.get("interconnection") is True
            private_in_new_build = rule.when["pathway"] == "build_together" and rule.when["mixed"]
            return rule.when["pathway"] != "join" and not linked and not private_in_new_build
    raise AssertionError(decision)


def test_a_rule_is_the_guidebooks_only_where_its_text_says_it(guide):
    for decision in guide.decisions:
        for rule in decision.rules:
            assert (rule.basis == "guidebook") is is_the_guidebooks(decision.id, rule), (decision.id, rule.id)


def test_types_and_what_comes_next_rest_on_the_third_edition(guide):
    for decision in guide.decisions:
        if decision.id in ("type_now", "next_type"):
            assert {rule.source for rule in decision.rules} <= {"v3 7.1", "v3 7.2", "v3 8.2"}


def test_separating_all_data_is_required_by_the_guidebook_where_platforms_are_integrated(guide):
    item = next(one for one in guide.requirements if one.id == "non_personal_separation")
    rule = item.severity_where[0]
    assert (rule.when, rule.severity) == ({"pathway": "consolidate"}, "required")
    assert (rule.source, rule.basis) == ("v3 8.2", "guidebook")
    assert item.basis == "judgement"


def test_gaps_wait_for_the_pattern(engine):
    assert engine.result({"service_provider": "none", "platform_provider": "none"})["gaps"] == []
