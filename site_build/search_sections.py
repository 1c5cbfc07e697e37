"""What a page says, section by section, for the search page."""

import re
from typing import Any

import lxml.html
from lxml import etree

from dcb_guide.core.languages import LANGUAGES, LanguageCode
from dcb_guide.guide.content import Guide, MunicipalService, Term
from site_build.errors import SiteError

HEADINGS = ("h1", "h2", "h3", "h4")
#: Elements whose text says nothing a reader would look for, or says what another entry says.
NOT_INDEXED = (
    "//script | //style | //svg | //noscript | //form | //*[contains(@class, 'headerlink')]"
    " | //span[contains(concat(' ', @class, ' '), ' dcb-cite ')] | //*[@data-not-indexed]"
)
#: Elements that begin a line of a section's text; the cells of a table's row share one, divided by tabs.
LINES = {"p", "li", "dt", "dd", "tr", "caption", "summary", "figcaption", "div", "blockquote", "pre"}
CELLS = {"td", "th"}
#: A cell without a letter or a figure says that a column does not matter.
WORD = re.compile(r"\w")


def sections_of_page(content: str, url: str, language: LanguageCode, guide: Guide) -> list[dict[str, str]]:
    """Return a page's entries in the search file, each ``{"id", "title", "text", "page"}``; ``id`` is an address.

    The glossary's terms and the services on the page of levels are entries of their own.
    """
    found = sections(content)
    page = found[0]["title"] if found else ""
    entries = [{**one, "id": f"{url}#{one['id']}" if one["id"] else url, "page": page} for one in found]
    if url.endswith("glossary/"):
        entries += [_term(term, language, url, page) for term in guide.glossary]
    if url.endswith("service-levels/"):
        entries += [_service(service, language, url, page) for service in guide.service_levels.services]
    return entries


def search_file(sections: list[dict[str, str]], language: LanguageCode, guide: Guide) -> dict[str, Any]:
    """Return what the search page reads: sections, each page's title by its address, words with the same meaning.

    Raises SiteError where ``other_words.yml`` leads to something that no page of a complete language has.
    """
    words = _other_words(language, guide)
    known = {one["id"] for one in sections}
    missing = sorted(words.keys() - known)
    if missing and LANGUAGES[language].complete:
        raise SiteError(f"guide_data/other_words.yml leads to what no page has: {', '.join(missing)}")
    pages = {one["id"].partition("#")[0]: one["page"] for one in sections}
    entries = []
    for one in sections:
        entry = {name: text for name, text in one.items() if name != "page"}
        if one["id"] in words:
            entry["words"] = "\n".join(words[one["id"]])
        entries.append(entry)
    return {"pages": pages, "sections": entries, "same": [term.words for term in guide.glossary]}


def _other_words(language: LanguageCode, guide: Guide) -> dict[str, list[str]]:
    """Return readers' other words by the address of the section that they lead to."""
    found: dict[str, list[str]] = {}
    for one in guide.other_words:
        for target in one.leads_to:
            page, _, anchor = target.partition("#")
            name = page.removesuffix(".md")
            url = LANGUAGES[language].prefix + ("" if name == "index" else f"{name}/")
            found.setdefault(f"{url}#{anchor}" if anchor else url, []).extend(one.words.get(language, []))
    return found


def _term(term: Term, language: LanguageCode, url: str, page: str) -> dict[str, str]:
    text = "\n".join([term.meaning[language], "\t".join(term.words)])
    return {"id": f"{url}#{term.id}", "page": page, "title": term[language], "text": text}


def _service(service: MunicipalService, language: LanguageCode, url: str, page: str) -> dict[str, str]:
    separator = LANGUAGES[language].colon
    lines = [
        separator.join([one.label[language], one.why[language]] if one.label else [one.why[language]])
        for one in service.functions
    ]
    anchor = service.id.replace("_", "-")
    return {"id": f"{url}#{anchor}", "page": page, "title": service.label[language], "text": "\n".join(lines)}


def sections(html: str) -> list[dict[str, str]]:
    """Return the sections of HTML, each ``{"id", "title", "text"}``, without what a reader would not look for.

    A line of the text is a paragraph, an item of a list, or a row of a table with tabs between its cells. A row of
    headings is left out: it is much the same for every table, and the cells say what they are.
    """
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
            text = found[-1]["text"]
            if node.tag in LINES:
                text.append("\0")
            elif node.tag in CELLS and event == "start":
                text.append("\1\2" if node.tag == "th" else "\1")
            text.append((node.text if event == "start" else node.tail) or "")
    return [{**one, "text": _lines("".join(one["text"]))} for one in found]


def _lines(text: str) -> str:
    """Return marked text as lines, without empty lines, rows of headings, and cells without a word."""
    lines = []
    for line in text.split("\0"):
        cells = [cell for cell in line.split("\1") if WORD.search(cell)]
        if not all(cell.startswith("\2") for cell in cells):
            lines.append("\t".join(" ".join(cell.strip("\2").split()) for cell in cells))
    return "\n".join(filter(None, lines))
