"""What ``guide_data/roadmap.yml`` must be: the tasks of a plan, how long they take, and what comes before what."""

from typing import Annotated

from pydantic import Field

from dcb_guide.guide.decision_types import Basis, Cited, Id, Item, Text

type MonthOfYear = Annotated[int, Field(ge=1, le=12)]


class BudgetDate(Item):
    """A date of the yearly budget: the month (1–12), and what happens then."""

    month: MonthOfYear
    label: Text


class Budget(Item):
    """When the budget of a fiscal year is requested and when it is passed, both before the year begins."""

    request: BudgetDate
    assembly: BudgetDate


class RoadmapTask(Cited):
    """A task of a plan. It belongs to a plan where one of its requirements is missing or one of its ways is taken.

    A task with neither is in every plan.
    """

    id: Id
    title: Text
    #: What is there when it is done.
    output: Text
    #: One of the five procedures (§3.3).
    procedure: Id
    #: The party that leads it.
    leads: Id
    #: How long it usually takes.
    months: Annotated[int, Field(ge=1, le=36)]
    #: Tasks that end before it begins, where they are in the plan.
    after: list[Id] = []
    needs_budget: bool = False
    requirements: list[Id] = []
    pathways: list[Id] = []
    basis: Basis


class Roadmap(Item):
    """The tasks of a plan, and the fiscal year along which they are laid."""

    #: Month (1–12) in which the fiscal year begins.
    fiscal_year_starts: MonthOfYear
    budget: Budget
    #: Requirements that no task of their own settles, but the way that is taken.
    left_to_the_way: list[Id] = []
    tasks: Annotated[list[RoadmapTask], Field(min_length=1)]
