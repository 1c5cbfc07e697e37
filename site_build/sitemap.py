"""The site's map for search engines, where its address is known."""

from html import escape
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES, LanguageCode, language_of_path

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


def write_sitemap(site: Path, address: str, urls: list[str]) -> None:
    """Write ``sitemap.xml`` in place of the builder's; without an address there is none.

    ``urls`` are the pages' addresses below the site's. It has no dates: that of the build says nothing of a page.
    """
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)
    if not address:
        return
    base = address.rstrip("/") + "/"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">']
    for url in urls:
        lines.append(f"<url><loc>{escape(base + url)}</loc>")
        for language in LANGUAGES:
            other = _in_language(url, language)
            if other in urls:
                link = f'rel="alternate" hreflang="{language}" href="{escape(base + other)}"'
                lines.append(f"<xhtml:link {link}/>")
        lines.append("</url>")
    (site / "sitemap.xml").write_text("\n".join([*lines, "</urlset>", ""]), encoding="utf-8")


def _in_language(url: str, language: LanguageCode) -> str:
    """Return the address of the same page in a language."""
    return LANGUAGES[language].prefix + url.removeprefix(LANGUAGES[language_of_path(url)].prefix)
