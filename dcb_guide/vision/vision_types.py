"""What ``guide_data/vision/vision.yml`` must be. It holds only the prefecture's own words and choices."""

import functools
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    create_model,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from dcb_guide.core.languages import FIRST, LANGUAGES
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Id, InLanguages, Item
from dcb_guide.prefecture.principles import Partition

#: The form of the file; older ones are brought to it by :mod:`dcb_guide.vision.migrate`.
SCHEMA_VERSION = 1
type Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
type Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
type MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
type WebAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"']+$")]
type Colour = Literal["blue", "light-blue", "cyan", "green", "purple", "magenta"]
COLOURS: tuple[Colour, ...] = ("blue", "light-blue", "cyan", "green", "purple", "magenta")
#: Longest text of a field, and most entries of a list: more is a mistake or an attack.
MAX_LENGTH = 5_000
MAX_ITEMS = 500
type Filled = Annotated[str, StringConstraints(pattern=r"\S", max_length=MAX_LENGTH)]


class OwnWords(InLanguages):
    """Base of :class:`Words`: a plain text is one in the first language."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {FIRST: value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "pattern": r"\S", "maxLength": MAX_LENGTH}, handler(schema)]}


if TYPE_CHECKING:

    class Words(OwnWords):
        """A text in the first language, and in others where there is a translation."""

        def __init__(self, **texts: str) -> None: ...

else:
    Words = create_model(
        "Words",
        __base__=OwnWords,
        __module__=__name__,
        __doc__="A text in the first language, and in others where there is a translation.",
        **{code: (Filled, ...) if code == FIRST else (Filled | None, None) for code in LANGUAGES},
    )


class Contact(Item):
    """Where the organisation is reached; never a person."""

    telephone: Annotated[str, StringConstraints(pattern=r"^[0-9+() -]{8,20}$")] | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")] | None = None
    page: WebAddress | None = None


class Measure(Item):
    """How a purpose is measured: the value now, the one to reach, and by when.

    It can name an indicator of the guidebook (v3 8.3), whose name then stands where there is no ``text``.
    """

    indicator: Id | None = None
    text: Words | None = None
    now: Words | None = None
    target: Words | None = None
    by: Month | None = None

    @model_validator(mode="after")
    def _says_what_is_measured(self) -> "Measure":
        if self.indicator is None and self.text is None:
            raise PydanticCustomError("vision_measure_of_nothing", "text or indicator is missing")
        return self


class Purpose(Item):
    """A purpose of co-use: one of §2.4 by its id, or an own one with a label."""

    id: Id
    label: Words | None = None
    measures: Annotated[list[Measure], Field(max_length=MAX_ITEMS)] = []


class Choice(Item):
    """What the prefecture chose for a platform, with the reason where it departs from what the rules suggest.

    The keys besides ``reason`` are the decisions that the guide's data calls choosable, each with an outcome.
    """

    model_config = ConfigDict(extra="allow", frozen=True, strict=True, defer_build=True)
    __pydantic_extra__: dict[str, Id | None] = Field(init=False)

    reason: Words | None = None

    @property
    def outcomes(self) -> dict[str, str | None]:
        """What was chosen: decision → outcome."""
        return dict(self.__pydantic_extra__)


class Municipality(Item):
    """A municipality of the prefecture, by the five digits of its code (JIS X 0402 without the check digit)."""

    code: MunicipalityCode
    name: Words


class Platform(Item):
    """A platform of the prefecture; its record is ``platforms/<id>.yml``."""

    id: Id
    #: What it is called; the name in its record, where there is none.
    name: Words | None = None
    field: Words
    #: Whose it is: the prefecture's own, or another body's; it decides the prefecture's state of co-use (v3 6.6).
    owner: Literal["prefecture", "other"] | None = None
    #: The municipalities that use it, by their codes.
    used_by: Annotated[list[MunicipalityCode], Field(max_length=2_000)] = []
    choice: Choice = Choice()


type State = Literal["planned", "in_progress", "done", "stopped"]


class Initiative(Item):
    """Something to do: under which of the five procedures (§3.3), who, when, for how much."""

    id: Id
    title: Words
    procedure: Id
    owner: Words | None = None
    start: Month | None = None
    end: Month | None = None
    cost_million_yen: Annotated[float, Field(ge=0)] | None = None
    state: State = "planned"
    #: The task of ``guide_data/roadmap.yml`` it stands for, and other initiatives that must end before it begins.
    task: Id | None = None
    after: Annotated[list[Id], Field(max_length=MAX_ITEMS)] = []
    #: What is there when it is done.
    output: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers_are_numbers(cls, value: Any) -> Any:
        if isinstance(value, dict) and type(value.get("cost_million_yen")) is int:
            return {**value, "cost_million_yen": float(value["cost_million_yen"])}
        return value

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Initiative":
        if self.start and self.end and self.end < self.start:
            raise PydanticCustomError(
                "vision_ends_before_it_starts",
                "end {end} is before start {start}",
                {"start": self.start, "end": self.end},
            )
        return self


class CostSharing(Item):
    """How costs are shared: the questions §2.8 (iv) raises, answered."""

    prefecture_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    basis: Literal["equal", "population", "usage", "mixed"] | None = None
    collection: Literal["prefecture_collects", "each_pays"] | None = None
    late_joiners: Literal["share_initial", "no_share"] | None = None
    non_participants: Literal["prefecture_bears", "participants_bear"] | None = None
    note: Words | None = None


class Rules(Item):
    """The principles residents can rely on (§2.8 v)."""

    data: Words | None = None
    terms: Words | None = None
    consent: Words | None = None


class Period(Item):
    """The months a plan runs from and to."""

    start: Month
    end: Month


class Frame(Item):
    """What plans of a prefecture say of themselves: why, beside which other plans, how long, how they are followed."""

    aim: Words | None = None
    place: Words | None = None
    background: Words | None = None
    period: Period | None = None
    follow_up: Words | None = None


class Role(Item):
    """What one of the four parties (``guide_data/parties.yml``) is and does in this prefecture."""

    party: Id
    body: Words | None = None
    does: Words | None = None


def day_there_is(value: str) -> str:
    """Return a day (``YYYY-MM-DD``) that is in the calendar; raises pydantic's error for another."""
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("vision_no_such_day", "no such day") from error
    return value


