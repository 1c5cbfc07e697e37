"""What the data of ``guide_data/`` must be: one pydantic model for each kind of file.

A model checks one file by itself. What needs more than one file – references between them – is checked by
:mod:`dcb_guide.references`, so that every error of a run can be reported together.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

type Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")

#: A name used as a key: in records, addresses, links and between files.
type Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
#: A section of the guidebook: of its first edition, or of the one named before it, such as ``v3 8.2``.
SECTION = r"(v\d+ )?\d+\.\d+(\(\d\))?"
#: One or more sections of the guidebook, such as ``"3.4"`` or ``"1.2(1), v3 8.2"``.
type Source = Annotated[str, StringConstraints(pattern=rf"^{SECTION}(, {SECTION})*$")]
#: ``guidebook``: the text says it; ``judgement``: this project decided it.
type Basis = Literal["guidebook", "judgement"]
#: A value of an input: its id, yes/no, or the least count of a range.
type Value = bool | int | Id
type Severity = Literal["error", "warning", "notice"]
type Weight = Literal["required", "recommended"]


class Item(BaseModel):
    """Base of everything in the data: unknown keys are errors, and nothing changes once read."""

    # Validators are built when they are first needed: a build of the site whose data was read before needs none.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Text(Item):
    """The same text for Japanese and for English readers; both must be there."""

    ja: Annotated[str, StringConstraints(pattern=r"\S")]
    en: Annotated[str, StringConstraints(pattern=r"\S")]

    def __getitem__(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.ja if language == "ja" else self.en


class Cited(Item):
    """Something that rests on sections of the guidebook."""

    source: Source
    basis: Basis = "guidebook"


# ── Inputs (MODEL 1) ────────────────────────────────────────────────────────────────────────────────────────────


class InputValue(Item):
    """One answer to a question."""

    id: Value
    label: Text
    explanation: Text | None = None


class Question(Item):
    """Something asked, with the answers it can have."""

    id: Id
    label: Text
    question: Text
    values: Annotated[list[InputValue], Field(min_length=2)]


class Facet(Question):
    """A further question about something that exists, such as one aspect of the residents' terms."""


class Input(Question, Cited):
    """A question about a platform: one of its ten attributes (§3.4), or of its context."""

    kind: Literal["choice", "yes_no", "count", "choices", "record"]
    group: Id
    explanation: Text
    how_to_find_out: Text
    #: Why the answer matters; this guide's judgement.
    why: Text | None = None
    facets: list[Facet] = []
    #: Inputs whose answer comes before this one makes sense (MODEL 3).
    after: list[Id] = []
    #: Values, from the lowest to the highest, where they have an order; others have none (a level of ``none``).
    levels: list[Id] = []
    #: Groups of values that no rule tells apart.
    alike: list[Annotated[list[Value], Field(min_length=2)]] = []
    #: Members of a set (``kind: choices``) that no rule asks for.
    without_effect: list[Id] = []

    @model_validator(mode="after")
    def _values_fit_the_kind(self) -> "Input":
        ids = [value.id for value in self.values]
        if len(set(ids)) < len(ids):
            raise ValueError("two values have the same id")
        expected = {"yes_no": bool, "count": int}.get(self.kind, str)
        if wrong := [value for value in ids if type(value) is not expected]:
            raise ValueError(f"values of kind {self.kind} must be {expected.__name__}, unlike {wrong[0]!r}")
        if self.kind == "count" and (ids != sorted(ids, key=int) or ids[0] != 0):
            raise ValueError("a count's values are the least numbers of its ranges, rising from 0")
        if self.kind == "record" and (ids != ["none", "exists"] or not self.facets):
            raise ValueError("a record has the values none and exists, and facets")
        named: list[list[Any]] = [list(self.levels), list(self.without_effect), *self.alike]
        for listed in named:
            if unknown := [value for value in listed if value not in ids]:
                raise ValueError(f"{unknown[0]!r} is not one of this input's values")
        return self


