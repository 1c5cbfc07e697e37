"""MkDocs hook: the pages for maintainers, in English only, in the Reference section of the English site.

They lie in ``docs/maintainers/``, outside the folders of the languages, so that nothing asks for a translation of them.
The decision records of ``docs/adr/`` are published beside them. Neither is part of what readers search.
"""

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

LANGUAGE = "en"
#: The pages' folder below the language's, in the site and in links.
FOLDER = "maintainers"


def sources(docs: Path, names: list[str]) -> dict[str, Path]:
    """Return what is published: path in the site's sources (``en/maintainers/…``) → file below ``docs``."""
    pages = {f"{LANGUAGE}/{FOLDER}/{name}": docs / FOLDER / name for name in names}
    records = {f"{LANGUAGE}/{FOLDER}/adr/{path.name}": path for path in sorted((docs / "adr").glob("*.md"))}
    return pages | records


@event_priority(-150)  # after the i18n plugin has chosen the files of the language
def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Add the pages to the English site, with a section of their own in its navigation."""
    i18n: Any = config.plugins["i18n"]
    names: list[str] = config.extra["maintainer_pages"]
    section = {"Maintainers": [f"{FOLDER}/{name}" for name in names]}
    reference = next(iter(config.nav[-1].values())) if config.nav else []
    if section in reference:
        reference.remove(section)
    if i18n.current_language != LANGUAGE:
        return files
    reference.append(section)
    for uri, path in sources(Path(config.docs_dir), names).items():
        level = InclusionLevel.NOT_IN_NAV if "/adr/" in uri else InclusionLevel.INCLUDED
        file: Any = File.generated(config, uri, abs_src_path=str(path), inclusion=level)
        file.locale, file.alternates = LANGUAGE, {LANGUAGE: file}  # for the sitemap
        files.append(file)
        i18n.i18n_files_per_language[LANGUAGE].append(file)
    return files
