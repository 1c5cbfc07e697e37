"""Sharing costs: the worked cases, a second computation, what always holds, and what bad plans get."""

import io
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dcb_guide.cli.main import main
from dcb_guide.core.languages import listed
from dcb_guide.core.markdown import render
from dcb_guide.guide.ready_cost_plans import PLAN_KEYS
from dcb_guide.prefecture.cost import compare, largest_remainder, read_plan, result, share_costs, what_if
from dcb_guide.prefecture.cost_plan import KEYS, Plan
from dcb_guide.prefecture.cost_report import Report, plain
from dcb_guide.prefecture.survey_tables import csv_files
from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks
from tests.reference import cost as reference
from tests.surveys import book, reader
from tools import example_prefecture

ROOT = Path(__file__).parent.parent
CASES = [
    json.loads(line) for line in (ROOT / "tests" / "cases" / "cost.jsonl").read_text(encoding="utf-8").splitlines()
]
AMOUNTS = ("build", "buy_in", "credit", "run", "total")
CAREFUL = settings()


def sound(plan: dict[str, Any]) -> Plan:
    """A plan that has no mistakes."""
    read, problems = read_plan(plan)
    assert problems == []
    assert read
    return read


def computed(plan):
    return result(share_costs(sound(plan)))


def figures(found):
    """Return a result's amounts alone, as the cases and the second computation give them."""
    return {
        "prefecture": {name: found["prefecture"][name] for name in AMOUNTS},
        "participants": [{name: one[name] for name in ("id", *AMOUNTS)} for one in found["participants"]],
    }


def towns(*given):
    return [{"id": chr(ord("a") + number), **one} for number, one in enumerate(given)]


@st.composite
def plans(draw, schemes=("equal", "population", "usage", "mixed"), most=6):
    """Draw a valid plan: small and large amounts, some of them such that remainders tie."""
    years = draw(st.integers(1, 8))
    money = st.one_of(st.integers(0, 30), st.integers(0, 10**8))
    percent = st.one_of(st.integers(0, 100), st.integers(0, 10_000).map(lambda hundredths: hundredths / 100))
    build = draw(money)
    plan = {"years": years, "build": build, "grant": draw(st.integers(0, build))}
    plan["run"] = draw(st.one_of(money, st.lists(money, min_size=years, max_size=years)))
    plan["scheme"] = draw(st.sampled_from(schemes))
    if plan["scheme"] == "mixed":
        equal = draw(st.integers(0, 100))
        by_population = draw(st.integers(0, 100 - equal))
        plan["weights"] = [equal, by_population, 100 - equal - by_population]
    for name, values in (
        ("life", st.integers(1, 9)),
        ("prefecture_percent", percent),
        ("prefecture_build_percent", percent),
        ("prefecture_run_percent", st.one_of(percent, st.lists(percent, min_size=years, max_size=years))),
        ("minimum", st.one_of(st.integers(0, 5), st.integers(0, 10**6))),
        ("late_joiners", st.sampled_from(["share_initial", "no_share"])),
    ):
        if draw(st.booleans()):
            plan[name] = draw(values)
    plan["participants"] = []
    for number in range(draw(st.integers(0, most))):
        joins = draw(st.integers(1, years))
        one = {"id": f"m{number}", "joins": joins}
        for name in ("population", "usage"):
            if draw(st.integers(0, 9)):
                one[name] = draw(st.one_of(st.integers(0, 5), st.integers(1, 400_000)))
        if draw(st.booleans()):
            one["leaves"] = draw(st.integers(joins + 1, years + 3))
        plan["participants"].append(one)
    _, problems = read_plan(plan)
    assume(not problems)
    return plan


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_worked_cases(case):
    assert figures(computed(case["plan"])) == case["expected"]


@given(plans())
@CAREFUL
def test_a_second_plain_computation_finds_the_same(plan):
    found = computed(plan)
    expected, notes = reference.share(plan)
    assert figures(found) == expected
    assert {note for note in found["notes"] if note not in ("no_population", "no_usage")} == notes


@given(plans())
@CAREFUL
def test_all_totals_add_up_to_what_there_is_to_pay(plan):
    found = computed(plan)
    run = plan["run"] if isinstance(plan["run"], list) else [plan["run"]] * plan["years"]
    bodies = [found["prefecture"], *found["participants"]]
    assert sum(body["total"] for body in bodies) == plan["build"] - plan["grant"] + sum(run)
    assert sum(body["build"] for body in bodies) == plan["build"] - plan["grant"]
    assert sum(body["buy_in"] for body in bodies) == sum(body["credit"] for body in bodies)
    assert [sum(body["run"][year] for body in bodies) for year in range(plan["years"])] == run
    assert found["totals"] == {
        "build": plan["build"] - plan["grant"],
        "buy_in": sum(body["buy_in"] for body in bodies),
        "credit": sum(body["credit"] for body in bodies),
        "run": run,
        "total": plan["build"] - plan["grant"] + sum(run),
    }


@given(plans())
@CAREFUL
def test_every_payment_falls_in_a_year(plan):
    sharing = share_costs(sound(plan))
    for position, shares in ((None, sharing.prefecture), *enumerate(sharing.participants)):
        years = [sharing.paid(shares, position, year) for year in range(1, plan["years"] + 1)]
        assert sum(years) == shares.total


@given(plans())
@CAREFUL
def test_only_those_who_take_part_pay(plan):
    for one, amounts in zip(plan["participants"], computed(plan)["participants"], strict=True):
        joins, leaves = one["joins"], one.get("leaves", plan["years"] + 1)
        assert all(yen == 0 for year, yen in enumerate(amounts["run"], 1) if not joins <= year < leaves)
        assert amounts["build"] == 0 or joins == 1
        assert amounts["buy_in"] == 0 or joins > 1
        assert min(amounts["build"], amounts["buy_in"], amounts["credit"], *amounts["run"]) >= 0


