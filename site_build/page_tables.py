"""Tables of a page: each in a box of its own that may scroll, and readable as cards where the screen is narrow."""

import re
from html import escape, unescape

from site_build.glossary_links import TOKEN

#: A table, in the box that a template has written around it or in none.
TABLE = re.compile(r'(<div class="dcb-table"[^>]*>\s*)?<table>(.*?)</table>', re.DOTALL)
HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)
HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
HEAD_CELL = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
HEADER_LINK = re.compile(r'<a class="?headerlink.*?</a>', re.DOTALL)
NAME = re.compile(r'aria-label="([^"]*)"')
FILTER = re.compile(r'\sdata-filter="[^"]*"')
#: What a cell without content says.
NOTHING = ("", "–")


def with_boxes(html: str) -> str:
    """Return the HTML of a page's content with each table in a box.

    The box has a name, which a script makes that of a region where the table scrolls: ``aria-label`` of the template's
    box, else the heading before the table. A narrow screen shows each row as a card (class ``dcb-cards``): its cells
    carry the column's name, except the first, which is the card's title, and that of two columns.
    """
    headings = [(found.end(), _text(HEADER_LINK.sub("", found[1]))) for found in HEADING.finditer(html)]

    def boxed(found: re.Match[str]) -> str:
        box = found[1] or ""
        own = NAME.search(box)
        before = [text for end, text in headings if end <= found.start()]
        name = own[1] if own else escape(before[-1] if before else "", quote=True)
        filtered = FILTER.search(box)
        rows = _as_cards(found[2])
        start = f'<div class="dcb-table{" dcb-cards" if rows else ""}" data-name="{name}"{filtered[0] if filtered else ""}>'
        return f"{start}<table>{rows or found[2]}</table>{'' if box else '</div>'}"

    return TABLE.sub(boxed, html)


def _as_cards(table: str) -> str | None:
    """Return a table's rows with the columns' names in their cells; None where its head is not one row of them."""
    head = HEAD.search(table)
    if head is None or "colspan" in table or "rowspan" in table or len(ROW.findall(head[1])) != 1:
        return None
    names = [escape(_text(cell), quote=True) for cell in HEAD_CELL.findall(head[1])]

    def row(found: re.Match[str]) -> str:
        cells = iter(range(len(names)))

        def cell(found: re.Match[str]) -> str:
            number = next(cells, 0)
            label = f' data-label="{names[number]}"' if number and len(names) > 2 and names[number] else ""
            if number and _text(found[2]) in NOTHING:
                label = " data-none"
            return f"<td{found[1]}{label}>{found[2]}</td>"

        return f"<tr>{CELL.sub(cell, found[1])}</tr>"

    return f"{table[: head.end()]}{ROW.sub(row, table[head.end() :])}"


def _text(html: str) -> str:
    """Return what HTML says, on one line."""
    return " ".join(unescape("".join(part for part in TOKEN.findall(html) if not part.startswith("<"))).split())
