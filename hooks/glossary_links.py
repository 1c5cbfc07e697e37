"""MkDocs hook: the first time a page uses a term of the glossary, it leads there and tells its meaning."""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from macros.terms import link_terms

#: Pages that explain the terms themselves, or are forms.
LEFT_ALONE = ("glossary/", "tool/", "search/")


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Link the terms of one page."""
    if page.url.endswith(LEFT_ALONE):
        return html
    english = page.file.src_uri.startswith("en/")
    glossary = get_relative_url("en/glossary/" if english else "glossary/", page.url)
    return link_terms(html, config.extra["guide"].glossary, "en" if english else "ja", glossary)
