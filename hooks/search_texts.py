"""MkDocs hook: what every page says, section by section, for the search page: one file for each language."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from dcb_guide import models

HEADINGS = ("h1", "h2", "h3", "h4")
#: Elements whose text says nothing a reader would look for.
SILENT_TAGS = ("script", "style", "svg", "noscript")
SILENT_CLASSES = ("headerlink", "dcb-cite")
VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
NOT_SEARCHED = ("search/",)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin to collect; further languages of the same build add to it."""
    config.extra.setdefault("search_texts", {language: [] for language in models.LANGUAGES})
    return config


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> None:
    """Take down the sections of one page, and the glossary's terms as sections of their own."""
    language: models.Language = "en" if page.file.src_uri.startswith("en/") else "ja"
    if page.url.endswith(NOT_SEARCHED):
        return
    reader = _Reader()
    reader.feed(html)
    found = config.extra["search_texts"][language]
    title = reader.sections[0]["title"] if reader.sections else str(page.title)
    for section in reader.sections:
        text = " ".join(section["text"].split())
        anchor = f"#{section['id']}" if section["id"] else ""
        found.append({"id": f"{page.url}{anchor}", "page": title, "title": section["title"], "text": text})
    if page.url.endswith("glossary/"):
        found += [_term(term, language, page.url, title) for term in config.extra["guide"].glossary]


def _term(term: models.Term, language: models.Language, url: str, title: str) -> dict[str, str]:
    name = term.ja if language == "ja" else term.en
    words = [term.ja, term.reading, term.en, *term.also, term.meaning[language]]
    return {"id": f"{url}#{term.id}", "page": title, "title": name, "text": " ".join(words)}


def on_post_build(config: MkDocsConfig) -> None:
    """Write the texts of the languages built so far, and the words that stand for one another."""
    guide: models.Guide = config.extra["guide"]
    same = [[term.ja, term.reading, term.en, *term.also] for term in guide.glossary]
    for language, found in config.extra["search_texts"].items():
        if found:
            path = Path(config.site_dir) / "assets" / f"search.{language}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({"sections": found, "same": same}, ensure_ascii=False), encoding="utf-8")


class _Reader(HTMLParser):
    """Reads a page's HTML into sections: ``{"id", "title", "text"}``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[dict[str, str]] = []
        self._silent = 0
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if tag in VOID:
            return
        if self._silent or tag in SILENT_TAGS or any(name in classes for name in SILENT_CLASSES):
            self._silent += 1
        elif tag == "h1" or (tag in HEADINGS and given.get("id")):
            self._in_heading = True
            self.sections.append({"id": "" if tag == "h1" else given.get("id") or "", "title": "", "text": ""})

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag not in VOID:
            self._silent -= 1
        elif tag in HEADINGS:
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._silent or not self.sections:
            return
        part = "title" if self._in_heading else "text"
        self.sections[-1][part] += data if part == "title" else f" {data}" if data[:1].isspace() else data
