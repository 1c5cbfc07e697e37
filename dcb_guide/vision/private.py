"""What looks private in the texts that would be published: telephone numbers, addresses, names with titles …

What it looks for is data (``guide_data/publication.yml``). The organisation's own contact is no such thing, and neither
is what the vision says was confirmed to be public.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dcb_guide.files.decode import position

#: Full-width characters and strokes → half-width, one for one, so that positions stay.
_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | dict.fromkeys(map(ord, "‐‑‒–—―−"), ord("-"))
#: A long-vowel mark between digits is meant for a hyphen.
_MARK_BETWEEN_DIGITS = re.compile(r"(?<=\d)ー(?=\d)")

#: Parts of ``vision.yml`` in which nothing is looked for: what may be public.
MAY_BE_PUBLIC = ("confirmed_public", "contact")
#: Most that is found in one text; whoever removes these finds what is left.
MOST_FOUND = 100


@dataclass(frozen=True)
class WrittenText:
    """A text that would be published, the file it is in, that file's content, and where in it the text begins."""

    text: str
    file: str
    content: str
    line: int = 1
    column: int = 1


class Pattern(NamedTuple):
    """What looks private, by a regular expression over half-width text."""

    id: str
    pattern: str
    #: Whether it has the check digit of an Individual Number.
    check_digit: bool
    #: What it is called, by language.
    label: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """Something that looks private: what kind it is, the text, and where it is written."""

    pattern: Pattern
    text: str
    file: str
    line: int
    column: int

    @property
    def shown(self) -> str:
        """The text as a message may repeat it: of an Individual Number the first and last two digits."""
        return f"{self.text[:2]}…{self.text[-2:]}" if self.pattern.check_digit else self.text


class PrivateSearch:
    """Looks for what is private by the guide's patterns; ``confirmed`` texts are left out.

    ``patterns`` are plain data (``Publication.private_patterns``), so that the browser looks by them too.
    """

    def __init__(self, patterns: Iterable[Mapping[str, Any]], confirmed: Iterable[str | None]) -> None:
        self._patterns = [(one := Pattern(**values), re.compile(one.pattern)) for values in patterns]
        self.confirmed = [_compact(text) for text in confirmed if text]

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
                if len(taken) > MOST_FOUND:
                    return
                original = written.text[start:end].strip()
                if not self._is_confirmed(original):
                    yield Found(pattern, original, written.file, *_place(written, original))

    def _is_confirmed(self, text: str) -> bool:
        return any(_compact(text) in confirmed for confirmed in self.confirmed)


def strings_of(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of plain data with its place."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from strings_of(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from strings_of(value, (*path, index))


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
