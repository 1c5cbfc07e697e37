"""Types of ``guide_data/publication.yml``: the fields of a vision, and what must not be published of one."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from dcb_guide.core.languages import LanguageCode
from dcb_guide.guide.decision_types import Id, Item, Text

#: What stands in a pattern for any of the family names.
SURNAME = "<surname>"
#: What a reader of ``vision.yml`` makes of usual ways of writing: a year and month, a day, a number …
type Kind = Literal[
    "text", "plain", "month", "day", "count", "number", "digits", "prefecture_code", "municipality_code"
]


#: A field of ``vision.yml`` without the numbers of lists, such as ``initiatives.start``.
type FieldPath = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


def _is_pattern(pattern: str) -> str:
    try:
        re.compile(pattern.replace(SURNAME, "x"))
    except re.error as error:
        raise ValueError(f"this is no regular expression: {error}") from error
    return pattern


class FieldForm(Item):
    """How fields are written; ``text`` goes on after a field's label."""

    id: Id
    as_: Annotated[Kind, Field(alias="as")]
    text: Text


class VisionField(Item):
    """A field of ``vision.yml``."""

    path: FieldPath
    form: Id
    #: What could stand in the file, as YAML; by language where it is a text.
    example: str | Text
    #: Where it is published: one of ``places``, or a chapter of the document.
    appears: Id
    label: Text

    def example_in(self, language: LanguageCode) -> str:
        """Return the example for readers of a language."""
        return self.example if isinstance(self.example, str) else self.example[language]


class FormPart(Item):
    """A part of the form with which a vision is written: fields by their paths, ``long`` those for longer texts."""

    label: Text
    #: The list of which each entry has the fields; none where the part is there once.
    list_: Annotated[FieldPath | None, Field(alias="list")] = None
    #: What an entry of the list is called, and the button that adds one.
    entry: Text | None = None
    add: Text | None = None
    fields_: Annotated[list[str], Field(alias="fields")]
    long: Annotated[list[str], Field(default_factory=list)]
    #: What an entry is called that has none of the known ids; the form then gives it one.
    own_id: Text | None = None
    #: A list in each entry of this one.
    inner: "FormPart | None" = None


class Era(Item):
    """An era of the Japanese calendar; its year 1 is ``first_year``."""

    first_year: int
    names: Annotated[list[str], Field(min_length=1)]


class PrivatePattern(Item):
    """What looks private: a regular expression over one line in half-width characters."""

    id: Id
    pattern: Annotated[str, AfterValidator(_is_pattern)]
    #: Whether what is found must have the check digit of an Individual Number.
    check_digit: bool = False
    label: Text


class Renamed(Item):
    """What records of older guides call otherwise: questions (old id → new id) and answers (question → old → new)."""

    questions: dict[str, Id]
    answers: dict[Id, dict[str, str]]


class VisionPage(Item):
    """A page of a published vision, by the name of its source, with the chapters of the document that it shows."""

    id: Annotated[str, StringConstraints(pattern=r"^vision(-[a-z]+)?$")]
    chapters: Annotated[list[Id], Field(min_length=1)]
    label: Text


class Publication(Item):
    """What a vision may hold, and what must not be published of it."""

    forms: list[FieldForm]
    ignored_files: list[str]
    places: dict[Id, Text]
    pages: Annotated[list[VisionPage], Field(min_length=1)]
    fields_: Annotated[list[VisionField], Field(alias="fields")]
    form_parts: list[FormPart]
    #: Field → value → what it is called.
    value_labels: dict[str, dict[str, Text]]
    #: Requirement → the part of ``vision.yml`` that settles it once all of that is filled in.
    settled_by: dict[Id, Id]
    #: Words for the same field, a list for each.
    same_fields: list[list[str]]
    renamed: Renamed
    eras: list[Era]
    surnames: list[str]
    private: list[PrivatePattern]
    texts: dict[Id, Text]

    @property
    def first_years(self) -> dict[str, int]:
        """The names of eras as people write them, with the first year of each."""
        return {name: era.first_year for era in self.eras for name in era.names}

    @property
    def private_patterns(self) -> list[dict[str, Any]]:
        """What looks private as plain data, with the family names in the patterns."""
        surnames = f"(?:{'|'.join(self.surnames)})"
        return [
            {
                "id": one.id,
                "pattern": one.pattern.replace(SURNAME, surnames),
                "check_digit": one.check_digit,
                "label": one.label.texts,
            }
            for one in self.private
        ]

    @model_validator(mode="after")
    def _entries_are_named(self) -> "Publication":
        parts = [*self.form_parts, *(one.inner for one in self.form_parts if one.inner)]
        if unnamed := [one.list_ for one in parts if (one.list_ is None) != (one.entry is None or one.add is None)]:
            raise ValueError(f"a list has entry and add, and nothing else has: {', '.join(map(str, unnamed))}")
        return self

    @model_validator(mode="after")
    def _form_has_fields(self) -> "Publication":
        known = {one.path for one in self.fields_}
        parts = [*self.form_parts, *(one.inner for one in self.form_parts if one.inner)]
        used = {path for part in parts for path in (*part.fields_, *part.long)} | self.value_labels.keys()
        if unknown := sorted(used - known):
            raise ValueError(f"these are no fields: {', '.join(unknown)}")
        return self

    def field(self, path: tuple[str | int, ...]) -> VisionField | None:
        """Return the field at a path of a vision's data; None where there is none of that name."""
        name = ".".join(part for part in path if isinstance(part, str))
        return next((one for one in self.fields_ if one.path == name), None)

    def kind(self, path: tuple[str | int, ...]) -> Kind | None:
        """Return what is made of usual ways of writing the field at a path; None where there is none."""
        field = self.field(path)
        return self.form(field).as_ if field else None

    def fields_in(self, path: tuple[str | int, ...]) -> list[str]:
        """Return the keys that a part of a vision's data may have."""
        part = ".".join(key for key in path if isinstance(key, str))
        found = (one.path.rpartition(".") for one in self.fields_)
        return [key for within, _, key in found if within == part]

    def form(self, field: VisionField) -> FieldForm:
        """Return how a field is written."""
        return next(one for one in self.forms if one.id == field.form)
