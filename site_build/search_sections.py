"""What a page says, section by section, for the search page."""

from typing import Any

import lxml.html
from lxml import etree

from dcb_guide.core.languages import LanguageCode
from dcb_guide.guide.content import Guide, Term

HEADINGS = ("h1", "h2", "h3", "h4")
#: Elements whose text says nothing a reader would look for.
NOT_INDEXED = (
    "//script | //style | //svg | //noscript | //*[contains(@class, 'headerlink')]"
    " | //span[contains(concat(' ', @class, ' '), ' dcb-cite ')]"
)


def sections_of_page(content: str, url: str, language: LanguageCode, guide: Guide) -> list[dict[str, str]]:
    """Return a page's entries in the search file, each ``{"id", "title", "text", "page"}``; ``id`` is an address.

    The glossary's terms are entries of their own.
    """
    found = sections(content)
    page = found[0]["title"] if found else ""
    entries = [{**one, "id": f"{url}#{one['id']}" if one["id"] else url, "page": page} for one in found]
    if url.endswith("glossary/"):
        entries += [_term(term, language, url, page) for term in guide.glossary]
    return entries


def _term(term: Term, language: LanguageCode, url: str, page: str) -> dict[str, str]:
    text = " ".join([*term.words, term.meaning[language]])
    return {"id": f"{url}#{term.id}", "page": page, "title": term[language], "text": text}


def same_words(guide: Guide) -> list[list[str]]:
    """Return the groups of words that stand for one another in a search."""
    return [term.words for term in guide.glossary]


def sections(html: str) -> list[dict[str, str]]:
    """Return the sections of HTML, each ``{"id", "title", "text"}``, without what a reader would not look for."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in root.xpath(NOT_INDEXED):
        element.drop_tree()
    found: list[dict[str, Any]] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if event == "start" and (node.tag == "h1" or (node.tag in HEADINGS and node.get("id"))):
            title = " ".join(node.text_content().split())
            found.append({"id": "" if node.tag == "h1" else node.get("id"), "title": title, "text": []})
            walk.skip_subtree()
        elif found:
            found[-1]["text"].append(node.text if event == "start" else node.tail)
    return [{**one, "text": " ".join("".join(filter(None, one["text"])).split())} for one in found]
