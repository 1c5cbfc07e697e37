"""A plan to the target: which tasks it has, and when they can begin and end. Standard library only.

Tasks, lengths and order are data (``guide_data/roadmap.yml``, a judgement throughout). Months are counted in whole
months (:func:`month_number`), so that a plan is laid with integers alone. A task that needs a budget begins in a fiscal
year whose budget could still be requested once its preparation was done.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: The data of ``guide_data/roadmap.yml``, as a model's texts carry it.
type Roadmap = Mapping[str, Any]
#: First and last month of a task.
type Span = tuple[int, int]


@dataclass(frozen=True)
class PlannedTask:
    """A task of the data, and the names of the platforms it is for (none: for all)."""

    task: Mapping[str, Any]
    platforms: tuple[Any, ...] = ()

    @property
    def id(self) -> str:
        """The task's id."""
        return str(self.task["id"])


@dataclass(frozen=True)
class OrderProblem:
    """Something unrealistic in the order of a vision's initiatives.

    ``kind`` is ``too_early`` (it begins before ``other`` ends), ``too_short`` (``other`` is the usual number of
    months), ``budget_late`` (``other`` is the month in which its budget had to be requested) or ``circle``.
    """

    kind: str
    initiative: Mapping[str, Any]
    other: Any = None


def month_number(month: str) -> int:
    """Return a month ``YYYY-MM`` (or a day in it) as the number of months since year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_text(number: int) -> str:
    """Return the number of a month as ``YYYY-MM``.

    >>> month_text(month_number("2026-12") + 1)
    '2027-01'
    """
    return f"{number // 12:04}-{number % 12 + 1:02}"


def fiscal_year_of(month: int, roadmap: Roadmap) -> int:
    """Return the number of the month in which a month's fiscal year begins."""
    first: int = roadmap["fiscal_year_starts"]
    return month - (month - (first - 1)) % 12


def month_in_year(month_of_year: int, roadmap: Roadmap) -> int:
    """Return a month's place in the fiscal year, from 0: of 4 in Japan 0, of 3 it is 11."""
    first: int = roadmap["fiscal_year_starts"]
    return (month_of_year - first) % 12


def request_for(month: int, roadmap: Roadmap) -> int:
    """Return the month in which the budget of a month's fiscal year is requested, before that year begins."""
    return _before_the_year(month, roadmap, roadmap["budget"]["request"]["month"])


def assembly_for(month: int, roadmap: Roadmap) -> int:
    """Return the month in which the budget of a month's fiscal year is passed, before that year begins."""
    return _before_the_year(month, roadmap, roadmap["budget"]["assembly"]["month"])


def _before_the_year(month: int, roadmap: Roadmap, month_of_year: int) -> int:
    year = fiscal_year_of(month, roadmap)
    return year - ((year - (month_of_year - 1)) % 12 or 12)


def tasks_for(platforms: Iterable[Mapping[str, Any]], roadmap: Roadmap) -> list[PlannedTask]:
    """Return the tasks of a plan for platforms, in the data's order.

    A platform is one of ``vision.json``: its gaps, and the way that was chosen or is suggested for it.
    """
    listed = list(platforms)
    found = []
    for task in roadmap["tasks"]:
        if not task["requirements"] and not task["pathways"]:
            found.append(PlannedTask(task))
            continue
        concerned = [one["name"] for one in listed if _concerns(task, one)]
        if concerned:
            found.append(PlannedTask(task, tuple(concerned)))
    return found


def _concerns(task: Mapping[str, Any], platform: Mapping[str, Any]) -> bool:
    way = platform["chosen"].get("pathway") or platform["suggested"]["pathway"]["id"]
    return way in task["pathways"] or any(gap["id"] in task["requirements"] for gap in platform["gaps"])


def lay_forwards(
    tasks: Iterable[PlannedTask], first: int, roadmap: Roadmap, settled: Mapping[str, Span] | None = None
) -> dict[str, Span]:
    """Return when each task is done if the plan begins in the month ``first`` and nothing waits longer than it must.

    ``settled`` are spans that are not moved, such as those of initiatives that a vision has already.
    """
    spans = dict(settled or {})
    by_id = {one.id: one for one in tasks}
    for name, one in by_id.items():  # a task comes after those it waits for
        if name in spans:
            continue
        before = [
            other for other in one.task["after"] if other in spans and (other in by_id or other in (settled or {}))
        ]
        start = max([first, *(spans[other][1] + 1 for other in before)])
        if one.task["needs_budget"]:
            prepared = max(
                [first, *(spans[other][1] for other in before if not _has_budget(by_id.get(other)))],
            )
            while request_for(start, roadmap) < prepared:
                start = fiscal_year_of(start, roadmap) + 12
        spans[name] = (start, start + one.task["months"] - 1)
    return {name: spans[name] for name in by_id}