class Change(Item):
    """An entry of the vision's history."""

    date: Day
    text: Words

    @field_validator("date")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        return day_there_is(value)


class Vision(Item):
    """The vision of one prefecture."""

    schema_version: Literal[1]
    model: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    prefecture: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
    title: Words | None = None
    department: Words
    contact: Contact = Contact()
    site: WebAddress | None = None
    colour: Colour = "blue"
    logo: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.(png|jpg|jpeg|webp)$")] | None = None
    #: How fields are cut (§1.2(2)): pattern 2 and pattern 1.
    partition: Partition = "by_field"
    #: Under which terms the vision may be used, such as CC BY 4.0.
    licence: Words | None = None
    #: Whether readers see the open points, and contradictions in the answers, too.
    publish_open_points: bool = False
    #: Texts that look private and were confirmed to be public.
    confirmed_public: Annotated[list[Filled], Field(max_length=MAX_ITEMS)] = []
    municipalities: Annotated[list[Municipality], Field(max_length=2_000)] = []
    purposes: Annotated[list[Purpose], Field(max_length=MAX_ITEMS)] = []
    platforms: Annotated[list[Platform], Field(max_length=MAX_ITEMS)] = []
    initiatives: Annotated[list[Initiative], Field(max_length=MAX_ITEMS)] = []
    cost_sharing: CostSharing = CostSharing()
    principles: Rules = Rules()
    history: Annotated[list[Change], Field(max_length=MAX_ITEMS)] = []
    #: Whether it is a draft or adopted, and its day; the last day of its history, where none is given.
    state: Literal["draft", "adopted"] = "draft"
    day: Day | None = None
    frame: Frame = Frame()
    roles: Annotated[list[Role], Field(max_length=MAX_ITEMS)] = []
    #: Files beside this one: a survey (its notes are never published), and a cost plan (``dcb-guide cost``).
    survey: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.(yml|yaml|json|xlsx)$")] | None = None
    cost_plan: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.(yml|yaml|json)$")] | None = None

    @field_validator("day")
    @classmethod
    def _is_a_day(cls, value: str | None) -> str | None:
        return None if value is None else day_there_is(value)


#: Lists of ``vision.yml`` → the type of their entries.
PARTS = {
    "municipalities": "Municipality",
    "purposes": "Purpose",
    "platforms": "Platform",
    "initiatives": "Initiative",
    "roles": "Role",
    "history": "Change",
}


def choices_of(guide: Guide) -> dict[str, list[str]]:
    """Return the values of the fields that have a set of them, by the fields' paths (``initiatives.state``)."""
    made = schema(guide)
    found = {
        "initiatives.procedure": [one.id for one in guide.procedures],
        "roles.party": [one.id for one in guide.parties],
        "purposes.measures.indicator": [one.id for one in guide.area.indicators],
    }

    def walk(node: dict[str, Any], path: str) -> None:
        if "$ref" in node:
            node = made["$defs"][node["$ref"].rpartition("/")[2]]
        if values := [one for one in node.get("enum", []) if isinstance(one, str)]:
            found[path] = values
        for part in (*node.get("anyOf", []), node.get("items", {})):
            if part:
                walk(part, path)
        for key, inner in node.get("properties", {}).items():
            walk(inner, f"{path}.{key}" if path else key)

    walk(made, "")
    return found


@functools.cache
def required() -> frozenset[str]:
    """Return the paths of the fields that must be there, in each entry of their list where they are in one."""
    made = Vision.model_json_schema()
    parts = {"": made, **{name: made["$defs"][kind] for name, kind in PARTS.items()}}
    keys = {name: part.get("required", []) for name, part in parts.items()}
    return frozenset(f"{name}.{key}" if name else key for name, found in keys.items() for key in found)


def schema(guide: Guide) -> dict[str, Any]:
    """Return the JSON Schema of ``vision.yml``, with the decisions of a guide that can be chosen."""
    made = Vision.model_json_schema()
    choice = made["$defs"]["Choice"]
    choice["additionalProperties"] = False
    for decision in guide.decisions:
        if decision.choosable:
            choice["properties"][decision.id] = {"enum": [*(outcome.id for outcome in decision.outcomes), None]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
