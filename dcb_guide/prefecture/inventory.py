"""A prefecture's inventory (§3.1, Step 1): what follows from a survey of all platforms and services below it.

What single rows cannot say of the others – how many platforms of the same field there are, at which levels the others
work – is derived from the survey as a whole, then each platform is classified as any record. How a platform counts, how
platforms are grouped and where they depart from the principles is in :mod:`dcb_guide.prefecture.principles`, how those
of a group are compared in ``guide_data/ranking.yml``. Plain data in, plain data out; standard library only.

Time grows with the number of platforms, not with its square: others are counted by group, never pair by pair.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.prefecture.principles import (
    GroupedPlatform,
    check_principles,
    platform_by_its_data,
    platform_in_its_field,
)
from dcb_guide.prefecture.state import ExistingPlatform, state_of
from dcb_guide.prefecture.survey import PREFECTURE, Conflict, Platform, Service, Survey

FORMAT = "dcb-guide-inventory/1"
#: An idea counts for nothing; every other status does.
IDEA, EXISTING = "idea", "existing"
#: Of a survey of more platforms than NAMED_IN_FULL, of which a prefecture has far fewer, only so many are named as
#: those from which an answer was derived: the names would grow with the square of the platforms.
NAMED_IN_FULL, MOST_NAMED = 500, 20
#: Key of a group's pathways for the platforms whose pathway is not determined.
OPEN = "open"
CONTRADICTION = {"id": "survey_contradiction", "severity": "warning", "source": "3.1", "basis": "judgement"}


@dataclass(slots=True)
class Surveyed:
    """A platform of the survey, with what follows for it from all others."""

    position: int
    platform: Platform
    #: Its groups, and whether it counts; ``answers`` are those of its row.
    grouped: GroupedPlatform
    #: Input → (value, ids of platforms from which it follows), for what the row leaves open.
    derived: dict[str, tuple[Any, list[str]]] = field(default_factory=dict)
    #: The same for what the row answers otherwise.
    contradicted: dict[str, tuple[Any, list[str]]] = field(default_factory=dict)
    #: The row's answers and what was derived.
    answers: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def municipalities(self) -> list[str]:
        """The codes of the municipalities that use it."""
        return [body for body in dict.fromkeys(self.platform.used_by) if body != PREFECTURE]

    @property
    def pathway(self) -> str:
        """Its pathway, or ``open``."""
        return self.result["pathway"]["id"] or OPEN


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the search for cyclic garbage alone: reading makes none, and would be searched through again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def take_inventory(survey: Survey, engine: Engine, conflicts: Iterable[Conflict] = ()) -> dict[str, Any]:
    """Return the inventory of a survey in the form ``dcb-guide-inventory/1``.

    ``conflicts`` are the questions that replies answered in different ways (:mod:`dcb_guide.prefecture.merge_survey`);
    their answers are unknown in the survey. No note of the survey is in the result.
    """
    rows = surveyed(survey, engine)
    groups = _groups(rows, engine)
    return {
        "format": FORMAT,
        "model": engine.version,
        "prefecture": survey.prefecture,
        "partition": survey.partition,
        "platforms": [_platform(row) for row in rows],
        "groups": groups,
        **_principles(rows, survey, engine),
        "services": [_service(one) for one in survey.services],
        "open": _open_answers(rows, engine),
        "conflicts": [_conflict(one) for one in conflicts],
        "numbers": _numbers(rows, groups, survey, engine),
    }


def as_json(found: Mapping[str, Any]) -> str:
    """Return an inventory as the text that the command and the page write, byte for byte."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def surveyed(survey: Survey, engine: Engine) -> list[Surveyed]:
    """Return a survey's platforms in its order: grouped, with what is derived for each, classified."""
    rows = [Surveyed(position, one, _grouped(one, survey, engine)) for position, one in enumerate(survey.platforms)]
    kinds = _kinds_of_services(survey.services, engine)
    others = _Others(rows, engine)
    results: dict[str, dict[str, Any]] = {}
    for row in rows:
        given = row.platform.answers
        for name, value, sources in (*others.derive(row), *_derived_alone(row.platform, kinds)):
            if name not in given:
                row.derived[name] = (value, sources)
            elif _contradicts(name, given[name], value):
                row.contradicted[name] = (value, sources)
        row.answers = {**given, **{name: value for name, (value, _) in row.derived.items()}}
        key = repr(sorted(row.answers.items()))
        if key not in results:
            results[key] = engine.result(row.answers)
        findings = [
            {**CONTRADICTION, "inputs": [name], "given": given[name], "derived": value, "from": sources}
            for name, (value, sources) in row.contradicted.items()
        ]
        found = results[key]
        row.result = {**found, "name": row.platform.name or None, "findings": [*found["findings"], *findings]}
    return rows


