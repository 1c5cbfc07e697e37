"""MkDocs hook: what every page says, section by section, for the search page: one file for each language."""

import json
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from dcb_guide.guide.content import Guide, Term
from dcb_guide.guide.decision_types import LANGUAGES, Language

HEADINGS = ("h1", "h2", "h3", "h4")
#: Elements whose text says nothing a reader would look for.
SILENT = (
    "//script | //style | //svg | //noscript | //*[contains(@class, 'headerlink')]"
    " | //span[contains(concat(' ', @class, ' '), ' dcb-cite ')]"
)
NOT_SEARCHED = ("search/", "/maintainers/")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin to collect; further languages of the same build add to it."""
    config.extra.setdefault("search_texts", {language: [] for language in LANGUAGES})
    return config


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> None:
    """Take down the sections of one page, and the glossary's terms as sections of their own."""
    language: Language = "en" if page.file.src_uri.startswith("en/") else "ja"
    if any(part in f"/{page.url}" for part in NOT_SEARCHED):
        return
    found = config.extra["search_texts"][language]
    told = sections(html)
    title = told[0]["title"] if told else str(page.title)
    for section in told:
        anchor = f"#{section['id']}" if section["id"] else ""
        found.append({**section, "id": f"{page.url}{anchor}", "page": title})
    if page.url.endswith("glossary/"):
        found += [_term(term, language, page.url, title) for term in config.extra["guide"].glossary]


def _term(term: Term, language: Language, url: str, title: str) -> dict[str, str]:
    name = term.ja if language == "ja" else term.en
    words = [term.ja, term.reading, term.en, *term.also, term.meaning[language]]
    return {"id": f"{url}#{term.id}", "page": title, "title": name, "text": " ".join(words)}


def on_post_build(config: MkDocsConfig) -> None:
    """Write the texts of the languages built so far, and the words that stand for one another."""
    guide: Guide = config.extra["guide"]
    same = [[term.ja, term.reading, term.en, *term.also] for term in guide.glossary]
    for language, found in config.extra["search_texts"].items():
        if found:
            path = Path(config.site_dir) / "assets" / f"search.{language}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({"sections": found, "same": same}, ensure_ascii=False), encoding="utf-8")


def sections(html: str) -> list[dict[str, str]]:
    """Return a page's sections, each ``{"id", "title", "text"}``, without what says nothing a reader would look for."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for silent in root.xpath(SILENT):
        silent.drop_tree()
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
