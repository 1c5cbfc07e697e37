"""A cost plan: how the costs of a shared platform are to be divided, and what is wrong with one that cannot be used.

§2.8 iv asks how to share costs fairly, with bodies that join later too; the form of the plan is this guide's judgement.
Standard library only: the browser reads plans with the same code.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from dcb_guide.core.languages import LANGUAGES

SCHEMES = ("equal", "population", "usage", "mixed")
LATE_JOINERS = ("share_initial", "no_share")
KEYS = (
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
)
PARTICIPANT_KEYS = ("id", "name", "population", "usage", "joins", "leaves", "alone")
#: The prefecture's own id in results and tables, which no participant may have.
PREFECTURE = "prefecture"
#: What costs are divided by, in the order of ``weights`` after the part divided equally.
FIGURES = ("population", "usage")
MOST_YEARS = 30
MOST_LIFE = 100
DEFAULT_LIFE = 5
#: Most yen or people in one figure. Sums over all years then stay exact in JavaScript's numbers, per head too.
MOST = 10**12
#: Five times the municipalities of Japan; more is a mistake.
MOST_PARTICIPANTS = 10_000
#: Shares are whole hundredths of a percent.
WHOLE = 10_000
#: A file with more problems than these is not a plan; the others are not listed.
MOST_PROBLEMS = 200
#: A longer word is no misspelt one.
LONGEST_WORD = 60

type Problem = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Participant:
    """A body that takes part from year ``joins`` until the year before ``leaves``."""

    id: str
    #: A text, or texts by language.
    name: Any
    population: int | None
    usage: int | None
    joins: int
    leaves: int | None
    #: Yen it would pay alone over the same years.
    alone: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A valid plan, with every default filled in. Money is in whole yen, shares in hundredths of a percent."""

    name: Any
    years: int
    build: int
    grant: int
    #: Yen of each year.
    run: tuple[int, ...]
    #: Years over which the build is written off.
    life: int
    build_share: int
    #: The prefecture's share of each year's running costs.
    run_shares: tuple[int, ...]
    scheme: str
    #: Percent of ``mixed`` divided equally, by population and by usage.
    weights: tuple[int, int, int] | None
    minimum: int
    late_joiners: str
    participants: tuple[Participant, ...]
    #: For each year the positions of the participants that take part in it.
    active: tuple[tuple[int, ...], ...]

    @property
    def net_build(self) -> int:
        """Yen of the build that no grant pays."""
        return self.build - self.grant


def read_plan(data: Any) -> tuple[Plan | None, list[Problem]]:
    """Return the plan that plain data describes, or None and everything that is wrong with it.

    A problem has ``path`` (keys and indices from the plan's top), ``message`` (its text is ``cost_problem_…`` of the
    interface), ``value``, ``choices``, ``nearest`` and ``at_key`` (whether the key itself is wrong). A key whose value
    is None counts as absent.
    """
    reader = _PlanReader()
    try:
        plan = reader.plan(data)
    except _EnoughProblems:
        plan = None
    return (None if reader.problems else plan), reader.problems


def figures_of(scheme: str, weights: tuple[int, int, int] | None) -> list[str]:
    """Return which figures of a participant a scheme divides by."""
    if scheme == "mixed" and weights is not None:
        return [name for name, percent in zip(FIGURES, weights[1:], strict=True) if percent]
    return [scheme] if scheme in FIGURES else []


def weight_problem(plan: Plan, scheme: str) -> Problem | None:
    """Return why a plan's costs cannot be divided by a scheme, or None where they can."""
    if scheme == "mixed" and plan.weights is None:
        return problem(["scheme"], "weights_missing", scheme)
    for name in figures_of(scheme, plan.weights):
        figures = [getattr(one, name) for one in plan.participants]
        for year, active in enumerate(plan.active, start=1):
            if active and not any(figures[position] for position in active):
                return problem(["scheme"], f"nobody_has_{name}", year)
    return None


def problem(
    path: list[Any],
    message: str,
    value: Any,
    choices: list[Any] | None = None,
    *,
    at_key: bool = False,
) -> Problem:
    """Return a problem; ``nearest`` is the choice that a misspelt word most resembles."""
    near: list[str] = []
    if choices and isinstance(value, str) and len(value) <= LONGEST_WORD:
        near = difflib.get_close_matches(value, [str(one) for one in choices], n=1, cutoff=0.6)
    return {
        "path": path,
        "message": message,
        "value": value,
        "nearest": near[0] if near else None,
        "choices": choices or [],
        "at_key": at_key,
    }


