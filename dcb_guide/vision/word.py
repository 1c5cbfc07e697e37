"""A drafted document as Word (``.docx``): cover, contents, real styles, numbered tables and figures, table headers."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dcb_guide.core.document import Block, columns_of_numbers, visible
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from dcb_guide.core.markdown import FILLED, bar, mark_cells, plan_cells
from dcb_guide.guide.office_files import save_without_dates
from dcb_guide.vision.logo import as_png
from dcb_guide.vision.own_pictures import Picture
from dcb_guide.vision.table_widths import SIZES as CELL_SIZES
from dcb_guide.vision.table_widths import WIDTH, table_widths
from dcb_guide.vision.text_width import text_width
from dcb_guide.vision.word_pages import bookmark_pages
from dcb_guide.vision.word_parts import (
    Footnotes,
    Lists,
    add_bookmark,
    add_contents,
    add_field,
    draw_as_svg,
    element,
    removed,
    set_properties,
    without_template,
)

#: Fonts by script: Latin, and East Asian (``eastAsia``), which Word and LibreOffice choose separately. Every system has
#: Arial or a font with its widths, and Japanese fonts have one width: lines end at the same places everywhere.
FONTS = ("Arial", "游ゴシック")
INK = RGBColor(0x1A, 0x1A, 0x1A)
BLUE = RGBColor(0x00, 0x17, 0xC1)
HEADER_FILL = "E8F1FE"
PLAN_FILL = "0017C1"
RULE = "767676"
#: Where parts of a letter are set on the page.
PLACES = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
A4 = (Mm(210), Mm(297))
MARGIN = Mm(20)
#: Most height of a picture, in millimetres.
HIGHEST = 200
#: Points of a picture that fill a millimetre: 150 dpi.
POINTS_OF_MM = 150 / 25.4
#: Widths of the columns of the figure from → to, and of what stands before a schedule's periods, in millimetres.
LINE_WIDTHS = (34, 32, 38, 32, 34)
PLAN_FIRST = 62
#: Widths of the columns of a bar chart, and the characters that fill the widest.
BAR_WIDTHS = (45, 35, 90)
LONGEST_BAR = 26
#: Smallest size of a title that is set smaller to fit on a line, in points.
SMALLEST_TITLE = 16
STYLES = (
    *("Normal", "Title", "Subtitle", "Caption", "Quote", "List Bullet", "List Number", "Header", "Footer"),
    *(f"Heading {level}" for level in range(1, 6)),
)
SIZES = {"Title": 24, "Subtitle": 15, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 10.5,
         "Heading 5": 10.5}  # fmt: skip
#: Heights of lines in points. They are exact: those of fonts differ by half, and with them the pages of the contents.
LINES = {"Normal": 18, "Title": 34, "Subtitle": 24, "Heading 1": 24, "Heading 2": 20, "Heading 3": 18, "Caption": 15,
         "TOC Heading": 24, "toc 1": 15, "toc 2": 15, "Header": 12, "Footer": 12}  # fmt: skip
#: Height of a cell's lines, in multiples of its type's size, and of the room after a table, in points.
CELL_LINE = 1.4
AFTER_TABLE = 10


def write(
    blocks: Sequence[Block],
    path: Path,
    language: LanguageCode,
    logo: tuple[Path, str] | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> None:
    """Write the document; ``logo`` is a picture and its text alternative, ``pictures`` those of its prose by place."""
    save_without_dates(document(blocks, language, logo, pictures).save, path)


def document(
    blocks: Sequence[Block],
    language: LanguageCode,
    logo: tuple[Path, str] | None = None,
    pictures: Mapping[str, Picture] | None = None,
) -> Doc:
    """Return the document."""
    return _Writer(language, logo, pictures or {}).written(visible(blocks))


class _Writer:
    def __init__(self, language: LanguageCode, logo: tuple[Path, str] | None, pictures: Mapping[str, Picture]) -> None:
        self.language = language
        self.logo = logo
        self.pictures = pictures
        self.doc: Doc = Document()
        without_template(self.doc)
        _set_up(self.doc, language)
        self.lists = Lists(self.doc)
        self.footnotes = Footnotes(self.doc)
        self.drawings = 0
        #: Whether the next paragraph begins a page.
        self.begins_page = False
        #: Headings that begin a page, each with the heading of the chapter before, which is to have a page of its own.
        self.after_page: list[tuple[Paragraph, str, str]] = []
        #: Whether a chapter of one page has just ended.
        self.ends_page = False
        #: The heading of the contents, and what they list: level, text, bookmark.
        self.contents: Paragraph | None = None
        self.entries: list[tuple[int, str, str]] = []

    def written(self, blocks: Sequence[Block]) -> Doc:
        cover: Block = next((block for block in blocks if block["kind"] == "cover"), {})
        title = cover.get("title") or next((block["text"] for block in blocks if block["kind"] == "heading"), "")
        set_properties(self.doc, title, cover.get("author", ""), cover.get("day"), LANGUAGES[self.language].word_tag)
        # A letter begins with what comes before its heading, which stands above no page of it.
        is_letter = blocks[0]["kind"] == "paragraph"
        _head_and_foot(self.doc, title, bare_first_page=bool(cover) or is_letter)
        for block in blocks:
            getattr(self, f"_{block['kind']}")(block)
        self.footnotes.finish()
        self._close_up()
        self._fill_contents()
        return self.doc

    # ── The beginning ───────────────────────────────────────────────────────────────────────────────────────

    def _cover(self, block: Block) -> None:
        if self.logo:
            path, alternative = self.logo
            paragraph = self.paragraph()
            paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            # Any kind of picture becomes one that Word can show.
            shape = _picture_run(paragraph).add_picture(as_png(path), height=Mm(22))
            shape._inline.docPr.set("descr", alternative)
        title = self.paragraph(block["title"], style="Title")
        alone = block.get("alone", True)
        title.paragraph_format.space_before = Pt((150 if not self.logo else 90) if alone else 0)
        # A title that nearly fits on a line is set smaller rather than broken.
        in_one_line = WIDTH / 25.4 * 72 / max(text_width(block["title"], bold=True), 1) * 0.97
        title.runs[0].font.size = Pt(
            int(in_one_line) if SMALLEST_TITLE <= in_one_line < SIZES["Title"] else SIZES["Title"]
        )
        if block["subtitle"]:
            self.paragraph(block["subtitle"], style="Subtitle")
        state = self.paragraph(block["state_shown"], style="Subtitle")
        state.paragraph_format.space_after = Pt(200 if alone else 12)
        for line in block["lines"]:
            self.paragraph(line).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if alone:
            self._page_break(block)

    def _contents(self, block: Block) -> None:
        self.contents = self.paragraph(block["text"], style="TOC Heading")
        self._page_break(block)

    def _close_up(self) -> None:
        """Let what follows a chapter of one page come right after it where it became longer than a page."""
        if not self.after_page:
            return
        pages = bookmark_pages(self.doc, self.footnotes.paragraphs)
        for paragraph, name, before in self.after_page:
            if pages[name] - pages[before] > 1:
                paragraph.paragraph_format.page_break_before = None

    def _fill_contents(self) -> None:
        if self.contents is None or not self.entries:
            return
        # The contents themselves may need more than a page: they are filled in, then all is counted again.
        added: list[Paragraph] = []
        for _ in range(2):
            pages = bookmark_pages(self.doc, self.footnotes.paragraphs)
            for paragraph in added:
                removed(paragraph)
            added = add_contents(
                self.doc, self.contents, [(level, text, name, pages[name]) for level, text, name in self.entries]
            )

    def paragraph(self, text: str = "", style: str | None = None) -> Paragraph:
        """Add a paragraph; it begins a page where one is due."""
        paragraph = self.doc.add_paragraph(text, style=style)
        if self.begins_page:
            paragraph.paragraph_format.page_break_before = True
            self.begins_page = False
        return paragraph

    def _page_break(self, block: Block) -> None:
        self.begins_page = True
        # Where the prefecture asks for a page in its own prose, it gets one.
        self.ends_page = block.get("kind") == "page_break"

    # ── Text ────────────────────────────────────────────────────────────────────────────────────────────────

    def _heading(self, block: Block) -> None:
        if block["level"] == 1:
            self.paragraph(block["text"], style="Title")
        else:
            self._set_place(self.heading(block["text"], block["level"] - 1), block)

    def heading(self, text: str, level: int) -> Paragraph:
        """Add a heading (level from 1), which the contents list if it is one of the first two levels."""
        follows_page, self.ends_page = self.ends_page, False
        paragraph = self.paragraph(text, style=f"Heading {min(level, 5)}")
        if level <= 2:
            name = f"_Toc{len(self.entries) + 1:06}"
            add_bookmark(paragraph, name, len(self.entries) + 1)
            chapters = [one for of, _, one in self.entries if of == 1]
            if follows_page and chapters:
                self.after_page.append((paragraph, name, chapters[-1]))
            self.entries.append((level, text, name))
        return paragraph

    def _paragraph(self, block: Block) -> None:
        self._set_place(self.paragraph(block["text"]), block)

    @staticmethod
    def _set_place(paragraph: Paragraph, block: Block) -> None:
        """Set a part of a letter at the right or in the middle where it belongs there."""
        if "place" in block:
            paragraph.paragraph_format.alignment = PLACES[block["place"]]

    def _note(self, block: Block) -> None:
        self.paragraph(block["text"], style="Quote")

    def _list(self, block: Block) -> None:
        number = self.lists.begin(is_ordered=block["ordered"])
        for item in block["items"]:
            paragraph = self.paragraph(item, style="List Number" if block["ordered"] else "List Bullet")
            self.lists.put(paragraph, number, 0)

    def _free(self, block: Block) -> None:
        from dcb_guide.vision.word_prose import Prose

        Prose(self, self.doc, block).add(block["text"])

    # ── Tables and figures ──────────────────────────────────────────────────────────────────────────────────

    def caption(self, kind: str, text: str, label: str) -> None:
        """Add the caption of a table or a figure; the number of its label is a field."""
        paragraph = self.paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = kind == "table"
        if kind == "figure":
            paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(10)
        if label:
            word, _, number = label.rpartition(" ")
            paragraph.add_run(f"{word} ")
            add_field(paragraph, f"SEQ {word} \\* ARABIC", number)
            paragraph.add_run("  ")
        paragraph.add_run(text)

    def _table(self, block: Block) -> None:
        self.caption("table", block["caption"], block.get("label", ""))
        widths, size = table_widths(block["columns"], block["rows"])
        table = self.table(block["caption"], [block["columns"]], block["rows"], widths, size)
        for column in columns_of_numbers(block["rows"]):
            for line in table.rows:
                line.cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._after_table()

    def table(
        self,
        description: str,
        heads: list[list[str]],
        rows: list[list[str]],
        widths: Sequence[float],
        size: float = CELL_SIZES[0],
    ) -> Table:
        """Add a table whose first rows are its header, repeated on each page; ``description`` is its alternative.

        ``widths`` are millimetres, ``size`` is that of the type in points.
        """
        table: Table = self.doc.add_table(rows=0, cols=len(heads[0]), style="Table Grid")
        describe(table, description)
        for head in heads:
            line = table.add_row()  # type: ignore[no-untyped-call]
            line._tr.get_or_add_trPr().append(element("w:cantSplit"))
            line._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))
            for cell, text in zip(line.cells, head, strict=True):
                fill(cell, text, size, bold=True)
                shade(cell, HEADER_FILL)
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        for row in rows:
            line = table.add_row()  # type: ignore[no-untyped-call]
            line._tr.get_or_add_trPr().append(element("w:cantSplit"))
            for cell, text in zip(line.cells, row, strict=True):
                fill(cell, text, size)
        set_widths(table, widths)
        return table

    def _after_table(self) -> None:
        paragraph = self.paragraph()
        paragraph.paragraph_format.line_spacing = Pt(AFTER_TABLE)
        paragraph.paragraph_format.space_after = Pt(0)

    def _line(self, block: Block) -> None:
        name, now, way, following, goal = block["columns"]
        rows = [[row[0], row[1], f"→ {row[2]} →", row[3], f"→ {row[4]}"] for row in block["rows"]]
        table = self.table(block["caption"], [[name, now, way, following, goal]], rows, LINE_WIDTHS)
        for line in table.rows[1:]:
            for number, cell in enumerate(line.cells):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER if number else WD_ALIGN_PARAGRAPH.LEFT
                if number in (1, 3, 4):
                    shade(cell, HEADER_FILL)
                if number in (3, 4):
                    cell.paragraphs[0].runs[0].bold = True
                if number == 2:
                    cell.paragraphs[0].runs[0].font.color.rgb = BLUE
        _keep_together(table)
        self.caption("figure", block["caption"], block.get("label", ""))

    def _plan(self, block: Block) -> None:
        periods, years = block["periods"], block["years"]
        width = (WIDTH - PLAN_FIRST) / max(len(periods), 1)
        of_years = [year["label"] if at == 0 else "" for year in years for at in range(year["periods"])]
        heads = [[*block["columns"], *of_years], ["", *(one["label"] for one in periods)]]
        rows = [[row["label"], *plan_cells(row["start"], row["end"], periods)] for row in block["rows"]]
        rows += [[mark["label"], *mark_cells(mark["months"], periods)] for mark in block["marks"]]
        table = self.table(block["caption"], heads, rows, [PLAN_FIRST, *[width] * len(periods)])
        at = 1
        for year in years:
            _merged(table, 0, at, at + year["periods"] - 1)
            at += year["periods"]
        table.cell(0, 0).merge(table.cell(1, 0))
        for paragraph in table.cell(0, 0).paragraphs[1:]:
            removed(paragraph)
        for line in table.rows[2:]:
            for cell in line.cells[1:]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
                if cell.text == FILLED:
                    # The square says the same to who cannot see the colour; it is not to be seen in it.
                    shade(cell, PLAN_FILL)
                    cell.paragraphs[0].runs[0].font.color.rgb = BLUE
        for cell in (cell for line in table.rows[:2] for cell in line.cells[1:]):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _keep_together(table)
        self.caption("figure", block["caption"], block.get("label", ""))

    def _bars(self, block: Block) -> None:
        rows = [[label, shown, bar(value, block["rows"], LONGEST_BAR)] for label, value, shown in block["rows"]]
        table = self.table(block["caption"], [[*block["columns"], ""]], rows, BAR_WIDTHS)
        table.cell(0, 1).merge(table.cell(0, 2))
        for paragraph in table.cell(0, 1).paragraphs[1:]:
            removed(paragraph)
        for line in table.rows[1:]:
            line.cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in line.cells[2].paragraphs[0].runs:
                run.font.color.rgb = BLUE
        _keep_together(table)
        self.caption("figure", block["caption"], block.get("label", ""))

    def picture(self, picture: Picture, alternative: str, caption: str, label: str) -> None:
        """Add a picture with its text alternative and its caption, no wider than the page's text."""
        paragraph = self.paragraph()
        paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        scale = min(1 / POINTS_OF_MM, WIDTH / picture.width, HIGHEST / picture.height)
        data = picture.instead or picture.data
        shape = _picture_run(paragraph).add_picture(
            io.BytesIO(data), width=Mm(picture.width * scale), height=Mm(picture.height * scale)
        )
        shape._inline.docPr.set("descr", alternative)
        if picture.name.endswith(".svg"):
            self.drawings += 1
            draw_as_svg(self.doc, shape, picture.data, self.drawings)
        if caption:
            self.caption("figure", caption, label)


