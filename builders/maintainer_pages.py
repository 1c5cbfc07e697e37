"""The pages for maintainers, in English only, in the last section of the English site's navigation.

They are in ``docs/maintainers/``, outside the folders of the languages, so that nothing asks for a translation of them.
The decision records of ``docs/adr/`` are published beside them, outside the navigation. Readers' search has neither.
"""

from pathlib import Path
from typing import Any

#: The language of the pages.
LANGUAGE = "en"
#: The pages' folder below the language's, in the site and in links.
FOLDER = "maintainers"
RECORDS = "adr"


def sources(docs: Path, names: list[str]) -> dict[str, Path]:
    """Return what is published: path below the language's folder, such as ``maintainers/model.md`` → file."""
    pages = {f"{FOLDER}/{name}": docs / FOLDER / name for name in names}
    records = {f"{FOLDER}/{RECORDS}/{path.name}": path for path in sorted((docs / RECORDS).glob("*.md"))}
    return pages | records


def with_section(nav: list[Any], names: list[str], *, prefix: str = "") -> list[Any]:
    """Return a navigation with the pages at the end of its last section; ``prefix`` comes before every path."""
    (title, entries), *_ = nav[-1].items()
    return [*nav[:-1], {title: [*entries, {"Maintainers": [f"{prefix}{FOLDER}/{name}" for name in names]}]}]
