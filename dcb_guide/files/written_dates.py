"""Days and months in the ways people usually write them, in the western and the Japanese calendar.

Everything that reads dates from people – a survey's cells, a vision's files – understands the same ways. Standard
library only: the browser reads dates with the same code.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

#: What follows a year: a month and perhaps a day, with any usual mark between. Behind them is a weekday in brackets, or
#: the time that programs write.
_REST = (
    r"\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2}))?\s*[月日]?\s*(?:\(.{1,3}\))?(?:[T ]\d{1,2}:.*)?"
)
#: ``2026/4/1``, ``2026年4月``, ``2026.4``.
WESTERN = re.compile(rf"(?:西暦\s*)?(?P<year>\d{{4}}){_REST}")
#: The same with a year of an era: ``令和8年4月1日``, ``R8.4``, ``平成元年12月``.
IN_ERA = re.compile(rf"(?P<era>[^\W\d_]+?)\s*\.?\s*(?P<year>元|\d{{1,2}}){_REST}")
#: Names of the months in English, of which three letters are enough.
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
#: ``Apr-24`` as Excel writes a month, ``April 2024``, ``1 April 2024``, ``1-Apr-2024``. A day and a year of two digits
#: cannot be told apart, so the day needs the whole year: ``24-Apr`` may be either.
ENGLISH = re.compile(r"(?:(?P<day>\d{1,2})[ -])?(?P<name>[a-z]{3,9})\.?(?P<divider>[ -])(?P<year>\d{4}|\d\d)")
#: ``April 1, 2024``, as the United States write it.
AMERICAN = re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})")
#: ``4/2024``: a month and a year.
MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})")
#: Digits alone: ``202604``, ``20260401``.
DIGITS = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)?")
#: Strokes that people write for a hyphen.
STROKES = re.compile("[‐‑‒–—―−ー－]")


class WrittenDate(NamedTuple):
    """A date as written: its month is from 1 to 12 and its day, if any, is one of that month."""

    year: int
    month: int
    day: int | None


def written_date(text: str, eras: Mapping[str, int]) -> WrittenDate | None:
    """Return the day or month that a text states, or None where it is none or does not exist.

    ``eras`` are the names of eras, as people write them (令和, R), with the western year of their first year.
    """
    plain = STROKES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    if english := _english(plain.casefold()):
        return _existing(*english)
    if found := WESTERN.fullmatch(plain) or DIGITS.fullmatch(plain):
        year = int(found["year"])
    elif found := IN_ERA.fullmatch(plain):
        first = next((year for name, year in eras.items() if name.casefold() == found["era"].casefold()), None)
        if first is None:
            return None
        year = first - 1 + (1 if found["year"] == "元" else int(found["year"]))
    else:
        return None
    return _existing(year, int(found["month"]), int(found["day"]) if found["day"] else None)


class WrittenYear(NamedTuple):
    """A year as written, of the calendar or of the budget, which begins in April."""

    year: int
    is_fiscal: bool

    @property
    def first(self) -> tuple[int, int]:
        """Its first month: (year, month)."""
        return (self.year, 4) if self.is_fiscal else (self.year, 1)

    @property
    def last(self) -> tuple[int, int]:
        """Its last month: (year, month)."""
        return (self.year + 1, 3) if self.is_fiscal else (self.year, 12)


#: ``2027年度``, ``令和9年度``, ``R9年``, ``FY2027``, ``FY27``, ``2027``.
YEAR = re.compile(
    r"(?P<fy>fy\s*)?(?:西暦\s*)?(?:(?P<era>[^\W\d_]+?)\s*)?(?P<year>元|\d{1,2}|\d{4})\s*(?P<kind>年度|年|fy)?",
    re.IGNORECASE,
)


def written_year(text: str, eras: Mapping[str, int]) -> WrittenYear | None:
    """Return the year that a text states and nothing more, or None; ``eras`` as for :func:`written_date`."""
    found = YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    digits, is_fiscal = found["year"], bool(found["fy"]) or found["kind"] in ("年度", "FY", "fy")
    first = next((year for name, year in eras.items() if name.casefold() == (found["era"] or "").casefold()), None)
    if first is not None and len(digits) < 4:
        return WrittenYear(first - 1 + (1 if digits == "元" else int(digits)), is_fiscal)
    if found["era"] or not digits.isdigit():
        return None
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return WrittenYear(int(digits), is_fiscal)
    return WrittenYear(2000 + int(digits), is_fiscal=True) if found["fy"] and len(digits) == 2 else None


def _english(text: str) -> tuple[int, int, int | None] | None:
    if found := MONTH_FIRST.fullmatch(text):
        return int(found["year"]), int(found["month"]), None
    found = ENGLISH.fullmatch(text) or AMERICAN.fullmatch(text)
    if found is None:
        return None
    named = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(found["name"])]
    day = int(found["day"]) if found["day"] else None
    if not named or (len(found["year"]) == 2 and (day is not None or found["divider"] == " ")):
        return None
    return int(found["year"]) + (2000 if len(found["year"]) == 2 else 0), named[0], day


def _existing(year: int, month: int, day: int | None) -> WrittenDate | None:
    """Return a date, or None where there is no such month or day."""
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return WrittenDate(year, month, day)
