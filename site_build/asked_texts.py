"""Texts that templates and scripts ask for by name and that the data lacks, named before any page is built.

``dcb-guide check`` judges the data alone, wherever the package is installed; which texts pages need is known where the
templates and scripts are.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from site_build.site_data import ROOT

#: Where texts of the interface are asked for, by the ending of the files.
ASKING = {
    "dcb_guide": (".py",),
    "macros": (".py", ".md", ".html"),
    "site_build": (".py",),
    "builders": (".py",),
    "overrides": (".js", ".html"),
}
#: What asks for a text of the interface by its whole name; names put together of parts end with a low line.
ASKED = re.compile(
    r"""\bui\(\s*["']([a-z][a-z0-9_]*)["']   # ui("colon")
    |(?:\bui|\binterface|\["interface"\])\[\s*["']([a-z][a-z0-9_]*)["']          # interface["colon"]
    |\bui\.([a-z][a-z0-9_]*)\b(?!\s*\()                                         # texts.ui.colon
    """,
    re.VERBOSE,
)
#: Templates that ask a file of their own: t.heading, texts.heading.
ASKED_OF_OWN = re.compile(r"\b(?:t|texts)\.([a-z][a-z0-9_]*)")
OWN_TEXTS = {
    "macros/templates/inventory_page.html": "prefecture_pages.yml",
    "macros/templates/cost_page.html": "prefecture_pages.yml",
    "macros/templates/write_page.html": "prefecture_pages.yml",
    "macros/templates/vision_fields.md": "publication.yml",
}
#: Of every language alike, in the table of languages.
OF_LANGUAGES = {"colon", "last_separator", "list_separator"}


def asked_of_interface(content: str) -> Iterator[tuple[int, str]]:
    """Yield the names of texts of the interface that a file asks for in full, each with its line."""
    for match in ASKED.finditer(content):
        yield from ((_line(content, match), name) for name in match.groups() if name and not name.endswith("_"))


def asking_files() -> Iterator[tuple[str, str]]:
    """Yield every file that may ask for a text: its path below the checkout, and its content."""
    for folder, endings in ASKING.items():
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in endings:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def missing_texts(interface: Collection[str], own: Mapping[str, Collection[str]]) -> list[str]:
    """Return, as messages with file and line, every text that is asked for and is not there.

    ``interface`` holds the names of the texts in ``interface.yml``, ``own`` those of the files in :data:`OWN_TEXTS`.
    """
    found = []
    for file, content in asking_files():
        for line, name in asked_of_interface(content):
            if name not in interface and name not in OF_LANGUAGES:
                found.append(f"{file}:{line}: guide_data/interface.yml has no text {name!r}")
        if data := OWN_TEXTS.get(file):
            for match in ASKED_OF_OWN.finditer(content):
                if match[1] not in own[data]:
                    found.append(f"{file}:{_line(content, match)}: guide_data/{data} has no text {match[1]!r}")
    return found


def _line(content: str, match: re.Match[str]) -> int:
    return content.count("\n", 0, match.start()) + 1
