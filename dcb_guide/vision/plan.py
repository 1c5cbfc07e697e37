"""A plan for a vision: the tasks that lead to the target, laid along months, and as initiatives for ``vision.yml``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dcb_guide.core.languages import LANGUAGES, LanguageCode, listed, text_in
from dcb_guide.core.roadmap import (
    PlannedTask,
    Roadmap,
    Span,
    lay_backwards,
    lay_forwards,
    month_number,
    month_text,
    request_for,
    settled_spans,
    tasks_for,
    too_late,
)
from dcb_guide.files.write_yaml import yaml_text

#: Form of a plan as JSON.
FORMAT = "dcb-guide-plan/1"


@dataclass(frozen=True)
class Plan:
    """A plan's tasks with their months."""

    tasks: list[PlannedTask]
    spans: dict[str, Span]
    #: Tasks that a vision's initiatives stand for already: they are not moved.
    settled: frozenset[str]
    #: Tasks that had to begin, or whose budget had to be requested, before today.
    late: list[str]
    #: The month in which the plan ends at the earliest.
    earliest: str

    @property
    def first(self) -> str:
        """The plan's first month, ``YYYY-MM``."""
        return month_text(min(span[0] for span in self.spans.values()))

    @property
    def last(self) -> str:
        """The plan's last month, ``YYYY-MM``."""
        return month_text(max(span[1] for span in self.spans.values()))


def plan_for(vision: dict[str, Any], roadmap: Roadmap, today: str, until: str | None = None) -> Plan:
    """Return the plan of a vision (``vision.json``), forwards from ``today`` or backwards from ``until`` (``YYYY-MM``).

    ``today`` is a month too, or a day in it.
    """
    tasks = tasks_for(vision["platforms"], roadmap)
    names = {one.id for one in tasks}
    settled = {name: span for name, span in settled_spans(vision["initiatives"]).items() if name in names}
    first = month_number(today)
    forwards = lay_forwards(tasks, first, roadmap, settled)
    spans = forwards if until is None else lay_backwards(tasks, month_number(until), roadmap, settled)
    late = too_late(tasks, spans, first, roadmap, settled)
    return Plan(tasks, spans, frozenset(settled), late, month_text(max(end for _, end in forwards.values())))


def as_initiatives(plan: Plan, parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the tasks that no initiative stands for yet, in the form of ``vision.yml``, by their start."""
    names = {one["id"]: one["label"] for one in parties}
    tasks = [one for one in plan.tasks if one.id not in plan.settled]
    return [
        {
            "id": one.id,
            "task": one.id,
            "title": _titles(one),
            "procedure": one.task["procedure"],
            "owner": dict(names[one.task["leads"]]),
            "start": month_text(plan.spans[one.id][0]),
            "end": month_text(plan.spans[one.id][1]),
            "state": "planned",
            "output": dict(one.task["output"]),
        }
        for one in sorted(tasks, key=lambda one: plan.spans[one.id])
    ]


def _titles(one: PlannedTask) -> dict[LanguageCode, str]:
    """Return a task's title by language, with the platforms it is for."""
    found = {}
    for code, row in LANGUAGES.items():
        title = text_in(one.task["title"], code)
        names = listed([text_in(name, code) for name in one.platforms], code)
        found[code] = title + row.in_brackets(names) if names else title
    return found


def as_yaml(initiatives: list[dict[str, Any]]) -> str:
    """Return initiatives as a part of ``vision.yml``."""
    return yaml_text({"initiatives": initiatives})


def as_json(plan: Plan, vision: dict[str, Any]) -> dict[str, Any]:
    """Return a plan as plain data, its tasks in the order of the guide's data."""
    return {
        "format": FORMAT,
        "model": vision["guide"]["model"],
        "prefecture": vision["prefecture"]["code"],
        "first": plan.first,
        "last": plan.last,
        "earliest_end": plan.earliest,
        "tasks": [
            {
                "id": one.id,
                "start": month_text(plan.spans[one.id][0]),
                "end": month_text(plan.spans[one.id][1]),
                "after": [name for name in one.task["after"] if name in plan.spans],
                "leads": one.task["leads"],
                "needs_budget": one.task["needs_budget"],
                "in_vision": one.id in plan.settled,
                "too_late": one.id in plan.late,
            }
            for one in plan.tasks
        ],
    }


def late_reasons(plan: Plan, roadmap: Roadmap, today: str) -> Iterator[tuple[PlannedTask, str, str]]:
    """Yield each task that comes too late, why (``start`` or ``budget``), and the month that is past."""
    for one in plan.tasks:
        if one.id not in plan.late:
            continue
        start = plan.spans[one.id][0]
        if start < month_number(today):
            yield one, "start", month_text(start)
        else:
            yield one, "budget", month_text(request_for(start, roadmap))
