"""What the guidebook's third edition says, chapter by chapter, as data for pages: ``guide_data/area/``.

A chapter is made of parts, a part of points and at most one table. What carries quantities – the state of the
prefectures, the types, the costs, the schemes – has a shape of its own, so that it can be checked and computed with.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from dcb_guide.guide.decision_types import Cited, Id, Item, Text

#: A type by its number in the guidebook (7.1): ``1.1`` to ``1.5`` before co-use, ``2.1`` to ``2.8`` after it.
type TypeNumber = Annotated[str, StringConstraints(pattern=r"^[12]\.[1-8]$")]
#: A whole percentage.
type Percent = Annotated[int, Field(ge=0, le=100)]


class AreaPoint(Cited):
    """One statement, with a label in a list of named things."""

    label: Text | None = None
    text: Text


def _source_may_be_left_out(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in schema["required"] if name != "source"]


class PartPoint(AreaPoint):
    """A statement in a part: in a file it need not name its sections, as it then rests on the part's."""

    model_config = ConfigDict(json_schema_extra=_source_may_be_left_out)


class AreaTable(Item):
    """A table: each row has a cell for each column."""

    columns: Annotated[list[Text], Field(min_length=2)]
    rows: Annotated[list[list[Text]], Field(min_length=1)]

    @model_validator(mode="after")
    def _rows_fill_the_columns(self) -> "AreaTable":
        if odd := [row for row in self.rows if len(row) != len(self.columns)]:
            raise ValueError(f"a row has {len(odd[0])} cells for {len(self.columns)} columns")
        return self


