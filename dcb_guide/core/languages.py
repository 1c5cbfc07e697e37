"""The languages of the guide: one row each, and what a reader sees where a text is missing in theirs.

Everything that differs by language, except texts, is in a row here: adding a language means one row, its pages in
``docs/<code>/`` and its texts in ``guide_data/``. Standard library only: the browser uses it too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

#: The code of a language (ISO 639-1), a key of :data:`LANGUAGES`.
type LanguageCode = str


@dataclass(frozen=True)
class Language:
    """What differs from language to language."""

    code: LanguageCode
    #: Its name in itself.
    name: str
    #: The folder of its pages in the site; the first language's are in the site's root. In ``docs/`` it is the code.
    folder: str
    #: Between the items of a list, and between a label and what it labels.
    list_separator: str
    #: Between the last two items of a list that stands in a sentence.
    last_separator: str
    colon: str
    #: Whether its words are divided by spaces, and its sentences with them.
    has_spaces: bool
    #: The language tag that Word checks spelling with (BCP 47).
    word_tag: str
    #: Whether a missing text is an error; else the reader gets the fallback's, marked as being in that language.
    complete: bool
    #: The language whose text replaces a missing one.
    fallback: LanguageCode | None

    @property
    def prefix(self) -> str:
        """The start of its pages' addresses below the site's root: nothing, or its folder and a slash."""
        return f"{self.folder}/" if self.folder else ""

    @property
    def to_root(self) -> str:
        """The way from the folder of its pages to the site's root: nothing, or ``../``."""
        return "../" if self.folder else ""

    @property
    def opening(self) -> str:
        """The bracket that opens a remark, with the space before it."""
        return " (" if self.has_spaces else "（"

    @property
    def closing(self) -> str:
        """The bracket that closes a remark."""
        return ")" if self.has_spaces else "）"

    def in_brackets(self, remark: str) -> str:
        """Return a remark in brackets, with the space before them."""
        return f"{self.opening}{remark}{self.closing}"

    @property
    def before_suggestion(self) -> str:
        """What divides a sentence from a further one."""
        return " " if self.has_spaces else ""


_ROWS = (
    Language(
        code="ja",
        name="日本語",
        folder="",
        list_separator="、",
        last_separator="、",
        colon="：",
        has_spaces=False,
        word_tag="ja-JP",
        complete=True,
        fallback=None,
    ),
    Language(
        code="en",
        name="English",
        folder="en",
        list_separator=", ",
        last_separator=" and ",
        colon=": ",
        has_spaces=True,
        word_tag="en-GB",
        complete=True,
        fallback="ja",
    ),
)
#: Code → language, in the order in which a page offers them.
LANGUAGES: dict[LanguageCode, Language] = {row.code: row for row in _ROWS}
#: The language of the site's root, in which every text exists; a prefecture's plain text is taken for it.
FIRST: LanguageCode = _ROWS[0].code
#: The language of what only those read who edit the guide: messages about its data, pages for maintainers.
MAINTAINERS: LanguageCode = "en"


def language_of_path(path: str) -> LanguageCode:
    """Return the language of a page by its path in ``docs/`` or in the site: that of its first folder, else the first.

    >>> language_of_path("en/tool.md"), language_of_path("ja/tool.md"), language_of_path("tool/")
    ('en', 'ja', 'ja')
    """
    folder = next(iter(PurePosixPath(path).parts), "")
    return folder if folder in LANGUAGES else FIRST


def in_language(texts: Mapping[LanguageCode, str | None] | str | None, code: LanguageCode) -> tuple[str, LanguageCode]:
    """Return a text in a reader's language, and the language it is in.

    ``texts`` maps codes to texts, any of which may be missing, None or empty. In their place comes the text of the
    language's fallback, of the fallback's own fallback and so on, and at last any that is there; ``("", code)`` where
    none is. A plain string is in no particular language, such as a name, and comes back as it is.
    """
    if texts is None or isinstance(texts, str):
        return texts or "", code
    wanted: LanguageCode | None = code
    while wanted is not None:
        if text := texts.get(wanted):
            return text, wanted
        wanted = LANGUAGES[wanted].fallback
    return next(((text, other) for other, text in texts.items() if text), ("", code))


def text_in(texts: Mapping[LanguageCode, str | None] | str | None, code: LanguageCode) -> str:
    """Return a text in a reader's language or, where it is missing there, in another: :func:`in_language`."""
    return in_language(texts, code)[0]


def in_every_language(texts: Mapping[LanguageCode, str | None] | str | None) -> dict[LanguageCode, str]:
    """Return a text for the readers of each language, by :func:`in_language`."""
    return {code: text_in(texts, code) for code in LANGUAGES}


def joined(texts: list[Mapping[LanguageCode, str | None] | str]) -> dict[LanguageCode, str]:
    """Return several texts as one list for the readers of each language."""
    return {code: listed([text_in(text, code) for text in texts], code) for code in LANGUAGES}


def listed(items: Sequence[str], code: LanguageCode) -> str:
    """Return items as a list that can stand in a sentence.

    >>> listed(["A", "B", "C"], "en"), listed(["A", "B", "C"], "ja"), listed(["A"], "en"), listed([], "en")
    ('A, B and C', 'A、B、C', 'A', '')
    """
    row = LANGUAGES[code]
    *others, last = items or [""]
    return row.last_separator.join((row.list_separator.join(others), last)) if others else last
