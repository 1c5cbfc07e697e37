"""The pages for maintainers, in English only, in the Reference section of the English site.

They are in ``docs/maintainers/``, outside the folders of the languages, so that nothing asks for a translation of them.
The decision records of ``docs/adr/`` are published beside them, outside the navigation.
"""

from pathlib import Path
from typing import Any

from dcb_guide.core.languages import LanguageCode

LANGUAGE: LanguageCode = "en"
#: The pages' folder below the language's, in the site and in links.
FOLDER = "maintainers"
SECTION = "Maintainers"


def names(settings: Any) -> list[str]:
    """Return the pages in order, as ``extra`` of ``mkdocs.yml`` lists them."""
    listed: list[str] = settings.get("maintainer_pages", [])
    return listed


def sources(docs: Path, pages: list[str]) -> dict[str, Path]:
    """Return what is published: path below the language's folder (``maintainers/…``) → file."""
    records = {f"{FOLDER}/adr/{path.name}": path for path in sorted((docs / "adr").glob("*.md"))} if pages else {}
    return {f"{FOLDER}/{name}": docs / FOLDER / name for name in pages} | records


def in_navigation(nav: list[Any], pages: list[str]) -> list[Any]:
    """Return a navigation with the pages as the last section of its last section."""
    if not pages:
        return nav
    *others, last = nav
    title, entries = next(iter(last.items()))
    return [*others, {title: [*entries, {SECTION: [f"{FOLDER}/{name}" for name in pages]}]}]
