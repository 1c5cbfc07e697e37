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
    if found := WESTERN.fullmatch(plain) or DIGITS.fullmatch(plain):
        year = int(found["year"])
    elif found := IN_ERA.fullmatch(plain):
        first = next((year for name, year in eras.items() if name.casefold() == found["era"].casefold()), None)
        if first is None:
            return None
        year = first - 1 + (1 if found["year"] == "元" else int(found["year"]))
    else:
        return None
    month, day = int(found["month"]), int(found["day"]) if found["day"] else None
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return WrittenDate(year, month, day)
