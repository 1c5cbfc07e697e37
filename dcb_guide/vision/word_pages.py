"""On which page each heading of a Word document comes.

Only a program that lays the document out knows for certain. The heights of all lines are exact in its styles and the
widths of its fonts are known (:mod:`dcb_guide.vision.text_width`), so that laying it out by the rules that Word and
LibreOffice share gives their pages: headings that stay with what follows, rows that are not divided, heads of tables
that are repeated, footnotes at the foot of their page. The pages fill the table of contents as the document is
written; Word counts them itself as soon as the contents are updated. All lengths are points.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from docx.document import Document as Doc
from docx.oxml.ns import qn

from dcb_guide.vision.text_width import count_lines

POINTS_OF_MM = 72 / 25.4
#: Height of a page's text and its width, as :mod:`dcb_guide.vision.word` sets the page up.
HEIGHT = (297 - 40) * POINTS_OF_MM
WIDTH = 170 * POINTS_OF_MM
#: Left and right margins of a cell together, and the line between two rows.
CELL_SIDES = 10.8
BORDER = 0.5
#: Room above the first footnote of a page, with its line.
ABOVE_NOTES = 6.0
NORMAL_LINE = 18.0
EMU_OF_POINT = 12_700
TWIPS_OF_POINT = 20


class Line(NamedTuple):
    """What no page divides: its height, and that of the footnotes it refers to."""

    height: float
    notes: float = 0.0


class Part(NamedTuple):
    """A paragraph, or a row of a table: its lines, the room around it and how it stays with others."""

    lines: tuple[Line, ...]
    above: float = 0.0
    below: float = 0.0
    stays_with_next: bool = False
    begins_page: bool = False
    bookmarks: tuple[str, ...] = ()
    #: Height of the table's head, which is repeated above a row that begins a page.
    head: float = 0.0

    @property
    def height(self) -> float:
        """Height of all lines."""
        return sum(line.height for line in self.lines)

    @property
    def notes(self) -> float:
        """Height of all footnotes."""
        return sum(line.notes for line in self.lines)


def bookmark_pages(doc: Doc, notes: Mapping[str, Sequence[Any]] | None = None) -> dict[str, int]:
    """Return the page of each bookmark, counted from 1; ``notes`` are the paragraphs of each footnote by its id."""
    return dict(_laid_out([*_Parts(doc, notes or {}).parts()]))


def _laid_out(parts: Sequence[Part]) -> Iterator[tuple[str, int]]:
    """Yield the bookmarks with their pages."""
    page, used, notes, below = 1, 0.0, 0.0, 0.0

    def fits(height: float, further: float) -> bool:
        room = notes + further
        return used + height + room + (ABOVE_NOTES if room else 0) <= HEIGHT + 0.01

    for number, part in enumerate(parts):
        # Of the room below a paragraph and above the next, the larger counts.
        above = max(0.0, part.above - below)
        if used and (part.begins_page or not fits(*_together(parts, number, above))):
            page, used, notes = page + 1, 0.0, 0.0
            used = part.head
            above = part.above if part.begins_page else 0.0
        for name in part.bookmarks:
            yield name, page
        used += above
        for line in part.lines:
            if used and not fits(line.height, line.notes):
                page, used, notes = page + 1, 0.0, 0.0
            used, notes = used + line.height, notes + line.notes
        used, below = used + part.below, part.below


def _together(parts: Sequence[Part], number: int, above: float) -> tuple[float, float]:
    """Return the height, with that of the footnotes, of what must come onto one page from a part on."""
    height, notes, below = above, 0.0, 0.0
    for at in range(number, len(parts)):
        part = parts[at]
        if at > number:
            height += max(0.0, part.above - below)
        if part.stays_with_next and at + 1 < len(parts) and not parts[at + 1].begins_page:
            height, notes, below = height + part.height + part.below, notes + part.notes, part.below
            continue
        return height + part.lines[0].height, notes + part.lines[0].notes
    return height, notes


class _Parts:
    """Reads the parts of a document with their heights."""

    def __init__(self, doc: Doc, notes: Mapping[str, Sequence[Any]]) -> None:
        self.doc = doc
        self.notes = notes
        self.styles = {style.style_id: style for style in doc.styles}

    def parts(self) -> Iterator[Part]:
        for block in self.doc.element.body:
            if block.tag == qn("w:p"):
                yield self._paragraph(block, WIDTH)
            elif block.tag == qn("w:tbl"):
                yield from self._rows(block)

    def _rows(self, table: Any) -> Iterator[Part]:
        # There is a line above the first row and one below each.
        head, line = 0.0, 2 * BORDER
        columns = [int(one.get(qn("w:w"))) / TWIPS_OF_POINT for one in table.iter(qn("w:gridCol"))]
        for row in table.findall(qn("w:tr")):
            at, heights, stays = 0, [0.0], []
            for cell in row.findall(qn("w:tc")):
                properties = cell.find(qn("w:tcPr"))
                span = properties.find(qn("w:gridSpan")) if properties is not None else None
                count = int(span.get(qn("w:val"))) if span is not None else 1
                width, at = sum(columns[at : at + count]), at + count
                paragraphs = [self._paragraph(one, width - CELL_SIDES) for one in cell.findall(qn("w:p"))]
                stays.append(paragraphs[0].stays_with_next)
                merged = properties.find(qn("w:vMerge")) if properties is not None else None
                if merged is None or merged.get(qn("w:val")) == "restart":
                    heights.append(sum(one.above + one.height + one.below for one in paragraphs))
            height, line = max(heights) + line, BORDER
            is_head = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            yield Part((Line(height),), stays_with_next=all(stays), head=0.0 if is_head else head)
            if is_head:
                head += height

    def _paragraph(self, paragraph: Any, width: float) -> Part:
        style = self._style(paragraph)
        spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        pictures = [int(one.get("cy")) / EMU_OF_POINT for one in paragraph.iter(qn("wp:extent"))]
        height: float = _of_style(style, lambda one: _points(one.paragraph_format.line_spacing), NORMAL_LINE)
        if spacing is not None and spacing.get(qn("w:lineRule")) == "exact":
            height = int(spacing.get(qn("w:line"))) / TWIPS_OF_POINT
        notes = sum(self._note(one) for one in paragraph.iter(qn("w:footnoteReference")))
        count = 1 if pictures else self._lines(paragraph, style, width)
        lines = [Line(sum(pictures) or height)] * count
        # Which line refers to a footnote makes no difference but to a paragraph that two pages share.
        lines[-1] = Line(lines[-1].height, notes)
        above, below = (self._space(spacing, style, side) for side in ("before", "after"))
        return Part(
            tuple(lines),
            above=above,
            below=below,
            stays_with_next=self._stays_with_next(paragraph, style),
            begins_page=paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None,
            bookmarks=tuple(mark.get(qn("w:name")) for mark in paragraph.iter(qn("w:bookmarkStart"))),
        )

    def _lines(self, paragraph: Any, style: Any, width: float) -> int:
        """Return how many lines the text of a paragraph takes."""
        size: float = next((int(one.get(qn("w:val"))) / 2 for one in paragraph.iter(qn("w:sz"))), None) or _of_style(
            style, lambda one: one.font.size.pt if one.font.size else None, 10.5
        )
        is_bold: bool = _of_style(style, lambda one: one.font.bold, False)
        left: float = _of_style(style, lambda one: _points(one.paragraph_format.left_indent), 0.0)
        indent = paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        if indent is not None and indent.get(qn("w:left")):
            left = int(indent.get(qn("w:left"))) / TWIPS_OF_POINT
        runs = []
        for run in paragraph.iter(qn("w:r")):
            text = "".join(
                "\n" if one.tag == qn("w:br") else " " if one.tag == qn("w:tab") else one.text or ""
                for one in run.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
            )
            runs.append((text, is_bold or run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None))
        return count_lines(runs, (width - left) / size)

    def _note(self, reference: Any) -> float:
        paragraphs = self.notes.get(reference.get(qn("w:id")), ())
        return sum(self._paragraph(one, WIDTH).height for one in paragraphs)

    def _space(self, spacing: Any, style: Any, side: str) -> float:
        if spacing is not None and spacing.get(qn(f"w:{side}")):
            return int(spacing.get(qn(f"w:{side}"))) / TWIPS_OF_POINT
        room: float = _of_style(style, lambda one: _points(getattr(one.paragraph_format, f"space_{side}")), 0.0)
        return room

    def _style(self, paragraph: Any) -> Any:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.styles.get(named.get(qn("w:val")) if named is not None else "Normal")

    @staticmethod
    def _stays_with_next(paragraph: Any, style: Any) -> bool:
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}")
        if own is not None:
            return own.get(qn("w:val")) not in ("0", "false")
        return bool(_of_style(style, lambda one: one.paragraph_format.keep_with_next, False))


def _points(length: Any) -> float | None:
    return None if length is None else float(length.pt)


def _of_style(style: Any, value: Any, otherwise: Any) -> Any:
    """Return a value of a style, of the one it is based on and so on."""
    while style is not None:
        found = value(style)
        if found is not None:
            return found
        style = style.base_style
    return otherwise
