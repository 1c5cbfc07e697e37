"""Days, months and counts as people write them in a survey's cells."""

import re
import unicodedata
from collections.abc import Mapping

from dcb_guide.files.written_dates import written_date

COUNT = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3})+)\s*人?")


def day_of(text: str, eras: Mapping[str, int]) -> str | None:
    """Return a day in ISO 8601, or None where a text is no day in any usual way of writing; ``eras`` by name."""
    found = written_date(text, eras)
    return f"{found.year:04}-{found.month:02}-{found.day:02}" if found and found.day else None


def month_of(text: str, eras: Mapping[str, int]) -> str | None:
    """Return the month of a month or a day as ``YYYY-MM``, or None where a text is neither."""
    found = written_date(text, eras)
    return f"{found.year:04}-{found.month:02}" if found else None


def count_of(text: str) -> int | None:
    """Return a whole number from 0, or None where a text is none."""
    found = COUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    digits = found[1].replace(",", "") if found else ""
    return int(digits) if digits and len(digits) <= 15 else None