@given(plans())
@CAREFUL
def test_to_join_in_year_1_is_to_join_from_the_start(plan):
    without = {**plan, "participants": [{**one} for one in plan["participants"]]}
    for one in without["participants"]:
        if one["joins"] == 1:
            del one["joins"]
    assert computed(without) == computed(plan)


@given(plans(), st.data())
@CAREFUL
def test_equal_participants_pay_within_one_yen_of_each_other(plan, data):
    assume(plan["participants"])
    one = data.draw(st.sampled_from(plan["participants"]))
    twins = {**plan, "participants": [*plan["participants"], {**one, "id": "twin"}]}
    assume(not read_plan(twins)[1])
    found = {each["id"]: each for each in computed(twins)["participants"]}
    first, second = found[one["id"]], found["twin"]
    for name in ("build", "buy_in"):
        assert 0 <= first[name] - second[name] <= 1
    assert all(0 <= yen - other <= 1 for yen, other in zip(first["run"], second["run"], strict=True))


@given(plans(schemes=("equal", "usage")))
@CAREFUL
def test_population_only_matters_where_costs_are_shared_by_it(plan):
    bare = {
        **plan,
        "participants": [{k: v for k, v in one.items() if k != "population"} for one in plan["participants"]],
    }
    assert figures(computed(bare)) == figures(computed(plan))


@given(plans())
@CAREFUL
def test_at_100_percent_the_prefecture_pays_all(plan):
    shared = {key: value for key, value in plan.items() if not key.startswith("prefecture_")}
    found = computed({**shared, "minimum": 0, "prefecture_percent": 100})
    assert found["prefecture"]["total"] == found["totals"]["total"]
    assert all(one["total"] == 0 for one in found["participants"])


@given(plans(schemes=("population", "usage", "mixed")))
@CAREFUL
def test_figures_multiplied_alike_change_nothing(plan):
    larger = [
        {key: value * 7 if key in ("population", "usage") else value for key, value in one.items()}
        for one in plan["participants"]
    ]
    assert figures(computed({**plan, "participants": larger})) == figures(computed(plan))


@given(plans(), st.integers(1, 8))
@CAREFUL
def test_running_costs_of_a_year_depend_on_no_other_year(plan, changed):
    """The order of the years does not matter: whatever happens to one year's costs, the others stay."""
    assume(changed <= plan["years"])
    run = plan["run"] if isinstance(plan["run"], list) else [plan["run"]] * plan["years"]
    other = {**plan, "run": [yen + 1_001 * (year == changed) for year, yen in enumerate(run, 1)]}
    for before, after in zip(computed(plan)["participants"], computed(other)["participants"], strict=True):
        same = [year for year in range(plan["years"]) if year + 1 != changed]
        assert [before["run"][year] for year in same] == [after["run"][year] for year in same]
        assert before["build"] == after["build"]


@given(plans(schemes=("equal", "population")))
@CAREFUL
def test_a_minimum_is_paid_in_every_year_unless_it_is_noted(plan):
    found = computed(plan)
    if "minimum" in found["notes"]:
        return
    for one, amounts in zip(plan["participants"], found["participants"], strict=True):
        last = min(plan["years"], one.get("leaves", plan["years"] + 1) - 1)
        assert all(yen >= plan.get("minimum", 0) for yen in amounts["run"][one["joins"] - 1 : last])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.integers(1, 9))
@CAREFUL
def test_rounding_moves_nobody_by_a_whole_yen(dues, unit):
    assume(sum(dues) % unit == 0)
    rounded = largest_remainder(dues, unit, sum(dues) // unit)
    assert sum(rounded) == sum(dues) // unit
    assert all(abs(yen * unit - due) < unit for yen, due in zip(rounded, dues, strict=True))


def test_yen_left_over_go_to_the_earlier_of_equal_remainders():
    assert largest_remainder([5, 5, 5, 1], 8, 2) == [1, 1, 0, 0]
    plan = {"years": 1, "build": 1, "run": 1, "prefecture_percent": 50, "participants": towns({})}
    assert computed(plan)["prefecture"]["total"] == 2


#: What a plan's notes say: plan, notes.
NOTED = [
    ({"years": 2, "build": 1, "run": 1, "participants": []}, ["nobody"]),
    ({"years": 1, "build": 0, "run": 5, "minimum": 3, "participants": towns({}, {})}, ["minimum"]),
    ({"years": 1, "build": 0, "run": 6, "minimum": 3, "participants": towns({}, {})}, []),
    ({"years": 2, "build": 9, "run": 0, "participants": towns({"joins": 2})}, ["nobody", "no_one_to_credit"]),
    ({"years": 2, "build": 0, "run": 9, "participants": towns({"joins": 2})}, ["nobody"]),
    ({"years": 5, "build": 1, "run": 0, "participants": towns({"joins": 5})}, ["nobody"]),
    ({"years": 1, "build": 0, "run": 9, "scheme": "population", "participants": towns({"population": 5}, {})}, ["no_population"]),
    ({"years": 1, "build": 0, "run": 9, "scheme": "usage", "participants": towns({"usage": 5}, {"usage": 0})}, []),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "notes"), NOTED)
def test_what_a_reader_must_know_is_noted(plan, notes):
    assert computed(plan)["notes"] == notes


