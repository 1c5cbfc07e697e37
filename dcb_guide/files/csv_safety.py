"""Texts that spreadsheets would run as formulas, made harmless when a table is written, and restored when it is read.

A spreadsheet takes a cell that begins with ``= + - @``, a tab or a carriage return for a formula, and some do after
blanks, characters of no width, or with full-width characters (CWE-1236). An apostrophe before it makes it a text.
"""

import re

#: Characters that are not seen: blanks, those of no width, and those that turn the direction of text.
UNSEEN = "\\s\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
#: Apostrophes, what is not seen, and then what begins a formula, in any width; or a tab or a line end at once.
FORMULA = re.compile(f"'*([{UNSEEN}]*[=+\\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]|[\t\r\n])")


def neutralised(text: str) -> str:
    """Return a text as a cell may hold it: with an apostrophe before it where it could be run as a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def original(text: str) -> str:
    """Return the text that :func:`neutralised` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
