"""Widths of a table's columns and the size of its type, as its texts need them: the same in Word and in print."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dcb_guide.vision.text_width import longest_word, text_width

#: Width of the text on a page, in millimetres.
WIDTH = 170
#: Sizes of a table's type in points: the largest in which no word is broken is taken.
SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
MILLIMETRES_OF_POINT = 25.4 / 72
#: Room beside a cell's text, left and right together, in millimetres.
CELL_SIDES = 4.2
#: Fonts that stand in for the document's may be wider by this.
WIDER = 1.2
#: The smallest size at which room is left for such fonts.
LEGIBLE = 7.0
#: Days, which a line's end would otherwise divide.
DATE = re.compile(r"[^\W\d]{0,2}\d+年\d+月(?:\d+日)?")


class TableWidths(NamedTuple):
    """Widths of a table's columns in millimetres, and the size of its type in points."""

    columns: list[float]
    size: float


def table_widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> TableWidths:
    """Return the widths of columns that share the page's as their texts need, and the size of the type.

    Japanese can be broken nearly anywhere, words of Latin letters and days are not. The first row is bold.
    """
    texts = [(head, *cells) for head, *cells in zip(columns, *rows, strict=True)]
    words = [max(_longest(text, bold=number == 0) for number, text in enumerate(column)) for column in texts]
    least, size = [0.0], SIZES[0]
    for wider, size in (*((WIDER, size) for size in SIZES if size >= LEGIBLE), *((1.02, size) for size in SIZES)):
        least = [max(CELL_SIDES + word * size * MILLIMETRES_OF_POINT * wider, 11.0) for word in words]
        if sum(least) <= WIDTH:
            break
    least = _shared(least)
    # The rest goes to columns by what they lack of their longest text on a line; what nobody lacks, to all alike.
    lines = [max(text_width(text) for text in column) * size * MILLIMETRES_OF_POINT + CELL_SIDES for column in texts]
    lacks = [max(0.0, min(line, WIDTH) - one) for line, one in zip(lines, least, strict=True)]
    rest = max(0.0, WIDTH - sum(least))
    share = min(1.0, rest / sum(lacks)) if sum(lacks) else 0.0
    widths = [one + lack * share for one, lack in zip(least, lacks, strict=True)]
    return TableWidths([WIDTH * one / sum(widths) for one in widths], size)


def _shared(least: list[float]) -> list[float]:
    """Return the least widths within the page's; where they are too much, the widest columns get one width."""
    room, left = WIDTH, len(least)
    for one in sorted(least):
        if one * left >= room:
            return [min(width, room / left) for width in least]
        room, left = room - one, left - 1
    return least


def _longest(text: str, *, bold: bool) -> float:
    days = (text_width(day, bold=bold) for day in DATE.findall(text))
    return max([longest_word(text, bold=bold), *days])
