"""Types of the guidebook's content in ``guide_data/``, and :class:`Guide`, which holds all of it."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from dcb_guide.guide.decision_types import (
    Basis,
    Check,
    Citation,
    Cited,
    Condition,
    Decision,
    Group,
    Id,
    Input,
    Item,
    Requirement,
    Text,
)
from dcb_guide.guide.prefecture_survey import PrefectureSurvey

# ── The guidebook's own content ─────────────────────────────────────────────────────────────────────────────────


class Section(Item):
    """A section of the guidebook that can be cited."""

    id: Annotated[str, StringConstraints(pattern=r"^\d\.\d(\(\d\))?$")]
    title: Text


class Point(Cited):
    """One statement with its source."""

    text: Text


class Step(Cited):
    """One of the three steps towards co-use (§3.1)."""

    id: Id
    label: Text
    summary: Text
    goes_in: Point
    done_by: Point
    comes_out: Point
    tasks: Annotated[list[Point], Field(min_length=1)]


class Procedure(Cited):
    """One of the five procedures repeated to raise the platform's maturity (§3.3)."""

    id: Id
    number: Annotated[str, StringConstraints(pattern=r"^[①-⑤]$")]
    label: Text
    summary: Text
    challenge: Id


class Caution(Point):
    """A drawback of an organisational type."""

    id: Id


class OrganisationType(Cited):
    """One of the three organisational types (§2.7)."""

    id: Id
    label: Text
    contract: Text
    traits: Annotated[list[Point], Field(min_length=1)]
    recommended_when: Point
    cautions: list[Caution]
    #: The surveyed bodies §2.7 lists under the type.
    bodies: list[Id]
    note: Point | None = None


class Challenge(Cited):
    """One of the five challenges the surveyed bodies met (§2.8)."""

    id: Annotated[str, StringConstraints(pattern=r"^(i|ii|iii|iv|v)$")]
    label: Text
    summary: Text
    questions: Annotated[list[Point], Field(min_length=1)]


class Statement(Item):
    """Why a record holds a value: what is stated, or what it was inferred from."""

    stated: bool
    text: Text


class Body(Cited):
    """One of the ten surveyed bodies (§2.2), as a record."""

    id: Id
    number: Annotated[int, Field(ge=1)]
    prefecture: Text
    name: Text
    use: Text
    co_use: Literal["in_use", "not_yet"]
    vendor: Text
    platform: dict[Id, Any]
    context: dict[Id, Any]
    notes: dict[Id, Statement]
    remark: Point | None = None


class Principle(Cited):
    """One of the three principles of co-use (§1.1)."""

    id: Id
    number: int
    label: Text
    text: Text
    #: Whether the guidebook states it "as a rule" (原則).
    as_a_rule: bool


class Partition(Cited):
    """A way to cut fields (§1.2(2))."""

    id: Id
    label: Text
    text: Text
    platforms: Annotated[list[Text], Field(min_length=2)]


class Pillar(Cited):
    """One of the three things that make a platform open (§1.2(1), §4)."""

    id: Id
    label: Text
    summary: Text
    input: Id
    aims: list[Point]
    checklist: list[Point]


class GrowthStage(Cited):
    """A stage in which a platform begun in one field grows (§1.2(3))."""

    id: Id
    label: Text
    text: Text
    checks: list[Point]


class CrossFieldService(Cited):
    """A service across fields that a surveyed body runs (§2.2), as a worked example: what flows, what to prepare."""

    id: Id
    body: Id
    from_: Annotated[Text, Field(alias="from")]
    to: Text
    text: Text
    prepare: Annotated[list[Point], Field(min_length=1)]


class Difference(Item):
    """Something the guidebook says in two ways, and what this guide uses."""

    id: Id
    text: Text
    used: Text
    source: Citation


class Purpose(Cited):
    """A purpose of co-use the surveyed bodies named (§2.4)."""

    id: Id
    rank: int
    label: Text
    answered: Text


class Saving(Cited):
    """What co-use saves, as a fraction: from one ``least``-th to one ``most``-th (§2.5)."""

    id: Id
    label: Text
    text: Text
    least: int
    most: int


class ModuleFigures(Item):
    """What the guidebook states of the module's effect (§2.6): million yen and weeks."""

    without: float
    with_: Annotated[float, Field(alias="with")]
    stated_saving: float
    stated_percent: int
    stated_weeks: int
    stated_weeks_percent: int | None


class ModulePhase(ModuleFigures):
    """A phase of the project."""

    id: Id
    label: Text
    weeks_without: int
    weeks_with: int


class ModuleTotal(ModuleFigures):
    """The total as the guidebook states it."""

    source: Citation