def test_members_without_weight_leave_the_payment_to_the_prefecture():
    plan = {"years": 2, "build": 100, "run": 0, "scheme": "population", "prefecture_percent": 50}
    plan["participants"] = towns({"population": 3, "leaves": 2}, {"population": 0}, {"population": 5, "joins": 2})
    found = computed(plan)
    assert found["participants"][2]["buy_in"] == found["prefecture"]["credit"] == 40
    assert found["notes"] == ["no_one_to_credit"]


def test_per_head_is_rounded_to_two_decimals_half_upwards():
    plan = {"years": 1, "build": 0, "run": 1, "participants": towns({"population": 200}, {"population": 3}, {})}
    assert [one["per_head"] for one in computed(plan)["participants"]] == [0.01, 0.0, None]
    plan["run"] = 10**12
    plan["participants"] = towns({"population": 3})
    assert computed(plan)["participants"][0]["per_head"] == 333333333333.33
    assert computed(plan)["prefecture"]["per_head"] is None


def test_the_result_has_the_form_it_promises():
    found = computed(CASES[1]["plan"])
    assert list(found) == ["format", "years", "prefecture", "participants", "totals", "notes"]
    assert found["format"] == "dcb-guide-cost/1"
    assert list(found["participants"][0]) == ["id", "build", "buy_in", "credit", "run", "total", "per_head"]
    assert json.loads(json.dumps(found)) == found


def test_a_plan_without_what_is_optional_takes_the_defaults():
    written_out = {
        "years": 4, "build": 1000, "grant": 0, "run": [7, 7, 7, 7], "life": 5, "prefecture_percent": 0, "scheme": "equal",
        "minimum": 0, "late_joiners": "share_initial", "participants": towns({"joins": 1}, {"joins": 3}),
    }  # fmt: skip
    bare = {"years": 4, "build": 1000, "run": 7, "participants": towns({}, {"joins": 3}), "grant": None}
    assert computed(bare) == computed(written_out)


def base(**changes):
    plan = {"years": 3, "build": 100, "run": 10, "participants": towns({"population": 1}, {"population": 2})}
    return {**plan, **changes}


def one_town(**fields):
    return base(participants=[{"id": "a", **fields}])


#: A plan that cannot be used, the path and the message of its only problem.
BAD = [
    (None, [], "not_a_plan"),
    ([base()], [], "not_a_plan"),
    ({}, [], "missing"),
    (base(year=1), ["year"], "unknown_key"),
    (base(years=None), [], "missing"),
    (base(years=0), ["years"], "not_years"),
    (base(years=31), ["years"], "not_years"),
    (base(years=True), ["years"], "not_years"),
    (base(years="3"), ["years"], "not_years"),
    (base(build=-1), ["build"], "not_money"),
    (base(build=1.5), ["build"], "not_money"),
    (base(build=10**12 + 1), ["build"], "not_money"),
    (base(grant=101), ["grant"], "grant_above_build"),
    (base(run="10"), ["run"], "not_money"),
    (base(run={"a": 1}), ["run"], "not_money"),
    (base(run=[1, 2]), ["run"], "not_one_a_year"),
    (base(run=[1, None, 2]), ["run", 1], "not_money"),
    (base(life=0), ["life"], "not_life"),
    (base(prefecture_percent=101), ["prefecture_percent"], "not_percent"),
    (base(prefecture_percent=-0.01), ["prefecture_percent"], "not_percent"),
    (base(prefecture_percent=0.001), ["prefecture_percent"], "not_percent"),
    (base(prefecture_percent=float("nan")), ["prefecture_percent"], "not_percent"),
    (base(prefecture_percent=True), ["prefecture_percent"], "not_percent"),
    (base(prefecture_build_percent=[50, 50, 50]), ["prefecture_build_percent"], "not_percent"),
    (base(prefecture_run_percent=[50, 50]), ["prefecture_run_percent"], "not_one_a_year"),
    (base(prefecture_run_percent=[50, 50, None]), ["prefecture_run_percent", 2], "not_percent"),
    (base(scheme="populaton"), ["scheme"], "unknown_value"),
    (base(scheme=["equal"]), ["scheme"], "unknown_value"),
    (base(scheme="mixed"), ["scheme"], "weights_missing"),
    (base(scheme="usage"), ["scheme"], "nobody_has_usage"),
    (base(scheme="mixed", weights=[0, 50, 50]), ["scheme"], "nobody_has_usage"),
    (base(scheme="population", participants=towns({"population": 0}, {})), ["scheme"], "nobody_has_population"),
    (base(weights=[20, 50, 20]), ["weights"], "not_weights"),
    (base(weights=[120, -20, 0]), ["weights"], "not_weights"),
    (base(weights=[50, 50]), ["weights"], "not_weights"),
    (base(weights={"equal": 100}), ["weights"], "not_weights"),
    (base(minimum=-1), ["minimum"], "not_money"),
    (base(late_joiners="share"), ["late_joiners"], "unknown_value"),
    (base(name=5), ["name"], "not_a_name"),
    (base(name={"de": "x"}), ["name"], "not_a_name"),
    (base(participants={"a": 1}), ["participants"], "not_a_list"),
    (base(participants=["a"]), ["participants", 0], "not_a_participant"),
    (base(participants=[{"name": "a"}]), ["participants", 0], "missing"),
    (base(participants=[{}] * 10_001), ["participants"], "too_many_participants"),
    (base(participants=towns({}) * 2), ["participants", 1, "id"], "duplicate_id"),
    (base(participants=[{"id": "prefecture"}]), ["participants", 0, "id"], "reserved_id"),
    (base(participants=[{"id": 42201}]), ["participants", 0, "id"], "not_an_id"),
    (base(participants=[{"id": " "}]), ["participants", 0, "id"], "not_an_id"),
    (one_town(name=["a"]), ["participants", 0, "name"], "not_a_name"),
    (one_town(name="\ud800"), ["participants", 0, "name"], "not_a_name"),
    (one_town(popluation=1), ["participants", 0, "popluation"], "unknown_key"),
    (one_town(population=-1), ["participants", 0, "population"], "not_a_count"),
    (one_town(population=2.5), ["participants", 0, "population"], "not_a_count"),
    (one_town(usage="many"), ["participants", 0, "usage"], "not_a_count"),
    (one_town(joins=0), ["participants", 0, "joins"], "not_a_year"),
    (one_town(joins=4), ["participants", 0, "joins"], "not_a_year"),
    (one_town(leaves=1), ["participants", 0, "leaves"], "leaves_too_early"),
    (one_town(joins=2, leaves=2), ["participants", 0, "leaves"], "leaves_too_early"),
    (one_town(alone=-5), ["participants", 0, "alone"], "not_money"),
]


