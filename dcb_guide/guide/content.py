"""Types of the guidebook's content in ``guide_data/``, and :class:`Guide`, which holds all of it."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints, create_model, model_validator

from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.values import as_list
from dcb_guide.guide.area_content import Area
from dcb_guide.guide.decision_types import (
    Basis,
    Check,
    Citation,
    Cited,
    Condition,
    Decision,
    Group,
    Id,
    InLanguages,
    Input,
    Item,
    Not,
    Requirement,
    Text,
    Value,
    language_fields,
)
from dcb_guide.guide.prefecture_survey import PrefectureSurvey
from dcb_guide.guide.publication import Publication
from dcb_guide.guide.ready_cost_plans import ReadyCostPlans
from dcb_guide.guide.roadmap_types import Roadmap

#: A test of one answer: a value, one of several, or any but these.
type AnswerTest = Value | list[Value] | Not
#: A small number as the guidebook writes it: i, ii, iii …
type RomanNumeral = Annotated[str, StringConstraints(pattern=r"^[ivxl]+$")]


# ── The guidebook's own content ─────────────────────────────────────────────────────────────────────────────────


class Section(Item):
    """A section of an edition of the guidebook: what it is called there, and what it holds in our words."""

    #: Its number as printed; ``0`` is the foreword.
    id: Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\.\d(\(\d\))?)?$")]
    title: Text
    holds: Text


class Edition(Item):
    """An edition of the guidebook, and the sections of it that can be cited."""

    id: Annotated[str, StringConstraints(pattern=r"^v\d$")]
    number: Annotated[str, StringConstraints(pattern=r"^\d\.\d$")]
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    title: Text
    #: What the edition is about.
    theme: Text
    #: The group of the agency that answers for it.
    office: Text
    licence: Text
    #: How to find it.
    where: Text
    url: Annotated[str, StringConstraints(pattern=r"^https://")]
    #: Whether it is the newest edition, which holds today.
    in_force: bool
    #: None where this guide did not consult the edition.
    sections: list[Section]


class Said(Item):
    """What one edition says of a topic; without a source, it says nothing, or says it outside its sections."""

    text: Text
    source: Citation | None = None


class EditionChange(Item):
    """What became of a topic from edition 1.0 to 3.0."""

    id: Id
    topic: Text
    before: Said
    after: Said
    kind: Literal["renamed", "new", "changed", "dropped", "same"]


class Point(Cited):
    """One statement with its source."""

    text: Text


class Step(Cited):
    """One of the three steps towards co-use (§3.1)."""

    id: Id
    label: Text
    summary: Text
    inputs: Point
    responsible: Point
    outputs: Point
    tasks: Annotated[list[Point], Field(min_length=1)]


class Procedure(Cited):
    """One of the procedures repeated to raise the platform's maturity (§3.3)."""

    id: Id
    #: Its place among the procedures, as a number in a circle.
    number: Annotated[str, StringConstraints(pattern=r"^[①-⑳]$")]
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
    #: Conditions on this guide's inputs, any of which is the same as this answer; none where no input decides it.
    means: list[dict[Id, AnswerTest]] = []
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
    """A question of a flow, and the inputs of this guide that answer it; none where it asks for what is planned."""

    id: Id
    question: Text
    inputs: list[Id]
    answers: Annotated[list[FlowAnswer], Field(min_length=2)]


class Flow(Cited):
    """A flow chart of the guidebook; its first question is where it starts."""

    id: Id
    label: Text
    questions: Annotated[list[FlowQuestion], Field(min_length=1)]


class WalkAnswer(Item):
    """An answer on the guided way's first screen: the form's answers it stands for, what the guidebook leaves open."""

    id: Id
    label: Text
    fills: dict[Id, Value] = {}
    note: Text | None = None


