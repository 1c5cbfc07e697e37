"""Finds the cost plan in the data of a file: the plan itself, or a survey that holds one under the key ``cost``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dcb_guide.files.problem import Path_
from dcb_guide.files.problem import Problem as PlacedProblem
from dcb_guide.files.yaml_positions import Source
from dcb_guide.prefecture.cost_plan import KEYS, Problem, problem, read_plan
from dcb_guide.prefecture.cost_report import Report

#: A survey holds its plan under this key, beside these.
COST = "cost"
SURVEY_KEYS = {"survey", "platforms", "services", "uses", "municipalities"}


@dataclass(frozen=True)
class PlanFile:
    """What a file holds of a plan: its data, the path at which it lies in the file, and the file's positions."""

    data: Any
    base: Path_
    source: Source

    def placed(self, problems: Iterable[Problem], report: Report) -> list[PlacedProblem]:
        """Return problems with their lines and columns, in the file's order."""
        return sorted(
            self.source.problem((*self.base, *one["path"]), report.problem(one), at_key=one["at_key"])
            for one in problems
        )


def find_plan(source: Source) -> tuple[PlanFile, list[Problem]]:
    """Return the plan in a file's data, unchecked, and a problem where the file is a survey without one."""
    data = source.data
    if isinstance(data, dict) and not data.keys() & set(KEYS) and data.keys() & {COST, *SURVEY_KEYS}:
        if data.get(COST) is None:
            return PlanFile(None, (), source), [problem([], "no_cost", None)]
        return PlanFile(data[COST], (COST,), source), []
    return PlanFile(data, (), source), []


def all_problems(source: Source, report: Report) -> list[PlacedProblem]:
    """Return what is wrong with a file that could not be read whole: of its text, and of the plan in the rest of it."""
    if source.data is None:
        return source.problems
    found, problems = find_plan(source)
    # A value that could not be read is told once: it is not missing, nor wrong, beside that.
    wrong = [one for one in problems or read_plan(found.data)[1] if not _is_unread(one, found)]
    places = {(one.line, one.column) for one in source.problems}
    placed = [one for one in found.placed(wrong, report) if (one.line, one.column) not in places]
    return sorted([*source.problems, *placed])


def _is_unread(one: Problem, found: PlanFile) -> bool:
    """Return whether a key that is said to be missing is in the file."""
    return one["message"] == "missing" and (*found.base, *one["path"], one["value"]) in found.source.keys