@pytest.mark.parametrize(("plan", "path", "message"), BAD, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_named_with_its_place(plan, path, message):
    read, problems = read_plan(plan)
    assert read is None
    assert (problems[0]["path"], problems[0]["message"]) == (path, message)
    assert len(problems) == 1 or (message == "missing" and plan == {})


def test_everything_wrong_is_named_at_once():
    _, problems = read_plan(base(years=99, scheme="equl", participants=[{"id": "a", "joins": "x"}, {"id": "a"}]))
    assert [(one["message"], one["nearest"]) for one in problems] == [
        ("not_years", None),
        ("unknown_value", "equal"),
        ("not_a_year", None),
        ("duplicate_id", None),
    ]


def test_a_weight_is_looked_for_in_every_year():
    """Everybody with a population leaves after year 1."""
    _, problems = read_plan(
        base(scheme="population", participants=towns({"population": 9, "leaves": 2}, {"population": 0}))
    )
    assert [(one["message"], one["value"]) for one in problems] == [("nobody_has_population", 2)]


def test_a_file_of_nothing_but_mistakes_is_not_listed_without_end():
    _, problems = read_plan(base(**{f"key{number}": 1 for number in range(5_000)}))
    assert len(problems) == 201
    assert problems[-1]["message"] == "more_problems"


def test_schemes_are_compared_side_by_side():
    plan = {"years": 2, "build": 100, "run": 50, "weights": [0, 50, 50], "prefecture_percent": 50}
    plan["participants"] = towns(
        {"population": 30, "usage": 1, "alone": 100},
        {"population": 10, "usage": 3, "alone": 20},
        {"population": 10, "usage": 4},
    )
    found = compare(sound(plan))
    assert [one["id"] for one in found["schemes"]] == ["equal", "population", "usage", "mixed"]
    assert found["scheme"] == "equal"
    for scheme in found["schemes"]:
        alone = computed({**plan, "scheme": scheme["id"]})
        assert scheme["prefecture"] == alone["prefecture"]["total"]
        for one, amounts in zip(found["participants"], alone["participants"], strict=True):
            shown = one["schemes"][scheme["id"]]
            assert (shown["total"], shown["per_head"]) == (amounts["total"], amounts["per_head"])
            assert shown["gain"] == (None if one["alone"] is None else one["alone"] - amounts["total"])
    by_population = found["schemes"][1]
    assert by_population["dearest"] == {"per_head": 2.0, "participants": ["a", "b", "c"]} == by_population["cheapest"]
    assert by_population["gains_least"] == {"gain": 0, "participants": ["b"]}
    equal = found["schemes"][0]
    assert equal["cheapest"] == {"per_head": 1.17, "participants": ["a"]}
    # The yen left over goes to the earlier of two equal towns.
    assert equal["dearest"] == {"per_head": 3.3, "participants": ["b"]}


def test_a_scheme_that_cannot_be_computed_says_why():
    found = compare(sound(base()))
    problems = {one["id"]: one["problem"] and one["problem"]["message"] for one in found["schemes"]}
    assert problems == {"equal": None, "population": None, "usage": "nobody_has_usage", "mixed": "weights_missing"}
    assert set(found["participants"][0]["schemes"]) == {"equal", "population"}
    assert found["schemes"][0]["gains_least"] is None


@given(plans())
@CAREFUL
def test_the_dearest_and_the_cheapest_per_head_are_those_of_the_result(plan):
    read = sound(plan)
    for scheme in compare(read)["schemes"]:
        if scheme["problem"]:
            continue
        amounts = computed({**plan, "scheme": scheme["id"]})["participants"]
        heads = [one["per_head"] for one in amounts if one["per_head"] is not None]
        assert (scheme["dearest"] or {}).get("per_head") == max(heads, default=None)
        assert (scheme["cheapest"] or {}).get("per_head") == min(heads, default=None)


#: What if: changes, the plan they come to.
CHANGES = [
    ([{"participant": "a", "leaves": 2}], base(participants=towns({"population": 1, "leaves": 2}, {"population": 2}))),
    ([{"participant": "b", "joins": 3}], base(participants=towns({"population": 1}, {"population": 2, "joins": 3}))),
    ([{"remove": "b"}], base(participants=towns({"population": 1}))),
    ([{"add": {"id": "c", "joins": 2}}], base(participants=towns({"population": 1}, {"population": 2}, {"joins": 2}))),
    ([{"prefecture_percent": 50}], base(prefecture_percent=50)),
    ([{"prefecture_run_percent": [0, 50, 100]}], base(prefecture_run_percent=[0, 50, 100])),
    ([{"remove": "a"}, {"prefecture_build_percent": 100}],
     base(prefecture_build_percent=100, participants=[{"id": "b", "population": 2}])),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "changed"), CHANGES, ids=str)
