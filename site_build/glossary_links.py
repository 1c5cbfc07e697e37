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
#: What is named or quoted: a title or a label, whose words are not the glossary's.
QUOTED = re.compile(r"(「[^「」]*」|『[^『』]*』|“[^“”]*”)")
#: A character that continues a Japanese word: kanji, katakana, letters and digits. Particles are hiragana.
IN_A_WORD = r"[A-Za-z0-9々ァ-ヺー㐀-鿿]"


def link_terms(html: str, terms: list[Term], language: LanguageCode, glossary: str, names: Sequence[str] = ()) -> str:
    """Return the HTML with the first use of each term linked to ``glossary``, its meaning as the link's title.

    A use counts only as a word of its own outside headings, proper ``names`` and quotations.
    """
    waiting = {term[language].casefold(): term for term in terms}
    pattern = _pattern([term[language] for term in terms], language, names)
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
            pieces = [token] if depth else QUOTED.split(token)
            parts += [piece if depth or QUOTED.fullmatch(piece) else pattern.sub(linked, piece) for piece in pieces]
    return "".join(parts)


def _pattern(words: list[str], language: LanguageCode, names: Sequence[str]) -> re.Pattern[str]:
    """Match names, then the longest term, and never a part of a longer word.

    Where spaces divide words, a plural is such a longer word: it is not linked, nor is a shorter term in it. A hyphen
    makes one word of two, and a term in capitals throughout its words is part of a name (Digital Public Goods, an
    office), so only its first letter may differ. Where spaces do not divide words, a term is part of a longer word
    beside another character of the words' scripts; a term of one character cannot be distinguished from its homonyms.
    """
    proper = "".join(f"{re.escape(escape(name))}|" for name in sorted(names, key=len, reverse=True))
    if LANGUAGES[language].has_spaces:
        listed = "|".join(_at_either_case(word) for word in sorted(words, key=len, reverse=True))
        return re.compile(rf"{proper}(?<![\w-])(?:{listed})(?![\w-])")
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if len(word) > 1)
    return re.compile(rf"{proper}(?<!{IN_A_WORD})(?:{listed})(?!{IN_A_WORD})")


def _at_either_case(word: str) -> str:
    return f"[{re.escape(word[0].upper())}{re.escape(word[0].lower())}]{re.escape(word[1:])}s?"
