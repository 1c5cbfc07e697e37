"""Widths of text and the lines it takes, as Word and LibreOffice set it in the fonts of the document.

Characters of Japanese are as wide as the font is high. Those of Latin are as wide as Arial's, for which every system
has Arial or a font with the same widths (Liberation Sans, Arimo, Helvetica). Widths are multiples of the font's size.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: Characters by their width in thousandths of the font's size, in Arial and in Arial Bold.
REGULAR = {191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-`r·“”", 334: "{}", 355: '"', 389: "*",
           469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–", 584: "+<=>~×", 611: "FTZ", 667: "&ABEKPSVXY",
           722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…", 1015: "@"}  # fmt: skip
BOLD = {238: "'", 278: " ,./I\\ijl‘’", 280: "|", 333: "!()-:;[]`ft·", 389: "*r{}", 474: '"', 500: "z“”",
        556: "#$0123456789J_aceksvxy–", 584: "+<=>^~×", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU",
        778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@", 1000: "—…"}  # fmt: skip
WIDTHS = [
    {character: width / 1000 for width, characters in table.items() for character in characters}
    for table in (REGULAR, BOLD)
]
#: What a Latin character that is not listed is taken to be.
OTHERWISE = 0.556
#: Room between Japanese and Latin characters.
BETWEEN_SCRIPTS = 0.2
#: Characters that begin no line, that end no line, and that may stand beyond a line's end.
BEGIN_NO_LINE = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー」』）〕］｝〉》】’”…ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％℃°,.)]}:;!?"
)
END_NO_LINE = frozenset("「『（〔［｛〈《【‘“([{￥＄$")
BEYOND_THE_END = frozenset("、。，．")


class Unit(NamedTuple):
    """What no line's end divides: its width, the room after it, and how much of it may stand beyond a line's end."""

    width: float
    room: float
    beyond: float


def text_width(text: str, *, bold: bool = False) -> float:
    """Return the width of a text on one line."""
    return sum(width for _, width in _widths([(text, bold)]))


def longest_word(text: str, *, bold: bool = False) -> float:
    """Return the width of the widest part of a text that no line's end divides."""
    return max((unit.width for unit in _units([(text, bold)]) if unit is not None), default=0.0)


def count_lines(runs: Iterable[tuple[str, bool]], width: float) -> int:
    """Return how many lines the runs of a paragraph (text, whether it is bold) take on lines of a width.

    However narrow they are, a line holds a character.
    """
    lines, used, width = 1, 0.0, max(width, 1.0)
    for unit in _units(runs):
        if unit is None or (used and used + unit.width - unit.beyond > width):
            lines, used = lines + 1, 0.0
        if unit is None:
            continue
        used += unit.width
        while used - unit.beyond > width:
            # A word that is longer than a line is broken.
            lines, used = lines + 1, used - width
        used += unit.room
    return lines


def _units(runs: Iterable[tuple[str, bool]]) -> Iterator[Unit | None]:
    """Yield what no line's end divides, and None for a line's end that is written."""
    width = room = beyond = 0.0
    previous = ""
    for character, wide in _widths(runs):
        if previous and (character == "\n" or _may_break(previous, character)):
            yield Unit(width, room, beyond)
            width = room = beyond = 0.0
        if character == "\n":
            yield None
            previous = ""
            continue
        if character == " ":
            room += wide
        else:
            width += room + wide
            room, beyond = 0.0, wide if character in BEYOND_THE_END else 0.0
        previous = character
    if previous:
        yield Unit(width, room, beyond)


def _may_break(before: str, after: str) -> bool:
    """Return whether a line may end between two characters."""
    if " " in (before, after):
        return after != " "
    if after in BEGIN_NO_LINE or before in END_NO_LINE:
        return False
    return _is_japanese(before) or _is_japanese(after) or (before in "-–—" and after.isalpha())


def _widths(runs: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, float]]:
    """Yield each character with its width and the room before it."""
    characters = [(character, bold) for text, bold in runs for character in text]
    # Characters that both scripts use are set as those before them, at the beginning as those after.
    is_japanese = next((_is_japanese(one) for one, _ in characters if _is_japanese(one) or one.isalnum()), False)
    last = None
    for character, bold in characters:
        if _is_japanese(character) or character.isalnum():
            is_japanese = _is_japanese(character)
            between = BETWEEN_SCRIPTS if last is not None and last != is_japanese else 0.0
            last = is_japanese
        else:
            between = 0.0
            last = None
        yield character, between + _character_width(character, bold=bold, is_japanese=is_japanese)


def _is_japanese(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _character_width(character: str, *, bold: bool, is_japanese: bool) -> float:
    kind = unicodedata.east_asian_width(character)
    if kind in "WF" or (kind == "A" and is_japanese):
        return 1.0
    if character == "\n" or unicodedata.combining(character):
        return 0.0
    return WIDTHS[bold].get(character, {"A": 1.0, "H": 0.5}.get(kind, OTHERWISE))
