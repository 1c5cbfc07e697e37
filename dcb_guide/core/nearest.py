"""The nearest valid choice to a word that is none."""

import difflib
from collections.abc import Iterable


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like ``word``, or None where none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return “; did you mean …?”, or nothing where no known word is near."""
    found = nearest_word(word, known)
    return f"; did you mean {found!r}?" if found else ""
