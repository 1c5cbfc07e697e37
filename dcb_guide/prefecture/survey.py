"""A prefecture's survey as plain data: its platforms, services, who uses what, and its municipalities.

§3.1 (Step 1) and §3.5 ask a prefecture to survey every platform and service below it; the form is this guide's
judgement. What is unknown is blank: an empty text, None, or a key that is not there. Standard library only: the browser
reads surveys with the same code.
"""

import dataclasses
from collections.abc import Container
from dataclasses import dataclass
from typing import Any, NamedTuple

#: The prefecture itself, where a municipality's code could stand: an owner, or who uses a platform.
PREFECTURE = "prefecture"
PARTITIONS = ("by_field", "by_data")
STATUSES = ("existing", "decided", "idea")
#: The kind of a service that verifies nobody.
NO_KIND = "none"
#: What a blank is taken as, by sheet (or ``survey``) and column; any other blank is unknown.
TAKEN_AS = {("platforms", "status"): STATUSES[0], ("survey", "partition"): PARTITIONS[0]}
PREFECTURE_CODES = tuple(f"{number:02}" for number in range(1, 48))
#: Weights of the five digits of an area code in its check digit (JIS X 0402).
WEIGHTS = (6, 5, 4, 3, 2)


class Place(NamedTuple):
    """Where something was read: a file, and ``line:column`` or ``Sheet!A1`` in it."""

    file: str
    cell: str

    def __str__(self) -> str:
        return f"{self.file}:{self.cell}"


@dataclass(slots=True)
class Platform:
    """A platform as the survey describes it."""

    id: str
    name: str = ""
    #: A municipality's code of five digits, ``prefecture``, any other text, or blank.
    owner: str = ""
    field: str = ""
    status: str = STATUSES[0]
    #: Month it began or begins, ``YYYY-MM``.
    start: str = ""
    #: Who uses it: codes of five digits or ``prefecture``, in the order in which they are first named. They are the
    #: ``body`` of the survey's uses of this platform.
    used_by: list[str] = dataclasses.field(default_factory=list)
    #: Input id → valid answer, as ``Engine.read`` returns them; what is unknown is not there.
    answers: dict[str, Any] = dataclasses.field(default_factory=dict)
    #: For the prefecture alone: never published.
    note: str = ""
    #: Column → where its value was read; ``id`` is always there.
    places: dict[str, Place] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class Service:
    """A service (§3.1): ``platform`` is a platform's id, or blank where it is on none."""

    id: str
    name: str = ""
    owner: str = ""
    platform: str = ""
    field: str = ""
    #: One of §4.1's four kinds, ``none`` for a service that verifies nobody, or blank.
    kind: str = ""
    #: For the prefecture alone: never published.
    note: str = ""
    places: dict[str, Place] = dataclasses.field(default_factory=dict, compare=False, repr=False)
    #: What is written for the platform where it names none of the survey, or several; else blank.
    unknown_platform: str = ""


@dataclass(slots=True)
class Use:
    """A body (code of five digits, or ``prefecture``) that uses a platform (its id), from a month (``YYYY-MM``)."""

    platform: str
    body: str
    start: str = ""
    places: dict[str, Place] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class Municipality:
    """A municipality the survey lists: its code of five digits, its name, its people (None where not known)."""

    code: str
    name: str = ""
    population: int | None = None
    places: dict[str, Place] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class Survey:
    """A whole prefecture's survey, or one reply to it; two are equal where they say the same."""

    #: Code of JIS X 0401, two digits.
    prefecture: str = ""
    partition: str = PARTITIONS[0]
    #: Day to which the answers refer, ISO 8601.
    as_of: str = ""
    platforms: list[Platform] = dataclasses.field(default_factory=list)
    services: list[Service] = dataclasses.field(default_factory=list)
    uses: list[Use] = dataclasses.field(default_factory=list)
    municipalities: list[Municipality] = dataclasses.field(default_factory=list)
    #: A cost plan as plain data, valid for :func:`dcb_guide.prefecture.cost_plan.read_plan`.
    cost: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question that was answered in different ways: its answer is unknown until somebody settles it.

    ``part`` is ``survey``, ``platforms``, ``services``, ``uses``, ``municipalities`` or ``cost``; ``id`` names the
    platform, the service, the municipality (its code) or the use (platform and body, a blank between); ``key`` is the
    column. ``answers`` are the differing values as cells write them, each with the first place where it was read.
    """

    part: str
    id: str
    key: str
    answers: tuple[tuple[str, Place], ...]


def check_digit(code: str) -> str:
    """Return the check digit of an area code of five digits (JIS X 0402)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, code, strict=True))
    return str((11 - total % 11) % 10)


def long_code(code: str) -> str:
    """Return a code of five digits with its check digit."""
    return code + check_digit(code)


def short_code(text: str) -> str | None:
    """Return the five digits of an area code of five digits, or of six with the right check digit; else None."""
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) == 6 and check_digit(text[:5]) == text[5]:
        return text[:5]
    return text if len(text) == 5 else None


def survey_data(survey: Survey) -> dict[str, Any]:
    """Return a survey as plain data in the form of its YAML file; what is unknown is left out.

    Who uses a platform stands with it as ``used_by`` where no month is known for any of them, else under ``uses``.
    """
    dated = {use.platform for use in survey.uses if use.start}
    head = {"prefecture": survey.prefecture, "partition": survey.partition, "as_of": survey.as_of}
    platforms = [
        _filled(
            {
                "id": one.id,
                "name": one.name,
                "owner": one.owner,
                "field": one.field,
                "status": one.status,
                "from": one.start,
                "used_by": [] if one.id in dated else one.used_by,
                **one.answers,
                "note": one.note,
            },
            one.answers,
        )
        for one in survey.platforms
    ]
    services = [
        _filled(
            {
                "id": one.id,
                "name": one.name,
                "owner": one.owner,
                "platform": one.platform or one.unknown_platform,
                "field": one.field,
                "kind": one.kind,
                "note": one.note,
            }
        )
        for one in survey.services
    ]
    uses = [
        _filled({"platform": one.platform, "municipality": one.body, "from": one.start})
        for one in survey.uses
        if one.platform in dated
    ]
    municipalities = [
        _filled({"code": one.code, "name": one.name, "population": one.population}) for one in survey.municipalities
    ]
    parts = {"platforms": platforms, "services": services, "uses": uses, "municipalities": municipalities}
    return {"survey": _filled(head), **_filled(parts), **({"cost": survey.cost} if survey.cost is not None else {})}


def _filled(data: dict[str, Any], always: Container[str] = ()) -> dict[str, Any]:
    """Return what is not blank, and the keys of ``always``: an empty set of kinds is an answer."""
    return {key: value for key, value in data.items() if key in always or value not in (None, "", [])}
