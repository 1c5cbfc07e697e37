"""Sharing the costs of a platform: who pays what in which year, exact to the yen.

§2.8 iv names fair sharing, late joiners and the prefecture's part as what bodies find hardest; the formulas are this
guide's judgement. Every division is one by largest remainder over exact fractions, written as whole numerators over
one denominator, so that each sum is exact and the result is the same everywhere. Standard library only.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dcb_guide.prefecture.cost_plan import (
    PREFECTURE,
    SCHEMES,
    WHOLE,
    Plan,
    Problem,
    figures_of,
    problem,
    read_plan,
    weight_problem,
)

FORMAT = "dcb-guide-cost/1"
COMPARISON_FORMAT = "dcb-guide-cost-comparison/1"
CHANGE_FORMAT = "dcb-guide-cost-change/1"
#: Shares of the prefecture that a "what if" can move: the first one sets both others.
SHARES = ("prefecture_percent", "prefecture_build_percent", "prefecture_run_percent")


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the result must know, with the year or the participant (its id) it is about.

    ``nobody``: nobody takes part, the prefecture bears the year. ``minimum``: the minimum exceeds the participants'
    part, which is divided equally. ``no_one_to_credit``: the prefecture receives what late joiners pay.
    ``no_population`` and ``no_usage``: the figure costs are divided by is not given and counts as 0.
    """

    id: str
    year: int | None = None
    participant: str | None = None


@dataclass(slots=True)
class Shares:
    """What one body pays and receives, in yen."""

    build: int = 0
    #: What a late joiner pays towards the build.
    buy_in: int = 0
    #: Year → what it receives from late joiners.
    credits: dict[int, int] = field(default_factory=dict)
    run: list[int] = field(default_factory=list)

    @property
    def credit(self) -> int:
        """Yen received over all years."""
        return sum(self.credits.values())

    @property
    def total(self) -> int:
        """Yen paid over all years, less what was received."""
        return self.build + self.buy_in - self.credit + sum(self.run)


@dataclass(slots=True)
class Sharing:
    """A plan's costs as they are shared; ``participants`` are in the plan's order."""

    plan: Plan
    prefecture: Shares
    participants: list[Shares]
    notes: list[Note]

    def paid(self, shares: Shares, position: int | None, year: int) -> int:
        """Return what a body (None is the prefecture) pays in a year, less what it receives in it."""
        paid = shares.run[year - 1] - shares.credits.get(year, 0)
        if year == 1:
            paid += shares.build
        if position is not None and self.plan.participants[position].joins == year:
            paid += shares.buy_in
        return paid


def share_costs(plan: Plan) -> Sharing:
    """Divide a plan's costs. The totals of all bodies add up to the net build and all years' running costs."""
    prefecture = Shares(run=[0] * plan.years)
    participants = [Shares(run=[0] * plan.years) for _ in plan.participants]
    sharing = Sharing(plan, prefecture, participants, [])
    weights: list[int] = []
    weighed: tuple[int, ...] | None = None
    for year, active in enumerate(plan.active, start=1):
        if active is not weighed:
            weights, weighed = _weights(plan, active), active
        if not active:
            sharing.notes.append(Note("nobody", year))
        if year == 1:
            yen = _divide(plan.net_build, plan.build_share, weights)
            prefecture.build = yen[0]
            for position, due in zip(active, yen[1:], strict=True):
                participants[position].build = due
        else:
            _buy_in(sharing, year, dict(zip(active, weights, strict=True)))
        yen = _run(sharing, year, weights)
        prefecture.run[year - 1] = yen[0]
        for position, due in zip(active, yen[1:], strict=True):
            participants[position].run[year - 1] = due
    for name in figures_of(plan.scheme, plan.weights):
        sharing.notes += [
            Note(f"no_{name}", participant=one.id) for one in plan.participants if getattr(one, name) is None
        ]
    return sharing


