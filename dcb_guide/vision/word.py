"""A drafted document as Word (``.docx``): real styles, table headers, Japanese fonts, header and footer."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from dcb_guide.core.document import Block, touches
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from dcb_guide.files.pictures import picture_size
from dcb_guide.guide.office_files import save_without_dates
from dcb_guide.vision.own_markdown import parsed

#: Fonts by script: Latin, and East Asian (``eastAsia``), which Word and LibreOffice choose separately.
FONTS = {"body": ("Yu Gothic", "游ゴシック"), "heading": ("Yu Gothic", "游ゴシック")}
INK = RGBColor(0x1A, 0x1A, 0x1A)
WHITE = RGBColor(0xFF, 0xFF, 0xFF)
HEADER_FILL = "E8F1FE"
PLAN_FILL = "0017C1"
#: The summary has a page of its own: this chapter begins the next.
AFTER_SUMMARY = "present"
A4 = (Mm(210), Mm(297))
MARGIN = Mm(20)
#: Width of the text on a page, in millimetres.
WIDTH = 170


def write(blocks: Sequence[Block], path: Path, language: LanguageCode, logo: tuple[Path, str] | None = None) -> None:
    """Write the document; ``logo`` is a picture and its text alternative."""
    save_without_dates(document(blocks, language, logo).save, path)


def document(blocks: Sequence[Block], language: LanguageCode, logo: tuple[Path, str] | None = None) -> Doc:
    """Return the document."""
    doc = Document()
    _set_up(doc, language)
    title = next((block["text"] for block in blocks if block["kind"] == "heading"), "")
    doc.core_properties.title = title
    doc.core_properties.author = "dcb-guide"
    doc.core_properties.language = language
    _head_and_foot(doc, title)
    if logo:
        _picture(doc, *logo)
    for block in blocks:
        if block.get("id") == AFTER_SUMMARY:
            doc.add_page_break()  # type: ignore[no-untyped-call]
        _add(doc, block)
    return doc


def _set_up(doc: Doc, language: LanguageCode) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = A4
    section.orientation = WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    tag = LANGUAGES[language].word_tag
    for name in (
        "Normal",
        "Title",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "List Bullet",
        "List Number",
        "Quote",
        "Caption",
    ):
        style = doc.styles[name]
        latin, east_asian = FONTS["body" if name == "Normal" else "heading"]
        style.font.name = latin
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for side in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{side}"), None)
        fonts.set(qn("w:eastAsia"), east_asian)
        style.font.color.rgb = INK
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), tag)
        lang.set(qn("w:eastAsia"), LANGUAGES[FIRST].word_tag)
        style.element.get_or_add_rPr().append(lang)
    doc.styles["Normal"].font.size = Pt(10.5)
    doc.styles["Normal"].paragraph_format.line_spacing = 1.4
    doc.styles["Quote"].font.italic = False
    doc.styles["Quote"].paragraph_format.left_indent = Mm(5)
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
        doc.styles[name].font.size = Pt(size)
        doc.styles[name].font.bold = True
        doc.styles[name].paragraph_format.keep_with_next = True


def _head_and_foot(doc: Doc, title: str) -> None:
    """Put the title above each page and its number below."""
    section = doc.sections[0]
    section.header.paragraphs[0].text = title
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = foot.add_run()._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run.append(mark)


def _picture(doc: Doc, path: Path, alternative: str) -> None:
    kind = path.suffix.lstrip(".").lower()
    size = picture_size(path.read_bytes(), kind)
    if size is None:
        return
    height = Mm(18)
    try:
        # Both sides are given: what a picture says of its resolution may be nonsense.
        shape = doc.add_picture(str(path), width=round(height * size[0] / size[1]), height=height)
    except UnrecognizedImageError:  # WebP, and some JPEG: the library that writes Word knows neither
        return
    properties = shape._inline.docPr
    properties.set("descr", alternative)


def _add(doc: Doc, block: Block) -> None:
    kind = block["kind"]
    if kind == "heading":
        doc.add_paragraph(block["text"], style="Title" if block["level"] == 1 else f"Heading {block['level'] - 1}")
    elif kind == "paragraph":
        doc.add_paragraph(block["text"])
    elif kind == "note":
        doc.add_paragraph(block["text"], style="Quote")
    elif kind == "list":
        for item in block["items"]:
            doc.add_paragraph(item, style="List Number" if block["ordered"] else "List Bullet")
    elif kind == "table":
        _table(doc, block["caption"], block["columns"], block["rows"])
    elif kind == "plan":
        _plan(doc, block)
    elif kind == "free":
        _free(doc, block["text"])


def _table(doc: Doc, caption: str, columns: list[str], rows: list[list[str]]) -> Table:
    """Add a table whose first row is its header, repeated on each page, with a caption that is its text alternative."""
    doc.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
    table: Table = doc.add_table(rows=1, cols=len(columns), style="Table Grid")
    _describe(table, caption)
    for cell, text in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, text, bold=True)
        _shade(cell, HEADER_FILL)
    _repeat(table)
    for row in rows:
        line = table.add_row()  # type: ignore[no-untyped-call]
        _keep_whole(line)
        for cell, text in zip(line.cells, row, strict=True):
            _fill(cell, text)
    table.autofit = False
    for column, width in zip(table.columns, _widths(columns, rows), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    doc.add_paragraph()
    return table


def _widths(columns: list[str], rows: list[list[str]]) -> list[Mm]:
    """Return widths for columns that share the page's as their texts need, none too narrow to read."""
    needs = [
        max(6.0, max(map(len, (head.split("\n")[0], *cells))) ** 0.7)
        for head, *cells in zip(columns, *rows, strict=True)
    ]
    return [Mm(WIDTH * need / sum(needs)) for need in needs]