# ── Set-up ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _set_up(doc: Doc, language: LanguageCode) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = A4
    section.orientation = WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for name, base in (("TOC Heading", "Normal"), ("toc 1", "Normal"), ("toc 2", "Normal")):
        style: Any = doc.styles[name] if name in doc.styles else doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = doc.styles[base]
    for name in (*STYLES, "TOC Heading"):
        style = doc.styles[name]
        style.font.name = FONTS[0]
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for side in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{side}"), None)
        fonts.set(qn("w:eastAsia"), FONTS[1])
        style.font.color.rgb = INK
        for one in properties.findall(qn("w:lang")):
            properties.remove(one)
        properties.append(element("w:lang", val=LANGUAGES[language].word_tag, eastAsia=LANGUAGES[FIRST].word_tag))
    normal = doc.styles["Normal"]
    normal.font.size = Pt(10.5)
    # As in Word of Japanese: programs differ in how lines that stay together go with a heading above them.
    normal.paragraph_format.widow_control = False
    normal.paragraph_format.space_after = Pt(6)
    for name, size in SIZES.items():
        style = doc.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.paragraph_format.keep_with_next = True
    for name in ("Title", "Subtitle"):
        style = doc.styles[name]
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.keep_with_next = False
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
    doc.styles["Heading 1"].paragraph_format.space_before = Pt(20)
    doc.styles["Heading 1"].paragraph_format.space_after = Pt(8)
    for name in ("Heading 2", "Heading 3", "Heading 4", "Heading 5"):
        doc.styles[name].paragraph_format.space_before = Pt(12)
        doc.styles[name].paragraph_format.space_after = Pt(4)
    quote = doc.styles["Quote"]
    quote.font.italic, quote.paragraph_format.left_indent = False, Mm(5)
    caption = doc.styles["Caption"]
    caption.font.size, caption.font.bold = Pt(9.5), True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(4)
    doc.styles["TOC Heading"].font.size, doc.styles["TOC Heading"].font.bold = Pt(16), True
    doc.styles["TOC Heading"].paragraph_format.space_after = Pt(10)
    for level, name in enumerate(("toc 1", "toc 2")):
        style = doc.styles[name]
        style.paragraph_format.left_indent = Mm(6 * level)
        style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for name in ("List Bullet", "List Number"):
        doc.styles[name].paragraph_format.space_after = Pt(3)
        for one in doc.styles[name].element.findall(f"{qn('w:pPr')}/{qn('w:contextualSpacing')}"):
            one.getparent().remove(one)
    for name, height in LINES.items():
        doc.styles[name].paragraph_format.line_spacing = Pt(height)


