"""Worked examples of sharing costs, as tables: every figure is computed by the engine behind ``dcb-guide cost``."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dcb_guide.core.languages import in_language
from dcb_guide.guide.content import WorkedCost
from dcb_guide.guide.decision_types import Text
from dcb_guide.guide.wording import Wording
from dcb_guide.prefecture.cost import Sharing
from dcb_guide.prefecture.cost_plan import FIGURES, WHOLE, Participant
from dcb_guide.prefecture.worked_cost_plans import sharing_of


@dataclass(frozen=True)
class WorkedTable:
    """An example as a page shows it; the cells are text in the reader's language, money in whole yen."""

    title: Text
    assumptions: str
    head: list[str]
    rows: list[list[str]]
    #: The formula with its figures, or what all bodies together save.
    conclusion: str


def table(example: WorkedCost, view: Wording) -> WorkedTable:
    """Return an example as a table in the words of ``view``; ValueError where its plan is not of its kind."""
    sharing = sharing_of(example)
    head, rows, conclusion = {"late_joiner": _late_joiner, "saving": _saving}[example.kind](sharing, view)
    plan = sharing.plan
    if plan.scheme == "mixed" and plan.weights:
        parts = zip(("equal", *FIGURES), plan.weights, strict=True)
        basis = [view.ui("worked_part", basis=view.ui(f"worked_by_{name}"), percent=one) for name, one in parts if one]
    else:
        basis = [view.ui(f"worked_by_{plan.scheme}")]
    assumptions = view.ui(
        "worked_assumptions",
        build=_yen(plan.build),
        grant=_yen(plan.grant),
        run=_yen(plan.run[0]),
        share=_percent(plan.build_share),
        years=plan.years,
        basis=view.ui("list_separator").join(basis),
    )
    return WorkedTable(example.title, assumptions, head, rows, conclusion)


def _late_joiner(sharing: Sharing, view: Wording) -> tuple[list[str], list[list[str]], str]:
    columns = ("name", "population", "build_yen", "buy_in_yen", "credit_yen", "run_yen", "total_yen")
    plan = sharing.plan
    bodies = [(view.ui("cost_prefecture"), "–", sharing.prefecture)]
    for one, shares in zip(plan.participants, sharing.participants, strict=True):
        bodies.append((_name(one, view), f"{one.population or 0:,}", shares))
    figures = [[one.build, one.buy_in, one.credit, sum(one.run), one.total] for _, _, one in bodies]
    rows = [[name, people, *map(_yen, yen)] for (name, people, _), yen in zip(bodies, figures, strict=True)]
    rows.append([view.ui("cost_total_row"), "–", *(_yen(sum(column)) for column in zip(*figures, strict=True))])
    position, joining = next((place, one) for place, one in enumerate(plan.participants) if one.joins > 1)
    formula = view.ui(
        "worked_buy_in",
        name=_name(joining, view),
        build=_yen(plan.build),
        grant=_yen(plan.grant),
        life=plan.life,
        passed=joining.joins - 1,
        share=_percent(plan.build_share),
        population=f"{joining.population or 0:,}",
        everybody=f"{sum(plan.participants[place].population or 0 for place in plan.active[joining.joins - 1]):,}",
        yen=_yen(sharing.participants[position].buy_in),
    )
    return [view.ui(f"cost_column_{name}") for name in columns], rows, formula


def _saving(sharing: Sharing, view: Wording) -> tuple[list[str], list[list[str]], str]:
    head = [
        view.ui("cost_column_name"),
        *(view.ui(f"worked_{name}") for name in ("alone", "shared", "saved", "ratio")),
    ]
    rows = []
    for one, shares in zip(sharing.plan.participants, sharing.participants, strict=True):
        alone = one.alone or 0
        rows.append(
            [
                _name(one, view),
                _yen(alone),
                _yen(shares.total),
                _yen(alone - shares.total),
                percent(shares.total, alone, decimals=1),
            ]
        )
    alone = sum(one.alone or 0 for one in sharing.plan.participants)
    total = sharing.prefecture.total + sum(shares.total for shares in sharing.participants)
    conclusion = view.ui(
        "worked_prefecture_pays",
        prefecture=_yen(sharing.prefecture.total),
        alone=_yen(alone),
        total=_yen(total),
        saved=_yen(alone - total),
    )
    return head, rows, conclusion


def _name(participant: Participant, view: Wording) -> str:
    return in_language(participant.name, view.language)[0]


def percent(part: float, whole: float, *, decimals: int = 0) -> str:
    """Return a share as a percentage to so many decimals, halves upwards: 32.5%."""
    exact = 100 * Decimal(str(part)) / Decimal(str(whole))
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"


def _yen(amount: int) -> str:
    return f"{amount:,}"


def _percent(share: int) -> str:
    """Return a share in hundredths of a percent, as percent."""
    return f"{share * 100 / WHOLE:g}"