def test_what_if_shows_each_body_before_and_after(changes, changed):
    plan = base()
    found, problems = what_if(plan, changes)
    assert problems == []
    assert found
    assert plan == base()
    before, after = computed(plan), computed(changed)
    assert found["prefecture"]["before"] == before["prefecture"]["total"]
    assert found["prefecture"]["after"] == after["prefecture"]["total"]
    totals = [{one["id"]: one["total"] for one in each["participants"]} for each in (before, after)]
    assert [one["id"] for one in found["participants"]] == list({**totals[0], **totals[1]})
    for one in found["participants"]:
        assert (one["before"], one["after"]) == (totals[0].get(one["id"]), totals[1].get(one["id"]))
    changes_of_all = [found["prefecture"]["change"], *(one["change"] for one in found["participants"])]
    assert sum(changes_of_all) == 0


def test_the_prefectures_percent_replaces_its_shares_of_build_and_running():
    plan = base(prefecture_build_percent=100, prefecture_run_percent=[1, 2, 3])
    found, _ = what_if(plan, [{"prefecture_percent": 50}])
    assert found
    assert found["prefecture"]["after"] == computed(base(prefecture_percent=50))["prefecture"]["total"]


#: Changes that cannot be made: changes, message, path, nearest.
BAD_CHANGES = [
    ({}, "not_a_list", ["changes"], None),
    ([5], "not_a_change", ["changes", 0], None),
    ([{}], "not_a_change", ["changes", 0], None),
    ([{"participant": "a"}], "not_a_change", ["changes", 0], None),
    ([{"participant": "a", "joins": 1, "leaves": 2}], "not_a_change", ["changes", 0], None),
    ([{"remove": "c"}], "unknown_participant", ["changes", 0], None),
    ([{"remove": ["a"]}], "unknown_participant", ["changes", 0], None),
    ([{"participant": "town_aa", "joins": 2}], "unknown_participant", ["changes", 0], "town_a"),
    ([{"participant": "town_a", "joins": 9}], "not_a_year", ["participants", 0, "joins"], None),
    ([{"add": 5}, {"remove": 5}], "unknown_participant", ["changes", 1], None),
    ([{"add": 5}], "not_a_participant", ["participants", 1], None),
    ([{"prefecture_percent": 200}], "not_percent", ["prefecture_percent"], None),
]


@pytest.mark.parametrize(("changes", "message", "path", "nearest"), BAD_CHANGES, ids=str)
def test_changes_that_cannot_be_made_are_named(changes, message, path, nearest):
    found, problems = what_if(base(participants=[{"id": "town_a"}]), changes)
    assert found is None
    assert [(one["message"], one["path"], one["nearest"]) for one in problems] == [(message, path, nearest)]
    assert what_if({}, changes)[1] == read_plan({})[1]


def test_the_engine_needs_the_standard_library_alone():
    """The browser runs the same files; nothing else of the package comes with them."""
    import subprocess
    import sys

    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c",
         f"import sys; sys.path.insert(0, {str(ROOT)!r}); import dcb_guide.prefecture.cost_report;"
         "print(*sorted(one for one in sys.modules if one.startswith('dcb_guide')))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rooms = {".".join(module.split(".")[:2]) for module in told.stdout.split()}
    assert rooms <= {"dcb_guide", "dcb_guide.core", "dcb_guide.files", "dcb_guide.prefecture"}


@pytest.fixture(scope="module")
def texts(guide):
    return {key: text.texts for key, text in guide.interface.items()}


@pytest.fixture(params=["ja", "en"])
def report(texts, request):
    return Report(texts, request.param)


FULL = {
    "name": {"ja": "A県の基盤", "en": "Platform of prefecture A"}, "years": 4, "build": 1_000_001, "run": [30, 40, 0, 50_000],
    "prefecture_build_percent": 50, "prefecture_run_percent": [0, 0, 12.5, 100], "weights": [20, 50, 30], "minimum": 9,
    "participants": [
        {"id": "a", "name": {"ja": "甲|市", "en": "Town |A"}, "population": 9, "usage": 2, "alone": 400_000, "leaves": 4},
        {"id": "b", "name": "=乙町", "population": 5, "joins": 2},
        {"id": "c", "joins": 3, "usage": 1, "leaves": 4},
    ],
}  # fmt: skip


def test_every_message_and_note_has_its_text(report):
    for _, _, message in BAD:
        assert report.word(f"problem_{message}")
    for _, message, _, _ in BAD_CHANGES:
        assert report.word(f"problem_{message}")
    for plan, _ in NOTED:
        for note in computed(plan)["notes"]:
            assert "{where}" in report.word(f"note_{note}")


@pytest.mark.parametrize("plan", [plan for plan, _, _ in BAD], ids=lambda value: str(value)[:40])
def test_problems_are_told_in_words_with_their_values_filled_in(report, plan):
    for problem in read_plan(plan)[1]:
        told = report.problem(problem)
        assert not re.search(r"\{\w*\}", told)
        assert told.encode()


def test_tables_hold_one_datum_a_cell_under_unique_heads(report):
    read = sound(FULL)
    found, _ = what_if(FULL, [{"remove": "c"}])
    tables = [
        *report.sharing_tables(share_costs(read)),
        *report.comparison_tables(read, compare(read)),
        report.change_table(read, found),
    ]
    assert len({table.id for table in tables}) == len(tables)
    for table in tables:
        assert table.rows, table.id
        ids, heads = zip(*table.columns, strict=True)
        assert len(set(ids)) == len(ids) and len(set(heads)) == len(heads)
        assert {len(row) for row in table.rows} == {len(ids)}
        assert all(cell is None or type(cell) in (str, int, float) for row in table.rows for cell in row)
        for name, head in table.columns:
            for part, units in (("_yen", ("（円）", "(yen)")), ("_percent", ("（%）", "(%)"))):
                assert name.endswith(part) == head.endswith(units), head


