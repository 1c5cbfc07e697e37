"""The principles across a prefecture's platforms: one in each field, recommended technology, equal levels."""

import itertools

import pytest

from dcb_guide.core.conditions import holds
from dcb_guide.prefecture.principles import GroupedPlatform, check_principles, platform_in_its_field

EXCHANGES = {"data_exchange": True, "personal_broker": "internal_shared"}


@pytest.fixture(scope="module")
def rules(model_data):
    return model_data["principles_checks"]


def results(rules, *platforms, partition="by_field"):
    return {one.id: one for one in check_principles(platforms, rules, partition)}


def in_field(rules, name, field, **answers):
    return platform_in_its_field(name, field, answers, rules)


def test_two_platforms_of_one_field_depart_however_it_is_written(rules):
    found = results(
        rules, in_field(rules, "a", "MaaS "), in_field(rules, "b", "ｍａａｓ"), in_field(rules, "c", "医療")
    )
    assert (found["field"].status, found["field"].departures) == ("broken", (("a", "b"),))
    assert found["cross_field"].status == "kept"


def test_platforms_across_fields_are_counted_apart_from_their_fields(rules):
    a, b = (in_field(rules, name, "観光", field_scope="cross_field") for name in "ab")
    found = results(rules, a, b, in_field(rules, "c", "観光"))
    assert (found["field"].status, found["cross_field"].departures) == ("kept", (("a", "b"),))
    assert results(rules, a, b, partition="by_data")["cross_field"].status == "kept"


def test_a_platform_without_a_platform_does_not_count(rules):
    found = results(rules, in_field(rules, "a", "観光", platform_provider="none"), in_field(rules, "b", "観光"))
    assert found["field"].status == "kept"


def test_an_unknown_field_leaves_the_first_principle_open_unless_it_is_broken_anyway(rules):
    assert results(rules, in_field(rules, "a", " "), in_field(rules, "b", "観光"))["field"].status == "open"
    same = [in_field(rules, name, "観光") for name in "bc"]
    assert results(rules, in_field(rules, "a", ""), *same)["field"].status == "broken"


def test_technology_departs_platform_by_platform(rules):
    yes, no = {"recommended_module": True}, {"recommended_module": False}
    unknown: dict[str, bool] = {}
    found = results(rules, *(GroupedPlatform(name, one) for name, one in zip("abc", (no, yes, no), strict=True)))
    assert found["technology"].departures == (("a",), ("c",))
    assert results(rules, GroupedPlatform("a", yes), GroupedPlatform("b", unknown))["technology"].status == "open"
    assert results(rules, GroupedPlatform("a", yes))["technology"].status == "kept"


def test_levels_depart_by_pairs_that_exchange_personal_data(rules):
    levels = [
        {**EXCHANGES, "identity_proofing": level, "authentication": "level_1"} for level in ("level_1", "level_2")
    ]
    a, b, c = (GroupedPlatform(name, one) for name, one in zip("abc", (*levels, levels[0]), strict=True))
    assert results(rules, a, b, c)["levels"].departures == (("a", "b"), ("b", "c"))
    apart = GroupedPlatform("d", {**levels[1], "data_exchange": False})
    assert results(rules, a, c, apart)["levels"].status == "kept"


def test_levels_are_open_while_two_may_exchange_and_an_answer_is_missing(rules):
    complete = {**EXCHANGES, "identity_proofing": "level_1", "authentication": "level_1"}
    for missing in complete:
        partial = {name: value for name, value in complete.items() if name != missing}
        pair = results(rules, GroupedPlatform("a", complete), GroupedPlatform("b", partial))
        assert pair["levels"].status == "open", missing
        assert results(rules, GroupedPlatform("b", partial))["levels"].status == "kept"


def test_the_source_says_how_fields_are_cut(rules):
    assert "1.2(2)" not in results(rules)["field"].source
    assert results(rules, partition="by_data")["field"].source.endswith(", 1.2(2)")


def test_more_answers_never_take_back_a_result(rules):
    """What is broken or kept with some answers unknown is so with each answer they may have."""
    values = {
        "data_exchange": (True, False),
        "personal_broker": ("none", "internal_shared"),
        "identity_proofing": ("level_1", "level_2"),
        "authentication": ("level_1",),
        "recommended_module": (True, False),
    }
    other = GroupedPlatform(
        "b", {**EXCHANGES, "identity_proofing": "level_1", "authentication": "level_1", "recommended_module": True}
    )
    for known in itertools.product(*((None, *options) for options in values.values())):
        answers = {name: value for name, value in zip(values, known, strict=True) if value is not None}
        before = results(rules, GroupedPlatform("a", answers), other)
        for name in set(values) - set(answers):
            for value in values[name]:
                after = results(rules, GroupedPlatform("a", {**answers, name: value}), other)
                for check in ("technology", "levels"):
                    if before[check].status != "open":
                        assert after[check].status == before[check].status, (answers, name, value, check)


def test_a_condition_on_unknown_answers_is_settled_only_by_what_is_known():
    when = {"a": True, "b": {"not": "none"}}
    assert holds(when, {"a": True, "b": "some"}) is True
    assert holds(when, {"a": False}) is False
    assert holds(when, {"b": "none"}) is False
    assert holds(when, {"a": True}) is None
    assert holds({}, {}) is True
    assert holds({"a": [0, 1]}, {"a": True}) is False
