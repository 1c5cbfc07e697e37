"""Days, months and counts as people write them in a survey's cells."""

import calendar
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from dcb_guide.files.written_dates import WrittenDate, written_date, written_year

#: What ends a day or a month written in brackets (``2027年4月（予定）``), and blanks before it.
BRACKETS = str.maketrans("（）()～〜", "    ~~")
#: Months of which a number loses the zero: 2024.10 becomes 2024.1.
LOST_ZERO = re.compile(r"((?:19|20)\d\d)\.1")

COUNT = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3})+)\s*人?")


class SurveyDates:
    """Days and months as officials write them; ``texts`` are those of the form, with the eras and words of dates."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self.eras: Mapping[str, int] = texts["eras"]
        self.words: Mapping[str, list[str]] = texts["words"]["dates"]

    def day(self, text: str) -> str | None:
        """Return a day in ISO 8601, or None where a text is no day in any usual way of writing."""
        found = self._day(text)
        return f"{found.year:04}-{found.month:02}-{found.day:02}" if found and found.day else None

    def month(self, text: str) -> str | None:
        """Return the month of a month or a day as ``YYYY-MM``, or None where a text is neither."""
        found = self._day(text) or written_date(_without(text, self.words["month"]), self.eras)
        return f"{found.year:04}-{found.month:02}" if found else None

    def not_a_month(self, text: str) -> tuple[str, dict[str, str]]:
        """Return what is said of a text that is no month: a message with its values."""
        year = written_year(_without(text, self.words["month"]), self.eras)
        if year is None:
            return "not_a_month", {}
        return "year_without_month", {"first": _shown(*year.first), "last": _shown(*year.last)}

    def not_a_day(self, text: str) -> tuple[str, dict[str, str]]:
        """Return what is said of a text that is no day: a message with its values."""
        found = written_date(_without(text, self.words["day"]), self.eras)
        if found is None:
            return "not_a_day", {}
        return "month_without_day", {"first": f"{_shown(found.year, found.month)}-01"}

    def _day(self, text: str) -> WrittenDate | None:
        """Return the day or month that a text states: the last of a month too, the last and first month of a year."""
        plain = _without(text, self.words["day"])
        found = written_date(plain, self.eras)
        if found is not None:
            return found
        before = _without(plain, self.words["last"])
        if before != plain:
            found, year = written_date(before, self.eras), written_year(before, self.eras)
            last = (
                year.last if year and year.is_fiscal else (found.year, found.month) if found and not found.day else None
            )
            return WrittenDate(*last, calendar.monthrange(*last)[1]) if last else None
        before = _without(plain, self.words["first"])
        year = written_year(before, self.eras) if before != plain else None
        return WrittenDate(*year.first, None) if year and year.is_fiscal else None


def month_that_lost_a_zero(text: str) -> str | None:
    """Return the year of a number such as 2024.1, which may have been typed as 2024.10; None for any other text."""
    found = LOST_ZERO.fullmatch(text)
    return found[1] if found else None


def _shown(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"


def _without(text: str, endings: Iterable[str]) -> str:
    """Return a text without what follows a date, nor the brackets around that."""
    plain = unicodedata.normalize("NFKC", text).translate(BRACKETS).strip()
    for ending in sorted(endings, key=len, reverse=True):
        if plain.casefold().endswith(ending):
            return plain[: -len(ending)].strip()
    return plain


def count_of(text: str) -> int | None:
    """Return a whole number from 0, or None where a text is none."""
    found = COUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    digits = found[1].replace(",", "") if found else ""
    return int(digits) if digits and len(digits) <= 15 else None
