"""Texts that are missing in a page's language: the one in their place is shown as being in another language.

A template does not know whether what it writes becomes an element's content or an attribute. So such a text is marked
with characters that no text has, and once the whole is rendered each mark becomes a ``<span lang="…">`` or, where no
element can be, nothing.
"""

import re

from dcb_guide.core.languages import LanguageCode

#: Characters of a private-use area: before the language's code, before the text, behind it.
START, TEXT, END = "\ue000", "\ue001", "\ue002"
OPENING = re.compile(f"{START}([a-z-]+){TEXT}")
ANY = re.compile(f"{START}[a-z-]+{TEXT}|{END}")
TOKEN = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+|<", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)")
#: Elements that hold text alone, or no HTML.
TEXT_ONLY = {"option", "script", "style", "svg", "textarea", "title"}


def mark(text: str, language: LanguageCode) -> str:
    """Return a text marked as being in another language than its page."""
    return f"{START}{language}{TEXT}{text}{END}"


def plain(text: str) -> str:
    """Return a text without marks."""
    return ANY.sub("", text)


def language_in(text: str) -> LanguageCode | None:
    """Return the language a text, or the first marked part of it, is in; None where nothing is marked."""
    found = OPENING.search(text)
    return found[1] if found else None


def resolve(rendered: str) -> str:
    """Return what a template rendered with each mark as an element that names the language."""
    if START not in rendered:
        return rendered
    parts: list[str] = []
    closed = 0
    for token in TOKEN.findall(rendered):
        if token.startswith("<"):
            tag = TAG.match(token)
            if tag and tag[2].lower() in TEXT_ONLY and not token.endswith("/>"):
                closed += -1 if tag[1] else 1
            parts.append(plain(token))
        elif closed:
            parts.append(plain(token))
        else:
            parts.append(OPENING.sub(r'<span class="dcb-fallback" lang="\1">', token).replace(END, "</span>"))
    return "".join(parts)