def test_the_tables_of_a_sharing_add_up_to_it(report):
    sharing = share_costs(sound(FULL))
    tables = {table.id: table for table in report.sharing_tables(sharing)}

    def rows(name):
        ids = [column for column, _ in tables[name].columns]
        return [dict(zip(ids, row, strict=True)) for row in tables[name].rows]

    totals = {row["id"]: row["total_yen"] for row in rows("cost_shares")}
    assert sum(totals.values()) == 1_000_001 + 30 + 40 + 50_000
    payments: Counter[str] = Counter()
    for row in rows("cost_payments"):
        payments[row["id"]] += row["amount_yen"]
    assert dict(payments) == {name: yen for name, yen in totals.items() if yen}
    assert {row["kind"] for row in rows("cost_payments")} == {"build", "buy_in", "credit", "run"}
    assert [row["participants"] for row in rows("cost_years")] == [1, 2, 3, 1]
    assert [row["prefecture_run_percent"] for row in rows("cost_years")] == [0, 0, 12.5, 100]
    # Blank is told from 0: c gives no population, b no use.
    assert [row["population"] for row in rows("cost_shares")] == [None, 9, 5, None]
    assert [(row["note"], row["year"]) for row in rows("cost_notes")] == [("minimum", 3), ("minimum", 4)]


def test_documents_name_everybody_and_every_note(report):
    read = sound(FULL)
    document = report.sharing(share_costs(read))
    markdown = render(document)
    assert "\\|" in markdown and "甲|市" not in markdown
    assert markdown.startswith(f"# {report.word('title')}")
    assert report.word("note_minimum", where=report.years([3, 4])) in markdown
    shares = next(block for block in document if block["kind"] == "table")
    assert [row[0] for row in shares["rows"]] == [
        report.word("prefecture"), *report.names(read).values(), report.word("total_row"),
    ]  # fmt: skip
    assert shares["rows"][-1][-2] == "1,050,071"


def test_documents_without_participants_and_without_figures_can_be_written(report):
    read = sound({"years": 1, "build": 0, "run": 0, "participants": []})
    for document in (report.sharing(share_costs(read)), report.comparison(read, compare(read))):
        assert render(document)
        assert [*plain(document)]


def test_the_comparison_shows_the_interviews_beside_the_schemes(report):
    read = sound(FULL)
    document = report.comparison(read, compare(read), ["1/2 – 1/12"])
    assert {"kind": "list", "ordered": False, "items": ["1/2 – 1/12"]} in document
    without = report.comparison(read, compare(read))
    assert len(without) == len(document) - 2


def test_everybody_whose_figure_reads_the_same_is_named_and_who_joins_later_is_marked(report):
    # 333/300, 335/301 and 332/299 yen a head differ, and all are written 1.11.
    participants = [{"id": name, "population": people} for name, people in (("a", 300), ("b", 301), ("c", 299))]
    read = sound(base(years=1, build=0, run=1000, scheme="population", participants=participants))
    found = compare(read)
    by_population = next(one for one in found["schemes"] if one["id"] == "population")
    assert by_population["dearest"]["participants"] == ["b"]
    text = "\n".join(plain(report.comparison(read, found)))
    all_of_them = listed("abc", report.language)
    assert report.word("extreme", figure="1.11", names=all_of_them) in text
    late = sound(base(years=3, participants=[{"id": "a", "population": 1}, {"id": "b", "population": 9, "joins": 3}]))
    document = "\n".join(plain(report.comparison(late, compare(late))))
    assert report.word("late_participant", name="b", year=report.years([3])) in document


def test_every_change_is_told_in_words(report):
    read = sound(FULL)
    for changes in (
        [{"participant": "a", "leaves": 2}], [{"participant": "a", "leaves": None}], [{"participant": "c", "joins": 2}],
        [{"participant": "b", "joins": None}], [{"remove": "c"}], [{"add": {"id": "new", "name": "丁"}}, {"remove": "new"}],
        [{"prefecture_percent": 12.5}], [{"prefecture_build_percent": 0}], [{"prefecture_run_percent": [1, 2, 3, 4]}],
    ):  # fmt: skip
        found, problems = what_if(FULL, changes)
        assert problems == []
        text = "\n".join(plain(report.change(read, found)))
        assert not re.search(r"\{\w*\}", text)


def test_lines_for_a_terminal_carry_no_control_characters(report):
    plan = base(name="a\x1b[31m\nb", participants=[{"id": "a", "name": "x\x07y\u202e"}])
    lines = [*plain(report.sharing(share_costs(sound(plan))))]
    assert all(character.isprintable() for line in lines for character in line)


def test_columns_line_up_though_japanese_is_wide(texts):
    lines = [*plain(Report(texts, "ja").sharing(share_costs(sound(FULL))))]
    start = next(number for number, line in enumerate(lines) if line.startswith("団体名"))
    ends = {
        sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in line) for line in lines[start + 1 : start + 5]
    }
    assert len(ends) == 2  # The prefecture has no figure per head, the last column; nor has c.


def run(*arguments):
    return CliRunner().invoke(main, ["cost", *map(str, arguments)])


