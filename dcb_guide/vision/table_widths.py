"""Widths of a table's columns, as its texts need them: the same in Word and in print."""

import re
import unicodedata
from collections.abc import Sequence

#: Width of the text on a page, in millimetres.
WIDTH = 170
#: Words and dates that a line's end does not break; the size of a cell's text and the room beside it, in millimetres.
LATIN_WORD = re.compile(r"[^\W\d]{0,2}\d+年\d+月(?:\d+日)?|[A-Za-z0-9.,()%/'-]+")
CELL_SIZE = 8.5 / 72 * 25.4 * 1.3
CELL_SIDES = 4.2


def display_width(text: str) -> float:
    """Return the width of a text in multiples of the font's size."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.53 for one in text)


def column_widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return widths in millimetres for columns that share the page's as their texts need; no word is broken if it fits.

    Japanese can be broken nearly anywhere, words of Latin letters cannot.
    """
    texts = [(head, *cells) for head, *cells in zip(columns, *rows, strict=True)]
    least = [
        CELL_SIDES
        + CELL_SIZE * max((display_width(word) for text in column for word in LATIN_WORD.findall(text)), default=2)
        for column in texts
    ]
    least = [min(max(one, 11.0), WIDTH / len(columns) * 1.5) for one in least]
    rest = max(0.0, WIDTH - sum(least))
    needs = [max(min(display_width(text), 120) for text in column) ** 0.75 + 1 for column in texts]
    widths = [one + rest * need / sum(needs) for one, need in zip(least, needs, strict=True)]
    return [WIDTH * one / sum(widths) for one in widths]
