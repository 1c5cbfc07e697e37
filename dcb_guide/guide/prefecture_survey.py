"""Types of ``guide_data/prefecture_survey.yml``: the form in which a prefecture surveys its platforms."""

import csv
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from dcb_guide.guide.decision_types import Basis, Cited, Id, Item, Text

type ColumnKind = Literal[
    "text", "note", "choice", "month", "day", "count", "code", "prefecture", "body", "bodies", "platform"
]


class SurveyChoice(Item):
    """One answer of a column that offers several."""

    id: Id
    #: Other words in which people write the same.
    also: list[str] = []
    label: Text


class UnclearWords(Item):
    """Words that people write for more than one answer of a column, and what they are asked to write instead."""

    words: Annotated[list[str], Field(min_length=1)]
    ask: Text


class SurveyColumn(Item):
    """A column of a sheet, or a key of the sheet ``survey``."""

    id: Id
    kind: ColumnKind
    #: Other headings under which people write the same.
    also: list[str] = []
    label: Text
    help: Text
    choices: list[SurveyChoice] = []
    unclear: list[UnclearWords] = []


class SurveySheet(Item):
    """A sheet of the form."""

    id: Id
    label: Text
    help: Text
    columns: Annotated[list[SurveyColumn], Field(min_length=1)]


class WordsOfDates(Item):
    """What people write behind a month or a day without making it another, and for the last and the first of one."""

    month: list[str]
    day: list[str]
    last: list[str]
    first: list[str]


class SurveyWords(Item):
    """Words that are read beside ids and labels, in any language."""

    prefecture: list[str]
    all: list[str]
    #: How the names of offices end that begin with the name of their body, and the names of municipalities.
    offices: Annotated[list[str], Field(min_length=1)]
    municipalities: Annotated[list[str], Field(min_length=1)]
    #: What people write where they know nothing, for the cell above, and for a service on no platform.
    unknown: Annotated[list[str], Field(min_length=1)]
    ditto: Annotated[list[str], Field(min_length=1)]
    on_none: Annotated[list[str], Field(min_length=1)]
    #: What people write in place of a name where there is nothing to enter.
    no_entry: Annotated[list[str], Field(min_length=1)]
    #: Words that answer a question alike: one that is no answer of a column is read as one of its list that is.
    alike: list[Annotated[list[str], Field(min_length=2)]]
    #: Input → answer → other words for it.
    answers: dict[Id, dict[Annotated[str, Field(pattern="^[a-z0-9_]+$")], list[str]]]
    dates: WordsOfDates


class OtherSheets(Item):
    """Names of the sheets that hold no answers."""

    help: Text
    codes: Text
    definitions: Text
    history: Text


class OfPrefecture(Item):
    """Questions that only the prefecture can answer, and what the form says of them."""

    inputs: Annotated[list[Id], Field(min_length=1)]
    mark: Text


class Change(Item):
    """A change of the form."""

    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    text: Text


class ExampleRow(Item):
    """A row of the filled form: column → value, in both languages where it is a text of its own."""

    sheet: Id
    values: dict[Id, str | Text]


class ExampleBody(Item):
    """A fictional municipality of the filled form: its code of five digits is nobody's."""

    code: Annotated[str, Field(pattern="^99[0-9]{3}$")]
    name: Text
    population: Annotated[int, Field(ge=0)]


class LetterBlock(Item):
    """A part of a letter; ``{…}`` in a text is one of the survey's fields."""

    kind: Literal["heading", "section", "paragraph", "list"]
    text: Text | None = None
    items: list[Text] = []
    #: Where it is set on the page; else at the left.
    place: Literal["center", "right"] | None = None
    #: The one language in which the letter has it; all where there is none.
    only: str | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "LetterBlock":
        if (self.kind == "list") == (self.text is not None) or (self.kind == "list") != bool(self.items):
            raise ValueError("a list has items, every other part a text")
        return self


class Letter(Cited):
    """A letter to the municipalities."""

    id: Id
    basis: Basis
    blocks: Annotated[list[LetterBlock], Field(min_length=1)]


class PrefectureSurvey(Item):
    """The form of a prefecture's survey, and every text it is sent, read and checked with."""

    sheets: Annotated[list[SurveySheet], Field(min_length=1)]
    keys: Annotated[list[SurveyColumn], Field(min_length=1)]
    cost_keys: Annotated[list[SurveyColumn], Field(min_length=1)]
    words: SurveyWords
    other_sheets: OtherSheets
    of_prefecture: OfPrefecture
    marks: dict[Id, Text]
    example_bodies: Annotated[list[ExampleBody], Field(min_length=1)]
    example: list[ExampleRow]
    fields_: Annotated[dict[Id, Text], Field(alias="fields")]
    letters: Annotated[list[Letter], Field(min_length=1)]
    summary: dict[Id, Text]
    definitions: dict[Id, Text]
    history: Annotated[list[Change], Field(min_length=1)]
    messages: dict[Id, Text]


def read_municipalities(folder: Path) -> dict[str, str]:
    """Return every municipality of ``municipalities.csv`` in a data folder: code of five digits → name.

    It is the ministry's list as of 2020; a prefecture corrects it in its own survey, whose list takes precedence.
    """
    with (folder / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"][:5]: row["name"] for row in csv.DictReader(file)}
