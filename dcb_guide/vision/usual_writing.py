"""Usual ways of writing dates, numbers and codes, as the fields of ``vision.yml`` need them.

What cannot be understood for certain stays as it is written; checking the file then says what to write.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any, Protocol

from dcb_guide.files.written_dates import STROKES, WrittenDate, written_date
from dcb_guide.prefecture.survey import short_code

NUMBER = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")
#: Units that a field's name already says.
UNITS = re.compile(r"\s*(%|百万円|人|million yen)$")


class Writing(Protocol):
    """How the fields of ``vision.yml`` are written: the guide's ``Publication``, or what the browser has of it."""

    @property
    def first_years(self) -> dict[str, int]:
        """The names of eras as people write them, with the first year of each."""

    def kind(self, path: tuple[str | int, ...]) -> str | None:
        """Return what is made of usual ways of writing the field at a path; None where there is no such field."""


def in_form(data: Any, publication: Writing, path: tuple[str | int, ...] = ()) -> Any:
    """Return the data of a ``vision.yml`` with every field in its form where what is written is understood."""
    if isinstance(data, dict):
        kind = publication.kind(path)
        if kind != "text":
            return {key: in_form(value, publication, (*path, key)) for key, value in data.items()}
        return {key: _text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [in_form(value, publication, (*path, index)) for index, value in enumerate(data)]
    kind = publication.kind(path)
    return data if kind is None else _READERS[kind](data, publication)


def half_width(text: str) -> str:
    """Return a text with full-width letters, digits and punctuation written half-width."""
    return unicodedata.normalize("NFKC", text)


def _text(value: Any, _: Writing | None = None) -> Any:
    """A number or a day without quotes is a text here."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _plain(value: Any, _: Writing) -> Any:
    """Names, ids and addresses are half-width; an address with Japanese in it stays as it is."""
    if not isinstance(value, str):
        return value
    written = half_width(value).strip()
    return written if written.isascii() else value


def _date(value: Any, publication: Writing) -> WrittenDate | None:
    """Return the date of a field in any usual way of writing."""
    if isinstance(value, datetime.date):
        return WrittenDate(value.year, value.month, value.day)
    return written_date(value, publication.first_years) if isinstance(value, str) else None


def _month(value: Any, publication: Writing) -> Any:
    found = _date(value, publication)
    return f"{found.year:04}-{found.month:02}" if found else value


def _day(value: Any, publication: Writing) -> Any:
    found = _date(value, publication)
    return f"{found.year:04}-{found.month:02}-{found.day:02}" if found and found.day else value


def _number(value: Any, _: Writing) -> Any:
    if not isinstance(value, str):
        return value
    text = UNITS.sub("", half_width(value).strip())
    return float(text.replace(",", "")) if NUMBER.fullmatch(text) else value


def _count(value: Any, publication: Writing) -> Any:
    number = _number(value, publication)
    return int(number) if isinstance(number, float) and number.is_integer() else value


def _digits(value: Any, _: Writing) -> Any:
    return STROKES.sub("-", half_width(value)).strip() if isinstance(value, str) else value


def _prefecture_code(value: Any, _: Writing) -> Any:
    if isinstance(value, bool):
        return value
    text = half_width(str(value)).strip()
    return text.zfill(2) if isinstance(value, (int, str)) and text.isdigit() and len(text) <= 2 else value


def _municipality_code(value: Any, _: Writing) -> Any:
    """Return five digits; a number has lost the zero that Hokkaido's codes begin with."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return value
    text = half_width(str(value)).strip()
    return short_code(text.zfill(5) if isinstance(value, int) else text) or value


_READERS: dict[str, Callable[[Any, Writing], Any]] = {
    "text": _text,
    "plain": _plain,
    "month": _month,
    "day": _day,
    "count": _count,
    "number": _number,
    "digits": _digits,
    "prefecture_code": _prefecture_code,
    "municipality_code": _municipality_code,
}