def lay_backwards(
    tasks: Iterable[PlannedTask], last: int, roadmap: Roadmap, settled: Mapping[str, Span] | None = None
) -> dict[str, Span]:
    """Return when each task is done at the latest if the last one ends in the month ``last``."""
    spans = dict(settled or {})
    by_id = {one.id: one for one in tasks}
    for name, one in reversed(by_id.items()):
        if name in spans:
            continue
        end = last
        for other in by_id.values():
            if name not in other.task["after"]:
                continue
            start = spans[other.id][0]
            end = min(end, start - 1)
            if other.task["needs_budget"] and not one.task["needs_budget"]:
                end = min(end, request_for(start, roadmap))
        spans[name] = (end - one.task["months"] + 1, end)
    return {name: spans[name] for name in by_id}


def too_late(
    tasks: Iterable[PlannedTask], spans: Mapping[str, Span], today: int, roadmap: Roadmap, settled: Iterable[str] = ()
) -> list[str]:
    """Return the tasks of a plan that had to begin, or whose budget had to be requested, before the month ``today``."""
    return [
        one.id
        for one in tasks
        if one.id not in settled
        and (spans[one.id][0] < today or (one.task["needs_budget"] and request_for(spans[one.id][0], roadmap) < today))
    ]


def _has_budget(one: PlannedTask | None) -> bool:
    return one is not None and bool(one.task["needs_budget"])


# ── A vision's initiatives ──────────────────────────────────────────────────────────────────────────────────────


def settled_spans(initiatives: Iterable[Mapping[str, Any]]) -> dict[str, Span]:
    """Return when the tasks are done that a vision's initiatives stand for: task → span."""
    return {
        one["task"]: (month_number(one["start"]), month_number(one["end"]))
        for one in initiatives
        if one.get("task") and one["start"] and one["end"]
    }


def waits_for(initiatives: Iterable[Mapping[str, Any]], roadmap: Roadmap) -> dict[str, list[str]]:
    """Return which other initiatives each one waits for: those it names, and those whose tasks come before its own."""
    listed = list(initiatives)
    of_task = {one["task"]: one["id"] for one in listed if one.get("task")}
    before = {task["id"]: task["after"] for task in roadmap["tasks"]}
    known = {one["id"] for one in listed}
    return {
        one["id"]: list(
            dict.fromkeys(
                name
                for name in (
                    *(one.get("after") or []),
                    *(of_task[task] for task in before.get(one.get("task"), []) if task in of_task),
                )
                if name in known and name != one["id"]
            )
        )
        for one in listed
    }


def order_problems(
    initiatives: Iterable[Mapping[str, Any]], roadmap: Roadmap, today: str | None = None
) -> Iterator[OrderProblem]:
    """Yield what is unrealistic in the order of a vision's initiatives; ``today`` is the day (ISO) it is written on."""
    listed = list(initiatives)
    by_id = {one["id"]: one for one in listed}
    before = waits_for(listed, roadmap)
    tasks = {task["id"]: task for task in roadmap["tasks"]}
    for one in listed:
        if one["state"] in ("done", "stopped"):
            continue
        if _waits_for_itself(one["id"], before):
            yield OrderProblem("circle", one)
            continue
        for name in before[one["id"]]:
            other = by_id[name]
            if other["state"] != "stopped" and one["start"] and other["end"] and one["start"] < other["end"]:
                yield OrderProblem("too_early", one, other)
        task = tasks.get(one.get("task") or "")
        if task and one["start"] and one["end"]:
            months = month_number(one["end"]) - month_number(one["start"]) + 1
            if months * 2 < task["months"]:
                yield OrderProblem("too_short", one, task["months"])
        costs = bool(one["cost_million_yen"]) or bool(task and task["needs_budget"])
        if costs and today and one["start"] and month_number(one["start"]) > month_number(today):
            request = request_for(month_number(one["start"]), roadmap)
            if request < month_number(today):
                yield OrderProblem("budget_late", one, month_text(request))


def _waits_for_itself(name: str, before: Mapping[str, list[str]]) -> bool:
    seen: set[str] = set()
    waiting = [*before[name]]
    while waiting:
        one = waiting.pop()
        if one == name:
            return True
        if one not in seen:
            seen.add(one)
            waiting += before[one]
    return False


# ── Periods of a chart ──────────────────────────────────────────────────────────────────────────────────────────

#: Most periods of a chart: as many columns as a page holds.
MOST_PERIODS = 16
#: How many months a period of a chart may have: a quarter, half a year, a year.
PERIODS = (3, 6, 12)
#: A plan longer than this many fiscal years is shown to their end.
MOST_YEARS = 16


def periods(first: str, last: str, roadmap: Roadmap) -> tuple[int, list[str]]:
    """Return the months in a period of a chart, and each period's first month, along whole fiscal years."""
    start = fiscal_year_of(month_number(first), roadmap)
    end = min(fiscal_year_of(month_number(last), roadmap), start + 12 * (MOST_YEARS - 1)) + 12
    span = next((one for one in PERIODS if (end - start) // one <= MOST_PERIODS), PERIODS[-1])
    return span, [month_text(month) for month in range(start, end, span)]


def touches(first: str, last: str, period: str, months: int) -> bool:
    """Return whether what runs from one month to another falls into the period that begins with a month."""
    begins = month_number(period)
    return month_number(first) < begins + months and month_number(last) >= begins
