"""Which file a page of a language is made from: its own or, in a language that need not be complete, a fallback's."""

from pathlib import Path, PurePosixPath

from dcb_guide.core.languages import LANGUAGES, LanguageCode, language_of_path
from site_build.site_data import ROOT

DOCS = ROOT / "docs"


def content_language(language: LanguageCode, name: str) -> LanguageCode:
    """Return the language in which a page is written: ``name`` is its path below ``docs/<language>/``.

    The language's own where it has the page, else the first that has it along the fallbacks.
    """
    wanted: LanguageCode | None = language
    while wanted is not None:
        if (DOCS / wanted / name).is_file():
            return wanted
        wanted = LANGUAGES[wanted].fallback
    return language


def language_of_source(path: str) -> LanguageCode:
    """Return the language in which a page is written, by its source's path as a builder gives it: ``"en/tool.md"``."""
    language = language_of_path(path)
    parts = PurePosixPath(path).parts
    name = "/".join(parts[1:] if parts[0] == language else parts)
    return content_language(language, name)


def language_of_url(url: str) -> LanguageCode:
    """Return the language in which a page is written, by its address below the site's root: ``"en/tool/"``."""
    language = language_of_path(url)
    stem = url.removeprefix(LANGUAGES[language].prefix).rstrip("/")
    names = (f"{stem}.md", f"{stem}/index.md") if stem else ("index.md",)
    return next((found for name in names if (found := content_language(language, name)) != language), language)


def fallback_files(language: LanguageCode) -> dict[str, Path]:
    """Return what a language lacks and its fallbacks have: path below the language's folder → file."""
    found: dict[str, Path] = {}
    other = None if LANGUAGES[language].complete else LANGUAGES[language].fallback
    while other is not None:
        for path in sorted((DOCS / other).rglob("*.*")):
            name = path.relative_to(DOCS / other).as_posix()
            if name not in found and not (DOCS / language / name).exists():
                found[name] = path
        other = LANGUAGES[other].fallback
    return found
