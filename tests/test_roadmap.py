"""A plan to the target: nothing begins before what it waits for, and no task without a budget that could be had."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dcb_guide.cli.main import main
from dcb_guide.core.roadmap import (
    PlannedTask,
    fiscal_year_of,
    lay_backwards,
    lay_forwards,
    month_number,
    month_text,
    order_problems,
    periods,
    request_for,
    tasks_for,
    too_late,
    touches,
)
from dcb_guide.guide.read_guide import load
from dcb_guide.proof.labels import labels

VISIONS = Path(__file__).parent / "visions"
ROADMAP = labels(load())["roadmap"]
TASKS = [PlannedTask(task) for task in ROADMAP["tasks"]]

some_tasks = st.sets(st.sampled_from(range(len(TASKS)))).map(lambda chosen: [TASKS[at] for at in sorted(chosen)])
months = st.integers(month_number("2024-01"), month_number("2040-12"))


def keeps_its_order(tasks, spans):
    for one in tasks:
        start, end = spans[one.id]
        assert end - start + 1 == one.task["months"]
        for other in one.task["after"]:
            if other in spans:
                assert spans[other][1] < start, f"{one.id} begins before {other} ends"


@given(some_tasks, months)
def test_a_plan_laid_forwards_keeps_its_order_and_the_budgets_dates(tasks, first):
    spans = lay_forwards(tasks, first, ROADMAP)
    keeps_its_order(tasks, spans)
    assert too_late(tasks, spans, first, ROADMAP) == []
    for one in tasks:
        prepared = [spans[name][1] for name in one.task["after"] if name in spans and not _budget(name)]
        if one.task["needs_budget"]:
            assert request_for(spans[one.id][0], ROADMAP) >= max([first, *prepared])


@given(some_tasks, months)
def test_a_plan_laid_backwards_ends_in_time_and_keeps_its_order(tasks, last):
    spans = lay_backwards(tasks, last, ROADMAP)
    keeps_its_order(tasks, spans)
    assert all(end <= last for _, end in spans.values())
    for one in tasks:
        for name in one.task["after"]:
            if name in spans and one.task["needs_budget"] and not _budget(name):
                assert spans[name][1] <= request_for(spans[one.id][0], ROADMAP)


@given(some_tasks, months)
def test_what_is_possible_forwards_is_possible_backwards(tasks, first):
    forwards = lay_forwards(tasks, first, ROADMAP)
    if tasks:
        last = max(end for _, end in forwards.values())
        assert too_late(tasks, lay_backwards(tasks, last, ROADMAP), first, ROADMAP) == []


def _budget(name):
    return next(task["needs_budget"] for task in ROADMAP["tasks"] if task["id"] == name)


@pytest.mark.parametrize(
    ("month", "year", "requested"),
    [
        ("2027-04", "2027-04", "2026-10"),
        ("2028-03", "2027-04", "2026-10"),
        ("2027-03", "2026-04", "2025-10"),
    ],
)
def test_a_fiscal_year_begins_in_april_and_its_budget_is_requested_the_october_before(month, year, requested):
    number = month_number(month)
    assert month_text(fiscal_year_of(number, ROADMAP)) == year
    assert month_text(request_for(number, ROADMAP)) == requested


@pytest.mark.parametrize(
    ("first", "last", "span", "count"),
    [
        ("2026-11", "2027-02", 3, 4),
        ("2026-04", "2030-03", 3, 16),
        ("2026-04", "2031-05", 6, 12),
        ("2026-04", "2060-01", 12, 16),
    ],
)
def test_a_chart_shows_whole_fiscal_years_in_as_many_columns_as_a_page_holds(first, last, span, count):
    months_in_one, starts = periods(first, last, ROADMAP)
    assert (months_in_one, len(starts)) == (span, count)
    assert starts[0].endswith("-04")
    assert touches(first, first, starts[(month_number(first) - month_number(starts[0])) // span], span)


def test_what_is_missing_and_the_way_decide_the_tasks():
    def platform(way, *gaps):
        return {"name": "A", "chosen": {"pathway": way}, "suggested": {"pathway": {"id": None}},
                "gaps": [{"id": one} for one in gaps]}  # fmt: skip

    def ids(*platforms):
        return {one.id for one in tasks_for(platforms, ROADMAP)}

    always = ids()
    assert "adopt_vision" in always
    assert ids(platform(None, "terms")) - always == {"write_terms"}
    assert {"plan_move", "match_ids", "move_platforms"} <= ids(platform("consolidate"))
    assert "move_platforms" not in ids(platform("interconnect"))
    both = tasks_for([platform(None, "terms"), {**platform(None, "terms"), "name": "B"}], ROADMAP)
    assert next(one.platforms for one in both if one.id == "write_terms") == ("A", "B")


def initiative(name, start=None, end=None, **more):
    return {"id": name, "title": name, "start": start, "end": end, "state": "planned", "cost_million_yen": None,
            "task": None, "after": [], **more}  # fmt: skip


ORDERS = [
    ([initiative("a", "2027-04", "2027-09"), initiative("b", "2027-06", "2027-12", after=["a"])], ["too_early"]),
    ([initiative("a", "2027-04", "2027-09"), initiative("b", "2027-10", "2027-12", after=["a"])], []),
    ([initiative("a", after=["b"]), initiative("b", after=["a"])], ["circle", "circle"]),
    (
        [
            initiative("a", "2027-05", "2027-08", task="divide_responsibility"),
            initiative("b", "2027-06", "2027-12", task="agree_costs"),
        ],
        ["too_early"],
    ),
    ([initiative("a", "2028-04", "2028-05", task="raise_levels")], ["too_short"]),
    ([initiative("a", "2027-05", "2027-12", cost_million_yen=3.0)], ["budget_late"]),
    ([initiative("a", "2028-05", "2028-12", cost_million_yen=3.0)], []),
    ([initiative("a", "2027-05", "2027-12", cost_million_yen=3.0, state="done")], []),
]


@pytest.mark.parametrize(("initiatives", "kinds"), ORDERS)
def test_an_unrealistic_order_is_reported(initiatives, kinds):
    assert [one.kind for one in order_problems(initiatives, ROADMAP, "2026-11-20")] == kinds


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────────


def run(*arguments):
    return CliRunner().invoke(main, ["vision", "plan", *arguments])


@pytest.fixture
def vision(tmp_path) -> Path:
    """The complete vision without its initiatives."""
    folder = Path(shutil.copytree(VISIONS / "complete", tmp_path / "guide_data" / "vision"))
    path = folder / "vision.yml"
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("initiatives:"), text.index("cost_sharing:")
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    return folder


def test_the_plan_put_into_the_vision_is_accepted_and_realistic(vision):
    done = run("--folder", str(vision), "--today", "2026-11-25", "--format", "yaml")
    assert done.exit_code == 0
    path = vision / "vision.yml"
    path.write_text(path.read_text(encoding="utf-8") + done.stdout, encoding="utf-8")
    checked = CliRunner().invoke(main, ["vision", "check", "--folder", str(vision), "--lang", "en"])
    assert checked.exit_code == 0, checked.stderr
    for sentence in ("begins before", "less than half", "circle"):
        assert sentence not in checked.stdout
    again = json.loads(run("--folder", str(vision), "--today", "2030-01-01", "--format", "json").stdout)
    assert all(task["in_vision"] for task in again["tasks"])


def test_a_plan_depends_on_the_day_alone(vision):
    first, second = (run("--folder", str(vision), "--today", "2026-11-25", "--format", "json").stdout for _ in range(2))
    assert first == second
    later = json.loads(run("--folder", str(vision), "--today", "2027-11-25", "--format", "json").stdout)
    assert json.loads(first)["first"] == "2026-11"
    assert later["first"] == "2027-11"


def test_a_month_that_cannot_be_kept_is_refused_with_the_earliest_one(vision):
    done = run("--folder", str(vision), "--today", "2026-11-25", "--until", "2028-03", "--lang", "en")
    assert done.exit_code == 1
    earliest = json.loads(run("--folder", str(vision), "--today", "2026-11-25", "--format", "json").stdout)[
        "earliest_end"
    ]
    assert f"{earliest} is the earliest" in done.stderr
    kept = run("--folder", str(vision), "--today", "2026-11-25", "--until", earliest)
    assert kept.exit_code == 0
    assert kept.stderr == ""
    assert run("--folder", str(vision), "--until", "2028-13").exit_code == 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_plan_as_markdown_has_its_table_and_its_schedule(vision, language, guide):
    done = run("--folder", str(vision), "--today", "2026-11-25", "--format", "md", "--lang", language)
    assert done.exit_code == 0
    assert f"**{guide.draft['schedule'][language]}**" in done.stdout
    for column in ("initiative", "after_what", "output"):
        assert f" {guide.draft[column][language]} |" in done.stdout
    assert "■" in done.stdout
    assert "▲" in done.stdout


def test_initiatives_that_stand_for_a_task_stay_where_they_are():
    folder = str(VISIONS / "assembly")
    tasks = json.loads(run("--folder", folder, "--today", "2026-11-25", "--format", "json").stdout)["tasks"]
    by_id = {task["id"]: task for task in tasks}
    assert (by_id["widen_platform"]["start"], by_id["widen_platform"]["end"]) == ("2028-04", "2028-11")
    assert by_id["widen_platform"]["in_vision"]
    assert not by_id["compare_levels"]["in_vision"]


def test_a_dangling_task_is_an_error_with_its_place(data_copy):
    from dcb_guide.guide.read_guide import GuideError

    path = data_copy / "roadmap.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("after: [adopt_vision]", "after: [adopt_vison]", 1), encoding="utf-8")
    with pytest.raises(GuideError, match="adopt_vison is not an earlier task of this file"):
        load(data_copy)


def test_whatever_can_be_missing_and_every_way_has_a_task(guide):
    tasks = guide.roadmap.tasks
    settled = {name for task in tasks for name in task.requirements} | set(guide.roadmap.left_to_the_way)
    assert settled == {item.id for item in guide.requirements}
    ways = next(item for item in guide.decisions if item.id == "pathway").outcomes
    assert {name for task in tasks for name in task.pathways} == {way.id for way in ways}