class WalkQuestion(Cited):
    """A question on the guided way's first screen; ``asks`` names the question of the guidebook's flow that it puts."""

    id: Id
    asks: Id | None = None
    #: It is asked where one of these conditions holds: earlier question → answers. Without any it is always asked.
    when: list[dict[Id, Annotated[list[Id], Field(min_length=1)]]] = []
    question: Text
    hint: Text | None = None
    answers: Annotated[list[WalkAnswer], Field(min_length=2)]
    basis: Basis


class NotCovered(Point):
    """Something the guidebook does not say of a platform of which a condition holds."""

    where: dict[Id, AnswerTest]


class OfficialLine(Item):
    """The line in official names with which a result begins: three decisions, and the goal (v3 7.1, 8.2)."""

    now: Id
    #: A way whose outcome is, where it can be, a transition pattern.
    way: Id
    next: Id
    goal: Id
    #: Shown beside the notes of rules that are a judgement.
    not_covered: list[NotCovered]


class Caution(Point):
    """A drawback of a form of operation."""

    id: Id


class OrganisationType(Cited):
    """A form of operation (§2.7)."""

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
    """A challenge the surveyed bodies met (§2.8); its id is its place among them, as a Roman numeral."""

    id: RomanNumeral
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
    #: Who answers for it, carries it out, is heard before and is informed after (RACI).
    accountable: Id
    responsible: list[Id]
    consulted: list[Id]
    informed: list[Id]
    basis: Basis


class Option(Item):
    """A way to settle a challenge."""

    label: Text
    for_: Annotated[Text, Field(alias="for")]
    against: Text


class Playbook(Cited):
    """How to settle a challenge; its id is the challenge's."""

    id: RomanNumeral
    decide: Annotated[list[Text], Field(min_length=1)]
    options: Annotated[list[Option], Field(min_length=2)]
    decided_by: Text
    document: Text
    pitfalls: Annotated[list[Text], Field(min_length=1)]
    attributes: list[Id]
    gaps: list[Id]
    basis: Basis


class Named(Item):
    """Something with an id and a label."""

    id: Id
    label: Text


class ContractFlow(Item):
    """The names used in the flows of :class:`TypeGuide`: who gives, and what is given."""

    parties: Annotated[list[Named], Field(min_length=2)]
    exchanges: Annotated[list[Named], Field(min_length=1)]


class Choice(Item):
    """A yes/no question with what each answer leads to, or the decision that is reached (§3.2)."""

    id: Id
    label: Text
    if_yes: Id | None = None
    if_no: Id | None = None
    decision: Id | None = None

    @model_validator(mode="after")
    def _asks_or_ends(self) -> "Choice":
        if (self.if_yes is None) != (self.if_no is None) or (self.if_yes is None) == (self.decision is None):
            raise ValueError("give if_yes and if_no, or decision")
        return self


class TypeGuide(Cited):
    """How to set up and run a form of operation; its id is the form's."""

    id: Id
    when: Text
    duties: dict[Id, Text]
    checklist: Annotated[list[Text], Field(min_length=1)]
    risks: Text
    transition: Text
    #: Who gives what to whom: a party, another, what is given; the first party of all is the main one.
    flow: Annotated[list[Annotated[list[Id], Field(min_length=3, max_length=3)]], Field(min_length=1)]
    basis: Basis


class TermBase(InLanguages):
    """Base of :class:`Term`."""

    id: Id
    reading: str
    also: list[str]
    #: Forms that are not used for it, in any language.
    avoid: list[str] = []
    meaning: Text
    source: Citation

    @property
    def words(self) -> list[str]:
        """Every word for it: in each language, its reading, other words."""
        first, *others = self.texts.values()
        return [first, self.reading, *others, *self.also]


if TYPE_CHECKING:

    class Term(TermBase):
        """A term of the glossary: in each language, in the first with its reading, and other words for it."""

else:
    Term = create_model(
        "Term",
        __base__=TermBase,
        __module__=__name__,
        __doc__="A term of the glossary: in each language, in the first with its reading, and other words for it.",
        **language_fields(),
    )