def result(sharing: Sharing) -> dict[str, Any]:
    """Return a sharing as JSON of the form dcb-guide-cost/1; ``notes`` are the ids of what is noted, each once."""
    plan = sharing.plan
    bodies = [sharing.prefecture, *sharing.participants]
    years = range(plan.years)
    return {
        "format": FORMAT,
        "years": plan.years,
        "prefecture": _amounts(sharing.prefecture, None),
        "participants": [
            {"id": one.id, **_amounts(shares, one.population)}
            for one, shares in zip(plan.participants, sharing.participants, strict=True)
        ],
        "totals": {
            "build": sum(body.build for body in bodies),
            "buy_in": sum(body.buy_in for body in bodies),
            "credit": sum(body.credit for body in bodies),
            "run": [sum(body.run[year] for body in bodies) for year in years],
            "total": sum(body.total for body in bodies),
        },
        "notes": list(dict.fromkeys(note.id for note in sharing.notes)),
    }


def as_json(found: dict[str, Any]) -> str:
    """Return a result, a comparison or a change as the text that the command and the page write, byte for byte."""
    return json.dumps(found, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def compare(plan: Plan) -> dict[str, Any]:
    """Return every scheme side by side, as JSON of the form dcb-guide-cost-comparison/1.

    ``schemes``: each with ``problem`` (why it cannot be computed, else null), the prefecture's total, who pays the
    most and the least per head (``dearest``, ``cheapest``), who gains least against going alone (``gains_least``;
    null where nobody gives ``alone``), and ``notes``, each with its year or its participant. ``participants``: each
    with its total, per head and gain under each scheme that can be computed.
    """
    found: dict[str, Sharing] = {}
    problems: dict[str, Problem | None] = {}
    for scheme in SCHEMES:
        problems[scheme] = weight_problem(plan, scheme)
        if problems[scheme] is None:
            found[scheme] = share_costs(replace(plan, scheme=scheme))
    return {
        "format": COMPARISON_FORMAT,
        "years": plan.years,
        "scheme": plan.scheme,
        "schemes": [
            {"id": scheme, "problem": problems[scheme], **_extremes(plan, found.get(scheme))} for scheme in SCHEMES
        ],
        "participants": [
            {
                "id": one.id,
                "alone": one.alone,
                "schemes": {
                    scheme: {
                        "total": (total := sharing.participants[position].total),
                        "per_head": per_head(total, one.population),
                        "gain": None if one.alone is None else one.alone - total,
                    }
                    for scheme, sharing in found.items()
                },
            }
            for position, one in enumerate(plan.participants)
        ],
    }


def what_if(data: Any, changes: Any) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return what each body pays before and after changes to a plan (form dcb-guide-cost-change/1), or problems.

    ``data`` is a plan as :func:`read_plan` takes it. ``changes`` is a list, applied in its order, of
    ``{"participant": id, "leaves": year}``, ``{"participant": id, "joins": year}``, ``{"remove": id}`` (it never takes
    part), ``{"add": participant}`` and ``{"prefecture_percent": percent}``, which replaces the shares of the build and
    of the running costs, or one of these two alone. ``before`` or ``after`` is null for a body that is not in the plan.
    """
    plan, problems = read_plan(data)
    if plan is None:
        return None, problems
    changed = copy.deepcopy(data)
    problems = _apply(changed, changes)
    if problems:
        return None, problems
    other, problems = read_plan(changed)
    if other is None:
        return None, problems
    before, after = share_costs(plan), share_costs(other)
    totals = [
        {one.id: shares.total for one, shares in zip(sharing.plan.participants, sharing.participants, strict=True)}
        for sharing in (before, after)
    ]
    return {
        "format": CHANGE_FORMAT,
        "years": plan.years,
        "changes": changes,
        "prefecture": _change(before.prefecture.total, after.prefecture.total),
        "participants": [
            {"id": name, **_change(totals[0].get(name), totals[1].get(name))} for name in {**totals[0], **totals[1]}
        ],
        "notes": _noted(after.notes),
    }, []


def per_head(total: int, population: int | None) -> float | None:
    """Return yen per head to two decimals, half a hundredth upwards; None without population."""
    if not population:
        return None
    return (200 * total + population) // (2 * population) / 100


def largest_remainder(dues: Sequence[int], unit: int, amount: int) -> list[int]:
    """Round dues, each in 1/``unit`` yen, to whole yen that add up to ``amount``.

    Each due is rounded down; the yen left over go one each to the largest remainders, the earlier due first among
    equal ones.
    """
    yen = [due // unit for due in dues]
    left = amount - sum(yen)
    if left:
        remainders = [due % unit for due in dues]
        for position in sorted(range(len(dues)), key=remainders.__getitem__, reverse=True)[:left]:
            yen[position] += 1
    return yen


def _weights(plan: Plan, positions: Sequence[int]) -> list[int]:
    """Return the weights of some participants among themselves, as whole numbers in the right proportion."""
    members = [plan.participants[position] for position in positions]
    if plan.scheme == "population":
        return [one.population or 0 for one in members]
    if plan.scheme == "usage":
        return [one.usage or 0 for one in members]
    if plan.scheme == "equal" or plan.weights is None:
        return [1] * len(members)
    # a/n + b·p/P + c·u/U, times n·P·U. A figure that none of them has weighs nothing.
    equal, by_population, by_usage = plan.weights
    people = sum(one.population or 0 for one in members) or 1
    uses = sum(one.usage or 0 for one in members) or 1
    of_each = equal * people * uses
    of_population = by_population * len(members) * uses
    of_usage = by_usage * len(members) * people
    return [of_each + of_population * (one.population or 0) + of_usage * (one.usage or 0) for one in members]


def _divide(amount: int, share: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount among the prefecture (first), which owes ``share``, and participants, who owe the rest."""
    if not weights:
        return [amount]
    total = sum(weights)
    rest = amount * (WHOLE - share)
    return largest_remainder([amount * share * total, *(rest * weight for weight in weights)], WHOLE * total, amount)


def _run(sharing: Sharing, year: int, weights: Sequence[int]) -> list[int]:
    """Divide a year's running costs among the prefecture (first) and those that take part."""
    plan = sharing.plan
    amount, share = plan.run[year - 1], plan.run_shares[year - 1]
    minimum = plan.minimum if weights else 0
    if not minimum:
        return _divide(amount, share, weights)
    rest = amount * (WHOLE - share)
    if minimum * len(weights) > rest // WHOLE:
        sharing.notes.append(Note("minimum", year))
        return _divide(amount, share, [1] * len(weights))
    total = sum(weights)
    least = minimum * WHOLE * total
    above = rest - minimum * WHOLE * len(weights)
    dues = [amount * share * total, *(least + above * weight for weight in weights)]
    return largest_remainder(dues, WHOLE * total, amount)


def _buy_in(sharing: Sharing, year: int, weights: dict[int, int]) -> None:
    """Let those that join in a year pay for what the build is still worth, and credit it to those that were there."""
    plan = sharing.plan
    joiners = [position for position in weights if plan.participants[position].joins == year]
    worth = plan.net_build * max(0, plan.life - (year - 1)) * (WHOLE - plan.build_share)
    if plan.late_joiners == "no_share" or not joiners or not worth:
        return
    unit = plan.life * WHOLE * sum(weights.values())
    dues = [worth * weights[position] for position in joiners]
    amount = (2 * sum(dues) + unit) // (2 * unit)
    for position, yen in zip(joiners, largest_remainder(dues, unit, amount), strict=True):
        sharing.participants[position].buy_in = yen
    staying = [position for position in plan.active[year - 2] if position in weights]
    among_themselves = _weights(plan, staying)
    total = sum(among_themselves)
    if total:
        received = largest_remainder([amount * weight for weight in among_themselves], total, amount)
        for position, yen in zip(staying, received, strict=True):
            sharing.participants[position].credits[year] = yen
    elif amount:
        sharing.prefecture.credits[year] = amount
        sharing.notes.append(Note("no_one_to_credit", year))


def _amounts(shares: Shares, population: int | None) -> dict[str, Any]:
    return {
        "build": shares.build,
        "buy_in": shares.buy_in,
        "credit": shares.credit,
        "run": shares.run,
        "total": shares.total,
        "per_head": per_head(shares.total, population),
    }


def _noted(notes: Iterable[Note]) -> list[dict[str, Any]]:
    return [{"id": note.id, "year": note.year, "participant": note.participant} for note in notes]


def _extremes(plan: Plan, sharing: Sharing | None) -> dict[str, Any]:
    """Return the prefecture's total under a scheme and who differs most, or nothing known where it was not computed."""
    if sharing is None:
        return dict.fromkeys(("prefecture", "dearest", "cheapest", "gains_least"), None) | {"notes": []}
    totals = {one.id: shares.total for one, shares in zip(plan.participants, sharing.participants, strict=True)}
    counted = [one for one in plan.participants if one.population]
    # Whole numerators over one denominator compare exactly; rounded figures could tie where the exact ones do not.
    heads = {one.id: (totals[one.id], one.population or 1) for one in counted}
    gains = {one.id: one.alone - totals[one.id] for one in plan.participants if one.alone is not None}

    def outlier(pick: str) -> dict[str, Any] | None:
        best: list[str] = []
        for name, (total, people) in heads.items():
            if best:
                most, most_people = heads[best[0]]
                difference = total * most_people - most * people
                if difference == 0:
                    best.append(name)
                    continue
                if (difference > 0) != (pick == "dearest"):
                    continue
            best = [name]
        return {"per_head": per_head(*heads[best[0]]), "participants": best} if best else None

    least = min(gains.values(), default=None)
    return {
        "prefecture": sharing.prefecture.total,
        "dearest": outlier("dearest"),
        "cheapest": outlier("cheapest"),
        "gains_least": None
        if least is None
        else {"gain": least, "participants": [name for name, gain in gains.items() if gain == least]},
        "notes": _noted(sharing.notes),
    }


def _apply(data: dict[str, Any], changes: Any) -> list[Problem]:
    """Change a plan in place; return what of the changes cannot be applied."""
    if not isinstance(changes, list):
        return [problem(["changes"], "not_a_list", changes)]
    problems: list[Problem] = []
    participants: list[dict[str, Any]] = data["participants"]
    for index, change in enumerate(changes):
        path = ["changes", index]
        keys = tuple(change) if isinstance(change, dict) else ()
        if keys == ("add",):
            participants.append(change["add"])
        elif len(keys) == 1 and keys[0] in SHARES:
            if keys[0] == SHARES[0]:
                for name in SHARES:
                    data.pop(name, None)
            data.update(change)
        elif keys == ("remove",) or set(keys) in ({"participant", "leaves"}, {"participant", "joins"}):
            name = change.get("remove", change.get("participant"))
            known = {one["id"]: one for one in participants if isinstance(one, dict) and isinstance(one.get("id"), str)}
            found = known.get(name) if isinstance(name, str) else None
            if found is None:
                problems.append({**problem(path, "unknown_participant", name, list(known)), "choices": []})
            elif keys == ("remove",):
                participants.remove(found)
            else:
                found.update({key: value for key, value in change.items() if key != "participant"})
        else:
            problems.append(problem(path, "not_a_change", change))
    return problems


def _change(before: int | None, after: int | None) -> dict[str, int | None]:
    return {"before": before, "after": after, "change": (after or 0) - (before or 0)}


__all__ = [
    "PREFECTURE",
    "Note",
    "Plan",
    "Shares",
    "Sharing",
    "compare",
    "largest_remainder",
    "per_head",
    "read_plan",
    "result",
    "share_costs",
    "what_if",
]