class Survey(Item):
    """What the survey found (§2.4–2.6)."""

    purposes: list[Purpose]
    savings: list[Saving]
    module: list[ModulePhase]
    module_total: ModuleTotal


class Party(Item):
    """One of the four parties that agree on tasks (§1.3)."""

    id: Id
    label: Text
    summary: Text


class Task(Cited):
    """A task of a step or procedure, and each party's part in it."""

    id: Id
    stage: Id
    text: Text
    lead: Id
    does: list[Id]
    asked: list[Id]
    told: list[Id]
    basis: Basis


class Option(Item):
    """A way to settle a challenge."""

    label: Text
    for_: Annotated[Text, Field(alias="for")]
    against: Text


class Playbook(Cited):
    """How to settle one of the five challenges; its id is the challenge's."""

    id: Annotated[str, StringConstraints(pattern=r"^(i|ii|iii|iv|v)$")]
    decide: Annotated[list[Text], Field(min_length=1)]
    options: Annotated[list[Option], Field(min_length=2)]
    decided_by: Text
    document: Text
    pitfalls: Annotated[list[Text], Field(min_length=1)]
    attributes: list[Id]
    gaps: list[Id]
    basis: Basis


class TypeGuide(Cited):
    """How to set up and run an organisational type; its id is the type's."""

    id: Id
    when: Text
    duties: dict[Id, Text]
    checklist: Annotated[list[Text], Field(min_length=1)]
    watch: Text
    move: Text
    #: Who gives what to whom: from, to, what.
    flow: list[Annotated[list[Id], Field(min_length=3, max_length=3)]]
    basis: Basis


class Term(Item):
    """A term of the glossary: Japanese with its reading, English, other words for it."""

    id: Id
    ja: str
    reading: str
    en: str
    also: list[str]
    #: Forms that are not used for it, in either language.
    avoid: list[str] = []
    meaning: Text
    source: Citation


class ReaderQuestion(Cited):
    """A reader's question, its short answer, and where to read on (page, or page#anchor)."""

    id: Id
    question: Text
    answer: Text
    links: Annotated[list[str], Field(min_length=1)]


class Prefecture(Item):
    """A prefecture by its code of JIS X 0401."""

    code: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-3][0-9]|4[0-7])$")]
    name: Text


class Edition(Item):
    """The guidebook's edition that everything rests on."""

    version: str
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    title: Text
    publisher: Text
    licence: Text


class About(Item):
    """What the guide is, which edition it rests on, and the version of its decision model."""

    title: Text
    description: Text
    unofficial: Text
    model_version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    edition: Edition


class Guide(Item):
    """All of ``guide_data/``, validated."""

    about: About
    sections: list[Section]
    groups: list[Group]
    attributes: list[Input]
    context: list[Input]
    conditions: list[Condition]
    decisions: list[Decision]
    requirements: list[Requirement]
    checks: list[Check]
    steps: list[Step]
    procedures: list[Procedure]
    organisations: list[OrganisationType]
    challenges: list[Challenge]
    bodies: list[Body]
    playbooks: list[Playbook]
    type_guides: list[TypeGuide]
    principles: list[Principle]
    partitions: list[Partition]
    openness: list[Pillar]
    growth: list[GrowthStage]
    cross_field: list[CrossFieldService]
    differences: list[Difference]
    parties: list[Party]
    tasks: list[Task]
    glossary: list[Term]
    questions: list[ReaderQuestion]
    prefectures: list[Prefecture]
    survey: Survey
    prefecture_survey: PrefectureSurvey
    #: Every text of the interface that is no content: labels of the form, the result, messages.
    interface: dict[Id, Text]
    #: Texts of the document a vision is drafted as, and of what is said about one.
    draft: dict[Id, Text]

    def __str__(self) -> str:
        """Stay short: builders of sites write what they are given into their logs."""
        return f"<Guide, model {self.about.model_version}>"

    @property
    def inputs(self) -> list[Input]:
        """The inputs in the order of MODEL 1: the ten attributes, then the context."""
        return [*self.attributes, *self.context]


def survey_texts(guide: Guide) -> dict[str, Any]:
    """Return the form of a prefecture's survey as plain data.

    Beside it are the prefectures' names by code and, by input or facet, its ``question`` and ``how_to_find_out``.
    """
    names = {one.code: one.name.model_dump() for one in guide.prefectures}
    questions = {
        one.id: {"question": one.question.model_dump(), "how_to_find_out": item.how_to_find_out.model_dump()}
        for item in guide.inputs
        for one in (item, *item.facets)
    }
    form = guide.prefecture_survey.model_dump(by_alias=True)
    return {**form, "prefectures": names, "questions": questions}