class ReaderQuestion(Cited):
    """A reader's question, its short answer, and where to read on (page, or page#anchor)."""

    id: Id
    group: Literal["begin", "form", "contract", "residents", "guide"]
    #: Whether the home page lists it; otherwise only the page of questions does.
    on_home: bool = False
    question: Text
    answer: Text
    #: Where the guidebook says nothing on it: what exactly it leaves open. The answer is then this guide's judgement.
    silent: Text | None = None
    #: What to do, in this order; the first can be done the same day.
    steps: list[Text] = []
    #: Whom to ask, what to bring to them, what to put in writing.
    ask: Text | None = None
    bring: Text | None = None
    write_down: Text | None = None
    #: Where those to ask are named (page, or page#anchor).
    ask_link: str | None = None
    #: Editions of the guidebook whose place on the web is given.
    editions: list[Id] = []
    formula: Text | None = None
    #: An example of ``worked_costs.yml``, computed by the cost engine.
    worked: Id | None = None
    links: Annotated[list[str], Field(min_length=1)]

    @model_validator(mode="after")
    def _silence_is_a_judgement(self) -> "ReaderQuestion":
        if self.silent is not None and self.basis != "judgement":
            raise ValueError("where the guidebook is silent, the answer is a judgement")
        return self


class WorkedCost(Item):
    """A worked example of sharing costs: a plan as ``dcb-guide cost`` reads it, and what the table of it shows."""

    id: Id
    kind: Literal["late_joiner", "saving"]
    title: Text
    plan: dict[str, Any]


class HarmCriterion(Item):
    """Something by which to see whether forcing platforms into one does harm, with what 0, 1 and 2 points mean."""

    id: Id
    label: Text
    points: Annotated[list[Text], Field(min_length=3, max_length=3)]
    how_to_find_out: Text


class HarmReading(Item):
    """What a sum of points means, from ``least`` points on; ``answer`` is what to enter for ``integration_harm``."""

    least: Annotated[int, Field(ge=0)]
    text: Text
    answer: bool | None = None


class HarmSheet(Cited):
    """The sheet on which officers score whether merging platforms would do harm (§3.2 names harm, not its criteria)."""

    input: Id
    criteria: Annotated[list[HarmCriterion], Field(min_length=2)]
    readings: Annotated[list[HarmReading], Field(min_length=2)]

    @model_validator(mode="after")
    def _covers_every_sum(self) -> "HarmSheet":
        least = [one.least for one in self.readings]
        if least[0] != 0 or least != sorted(set(least)) or least[-1] > 2 * len(self.criteria):
            raise ValueError("readings begin at 0, ascend, and can all be reached")
        return self

    def range_of(self, position: int) -> tuple[int, int]:
        """Return the least and the most points of a reading."""
        after = [one.least - 1 for one in self.readings[position + 1 :]]
        return self.readings[position].least, after[0] if after else 2 * len(self.criteria)


class ServiceFunction(Item):
    """A part of a service: what it verifies of its user, and which of the kinds of section 4.1 that makes it."""

    #: None where the service has this part alone.
    label: Text | None = None
    verifies: Text
    #: A value of the input; None where nobody is verified.
    kind: Id | None
    why: Text


class MunicipalService(Item):
    """A usual service of a municipality, divided where its parts verify differently."""

    id: Id
    label: Text
    functions: Annotated[list[ServiceFunction], Field(min_length=1)]


class ServiceLevels(Item):
    """Usual services of municipalities, by the kinds that an input distinguishes."""

    input: Id
    services: Annotated[list[MunicipalService], Field(min_length=1)]


class OtherWords(Item):
    """Words by which readers look for something that the guide calls otherwise, and the parts of pages that answer."""

    words: dict[LanguageCode, list[str]]
    #: ``page.md`` or ``page.md#anchor``; the search finds these by the words.
    leads_to: Annotated[list[str], Field(min_length=1)]