def _plan(doc: Doc, block: Block) -> None:
    """Add a Gantt chart as a table: a filled cell for each quarter an initiative runs in."""
    rows = [[row["label"], *("■" if touches(row, month) else "" for month in block["months"])] for row in block["rows"]]
    table = _table(
        doc, block["caption"], [*block["columns"], *(month.replace("-", "\n") for month in block["months"])], rows
    )
    for line in table.rows[1:]:
        for cell in line.cells[1:]:
            if cell.text:
                _shade(cell, PLAN_FILL)
                cell.paragraphs[0].runs[0].font.color.rgb = WHITE


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(8.5)
    paragraph.paragraph_format.line_spacing = 1.1


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _describe(table: Table, caption: str) -> None:
    for name in ("w:tblCaption", "w:tblDescription"):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), caption)
        table._tbl.tblPr.append(mark)


def _repeat(table: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def _keep_whole(row: Any) -> None:
    mark = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(mark)


def _free(doc: Doc, text: str) -> None:
    """Add the prefecture's own Markdown: headings, paragraphs, lists, emphasis; anything else as its text."""
    depth: list[str] = []
    style = "Normal"
    for token in parsed(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth.append("List Bullet" if token.type.startswith("bullet") else "List Number")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth.pop()
        elif token.type == "heading_open":
            style = f"Heading {min(int(token.tag[1]) - 1, 3)}"
        elif token.type == "heading_close":
            style = "Normal"
        elif token.type == "inline":
            paragraph = doc.add_paragraph(style=depth[-1] if depth else style)
            _runs(paragraph, token.children or [])
        elif token.type in ("fence", "code_block", "html_block"):
            doc.add_paragraph(token.content.rstrip())


def _runs(paragraph: Paragraph, tokens: Sequence[Any]) -> None:
    for text, bold, italic in _spans(tokens):
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None


def _spans(tokens: Sequence[Any]) -> Iterator[tuple[str, bool, bool]]:
    bold = italic = 0
    for token in tokens:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        if token.type in ("softbreak", "hardbreak"):
            yield "\n" if token.type == "hardbreak" else "", bool(bold), bool(italic)
        elif token.content:
            yield token.content, bool(bold), bool(italic)