class Group(Item):
    """A part of the form."""

    id: Id
    label: Text
    explanation: Text


# ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────────


class Not(Item):
    """Any value but this one, or these."""

    not_: Annotated[Value | list[Value], Field(alias="not")]


class Includes(Item):
    """The set holds this member."""

    includes: Id


class Below(Item):
    """The level is lower than that of another input; never true where either has none."""

    below: Id


class SameAs(Item):
    """The decision has the same outcome as another decision."""

    same_as: Id


class AcceptedBy(Item):
    """The decision's outcome is that of another decision, or the alternative named there."""

    accepted_by: Id


type Test = Value | list[Value] | Not | Includes | Below | SameAs | AcceptedBy
#: Every test must hold; a key is an input, a facet, a decision or a named condition. An empty one always holds.
type When = dict[Id, Test]


class Condition(Item):
    """A condition with a name, used in tables like a yes/no input: true where any of its parts holds."""

    id: Id
    label: Text
    any_of: Annotated[list[When], Field(min_length=1)]


# ── Decisions (MODEL 2) ─────────────────────────────────────────────────────────────────────────────────────────


class Outcome(Item):
    """One answer a decision can give."""

    id: Id
    label: Text
    meaning: Text
    #: A sentence to the reader, put first in a result.
    sentence: Text | None = None
    first_steps: list[Text] = []
    call_in: Text | None = None
    is_not: Text | None = None
    #: The transition pattern (v3 8.2) that this way is; the pattern names its ways too.
    transition_pattern: Id | None = None
    #: The organisational type whose drawbacks (§2.7) come with this outcome.
    organisation: Id | None = None


class Rule(Cited):
    """A row of a decision table."""

    id: Id
    when: When
    then: Id
    alternative: Id | None = None
    #: What of the rule is a judgement though the guidebook says the rest.
    note: Text | None = None
    basis: Basis


class Decision(Item):
    """A decision table: total (every combination hits a rule) and disjoint (exactly one)."""

    id: Id
    label: Text
    question: Text
    explanation: Text
    #: The table's columns: inputs, facets, earlier decisions, named conditions.
    columns: Annotated[list[Id], Field(min_length=1)]
    #: One of the decisions that a complete set of answers must settle (MODEL 3).
    settles: bool = False
    #: Gaps are told once this decision is settled (MODEL 4).
    opens_gaps: bool = False
    outcomes: Annotated[list[Outcome], Field(min_length=1)]
    rules: Annotated[list[Rule], Field(min_length=1)]


# ── Gaps and findings (MODEL 4, 5) ──────────────────────────────────────────────────────────────────────────────


class LevelAsked(Item):
    """A level asked for under a condition: a fixed one, or the one another input names."""

    when: When = {}
    level: Id | None = None
    level_of: Id | None = None

    @model_validator(mode="after")
    def _names_one_level(self) -> "LevelAsked":
        if (self.level is None) == (self.level_of is None):
            raise ValueError("give either level or level_of")
        return self


class HighestOf(Item):
    """At least the highest of the levels asked for."""

    highest_of: Annotated[list[LevelAsked], Field(min_length=1)]


class WeightRule(Item):
    """The weight a requirement has where a condition holds."""

    when: When
    severity: Weight
    #: What this weight rests on, where that is not what the requirement rests on.
    source: Source | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _rests_on_a_section_with_a_basis(self) -> "WeightRule":
        if (self.source is None) != (self.basis is None):
            raise ValueError("source and basis are given together")
        return self


class Requirement(Cited):
    """Something the target asks of a platform (MODEL 4)."""

    id: Id
    title: Text
    reason: Text
    remedy: Text
    #: What is read first: an input, a facet or a decision; none where no input tells.
    attribute: Id | None
    applies: When | list[When]
    unless: list[When] = []
    #: A test of ``attribute``; none where no input tells whether it is met.
    requires: Test | HighestOf | None
    severity: Weight
    #: Conditions under which the weight differs; where none is certain, ``severity`` holds.
    severity_where: list[WeightRule] = []
    challenge: Id | None
    step: Id
    basis: Basis

    @model_validator(mode="after")
    def _tests_an_attribute(self) -> "Requirement":
        if (self.attribute is None) != (self.requires is None):
            raise ValueError("attribute and requires are given together, or both are null")
        return self


