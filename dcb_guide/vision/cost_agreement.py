"""How costs are shared by a vision and by its cost plan: the two say the same, or one of them is silent."""

from collections.abc import Iterator

from dcb_guide.prefecture.cost_plan import Plan
from dcb_guide.vision.vision_types import CostSharing, Vision

#: A plan's shares are whole hundredths of a percent.
HUNDREDTHS = 100


def percents(plan: Plan) -> tuple[float, list[float]]:
    """Return the prefecture's percent of the build, and of each year's running costs."""
    return plan.build_share / HUNDREDTHS, [share / HUNDREDTHS for share in plan.run_shares]


def one_percent(plan: Plan) -> int | None:
    """Return the prefecture's percent of build and running costs alike; none where they differ or are not whole."""
    build, run = percents(plan)
    return int(build) if {build, *run} == {build} and build.is_integer() else None


def agreed_sharing(vision: Vision, plan: Plan | None) -> CostSharing:
    """Return how costs are shared, as the vision says; what it leaves out is what the cost plan is reckoned with."""
    said = vision.cost_sharing
    if plan is None:
        return said
    reckoned = {"prefecture_percent": one_percent(plan), "basis": plan.scheme, "late_joiners": plan.late_joiners}
    return said.model_copy(update={name: value for name, value in reckoned.items() if getattr(said, name) is None})


def is_shared(vision: Vision, plan: Plan | None) -> bool:
    """Return whether every question of cost sharing has its answer; a note is none."""
    left = {name for name, value in agreed_sharing(vision, plan).model_dump(exclude={"note"}).items() if value is None}
    return not left or (plan is not None and left == {"prefecture_percent"})


def contradictions(vision: Vision, plan: Plan | None) -> Iterator[tuple[str, object, object]]:
    """Yield where the two differ: the field of ``cost_sharing``, what the vision says, what the plan is reckoned with.

    A share is given as a number of percent; of a plan with several, as the list of them: build first, then by year.
    """
    if plan is None:
        return
    said = vision.cost_sharing
    build, run = percents(plan)
    shares = list(dict.fromkeys((build, *run)))
    if said.prefecture_percent is not None and shares != [said.prefecture_percent]:
        yield "prefecture_percent", said.prefecture_percent, shares
    if said.basis is not None and said.basis != plan.scheme:
        yield "basis", said.basis, plan.scheme
    if said.late_joiners is not None and said.late_joiners != plan.late_joiners:
        yield "late_joiners", said.late_joiners, plan.late_joiners