def written(folder, name, text):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def test_the_command_answers_yaml_json_and_a_survey_alike(tmp_path):
    files = [
        written(tmp_path, "a.json", json.dumps(FULL)),
        written(tmp_path, "a.yml", yaml.safe_dump(FULL, allow_unicode=True)),
        written(tmp_path, "survey.yml", yaml.safe_dump({"survey": {"prefecture": "42"}, "cost": FULL})),
    ]
    answers = [run(file, "--format", "json") for file in files]
    assert [one.exit_code for one in answers] == [0, 0, 0]
    assert json.loads(answers[0].stdout) == computed(FULL)
    assert answers[0].stdout == answers[1].stdout == answers[2].stdout
    assert "A県の基盤" in run(files[0]).stdout
    assert run(files[0], "--format", "md", "--lang", "en").stdout.startswith(
        "# Cost sharing: Platform of prefecture A\n"
    )


def test_the_command_compares_and_changes(tmp_path):
    file = written(tmp_path, "a.json", json.dumps(FULL))
    shown = run(file, "--compare", "--lang", "en").stdout
    assert "What the interviews said" in shown and shown.count("(ed. 1.0 §2.5)") == 2
    by_use = json.loads(run(file, "--scheme", "equal", "--format", "json").stdout)
    assert by_use == computed({**FULL, "scheme": "equal"})
    assert json.loads(run(file, "--compare", "--format", "json").stdout) == compare(sound(FULL))
    changed = run(
        file, "--leaves", "a=2", "--joins", "c=4", "--without", "b", "--prefecture-percent", 10, "--format", "json"
    )
    assert changed.exit_code == 2, "c leaves in year 4"
    changed = run(
        file, "--leaves", "a=2", "--joins", "c=2", "--without", "b", "--prefecture-percent", 10, "--format", "json"
    )
    changes = [
        {"participant": "a", "leaves": 2},
        {"participant": "c", "joins": 2},
        {"remove": "b"},
        {"prefecture_percent": 10},
    ]
    assert json.loads(changed.stdout) == what_if(FULL, changes)[0]