def _grouped(platform: Platform, survey: Survey, engine: Engine) -> GroupedPlatform:
    answers, rules = platform.answers, engine.principles_checks
    if survey.partition == "by_data":
        found = platform_by_its_data(platform.id, engine.decide(answers)["data_kind"]["id"], answers, rules)
    else:
        found = platform_in_its_field(platform.id, platform.field, answers, rules)
    return replace(found, counts=found.counts and platform.status != IDEA)


def _contradicts(name: str, given: Any, derived: Any) -> bool:
    """Return whether an answer differs; of numbers of platforms it only matters whether there is one."""
    if name == "peers":
        return bool(given) is not bool(derived)
    return bool(set(given) != set(derived)) if isinstance(derived, list) else bool(given != derived)


# ── What is derived (PREFECTURE 2) ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Near:
    """The platforms that count and share a group with some groups; positions in the survey's order."""

    inside: list[int]
    #: Those of them that the prefecture owns.
    of_prefecture: list[int]
    #: The first that have groups, but none of these.
    outside: list[int]


class _Others:
    """What the other platforms say of one: indexes of those that count, by group and by level."""

    def __init__(self, rows: Sequence[Surveyed], engine: Engine) -> None:
        self.rows = rows
        self.most_named = MOST_NAMED if len(rows) > NAMED_IN_FULL else len(rows)
        self.counted = [row for row in rows if row.grouped.counts]
        self.open_groups = sum(row.grouped.group_is_open for row in self.counted)
        self.by_group: dict[str, list[int]] = {}
        for row in self.counted:
            for group in row.grouped.groups:
                self.by_group.setdefault(group, []).append(row.position)
        self.near: dict[tuple[str, ...], _Near] = {}
        self.named: dict[tuple[int, ...], list[str]] = {}
        #: Input derived from the others' levels → their levels from the highest on, each with who has it.
        self.levels: dict[str, list[tuple[str, list[int]]]] = {}
        for check in engine.principles_checks["checks"]:
            among = [row for row in self.counted if holds(check["among"], row.platform.answers)]
            for name in check["same_levels"] or []:
                if f"peer_{name}" in engine.by_id:
                    holders: dict[str, list[int]] = {level: [] for level in reversed(engine.by_id[name].values)}
                    for row in among:
                        if name in row.platform.answers:
                            holders[row.platform.answers[name]].append(row.position)
                    self.levels[f"peer_{name}"] = list(holders.items())

    def derive(self, row: Surveyed) -> Iterator[tuple[str, Any, list[str]]]:
        """Yield what follows for a platform: (input, value, ids of platforms from which it follows)."""
        own = row.position
        if row.grouped.groups:
            near = self._near(row.grouped.groups)
            yield "peers", len(near.inside) - row.grouped.counts, self._named(near.inside, own)
            shared = self._named(near.of_prefecture, own)
            yield "prefecture_platform", bool(shared), shared
            if near.outside:
                yield "other_fields", True, self._named(near.outside, own)
            elif not self.open_groups:
                yield "other_fields", False, []
        for name, levels in self.levels.items():
            for level, holders in levels:
                if sources := self._named(holders, own):
                    yield name, level, sources
                    break

    def _near(self, groups: tuple[str, ...]) -> _Near:
        found = self.near.get(groups)
        if found is None:
            inside = self.by_group.get(groups[0], [])
            if len(groups) > 1:
                inside = sorted({position for group in groups for position in self.by_group.get(group, [])})
            own = set(groups)
            outside = (
                row.position for row in self.counted if row.grouped.groups and own.isdisjoint(row.grouped.groups)
            )
            of_prefecture = [position for position in inside if self.rows[position].platform.owner == PREFECTURE]
            found = self.near[groups] = _Near(inside, of_prefecture, list(islice(outside, self.most_named)))
        return found

    def _named(self, positions: Sequence[int], own: int) -> list[str]:
        """Return the ids of the first platforms other than one's own; those that are not among them share one list."""
        first = positions[: self.most_named]
        if own in first:
            others = (position for position in positions[: self.most_named + 1] if position != own)
            return [self.rows[position].platform.id for position in others]
        key = tuple(first)
        if key not in self.named:
            self.named[key] = [self.rows[position].platform.id for position in first]
        return self.named[key]


