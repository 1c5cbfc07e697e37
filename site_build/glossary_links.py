"""Links from a page's text to the glossary: each term once, where running text first uses it."""

import re
from html import escape

from dcb_guide.guide.content import Term
from site_build.languages import Language

TOKEN = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)")
#: Inside these, text stays as it is.
CLOSED = {"a", "button", "code", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "noscript", "script"}
CLOSED |= {"strong", "summary", "svg", "th"}


def link_terms(html: str, terms: list[Term], language: Language, glossary: str) -> str:
    """Return the HTML with the first use of each term linked to ``glossary``, its meaning as the link's title."""
    waiting = {_word(term, language): term for term in terms}
    pattern = _pattern(list(waiting), language)
    depth = 0
    parts: list[str] = []

    def linked(found: re.Match[str]) -> str:
        word = found.group(0)
        term = waiting.pop(word if language == "ja" else word.lower(), None)
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


def _word(term: Term, language: Language) -> str:
    return term.ja if language == "ja" else term.en.lower()


def _pattern(words: list[str], language: Language) -> re.Pattern[str]:
    """Match the longest term first; English ones as whole words in any case."""
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(listed if language == "ja" else rf"\b(?:{listed})\b", 0 if language == "ja" else re.IGNORECASE)