def _head_and_foot(doc: Doc, title: str, *, bare_first_page: bool) -> None:
    """Put the title above each page and its number below; neither on a cover or the first page of a letter."""
    section = doc.sections[0]
    section.different_first_page_header_footer = bare_first_page
    section.header.paragraphs[0].text = title
    section.header.paragraphs[0].runs[0].font.size = Pt(9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(foot, "PAGE", "1")


def _picture_run(paragraph: Paragraph) -> Run:
    """Make a paragraph that of a picture, as high as the picture, and return its run."""
    paragraph.paragraph_format.line_spacing = 1.0
    mark: Any = paragraph._p.get_or_add_pPr()
    properties = element("w:rPr")
    properties.append(element("w:sz", val="2"))
    mark.append(properties)
    run = paragraph.add_run()
    run.font.size = Pt(1)
    return run


# ── Cells ───────────────────────────────────────────────────────────────────────────────────────────────────────


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set the widths of a table's columns, in millimetres."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for line in table.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Mm(width)


def fill(cell: _Cell, text: str, size: float, *, bold: bool = False) -> None:
    """Write a cell's text."""
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold = bold or None
    run.font.size = Pt(size)
    tighten(paragraph, size)


def tighten(paragraph: Paragraph, size: float) -> None:
    """Leave little room between the lines of a cell, whose type has a size in points."""
    paragraph.paragraph_format.line_spacing = Pt(size * CELL_LINE)
    paragraph.paragraph_format.space_after = Pt(0)


def shade(cell: _Cell, colour: str) -> None:
    """Colour a cell."""
    properties = cell._tc.get_or_add_tcPr()
    for one in properties.findall(qn("w:shd")):
        properties.remove(one)
    properties.append(element("w:shd", val="clear", fill=colour))


def _keep_together(table: Table) -> None:
    """Keep a figure that is a table on one page, with the caption that follows it."""
    for cell in (cell for line in table.rows for cell in line.cells):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def describe(table: Table, text: str) -> None:
    """Give a table its text alternative."""
    for name in ("w:tblCaption", "w:tblDescription"):
        table._tbl.tblPr.append(element(name, val=text))


def _merged(table: Table, row: int, first: int, last: int) -> None:
    if last == first:
        return
    merged = table.cell(row, first).merge(table.cell(row, last))
    for paragraph in merged.paragraphs[1:]:
        removed(paragraph)
