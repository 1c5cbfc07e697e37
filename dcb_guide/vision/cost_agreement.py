"""How costs are shared by a vision and by its cost plan: the two say the same, or one of them is silent."""

from collections.abc import Iterator, Mapping
from typing import Any

from dcb_guide.prefecture.cost_plan import Plan

#: A plan's shares are whole hundredths of a percent.
HUNDREDTHS = 100


def percents(plan: Plan) -> tuple[float, list[float]]:
    """Return the prefecture's percent of the build, and of each year's running costs."""
    return plan.build_share / HUNDREDTHS, [share / HUNDREDTHS for share in plan.run_shares]


def one_percent(plan: Plan) -> int | None:
    """Return the prefecture's percent of build and running costs alike; none where they differ or are not whole."""
    build, run = percents(plan)
    return int(build) if {build, *run} == {build} and build.is_integer() else None


def agreed_sharing(said: Mapping[str, Any], plan: Plan | None) -> dict[str, Any]:
    """Return how costs are shared: as ``cost_sharing`` of the vision says, and where it is silent, as the plan does."""
    if plan is None:
        return {**said}
    reckoned = {"prefecture_percent": one_percent(plan), "basis": plan.scheme, "late_joiners": plan.late_joiners}
    return {**said, **{name: value for name, value in reckoned.items() if said[name] is None}}


def is_shared(said: Mapping[str, Any], plan: Plan | None) -> bool:
    """Return whether every question of cost sharing has its answer; a note is none."""
    left = {name for name, value in agreed_sharing(said, plan).items() if name != "note" and value is None}
    return not left or (plan is not None and left == {"prefecture_percent"})


def contradictions(said: Mapping[str, Any], plan: Plan | None) -> Iterator[tuple[str, object, object]]:
    """Yield where the two differ: the field of ``cost_sharing``, what the vision says, what the plan is reckoned with.

    A share is given as a number of percent; of a plan with several, as the list of them: build first, then by year.
    """
    if plan is None:
        return
    build, run = percents(plan)
    shares = list(dict.fromkeys((build, *run)))
    if said["prefecture_percent"] is not None and shares != [said["prefecture_percent"]]:
        yield "prefecture_percent", said["prefecture_percent"], shares
    if said["basis"] is not None and said["basis"] != plan.scheme:
        yield "basis", said["basis"], plan.scheme
    if said["late_joiners"] is not None and said["late_joiners"] != plan.late_joiners:
        yield "late_joiners", said["late_joiners"], plan.late_joiners
