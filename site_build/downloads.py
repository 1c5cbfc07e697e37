"""The decision tables for download, in each language: CSV and xlsx, one file a table."""

import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.files.write_tables import write_tables
from dcb_guide.guide import export
from dcb_guide.guide.content import Guide
from site_build.cache import Part, made_once
from site_build.site_data import CACHE, SiteData


def tables(data: SiteData) -> dict[str, bytes]:
    """Return every table by its path in the site."""
    parts: list[Part] = [data.key, Path(__file__), version("openpyxl"), sys.version]
    return made_once(CACHE, "tables", parts, lambda: _written(data.guide))


def _written(guide: Guide) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as name:
        for language in LANGUAGES:
            folder = Path(name) / language
            listed = export.tables(guide, language)
            write_tables(export.explained(guide, language, listed), folder)
            for table in listed:
                write_tables(export.explained(guide, language, [table]), folder / f"{table.id}.xlsx")
            for path in sorted(folder.iterdir()):
                found[f"{LANGUAGES[language].prefix}tables/{path.name}"] = path.read_bytes()
    return found