def _kinds_of_services(services: Iterable[Service], engine: Engine) -> dict[str, list[str]]:
    """Return by platform the kinds of its services in the model's order, where the kind of each is known."""
    found: dict[str, set[str]] = {}
    for service in services:
        if service.platform:
            found.setdefault(service.platform, set()).add(service.kind)
    order = [value[0] for value in engine.by_id["service_kinds"].values if len(value) == 1]
    return {platform: [kind for kind in order if kind in kinds] for platform, kinds in found.items() if "" not in kinds}


def _derived_alone(platform: Platform, kinds: Mapping[str, list[str]]) -> Iterator[tuple[str, Any, list[str]]]:
    """Yield what follows for a platform from its own users and services."""
    users = len(set(platform.used_by))
    if platform.status == EXISTING and users:
        yield "co_used", users > 1, [platform.id]
    if platform.id in kinds:
        yield "service_kinds", kinds[platform.id], [platform.id]


# ── Parts of the inventory (PREFECTURE 3, 4) ────────────────────────────────────────────────────────────────────────


def _platform(row: Surveyed) -> dict[str, Any]:
    return {
        "id": row.platform.id,
        "name": row.platform.name,
        "owner": row.platform.owner,
        "status": row.platform.status,
        "counts": row.grouped.counts,
        "groups": list(row.grouped.groups),
        "open_group": row.grouped.group_is_open,
        "used_by": list(dict.fromkeys(row.platform.used_by)),
        "derived": {name: {"value": value, "from": sources} for name, (value, sources) in row.derived.items()},
        "result": row.result,
    }


def _groups(rows: Sequence[Surveyed], engine: Engine) -> list[dict[str, Any]]:
    """Return the groups in which a platform counts, in the order in which those that count first name them."""
    members: dict[str, list[Surveyed]] = {}
    for row in rows:
        if row.grouped.counts:
            for group in row.grouped.groups:
                members.setdefault(group, []).append(row)
    return [
        {
            "id": group,
            "platforms": [row.platform.id for row in found],
            "pathways": _by_pathway(found),
            **_ranked(found, engine.ranking["criteria"]),
            "users": list(dict.fromkeys(body for row in found for body in row.platform.used_by)),
        }
        for group, found in members.items()
    ]


def _by_pathway(rows: Iterable[Surveyed]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.pathway, []).append(row.platform.id)
    return found


