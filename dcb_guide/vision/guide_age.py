"""How old the guide is that a prefecture's fork builds on: by the last release in CHANGELOG.md, without a network.

``python -m dcb_guide.vision.guide_age`` prints the note in every language, for the summary of a workflow.
"""

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES, LanguageCode
from dcb_guide.guide.content import Guide
from dcb_guide.guide.read_guide import find_data, load

#: A release: its version and its day. What is not released yet has no day.
RELEASE = re.compile(r"^## \d+\.\d+\.\d+ – (\d{4}-\d\d-\d\d)$", re.MULTILINE)
#: Months within which there is nothing to say: a release is due every quarter.
DUE_MONTHS = 3


def release_date(changelog: str) -> date | None:
    """Return the day of the newest release of a changelog (newest first), None where nothing is released yet.

    Raises ``ValueError`` where the day is none of the calendar.
    """
    found = RELEASE.search(changelog)
    return date.fromisoformat(found[1]) if found else None


def whole_months(start: date, end: date) -> int:
    """Return how many whole months lie between two days; 0 where the end is before the start."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(months, 0)


def age_note(guide: Guide, language: LanguageCode, root: Path, today: date | None = None) -> str | None:
    """Return a note on the age of a fork's guide, or None where none is due.

    ``root`` is the checkout, whose CHANGELOG.md names the release; an installed package has none.
    """
    changelog = root / "CHANGELOG.md"
    released = release_date(changelog.read_text(encoding="utf-8")) if changelog.exists() else None
    months = whole_months(released, today or _today()) if released else 0
    if months < DUE_MONTHS:
        return None
    return guide.draft["guide_age"][language].replace("{months}", str(months))


def _today() -> date:
    """Return the day, or the one that SOURCE_DATE_EPOCH names (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()


if __name__ == "__main__":
    the_guide, checkout = load(), find_data().parent
    for one in LANGUAGES:
        if note := age_note(the_guide, one, checkout):
            print(f"- {note}")
