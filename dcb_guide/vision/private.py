"""What looks private in the texts that would be published: telephone numbers, addresses, names with titles …

What it looks for is data (``guide_data/publication.yml``). The organisation's own contact is no such thing, and neither
is what the vision says was confirmed to be public.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dcb_guide.files.decode import position
from dcb_guide.guide.publication import SURNAME, PrivatePattern, Publication

#: Full-width characters and strokes → half-width, one for one, so that positions stay.
_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | dict.fromkeys(map(ord, "‐‑‒–—―−"), ord("-"))
#: A long-vowel mark between digits is meant for a hyphen.
_MARK_BETWEEN_DIGITS = re.compile(r"(?<=\d)ー(?=\d)")


@dataclass(frozen=True)
class WrittenText:
    """A text that would be published, the file it is in, that file's content, and where in it the text begins."""

    text: str
    file: str
    content: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Found:
    """Something that looks private: what kind it is, the text, and where it is written."""

    pattern: PrivatePattern
    text: str
    file: str
    line: int
    column: int

    @property
    def shown(self) -> str:
        """The text as a message may repeat it: of an Individual Number the first and last two digits."""
        return f"{self.text[:2]}…{self.text[-2:]}" if self.pattern.check_digit else self.text


class PrivateSearch:
    """Looks for what is private by the guide's patterns; ``confirmed`` texts are left out."""

    def __init__(self, publication: Publication, confirmed: Iterable[str | None]) -> None:
        self.publication = publication
        self.confirmed = [_compact(text) for text in confirmed if text]

    @cached_property
    def _patterns(self) -> list[tuple[PrivatePattern, re.Pattern[str]]]:
        surnames = f"(?:{'|'.join(self.publication.surnames)})"
        return [(one, re.compile(one.pattern.replace(SURNAME, surnames))) for one in self.publication.private]

    def find(self, written: WrittenText) -> Iterator[Found]:
        """Yield everything in a text that looks private; of what overlaps, the first kind."""
        taken: list[range] = []
        plain = half_width_in_place(written.text)
        for pattern, expression in self._patterns:
            for match in expression.finditer(plain):
                start, end = match.span()
                if any(start < other.stop and other.start < end for other in taken):
                    continue
                if pattern.check_digit and not is_my_number(re.sub(r"\D", "", match[0])):
                    continue
                taken.append(range(start, end))
                original = written.text[start:end].strip()
                if not self._is_confirmed(original):
                    yield Found(pattern, original, written.file, *_place(written, original))

    def _is_confirmed(self, text: str) -> bool:
        return any(_compact(text) in confirmed for confirmed in self.confirmed)


def half_width_in_place(text: str) -> str:
    """Return a text of the same length with full-width letters, digits and punctuation written half-width."""
    return _MARK_BETWEEN_DIGITS.sub("-", text.translate(_HALF_WIDTH))


def is_my_number(digits: str) -> bool:
    """Return whether twelve digits have the check digit of an Individual Number (Ordinance No. 85 of 2014, Art. 5)."""
    if len(digits) != 12 or not digits.isdigit():
        return False
    weighted = sum(int(digit) * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(digits[:11]), start=1))
    rest = weighted % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _compact(text: str) -> str:
    """Return a text by which differences of width, spaces and capitals do not count."""
    return re.sub(r"\s", "", half_width_in_place(text)).casefold()


def _place(written: WrittenText, found: str) -> tuple[int, int]:
    """Return line and column of what was found: where the file has it, at or after the beginning of its text."""
    lines = written.content.splitlines(keepends=True)
    begins = sum(map(len, lines[: written.line - 1])) + written.column - 1
    at = written.content.find(found, begins)
    if at >= 0:
        return position(written.content, at)
    return written.line, written.column