class AreaPart(Cited):
    """A part of a chapter. Its points rest on the part's sections unless they name others."""

    id: Id
    title: Text
    text: Text | None = None
    points: list[PartPoint] = Field(default_factory=list)
    #: Points that have an order.
    ordered: bool = False
    table: AreaTable | None = None
    #: Said after the points and the table.
    note: PartPoint | None = None

    @model_validator(mode="before")
    @classmethod
    def _points_rest_on_the_part(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        own = {key: data[key] for key in ("source", "basis") if key in data}
        points = data.get("points")
        if isinstance(points, list):
            data = {**data, "points": [own | one if isinstance(one, dict) else one for one in points]}
        if isinstance(data.get("note"), dict):
            data = {**data, "note": own | data["note"]}
        return data


class AreaChapter(Item):
    """One chapter of the guidebook, or a few that belong together."""

    id: Id
    title: Text
    summary: AreaPoint
    parts: Annotated[list[AreaPart], Field(min_length=1)]
    #: What an officer decides here; this guide's judgement.
    decide: list[AreaPoint] = Field(default_factory=list)
    #: Pages, or page#anchor, to read on.
    read_on: list[str] = Field(default_factory=list)


class AreaTerm(Cited):
    """A term the guidebook defines (chapter 1), in our words."""

    id: Id
    label: Text
    text: Text


class PrefectureState(Cited):
    """How many prefectures are in one of the four states of co-use (6.6)."""

    id: Id
    label: Text
    count: Annotated[int, Field(ge=0)]
    text: Text


class PrefectureStates(Item):
    """The state of all prefectures on one day (6.6)."""

    as_of: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    total: int
    states: Annotated[list[PrefectureState], Field(min_length=2)]

    @model_validator(mode="after")
    def _counts_make_the_total(self) -> "PrefectureStates":
        if (found := sum(state.count for state in self.states)) != self.total:
            raise ValueError(f"the states add up to {found}, the total is {self.total}")
        return self


class TypeBefore(Cited):
    """A type before co-use (7.1)."""

    number: TypeNumber
    name: Text
    brokers: Literal["none", "both", "non_personal", "personal"]
    services: Literal["none", "local_government", "public_private"]
    text: Text


class TypeAfter(Cited):
    """A type after co-use (7.1): the official comparison, and how 7.2 describes it."""

    number: TypeNumber
    name: Text
    origin: Literal["single", "multiple"]
    services: Literal["local_government", "public_private"]
    scope: Literal["municipality", "prefecture"]
    alignment: Literal["not_needed", "as_needed", "not_aligned", "aligned"]
    aim: Text
    text: Text
    goal: bool = False


class Way(Cited):
    """A way to the goal (7.2): stages of types, one after the other."""

    id: Id
    label: Text
    text: Text
    stages: Annotated[list[Annotated[list[TypeNumber], Field(min_length=1)]], Field(min_length=2)]


class Types(Item):
    """The official types and the ways to the goal (7.1, 7.2)."""

    before: list[TypeBefore]
    after: list[TypeAfter]
    ways: list[Way]
    #: The words for the values above.
    labels: dict[Id, Text]

    @model_validator(mode="after")
    def _one_goal_and_known_types(self) -> "Types":
        after = [one.number for one in self.after]
        if len(set(after)) < len(after) or sum(one.goal for one in self.after) != 1:
            raise ValueError("the types after co-use must differ, and one of them is the goal")
        named = {one for way in self.ways for stage in way.stages for one in stage}
        if unknown := sorted(named - set(after)):
            raise ValueError(f"{unknown[0]} is not a type after co-use")
        used = {value for one in self.before for value in (f"brokers_{one.brokers}", f"services_{one.services}")}
        for type_ in self.after:
            used |= {f"{key}_{getattr(type_, key)}" for key in ("origin", "services", "scope", "alignment")}
        if missing := sorted(used - self.labels.keys()):
            raise ValueError(f"labels has no {missing[0]}")
        return self


class CostCategory(Cited):
    """A category of cost (5.1), and when it arises."""

    id: Id
    label: Text
    initial: Text
    initial_arises: bool
    running: Text
    running_arises: bool
    text: Text


class WorkCategory(Cited):
    """A category of operation and maintenance work (5.2), and the share of its cost that concentrates in one place."""

    id: Literal["a", "b", "c", "d"]
    label: Text
    work: Text
    required: bool
    difficulty: Text
    responsible: Text
    concentrates_in: Text
    least_percent: Percent
    most_percent: Percent

    @model_validator(mode="after")
    def _range_rises(self) -> "WorkCategory":
        if self.least_percent > self.most_percent:
            raise ValueError("least_percent is above most_percent")
        return self


class Indicator(Cited):
    """An example of an indicator (8.3)."""

    id: Id
    kind: Literal["output", "outcome"]
    label: Text
    shows: Text
    caution: Text


class CostScheme(Cited):
    """A scheme of bearing costs (9.5): the prefecture's share, and its example."""

    id: Id
    label: Text
    example: Text
    #: What the prefecture bears of building and of operation and maintenance of the platform.
    build_percent: Percent
    run_percent: Percent
    prefecture: Text
    municipalities: Text
    services: Text
    text: Text
    since: Text


class OperatingModel(Cited):
    """An operating model (9.6), and the form of operation of edition 1.0 (2.7) it belongs to."""

    id: Id
    label: Text
    organisation: Id
    example: Text
    run_by: Text
    device: Text
    outlook: Text


class Viewpoint(Cited):
    """One of the five viewpoints of taking stock (chapter 4), and the attributes it covers."""

    id: Id
    number: Annotated[int, Field(ge=1, le=5)]
    label: Text
    text: Text
    attributes: list[Id]
    #: What the viewpoint asks that no attribute of edition 1.0 does.
    also: list[AreaPoint] = Field(default_factory=list)


class AttributeViews(Item):
    """The attributes as five viewpoints (chapter 4)."""

    viewpoints: Annotated[list[Viewpoint], Field(min_length=5, max_length=5)]


class Costs(Item):
    """The cost structure (5.1, 5.2)."""

    categories: list[CostCategory]
    work: list[WorkCategory]


class Running(Item):
    """Running the platform: schemes of cost and operating models (9.5, 9.6)."""

    schemes: list[CostScheme]
    models: list[OperatingModel]


class Area(Item):
    """``guide_data/area/``: the third edition's content."""

    #: Chapters in the order of the guidebook; each is a file of its own, by its id.
    platform: AreaChapter
    need: AreaChapter
    cost_structure: AreaChapter
    process: AreaChapter
    operation: AreaChapter
    interoperability: AreaChapter
    data_use: AreaChapter
    services: AreaChapter
    identity: AreaChapter
    national_platforms: AreaChapter
    terms: list[AreaTerm]
    prefectures: PrefectureStates
    attributes: AttributeViews
    types: Types
    costs: Costs
    indicators: list[Indicator]
    running: Running

    @property
    def chapters(self) -> list[AreaChapter]:
        """The chapters, in the order of the guidebook."""
        found = (getattr(self, name) for name in type(self).model_fields)
        return [one for one in found if isinstance(one, AreaChapter)]


#: Files that hold a list of items.
LISTS: dict[str, type[Item]] = {"terms": AreaTerm, "indicators": Indicator}
#: Files that hold one item.
SINGLE: dict[str, type[Item]] = {
    **dict.fromkeys(
        (
            "platform",
            "need",
            "cost_structure",
            "process",
            "operation",
            "interoperability",
            "data_use",
            "services",
            "identity",
            "national_platforms",
        ),
        AreaChapter,
    ),
    "prefectures": PrefectureStates,
    "attributes": AttributeViews,
    "types": Types,
    "costs": Costs,
    "running": Running,
}