class SummaryColumn(Item):
    """A column of the document's summary: a decision, under a heading of the interface."""

    decision: Id
    heading: Id


class CostSharingMatters(Item):
    """When costs have to be shared: with so many platforms, or where a condition holds of one."""

    platforms: Annotated[int, Field(ge=1)]
    or_where: dict[Id, AnswerTest]


class DocumentPlan(Item):
    """The document a vision is drafted as: its chapters in order, and what their tables show."""

    chapters: Annotated[list[Id], Field(min_length=1)]
    #: Those of a draft of platforms alone, of which the answers say something.
    chapters_of_platforms: Annotated[list[Id], Field(min_length=1)]
    #: The chapter with a page of its own.
    on_a_page: Id
    #: What municipalities are together called: a word of the document → the codes of the prefectures.
    municipalities_called: dict[Id, list[str]]
    summary: list[SummaryColumn]
    inventory: list[Id]
    openness: list[Id]
    #: Decisions whose outcome is explained in the chapters of that name.
    explained_target: Id
    explained_organisation: Id
    cost_sharing: CostSharingMatters
    #: Place among the model's texts (``meanings.pattern.field_shared``) → what stands there for one prefecture.
    of_prefecture: dict[str, Text]


class PrincipleCheck(Cited):
    """Something that many platforms must keep together; one of the three forms."""

    id: Id
    #: At most one platform across fields, or for each field.
    at_most_one: Literal["across_fields", "per_field"] | None = None
    #: A platform departs where this holds of its answers.
    departs_where: dict[Id, AnswerTest] | None = None
    #: Inputs that must have the same level, among the platforms of which ``among`` holds.
    same_levels: list[Id] | None = None
    among: dict[Id, AnswerTest] = {}
    #: What it rests on where fields are cut by kind of data (§1.2(2)).
    source_by_data: Citation | None = None

    @model_validator(mode="after")
    def _has_one_form(self) -> "PrincipleCheck":
        if sum(form is not None for form in (self.at_most_one, self.departs_where, self.same_levels)) != 1:
            raise ValueError("give one of at_most_one, departs_where and same_levels")
        return self


class PrinciplesChecks(Item):
    """Where the platforms of a prefecture together depart from the principles, or do not fit together."""

    #: A platform counts unless this holds of it.
    counts_unless: dict[Id, AnswerTest]
    #: Where this holds, a platform is one across fields.
    across_fields_where: dict[Id, AnswerTest]
    checks: Annotated[list[PrincipleCheck], Field(min_length=1)]


class RankingCriterion(Cited):
    """What the platforms of a group are compared by: an answer (yes first, no last) or a number (more first)."""

    input: Id | None = None
    number: Literal["municipalities"] | None = None
    #: Why it comes before what stands after it.
    why: Text

    @model_validator(mode="after")
    def _has_one_form(self) -> "RankingCriterion":
        if (self.input is None) is (self.number is None):
            raise ValueError("give one of input and number")
        return self


class Ranking(Item):
    """Which platform of a group the others may join, and with which pathways they stay apart."""

    criteria: Annotated[list[RankingCriterion], Field(min_length=1)]
    #: Outcomes of the pathway with which a platform does not become one with the others of its group.
    stay_apart: list[Id]


class Prefecture(Item):
    """A prefecture by its code of JIS X 0401."""

    code: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-3][0-9]|4[0-7])$")]
    name: Text


