"""On which page a heading of a Word document will come, estimated: only a program that lays the text out knows.

Characters of East Asian width count as wide as the font is high, others as half of that. The estimate fills the table
of contents as the document is written; Word counts the pages itself as soon as the contents are updated.
"""

import math
from collections.abc import Iterator
from typing import Any

from docx.document import Document as Doc
from docx.oxml.ns import qn

from dcb_guide.vision.table_widths import display_width

POINTS_OF_MM = 72 / 25.4
#: Height of a page's text and its width, in points, as :mod:`dcb_guide.vision.word` sets the page up.
HEIGHT = (297 - 40) * POINTS_OF_MM
WIDTH = 170 * POINTS_OF_MM
#: Fonts of Japanese are higher than their size says.
LINE = 1.42
#: Inner margins of a cell, in points: left and right together, and above and below.
CELL_SIDES = 10.8
CELL_ABOVE = 1.0
EMU_OF_POINT = 12_700
TWIPS_OF_POINT = 20


def bookmark_pages(doc: Doc) -> dict[str, int]:
    """Return the page of each bookmark, counted from 1."""
    return dict(_Pages(doc).bookmarks())


class _Pages:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.styles = {style.style_id: style for style in doc.styles}
        self.page = 1
        self.used = 0.0
        #: Room below the last paragraph, in points.
        self.room_below = 0.0

    def bookmarks(self) -> Iterator[tuple[str, int]]:
        blocks = [one for one in self.doc.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
        heights = []
        for one in blocks:
            if one.tag == qn("w:tbl"):
                self.room_below = 0.0
            heights.append(self._height(one))
        for number, (one, height) in enumerate(zip(blocks, heights, strict=True)):
            if one.tag == qn("w:tbl"):
                self._table(one)
                continue
            together = height
            follower = number
            while self._keeps_with_next(blocks[follower]) and follower + 1 < len(blocks):
                follower += 1
                is_table = blocks[follower].tag == qn("w:tbl")
                together += sum(self._rows(blocks[follower])[:2]) if is_table else min(heights[follower], 40)
            if self._begins_a_page(one) and self.used:
                self._next_page()
            if self.used + together > HEIGHT and self.used:
                self._next_page()
            for mark in one.iter(qn("w:bookmarkStart")):
                yield mark.get(qn("w:name")), self.page
            self._add(height)
            if any(mark.get(qn("w:type")) == "page" for mark in one.iter(qn("w:br"))):
                self._next_page()

    def _next_page(self) -> None:
        self.page += 1
        self.used = 0.0

    def _add(self, height: float) -> None:
        self.used += height
        while self.used > HEIGHT:
            self.page += 1
            self.used -= HEIGHT

    def _table(self, table: Any) -> None:
        rows = self._rows(table)
        head = rows[0] if rows else 0
        lines = table.findall(qn("w:tr"))
        if lines and all(self._keeps_with_next(one) for one in lines[-1].iter(qn("w:p"))):
            # A figure that stays together.
            if self.used + sum(rows) > HEIGHT and self.used:
                self._next_page()
            self._add(sum(rows))
            return
        for number, height in enumerate(rows):
            if self.used + height > HEIGHT and self.used:
                self._next_page()
                self.used = head if number else 0
            self._add(height)

    def _rows(self, table: Any) -> list[float]:
        heights = []
        for row in table.findall(qn("w:tr")):
            cells = row.findall(qn("w:tc"))
            heights.append(max((self._cell(cell) for cell in cells), default=0) + CELL_ABOVE)
        return heights

    def _cell(self, cell: Any) -> float:
        width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
        points = int(width.get(qn("w:w"))) / TWIPS_OF_POINT if width is not None else WIDTH
        return sum(self._paragraph(one, points - CELL_SIDES) for one in cell.findall(qn("w:p")))

    def _height(self, block: Any) -> float:
        return self._paragraph(block, WIDTH) if block.tag == qn("w:p") else sum(self._rows(block))

    def _paragraph(self, paragraph: Any, width: float) -> float:
        style = self._style(paragraph)
        size: float = next((int(one.get(qn("w:val"))) / 2 for one in paragraph.iter(qn("w:sz"))), None) or _of_style(
            style, lambda one: one.font.size.pt if one.font.size else None, 10.5
        )
        pictures = [int(one.get("cy")) / EMU_OF_POINT for one in paragraph.iter(qn("wp:extent"))]
        spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        times: float = _of_style(style, lambda one: one.paragraph_format.line_spacing, 1.0)
        if spacing is not None and spacing.get(qn("w:line")):
            times = int(spacing.get(qn("w:line"))) / 240
        text = "".join(
            "\n" if one.tag == qn("w:br") else one.text or "" for one in paragraph.iter(qn("w:t"), qn("w:br"))
        )
        indent = paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        if indent is not None and indent.get(qn("w:left")):
            width -= int(indent.get(qn("w:left"))) / TWIPS_OF_POINT
        per_line = max(1.0, width / size)
        lines = sum(max(1, math.ceil(display_width(part) / per_line)) for part in text.split("\n"))
        above, below = (self._space(spacing, style, side) for side in ("before", "after"))
        # Of the room below a paragraph and above the next, the larger counts.
        above, self.room_below = max(0.0, above - self.room_below), below
        return lines * size * LINE * min(times, 3.0) + above + below + sum(pictures)

    def _space(self, spacing: Any, style: Any, side: str) -> float:
        if spacing is not None and spacing.get(qn(f"w:{side}")):
            return int(spacing.get(qn(f"w:{side}"))) / TWIPS_OF_POINT
        room: float = _of_style(
            style, lambda one: length.pt if (length := getattr(one.paragraph_format, f"space_{side}")) else None, 0.0
        )
        return room

    def _style(self, paragraph: Any) -> Any:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.styles.get(named.get(qn("w:val")) if named is not None else "Normal")

    def _keeps_with_next(self, block: Any) -> bool:
        if block.tag != qn("w:p"):
            return False
        own = block.find(f"{qn('w:pPr')}/{qn('w:keepNext')}")
        return own is not None or bool(
            _of_style(self._style(block), lambda one: one.paragraph_format.keep_with_next, False)
        )

    def _begins_a_page(self, block: Any) -> bool:
        return block.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None


def _of_style(style: Any, value: Any, otherwise: Any) -> Any:
    """Return a value of a style, of the one it is based on and so on."""
    while style is not None:
        found = value(style)
        if found is not None:
            return found
        style = style.base_style
    return otherwise
