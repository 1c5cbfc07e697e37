"""Cost plans that the guide itself holds as worked examples: computed as any plan is, and checked with the guide."""

from collections.abc import Iterator

from dcb_guide.core.languages import MAINTAINERS
from dcb_guide.files.problem import Path_
from dcb_guide.files.problem import Problem as PlacedProblem
from dcb_guide.guide.content import Guide, WorkedCost
from dcb_guide.guide.read_guide import Sources
from dcb_guide.prefecture.cost import Sharing, share_costs
from dcb_guide.prefecture.cost_plan import Plan, read_plan
from dcb_guide.prefecture.cost_report import Report


def sharing_of(example: WorkedCost) -> Sharing:
    """Return an example's costs, shared; ValueError where its plan is none, or not of the example's kind."""
    plan, problems = read_plan(example.plan)
    message = problems if plan is None else next(_not_of_its_kind(example, plan), None)
    if plan is None or message:
        raise ValueError(f"worked_costs.yml: {example.id}: {message}")
    return share_costs(plan)


def defects(guide: Guide, sources: Sources) -> list[PlacedProblem]:
    """Return what is wrong with the plans of ``worked_costs.yml``, each at its line and column."""
    return sorted(sources.problem(path, message) for path, message in find_defects(guide))


def find_defects(guide: Guide) -> Iterator[tuple[Path_, str]]:
    """Yield the place in the guide, and what is wrong there, for each plan that cannot be computed or shown."""
    report = Report({key: text.texts for key, text in guide.interface.items()}, MAINTAINERS)
    for index, example in enumerate(guide.worked_costs):
        place: Path_ = ("worked_costs", index, "plan")
        plan, problems = read_plan(example.plan)
        for problem in problems:
            yield (*place, *problem["path"]), report.problem(problem)
        if plan is not None:
            yield from ((place, message) for message in _not_of_its_kind(example, plan))


def _not_of_its_kind(example: WorkedCost, plan: Plan) -> Iterator[str]:
    """Yield what a plan lacks for the table that its example shows."""
    joining = [one for one in plan.participants if one.joins > 1]
    if example.kind == "late_joiner" and (len(joining) != 1 or plan.scheme != "population"):
        yield "an example of a late joiner needs one participant that joins late, and costs shared by population"
    if example.kind == "saving" and not all(one.alone for one in plan.participants):
        yield "an example of savings needs what every participant would pay alone"