def _ranked(rows: Sequence[Surveyed], criteria: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return ``ranking``, a group's platforms from the first to the last, and ``hosts``, those that tie for the first.

    Each entry has the platform's ``rank`` (ties have the same) and its ``values`` per criterion.
    """
    compared = []
    for row in rows:
        values: dict[str, Any] = {}
        for criterion in criteria:
            if criterion["input"]:
                values[criterion["input"]] = row.answers.get(criterion["input"])
            else:
                values[criterion["number"]] = len(row.municipalities)
        compared.append(([_rank_of(value) for value in values.values()], row.platform.id, values))
    compared.sort(key=lambda one: one[0])
    ranking: list[dict[str, Any]] = []
    for place, (order, name, values) in enumerate(compared):
        tied = place > 0 and order == compared[place - 1][0]
        rank = ranking[-1]["rank"] if tied else place + 1
        ranking.append({"platform": name, "rank": rank, "values": values})
    return {"ranking": ranking, "hosts": [one["platform"] for one in ranking if one["rank"] == 1]}


def _rank_of(value: bool | int | None) -> int:
    """Return what sorts yes before unknown before no, and more before fewer."""
    if value is None:
        return 1
    return (0 if value else 2) if isinstance(value, bool) else -value


def _principles(rows: Sequence[Surveyed], survey: Survey, engine: Engine) -> dict[str, Any]:
    """Return ``principles``, each departure with the pathways that would mend it, and ``levels``, the unequal pairs."""
    by_id = {row.platform.id: row for row in rows}
    rules = engine.principles_checks
    results = check_principles([row.grouped for row in rows], rules, "by_data" if survey.partition == "by_data" else
                               "by_field")  # fmt: skip
    principles = [
        {
            "id": one.id,
            "status": one.status,
            "departures": [
                {"platforms": list(names), "pathways": _by_pathway(by_id[name] for name in names)}
                for names in one.departures
            ],
            "departure_count": one.count,
            "source": one.source,
            "basis": one.basis,
        }
        for one in results
    ]
    levels = [
        {
            "platforms": list(names),
            **{level: [by_id[name].platform.answers.get(level) for name in names] for level in check["same_levels"]},
        }
        for check, one in zip(rules["checks"], results, strict=True)
        if check["same_levels"]
        for names in one.departures
    ]
    return {"principles": principles, "levels": levels}


def _service(one: Service) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "owner": one.owner,
        "platform": one.platform or None,
        "field": one.field,
        "kind": one.kind or None,
    }


def _open_answers(rows: Sequence[Surveyed], engine: Engine) -> list[dict[str, Any]]:
    """Return per owner, in the survey's order, what is still to be asked of each platform, the best question first."""
    owners: dict[str, list[dict[str, Any]]] = {}
    questions: dict[tuple[int, ...], list[str]] = {}
    for row in rows:
        codes = engine.codes(row.answers)
        key = tuple(codes)
        if key not in questions:
            questions[key] = engine.questions(codes)
        if questions[key]:
            asked = {"platform": row.platform.id, "inputs": questions[key]}
            owners.setdefault(row.platform.owner, []).append(asked)
    return [{"owner": owner, "platforms": platforms} for owner, platforms in owners.items()]


def _conflict(one: Conflict) -> dict[str, Any]:
    answers = [{"value": value, "place": str(place)} for value, place in one.answers]
    return {"part": one.part, "id": one.id, "key": one.key, "answers": answers}


def _numbers(
    rows: Sequence[Surveyed], groups: Sequence[Mapping[str, Any]], survey: Survey, engine: Engine
) -> dict[str, Any]:
    counted = [row for row in rows if row.grouped.counts]
    population = {one.code: one.population for one in survey.municipalities}
    reached = list(
        dict.fromkeys(code for row in rows if row.platform.status == EXISTING for code in row.municipalities)
    )
    return {
        "platforms_now": len(counted),
        "platforms_after": len(platforms_after(groups, (row.platform.id for row in counted), engine)),
        "municipalities_now": len(reached),
        "municipalities": len(population),
        "population_now": _sum(population.get(code) for code in reached),
        "population": _sum(population.values()),
        "state": state_of(
            # A row without an owner is not the prefecture's (PREFECTURE 4): the prefecture names itself.
            ExistingPlatform(row.platform.owner == PREFECTURE, row.answers.get("co_used"))
            for row in counted
            if row.platform.status == EXISTING
        ),
    }


def platforms_after(groups: Iterable[Mapping[str, Any]], counted: Iterable[str], engine: Engine) -> list[list[str]]:
    """Return the platforms there will be, each as the ids of those that become it, in the order of the first of them.

    All platforms of a group become one if the pathway of each is determined and leads there; those that are joined
    through two groups are one. ``counted`` are the ids of the platforms that count, ``groups`` those of an inventory.
    """
    parent = {name: name for name in counted}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for group in groups:
        if {OPEN, *engine.ranking["stay_apart"]}.isdisjoint(group["pathways"]):
            first = root(group["platforms"][0])
            for name in group["platforms"]:
                parent[root(name)] = first
    joined: dict[str, list[str]] = {}
    for name in parent:
        joined.setdefault(root(name), []).append(name)
    return list(joined.values())


def _sum(people: Iterable[int | None]) -> int | None:
    """Return a sum, or None where a part of it is not known."""
    found = list(people)
    return None if None in found else sum(one for one in found if one is not None)
