"""The nearest valid choice to a word that is none."""

import difflib
from collections.abc import Iterable
from pathlib import PurePosixPath


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like ``word``, or None where none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def nearest_file(name: str, known: Iterable[str]) -> str | None:
    """Return the known file whose name is most like that of ``name``, or None where none is near.

    Folders and the ends of names, which are the same anyway, do not count.
    """
    files = {PurePosixPath(one).stem: one for one in known}
    near = nearest_word(PurePosixPath(name).stem, files)
    return files[near] if near else None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return “; did you mean …?”, or nothing where no known word is near."""
    found = nearest_word(word, known)
    return f"; did you mean {found!r}?" if found else ""
