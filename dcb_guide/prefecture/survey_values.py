"""Days, months and counts as people write them in a survey's cells."""

import datetime
import re
import unicodedata

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?([T ].*)?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(月|[-/.月]\d{1,2}日?([T ].*)?)?")
#: Years of Japanese eras count from the year before the first.
ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
ERA = re.compile(r"(令和|平成|昭和|[rhs])\.?(元|\d{1,2})(?=[-/.年])", re.IGNORECASE)
COUNT = re.compile(r"\d{1,15}|\d{1,3}(,\d{3})+")


def day_of(text: str) -> str | None:
    """Return a day in ISO 8601, or None where a text is no day of the western calendar."""
    found = DAY.fullmatch(_narrow(text))
    try:
        return datetime.date(*(int(part) for part in found.groups()[:3])).isoformat() if found else None
    except ValueError:
        return None


def month_of(text: str) -> str | None:
    """Return a month as ``YYYY-MM``, or None where a text is no month of the western calendar."""
    found = MONTH.fullmatch(_narrow(text))
    if not found or not (1 <= int(found[2]) <= 12 and int(found[1]) > 0):
        return None
    return f"{found[1]}-{int(found[2]):02}"


def western(text: str) -> str:
    """Return a text with a year of a Japanese era, if there is one in it, as the western year."""

    def year(found: re.Match[str]) -> str:
        return str(ERAS[found[1].lower()] + (1 if found[2] == "元" else int(found[2])))

    return ERA.sub(year, _narrow(text))


def count_of(text: str) -> int | None:
    """Return a whole number from 0, or None where a text is none."""
    narrow = _narrow(text)
    return int(narrow.replace(",", "")) if COUNT.fullmatch(narrow) and len(narrow) <= 19 else None


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