class _EnoughProblems(Exception):  # noqa: N818
    """Raised where so much is wrong that the rest is not worth listing."""


class _PlanReader:
    """Reads one plan, collecting problems; what is wrong reads as None or as its default."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def plan(self, data: Any) -> Plan | None:
        if not isinstance(data, dict):
            self.report([], "not_a_plan", data)
            return None
        given = self.known(data, [], KEYS)
        years = self.whole(given, [], "years", 1, MOST_YEARS, "not_years", required=True)
        build = self.whole(given, [], "build", 0, MOST, "not_money", required=True)
        grant = self.whole(given, [], "grant", 0, MOST, "not_money") or 0
        if build is not None and grant > build:
            self.report(["grant"], "grant_above_build", grant, [build])
        run = self.run(given, years)
        life = self.whole(given, [], "life", 1, MOST_LIFE, "not_life")
        share = self.percent(given.get("prefecture_percent"), ["prefecture_percent"]) or 0
        build_share = self.percent(given.get("prefecture_build_percent"), ["prefecture_build_percent"])
        run_shares = self.run_shares(given, years)
        scheme = self.choice(given, "scheme", SCHEMES)
        weights = self.weights(given.get("weights"))
        minimum = self.whole(given, [], "minimum", 0, MOST, "not_money") or 0
        late_joiners = self.choice(given, "late_joiners", LATE_JOINERS)
        participants = self.participants(given, years)
        self.name(given.get("name"), ["name"])
        if self.problems or years is None or build is None or run is None:
            return None
        plan = Plan(
            name=given.get("name"),
            years=years,
            build=build,
            grant=grant,
            run=run,
            life=DEFAULT_LIFE if life is None else life,
            build_share=share if build_share is None else build_share,
            run_shares=(share,) * years if run_shares is None else run_shares,
            scheme=scheme,
            weights=weights,
            minimum=minimum,
            late_joiners=late_joiners,
            participants=participants,
            active=_active(participants, years),
        )
        found = weight_problem(plan, scheme)
        if found:
            self.problems.append(found)
        return plan

    def report(self, path: list[Any], message: str, value: Any, choices: list[Any] | None = None) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(problem([], "more_problems", MOST_PROBLEMS))
            raise _EnoughProblems
        self.problems.append(problem(path, message, value, choices))

    def known(self, data: dict[Any, Any], path: list[Any], keys: tuple[str, ...]) -> dict[str, Any]:
        """Return what is given under known keys; others are problems."""
        for key in data:
            if key not in keys:
                self.report([*path, key], "unknown_key", key, list(keys))
                self.problems[-1] |= {"choices": [], "at_key": True}
        return {key: data[key] for key in keys if data.get(key) is not None}

    def required(self, given: dict[str, Any], path: list[Any], key: str) -> bool:
        if key not in given:
            self.report(path, "missing", key)
        return key in given

    def whole(
        self,
        given: dict[str, Any],
        path: list[Any],
        key: str,
        least: int,
        most: int,
        message: str,
        *,
        required: bool = False,
    ) -> int | None:
        """Return a whole number from ``least`` to ``most``, or None where there is none."""
        if key not in given:
            if required:
                self.report(path, "missing", key)
            return None
        value = given[key]
        if _is_whole(value, least, most):
            return int(value)
        self.report([*path, key], message, value, [most])
        return None

    def run(self, given: dict[str, Any], years: int | None) -> tuple[int, ...] | None:
        if not self.required(given, [], "run"):
            return None
        value = given["run"]
        if not isinstance(value, list):
            if not _is_whole(value, 0, MOST):
                self.report(["run"], "not_money", value, [MOST])
                return None
            return (value,) * (years or 0)
        if not self.length(value, ["run"], years):
            return None
        for index, one in enumerate(value):
            if not _is_whole(one, 0, MOST):
                self.report(["run", index], "not_money", one, [MOST])
        return tuple(value)

    def run_shares(self, given: dict[str, Any], years: int | None) -> tuple[int, ...] | None:
        key = "prefecture_run_percent"
        value = given.get(key)
        if not isinstance(value, list):
            share = self.percent(value, [key])
            return None if share is None else (share,) * (years or 0)
        if not self.length(value, [key], years):
            return None
        shares = [self.percent(one, [key, index], required=True) for index, one in enumerate(value)]
        return tuple(share for share in shares if share is not None)

    def length(self, value: list[Any], path: list[Any], years: int | None) -> bool:
        """Return whether a list has one entry a year; with ``years`` unknown it cannot be read."""
        if years is not None and len(value) != years:
            self.report(path, "not_one_a_year", len(value), [years])
        return len(value) == years

    def percent(self, value: Any, path: list[Any], *, required: bool = False) -> int | None:
        """Return a percentage in hundredths of a percent, or None where there is none."""
        if value is None and not required:
            return None
        if type(value) in (int, float) and 0 <= value <= 100:
            hundredths: int = round(value * 100)
            # The nearest number to a decimal of two places is that decimal as it was written.
            if hundredths / 100 == value:
                return hundredths
        self.report(path, "not_percent", value)
        return None

    def choice(self, given: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
        """Return one of the choices; the first is the default."""
        value = given.get(key, choices[0])
        if value in choices:
            return str(value)
        self.report([key], "unknown_value", value, list(choices))
        return choices[0]

    def weights(self, value: Any) -> tuple[int, int, int] | None:
        if value is None:
            return None
        whole = isinstance(value, list) and len(value) == 3 and all(_is_whole(one, 0, 100) for one in value)
        if whole and sum(value) == 100:
            return (value[0], value[1], value[2])
        self.report(["weights"], "not_weights", value)
        return None

    def participants(self, given: dict[str, Any], years: int | None) -> tuple[Participant, ...]:
        if not self.required(given, [], "participants"):
            return ()
        value = given["participants"]
        if not isinstance(value, list):
            self.report(["participants"], "not_a_list", value)
            return ()
        if len(value) > MOST_PARTICIPANTS:
            self.report(["participants"], "too_many_participants", len(value), [MOST_PARTICIPANTS])
            return ()
        taken: dict[str, int] = {}
        read = [self.participant(one, ["participants", index], years, taken) for index, one in enumerate(value)]
        return tuple(one for one in read if one is not None)

    def participant(self, data: Any, path: list[Any], years: int | None, taken: dict[str, int]) -> Participant | None:
        """Return one participant; ``taken`` holds the ids before it with their places, from 1."""
        if not isinstance(data, dict):
            self.report(path, "not_a_participant", data)
            return None
        given = self.known(data, path, PARTICIPANT_KEYS)
        identity = given.get("id")
        if self.required(given, path, "id"):
            self.identity(identity, [*path, "id"], taken)
        self.name(given.get("name"), [*path, "name"])
        population = self.whole(given, path, "population", 0, MOST, "not_a_count")
        usage = self.whole(given, path, "usage", 0, MOST, "not_a_count")
        alone = self.whole(given, path, "alone", 0, MOST, "not_money")
        joins = self.whole(given, path, "joins", 1, years or MOST_YEARS, "not_a_year") or 1
        leaves = given.get("leaves")
        if leaves is not None and not _is_whole(leaves, joins + 1, MOST):
            self.report([*path, "leaves"], "leaves_too_early", leaves, [joins])
        return Participant(str(identity), given.get("name", identity), population, usage, joins, leaves, alone)

    def identity(self, value: Any, path: list[Any], taken: dict[str, int]) -> None:
        if not _is_text(value) or not value.strip():
            self.report(path, "not_an_id", value)
        elif value == PREFECTURE:
            self.report(path, "reserved_id", value)
        elif value in taken:
            self.report(path, "duplicate_id", value, [taken[value]])
            self.problems[-1]["nearest"] = None
        else:
            taken[value] = path[-2] + 1

    def name(self, value: Any, path: list[Any]) -> None:
        if isinstance(value, dict):
            valid = bool(value) and set(value) <= set(LANGUAGES) and all(map(_is_text, value.values()))
        else:
            valid = value is None or _is_text(value)
        if not valid:
            self.report(path, "not_a_name", value)


def _is_whole(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _is_text(value: Any) -> bool:
    """Return whether a value is a text without lone surrogates, which JSON allows and UTF-8 cannot encode."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _active(participants: tuple[Participant, ...], years: int) -> tuple[tuple[int, ...], ...]:
    """Return for each year the positions of those that take part; years without a change share one tuple."""
    changes = {one.joins for one in participants} | {one.leaves for one in participants}
    active: list[tuple[int, ...]] = []
    for year in range(1, years + 1):
        if active and year not in changes:
            active.append(active[-1])
        else:
            active.append(
                tuple(
                    position
                    for position, one in enumerate(participants)
                    if one.joins <= year and (one.leaves is None or year < one.leaves)
                )
            )
    return tuple(active)
