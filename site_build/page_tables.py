"""Tables of a page: each in a box of its own, with a name for where the box scrolls."""

import re
from html import escape, unescape

from site_build.glossary_links import TOKEN

#: A table, in the box that a template has written around it or in none.
TABLE = re.compile(r'(<div\b[^>]*\bclass="dcb-table"[^>]*>\s*)?<table>', re.DOTALL)
HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)
HEADER_LINK = re.compile(r'<a class="?headerlink.*?</a>', re.DOTALL)
NAME = re.compile(r'aria-label="([^"]*)"')
#: What else a template says of its box, for a script.
KEPT = re.compile(r'\s(?:id|hidden|data-[\w-]+)(?:="[^"]*")?(?=[\s>])')


def with_boxes(html: str) -> str:
    """Return the HTML of a page's content with each table in a box.

    A table that fits is no stop for the keyboard: a script (``overrides/assets/page/tables.js``) makes a region of the
    box while its table scrolls. The region's name is ``aria-label`` of the template's box, else the heading before it.
    """
    headings = [(found.end(), _text(HEADER_LINK.sub("", found[1]))) for found in HEADING.finditer(html)]
    parts: list[str] = []
    end = 0
    for found in TABLE.finditer(html):
        box = found[1] or ""
        own = NAME.search(box)
        before = [text for place, text in headings if place <= found.start()]
        name = own[1] if own else escape(before[-1] if before else "", quote=True)
        kept = "".join(KEPT.findall(box))
        closing = html.index("</table>", found.end()) + len("</table>")
        table = html[found.end() : closing]
        start = f'<div class="dcb-table" data-name="{name}"{kept}>'
        parts += [html[end : found.start()], start, "<table>", table, "" if box else "</div>"]
        end = closing
    return "".join([*parts, html[end:]])


def _text(html: str) -> str:
    """Return what HTML says, on one line."""
    return " ".join(unescape("".join(part for part in TOKEN.findall(html) if not part.startswith("<"))).split())