class CheckCase(Item):
    """A condition and how serious it is where it holds."""

    when: When
    severity: Severity


class Check(Cited):
    """Something in a description that contradicts itself or the guidebook (MODEL 5)."""

    id: Id
    title: Text
    reason: Text
    remedy: Text
    #: Inputs that must have been answered, whatever the answer.
    given: list[Id] = []
    cases: Annotated[list[CheckCase], Field(min_length=1)]
    basis: Basis


# ── The guidebook's own content ─────────────────────────────────────────────────────────────────────────────────


class Section(Item):
    """A section of the guidebook that can be cited."""

    id: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+(\(\d\))?$")]
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


class PatternTask(Cited):
    """A task that a transition pattern asks for (v3 8.2)."""

    area: Literal["service", "platform", "responsibility_and_cost", "residents"]
    kind: Literal["institutional", "technical"]
    text: Text
    #: Whether the guidebook calls it the most important one of its pattern.
    most_important: bool = False
    basis: Basis


class TransitionPattern(Cited):
    """A way from a type before co-use to one after it (v3 8.2); linking without merging has no letter there."""

    id: Id
    letter: Annotated[str, StringConstraints(pattern=r"^[A-D]$")] | None
    label: Text
    #: Every name the guidebook gives it.
    official_names: Annotated[list[Text], Field(min_length=1)]
    summary: Text
    #: Outcomes of ``type_now`` from which it sets out, of ``next_type`` it reaches, and those it reaches later.
    applies_from: Annotated[list[Id], Field(min_length=1)]
    reaches: Annotated[list[Id], Field(min_length=1)]
    reaches_later: list[Id] = []
    #: Outcomes of ``pathway`` that are this pattern, and those that are its other side.
    pathways: Annotated[list[Id], Field(min_length=1)]
    joined_by: list[Id] = []
    key_issues: list[Text]
    tasks: Annotated[list[PatternTask], Field(min_length=1)]
    #: Patterns whose institutional tasks on responsibility, cost and residents are asked for too.
    adds_tasks_of: list[Id] = []
    #: What the guidebook says in two ways, and what this guide takes.
    notes: list[Point] = []


class FlowAnswer(Item):
    """An answer in a flow of the guidebook: it leads to another question, or to types or patterns."""

    id: Id
    label: Text
    #: Outcomes of ``type_now`` that the flow shows on the way.
    stands_at: list[Id] = []
    to: Id | None = None
    #: Outcomes of ``type_now``, and transition patterns.
    types: list[Id] = []
    patterns: list[Id] = []

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "FlowAnswer":
        if (self.to is None) == (not self.types and not self.patterns):
            raise ValueError("an answer leads either to another question, or to types or patterns")
        return self


class FlowQuestion(Item):
    """A question of a flow, and the inputs of this guide that answer it."""

    id: Id
    question: Text
    inputs: Annotated[list[Id], Field(min_length=1)]
    answers: Annotated[list[FlowAnswer], Field(min_length=2)]


class Flow(Cited):
    """A flow chart of the guidebook; its first question is where it starts."""

    id: Id
    label: Text
    questions: Annotated[list[FlowQuestion], Field(min_length=1)]


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
    source: Source


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

    source: Source


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
    source: Source


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
    #: Sections of the third edition that are cited as ``v3 7.1``.
    sections_v3: list[Section]
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
    transition_patterns: list[TransitionPattern]
    official_flow: list[Flow]
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

    @property
    def citable(self) -> list[str]:
        """Every section as a source names it, such as ``3.4`` or ``v3 8.2``."""
        return [*(one.id for one in self.sections), *(f"v3 {one.id}" for one in self.sections_v3)]
