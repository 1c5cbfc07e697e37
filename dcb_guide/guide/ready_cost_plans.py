"""Types of ``guide_data/ready_cost_plans.yml``: cost plans to start from, after the schemes of v3 9.5."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, field_validator

from dcb_guide.guide.decision_types import Basis, Cited, Id, Item, Text

#: Keys of a cost plan (:data:`dcb_guide.prefecture.cost_plan.KEYS`; a test compares them).
type PlanKey = Literal[
    "name",
    "years",
    "build",
    "grant",
    "run",
    "life",
    "prefecture_percent",
    "prefecture_build_percent",
    "prefecture_run_percent",
    "scheme",
    "weights",
    "minimum",
    "late_joiners",
    "participants",
]
PLAN_KEYS: tuple[str, ...] = get_args(PlanKey.__value__)


class ReadyPlan(Item):
    """One plan: ``plan`` sets the keys of a cost plan that the source states; the user gives all others."""

    id: Id
    label: Text
    plan: dict[str, Any]

    @field_validator("plan")
    @classmethod
    def _has_keys_of_a_plan(cls, plan: dict[str, Any]) -> dict[str, Any]:
        for key in plan:
            if key not in PLAN_KEYS:
                raise ValueError(f"{key!r} is not a key of a cost plan")
        return plan


class PlanDecision(Item):
    """What the source leaves to whoever makes the plan, by the key that it sets."""

    field: PlanKey
    text: Text
    basis: Basis


class ReadyCostPlans(Cited):
    """A scheme of the guidebook as one or more cost plans, with the prefecture that uses it."""

    id: Id
    label: Text
    text: Text
    example: Text
    plans: Annotated[list[ReadyPlan], Field(min_length=1)]
    decide: list[PlanDecision]