#: Files that cannot be used: name, content, how a line of standard error goes on after the file's name.
BAD_FILES = [
    ("a.yml", "years: 3\nbuild: 1\nrun: 1\nscheme: equl\nparticipants: []\n", ":4:9: scheme: “equl” is not a choice"),
    ("a.yml", "years: 3\nbuild: 1\nrun: 1\nparticipants:\n  - {id: a, joins: 5}\n", ":5:20: participants.0.joins: This is a year"),
    ("a.yml", "years: 3\nbuild: 1\nrun: 1\nparticipants:\n  - {id: a, joined: 5}\n", ":5:13: There is no item “joined”. Did you mean “joins”?"),
    ("a.yml", "years: 3\nbuild: 1\nrun: 1\nscheme: usage\nparticipants: [{id: a}]\n", ":4:9: scheme: Nobody who takes part in year 1"),
    ("a.json", '{"years": 3,\n "build": 1, "run": [1, 2], "participants": []}', ":2:21: run: One value for each year"),
    ("a.json", '{"years": 3, "years": 4}', ":1:14: "),
    ("a.json", '{"years": ', ":1:11: This is not valid JSON"),
    ("a.json", '{"years": ' + "9" * 5000 + "}", ":1:11: Write a number of at most 15 digits"),
    ("a.json", "[" * 100_000, ":1:33: Nested too deeply"),
    ("a.json", '{"name": "\\ud800", "years": 1, "build": 0, "run": 0, "participants": []}', ":1:10: name: A name is"),
    ("a.json", '"\\ud800"', ":1:1: This is not a cost plan"),
    ("a.yml", "years: 3\nyears: 4\n", ":2:1: "),
    ("a.yml", "- a\n", ":1:1: This is not a cost plan"),
    ("a.yml", "", ":1:1: This is not a cost plan"),
    ("a.yml", "survey: {prefecture: '42'}\nplatforms: []\n", ":1:1: This file has no cost plan"),
    ("a.yml", "survey: {}\ncost: {years: 1}\n", ":2:7: “build” is missing."),
    ("a.yml", b"name: \x83\xff\n", ":1:7: The text is not UTF-8"),
    ("a.csv", "years\n3\n", ":1:1: The file's name “a” does not say"),
    ("a.yml", "# " + "x" * 5_000_001, ":1:1: The file is too large (limit 5 MB)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "told"), BAD_FILES, ids=lambda value: str(value)[:30])
def test_what_is_wrong_with_a_file_is_named_by_line_and_column(tmp_path, name, content, told):
    file = written(tmp_path, name, content)
    answer = run(file, "--lang", "en")
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert any(line.startswith(f"{file}{told}") for line in answer.stderr.splitlines()), answer.stderr


#: Wrong usage: options, what is said.
BAD_USAGE = [
    (["--leaves", "a"], "--leaves: “a” is not of the form ID=YEAR"),
    (["--leaves", "=2"], "ID=YEAR"),
    (["--joins", "a=²"], "ID=YEAR"),
    (["--joins", "a=9"], "a year of the plan"),
    (["--without", "z"], "No participant has the ID “z”"),
    (["--prefecture-percent", "101"], "from 0 to 100"),
    (["--prefecture-percent", "nan"], "from 0 to 100"),
    (["--compare", "--without", "a"], "--compare"),
    (["--scheme", "fair"], "The choices for --scheme are equal, population, usage, mixed."),
]


@pytest.mark.parametrize(("options", "told"), BAD_USAGE, ids=str)
def test_wrong_usage_is_told(tmp_path, options, told):
    answer = run(written(tmp_path, "a.json", json.dumps(FULL)), "--lang", "en", *options)
    assert answer.exit_code == 2
    assert told in answer.stderr


def test_ready_plans_give_valid_plans(guide):
    ready = guide.ready_cost_plans
    assert [one.id for one in ready] == ["prefecture_first", "prefecture_and_municipalities", "by_area"]
    assert PLAN_KEYS == KEYS
    for one in ready:
        assert one.source == "v3 9.5" and one.basis == "guidebook"
        for plan in one.plans:
            assert read_plan(base(**plan.plan))[1] == []
    half = computed(base(**ready[1].plans[0].plan))
    assert half["prefecture"]["build"] == 100 and half["prefecture"]["run"] == [5, 5, 5]


def test_a_plan_in_a_workbook_or_csv_files_is_shared_as_the_same_plan_in_yaml(tmp_path):
    made = reader()
    survey = made.read(example_prefecture.files().items()).survey
    (tmp_path / "plan.yml").write_text(yaml.safe_dump(survey.cost, allow_unicode=True), encoding="utf-8")
    (tmp_path / "survey.xlsx").write_bytes(SurveyWorkbooks(made).write(survey))
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in csv_files(survey, made.labels).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    shared = [run(tmp_path / name, "--format", "json") for name in ("plan.yml", "survey.xlsx", "tables")]
    assert [one.exit_code for one in shared] == [0, 0, 0]
    assert len({one.stdout for one in shared}) == 1


def test_a_workbook_without_a_plan_and_one_with_a_wrong_plan_are_named(tmp_path):
    path = tmp_path / "survey.xlsx"
    path.write_bytes(SurveyWorkbooks(reader()).template("42"))
    done = run(path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "費用の計画" in done.stderr
    path.write_bytes(book(cost=[["key", "value"], ["years", 0], ["build", 1], ["run", 1]]))
    done = run(path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "cost!B2" in done.stderr


def filled_in(path, language, rows, members):
    """Write the form of a cost plan with values (row of the sheet → value) and rows of participants."""
    made = openpyxl.load_workbook(io.BytesIO(SurveyWorkbooks(reader(language)).cost_template()))
    plan, participants = made.worksheets[1:3]
    for number, value in rows.items():
        plan.cell(number, 3, value)
    for member in members:
        participants.append(member)
    made.save(path)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_form_of_a_plan_is_filled_in_and_read(tmp_path, language):
    scheme = reader(language).labels.plan_choice("scheme", "population")
    rows = {3: 5, 4: 60_000_000, 5: 20_000_000, 6: 9_000_000, 8: 50, 11: scheme}
    filled_in(tmp_path / "plan.xlsx", language, rows, [[None, "A市", 3], ["b", "B市", 1, None, 3]])
    done = run(tmp_path / "plan.xlsx", "--format", "json", "--lang", language)
    assert done.exit_code == 0, done.stderr
    plan = sound({
        "years": 5, "build": 60_000_000, "grant": 20_000_000, "run": 9_000_000, "prefecture_percent": 50,
        "scheme": "population",
        "participants": [{"id": "A市", "name": "A市", "population": 3},
                         {"id": "b", "name": "B市", "population": 1, "joins": 3}],
    })  # fmt: skip
    assert json.loads(done.stdout) == result(share_costs(plan))


def test_what_is_wrong_in_the_sheets_of_a_plan_is_said_by_cell_in_the_words_of_the_form(tmp_path):
    path = tmp_path / "plan.xlsx"
    filled_in(path, "ja", {4: "たくさん", 5: 5, 11: "人口わり"}, [[None, "A市", -5], [None, None, 9]])
    told = run(path).stderr.replace(f"{path}:", "").splitlines()
    assert told == [
        "費用の計画!A3: 期間（年）：空欄です。記入してください。",
        "費用の計画!A6: 運用費（円）：空欄です。記入してください。",
        "費用の計画!C11: 分け方：「人口わり」は選べません。選べる値は 均等割、人口割、利用割、組み合わせ です。",
        "費用の計画!C4: 構築費（円）：金額は0から1,000,000,000,000までの整数（円）で書きます。「たくさん」は使えません。",
        "費用を分ける団体!C2: 人口（人）：0から1,000,000,000,000までの整数で書きます。「-5」は使えません。",
        "費用を分ける団体!C3: 団体ID：空欄です。記入してください。",
    ]


@pytest.mark.parametrize("options", [(), ("--compare",), ("--without", "b")])
def test_what_was_saved_can_be_opened_again(tmp_path, options):
    written(tmp_path, "plan.json", json.dumps(FULL))
    run(tmp_path / "plan.json", *options, "--format", "xlsx", "--output", tmp_path / "saved.xlsx")
    run(tmp_path / "plan.json", *options, "--format", "csv", "--output", tmp_path / "saved")
    expected = run(tmp_path / "plan.json", "--format", "json").stdout
    for name in ("saved.xlsx", "saved"):
        assert run(tmp_path / name, "--format", "json").stdout == expected, name


def test_a_saved_workbook_has_words_instead_of_ids_and_thousands_divided(tmp_path):
    written(tmp_path, "plan.json", json.dumps(FULL))
    run(tmp_path / "plan.json", "--format", "xlsx", "--output", tmp_path / "saved.xlsx")
    made = openpyxl.load_workbook(tmp_path / "saved.xlsx")
    heads = {sheet.title: [str(cell.value) for cell in sheet[1]] for sheet in made.worksheets}
    for title in made.sheetnames[: made.sheetnames.index("費用の計画")]:
        assert not [head for head in heads[title][:-1] if "ID" in head], title
    assert made.sheetnames[:2] == ["団体ごとの負担", "年ごとの負担"]
    by_year = made["年ごとの負担"]
    paid: dict[Any, Any] = {(row[0].value, row[1].value): row[-2].value for row in by_year.iter_rows(min_row=2)}
    assert sum(paid.values()) == 1_050_071
    assert ("甲|市", 4) not in paid and paid["'=乙町", 2] > 0
    formats = {cell.number_format for row in by_year.iter_rows(min_row=2, min_col=3, max_col=7) for cell in row}
    assert formats == {"#,##0"}