class About(Item):
    """What the guide is, how it credits the guidebook, and the version of its decision model."""

    title: Text
    description: Text
    unofficial: Text
    publisher: Text
    #: The credit that the guidebook's licence asks for: what was used, and that it was edited, by whom.
    attribution: Text
    #: The day of the last change of the content. All pages are made from the same data, so it is one for all; it is
    #: data because a build must give the same bytes from the same files, wherever and whenever it runs.
    updated: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    model_version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class Guide(Item):
    """All of ``guide_data/``, validated."""

    about: About
    editions: list[Edition]
    changes_of_editions: list[EditionChange]
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
    official_walk: list[WalkQuestion]
    official_line: OfficialLine
    principles: list[Principle]
    partitions: list[Partition]
    openness: list[Pillar]
    growth: list[GrowthStage]
    cross_field: list[CrossFieldService]
    differences: list[Difference]
    parties: list[Party]
    contract_flow: ContractFlow
    merge_or_link: list[Choice]
    tasks: list[Task]
    glossary: list[Term]
    questions: list[ReaderQuestion]
    worked_costs: list[WorkedCost]
    harm_sheet: HarmSheet
    service_levels: ServiceLevels
    other_words: list[OtherWords]
    prefectures: list[Prefecture]
    survey: Survey
    #: What the third edition says, chapter by chapter.
    area: Area
    principles_checks: PrinciplesChecks
    ranking: Ranking
    document: DocumentPlan
    roadmap: Roadmap
    prefecture_survey: PrefectureSurvey
    #: Cost plans to start from (v3 9.5).
    ready_cost_plans: list[ReadyCostPlans]
    publication: Publication
    #: Every text of the interface that is no content: labels of the form, the result, messages.
    interface: dict[Id, Text]
    #: Texts of the document a vision is drafted as, and of what is said about one.
    draft: dict[Id, Text]
    #: Texts of the pages on a whole prefecture's inventory and costs, which no other page needs.
    prefecture_pages: dict[Id, Text]

    def __str__(self) -> str:
        """Stay short: builders of sites write what they are given into their logs."""
        return f"<Guide, model {self.about.model_version}>"

    @staticmethod
    def link_text(target: str) -> str:
        """Return the id of the interface's text for a link to a page (``tool.md``) or a part of one (``a.md#b``)."""
        page, _, anchor = target.partition("#")
        return "_".join(("link", page.removesuffix(".md"), *([anchor] if anchor else []))).replace("-", "_")

    @property
    def inputs(self) -> list[Input]:
        """The inputs in the order of MODEL 1: the ten attributes, then the context."""
        return [*self.attributes, *self.context]

    def leading_parties(self, procedure: str) -> list[str]:
        """Return the parties that lead the tasks of a procedure, by id."""
        found = [party for task in self.tasks if task.stage == procedure for party in as_list(task.accountable)]
        return list(dict.fromkeys(found))

    @property
    def edition_in_force(self) -> Edition:
        """The guidebook's newest edition."""
        return next(edition for edition in self.editions if edition.in_force)


def survey_texts(guide: Guide) -> dict[str, Any]:
    """Return the form of a prefecture's survey as plain data.

    Beside it are the prefectures' names by code and, by input or facet, its ``question``, ``why`` it is asked (may be
    None) and ``how_to_find_out``; the ids of the ``indicators`` of v3 8.3; the ``eras`` of the Japanese calendar, name
    → first year; the patterns of what looks ``private``; and what a
    release ``renamed``. The last entry of its ``history`` credits the guidebook,
    as its licence asks.
    """
    names = {one.code: one.name.texts for one in guide.prefectures}
    questions = {
        one.id: {
            "question": one.question.texts,
            "why": item.why.texts if item.why else None,
            "how_to_find_out": item.how_to_find_out.texts,
        }
        for item in guide.inputs
        for one in (item, *item.facets)
    }
    form = guide.prefecture_survey.model_dump(by_alias=True)
    form["history"].append({"day": guide.about.updated, "text": guide.about.attribution.texts})
    data = {"prefectures": names, "questions": questions, "indicators": [one.id for one in guide.area.indicators]}
    data["renamed"] = guide.publication.renamed.model_dump()
    return {**form, **data, "eras": guide.publication.first_years, "private": guide.publication.private_patterns}
