"""How a source names sections of the guidebook's editions: ``"1.1, v3 6.5"``. Standard library only."""

from collections.abc import Mapping
from typing import Any

from dcb_guide.core import places
from dcb_guide.core.languages import text_in
from dcb_guide.core.values import fill

#: The edition of a section that names none.
UNNAMED = "v1"


def cited(source: str) -> list[tuple[str, str]]:
    """Return the (edition, section) of each part of a source: ``"1.1, v3 6.5"`` → ``("v1", "1.1"), ("v3", "6.5")``."""
    parts = (part.rpartition(" ") for part in source.split(", "))
    return [(edition or UNNAMED, section) for edition, _, section in parts]


def in_words(edition: str, section: str, ui: Mapping[str, Any], language: str) -> str:
    """Return a section as people read it, ``3.0版 §7.1``; ``ui`` are the interface's texts, id → language → text."""
    return fill(text_in(ui[f"citation_{edition}"], language), section=section)


def sections_of(source: str, ui: Mapping[str, Any], language: str) -> str:
    """Return a source as people read it: ``"1.1, v3 6.5"`` → ``1.0版 §1.1、3.0版 §6.5``; ``ui`` as for a section."""
    return text_in(ui["list_separator"], language).join(in_words(*one, ui, language) for one in cited(source))


def linked_sections(source: str, ui: Mapping[str, Any], language: str, site: str) -> list[str | dict[str, str]]:
    """Return a source as :func:`sections_of` does, each section a link, ``{"text", "href"}``.

    ``site`` is the address of the root of the guide's pages in the language.
    """
    runs: list[str | dict[str, str]] = []
    for one in cited(source):
        runs += [text_in(ui["list_separator"], language)] if runs else []
        runs.append({"text": in_words(*one, ui, language), "href": f"{site}{places.of_section(*one)}"})
    return runs
