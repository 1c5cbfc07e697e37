"""Types of the decision model in ``guide_data/``: inputs, conditions, decision tables, requirements and checks.

A type validates one file by itself. References between files are checked by :mod:`dcb_guide.guide.references`, so that
every error of a run is reported together.
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model, model_validator

from dcb_guide.core.languages import LANGUAGES, LanguageCode, in_language

#: A name used as a key: in records, addresses, links and between files.
type Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
#: One or more sections of the guidebook, such as ``"3.4"`` or ``"1.2(1), v3 7.1"``; one without an edition is of v1.0.
type Citation = Annotated[str, StringConstraints(pattern=r"^(v\d )?\d[\d.()]*(, (v\d )?\d[\d.()]*)*$")]
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


type Filled = Annotated[str, StringConstraints(pattern=r"\S")]


def language_fields() -> dict[str, Any]:
    """Return a field for each language: one that is complete must have a text, another may."""
    return {code: (Filled, ...) if row.complete else (Filled | None, None) for code, row in LANGUAGES.items()}


class InLanguages(Item):
    """Base of what has a text in each language of :data:`~dcb_guide.core.languages.LANGUAGES`, by its code."""

    @property
    def texts(self) -> dict[LanguageCode, str]:
        """The texts there are, by language."""
        found = {code: getattr(self, code) for code in LANGUAGES}
        return {code: text for code, text in found.items() if text is not None}

    def __getitem__(self, language: LanguageCode) -> str:
        """Return the text in a reader's language; where it is missing, in the fallback language."""
        return in_language(self.texts, language)[0]


if TYPE_CHECKING:

    class Text(InLanguages):
        """The same text for the readers of every language."""

        def __init__(self, **texts: str) -> None: ...

else:
    Text = create_model(
        "Text",
        __base__=InLanguages,
        __module__=__name__,
        __doc__="The same text for the readers of every language.",
        **language_fields(),
    )


class Cited(Item):
    """Something that rests on sections of the guidebook."""

    source: Citation
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
    #: Groups of values that no rule distinguishes.
    indistinguishable: list[Annotated[list[Value], Field(min_length=2)]] = []
    #: Members of a set (``kind: choices``) that no rule asks for.
    unused: list[Id] = []

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
        named: list[list[Any]] = [list(self.levels), list(self.unused), *self.indistinguishable]
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


class ConditionClauses(Item):
    """A named condition as a clause that ends a sentence's condition, and as one that others follow."""

    holds: Text
    holds_and: Text
    fails: Text
    fails_and: Text


class Condition(Item):
    """A condition with a name, used in tables like a yes/no input: true where any of its parts holds."""

    id: Id
    label: Text
    clauses: ConditionClauses
    any_of: Annotated[list[When], Field(min_length=1)]


# ── Decisions (MODEL 2) ─────────────────────────────────────────────────────────────────────────────────────────


class Outcome(Item):
    """One answer a decision can give."""

    id: Id
    label: Text
    #: The label without its explanation, where it has one: ``型1.3``.
    short: Text | None = None
    meaning: Text
    #: A sentence to the reader, put first in a result.
    sentence: Text | None = None
    first_steps: list[Text] = []
    #: Whom to contact, and what the outcome does not mean.
    contacts: Text | None = None
    does_not_mean: Text | None = None
    #: The transition pattern (v3 8.2) that this way is; the pattern names its ways too.
    transition_pattern: Id | None = None
    #: The form of operation whose drawbacks (§2.7) come with this outcome.
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
    #: Gaps are listed once this decision is settled (MODEL 4).
    opens_gaps: bool = False
    #: A prefecture may choose another outcome in its vision, and says why.
    choosable: bool = False
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
    source: Citation | None = None
    basis: Basis | None = None


class Requirement(Cited):
    """Something the target asks of a platform (MODEL 4)."""

    id: Id
    title: Text
    reason: Text
    remedy: Text
    #: What is read first: an input, a facet or a decision; none where no answer shows it.
    attribute: Id | None
    applies: When | list[When]
    unless: list[When] = []
    #: A test of ``attribute``; none where no answer shows whether it is met.
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
