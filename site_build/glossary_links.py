"""Links from a page's text to the glossary: each term once, where running text first uses it."""

import re
from collections.abc import Sequence
from html import escape

from dcb_guide.core.languages import LANGUAGES, LanguageCode
from dcb_guide.guide.content import Term

TOKEN = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)")
#: Inside these, text stays as it is.
CLOSED = {"a", "button", "code", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "noscript", "script"}
CLOSED |= {"strong", "summary", "svg", "th"}


def link_terms(html: str, terms: list[Term], language: LanguageCode, glossary: str, names: Sequence[str] = ()) -> str:
    """Return the HTML with the first use of each term linked to ``glossary``, its meaning as the link's title.

    Nothing inside one of the proper ``names`` is linked.
    """
    waiting = {term[language].casefold(): term for term in terms}
    pattern = _pattern(list(waiting), language, names)
    depth = 0
    parts: list[str] = []

    def linked(found: re.Match[str]) -> str:
        word = found.group(0)
        term = waiting.pop(word.casefold(), None)
        if term is None:
            return word
        meaning = escape(term.meaning[language], quote=True)
        return f'<a class="dcb-term-link" href="{glossary}#{term.id}" title="{meaning}">{word}</a>'

    for token in TOKEN.findall(html):
        if token.startswith("<"):
            tag = TAG.match(token)
            if tag and tag[2].lower() in CLOSED and not token.endswith("/>"):
                depth += -1 if tag[1] else 1
            parts.append(token)
        else:
            parts.append(token if depth else pattern.sub(linked, token))
    return "".join(parts)


def _pattern(words: list[str], language: LanguageCode, names: Sequence[str]) -> re.Pattern[str]:
    """Match names, then the longest term first; where spaces divide words, whole ones in any case."""
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    terms = rf"\b(?:{listed})\b" if LANGUAGES[language].has_spaces else listed
    proper = [re.escape(escape(name)) for name in sorted(names, key=len, reverse=True)]
    return re.compile("|".join([*proper, terms]), re.IGNORECASE)
