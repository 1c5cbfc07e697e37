"""Which languages the site has, and where the pages of each are."""

from pathlib import PurePosixPath

from dcb_guide.guide.decision_types import LANGUAGES, Language

__all__ = ["FIRST", "LANGUAGES", "Language", "language_of_path", "prefix_of", "to_root"]

#: The language whose pages are in the site's root.
FIRST: Language = LANGUAGES[0]


def prefix_of(language: Language) -> str:
    """Return the start of a language's addresses below the site's root: nothing, or its folder and a slash."""
    return "" if language == FIRST else f"{language}/"


def to_root(language: Language) -> str:
    """Return the way from the folder of a language's pages to the site's root: nothing, or ``../``."""
    return "" if language == FIRST else "../"


def language_of_path(path: str) -> Language:
    """Return the language of a page by its path in ``docs/`` or in the site: that of its first folder, else the first.

    >>> language_of_path("en/tool.md"), language_of_path("ja/tool.md"), language_of_path("tool/")
    ('en', 'ja', 'ja')
    """
    first = next(iter(PurePosixPath(path).parts), "")
    return next((language for language in LANGUAGES if language == first), FIRST)
