"""The prefecture's own Markdown in a Word document: headings, lists, tables, quotes, links, footnotes, pictures."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from markdown_it.token import Token

from dcb_guide.core.document import Block
from dcb_guide.vision.own_markdown import (
    NEW_PAGE,
    SCHEMES,
    alignment,
    footnotes,
    parsed,
    picture_alone,
    plain_text,
    with_addresses,
)
from dcb_guide.vision.table_widths import table_widths
from dcb_guide.vision.word_parts import add_link, removed

if TYPE_CHECKING:
    from dcb_guide.vision.word import _Writer

#: A cell's alignment in Markdown → in Word; without one it is the table's.
ALIGNED = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
LINK = RGBColor(0x00, 0x17, 0xC1)
CODE_FONT = "Consolas"
#: Size of a footnote's text and height of its lines, in points.
NOTE_SIZE, NOTE_LINE = 9, 13


class Prose:
    """Adds one chapter's own Markdown to a document."""

    def __init__(self, writer: "_Writer", doc: Doc, block: Block) -> None:
        self.writer = writer
        self.doc = doc
        self.chapter = block["chapter"]
        #: The heading that comes before a table, and the labels of tables and figures that are left.
        self.heading = block["title"]
        self.labels = {kind: iter(listed) for kind, listed in block["labels"].items()}
        self.tokens: list[Token] = []
        #: Lists that are open, from the outermost: the number each has in the document, and whether it is ordered.
        self.lists: list[tuple[int, bool]] = []
        #: Whether the next paragraph is the first of a list's item, which alone has the item's number.
        self.begins_item = False
        self.quotes = 0
        #: Footnote → the tokens of its paragraphs.
        self.notes: dict[int, list[Token]] = {}

    def add(self, text: str) -> None:
        """Add a text in Markdown."""
        self.tokens = parsed(text, self.chapter)
        self.notes = footnotes(self.tokens)
        position = 0
        while position < len(self.tokens):
            position = self._block(position)

    def _block(self, position: int) -> int:
        """Add what begins at a token and return the position of what follows."""
        token = self.tokens[position]
        following = position + 1
        if token.type in ("bullet_list_open", "ordered_list_open"):
            is_ordered = token.type.startswith("ordered")
            number = self.writer.lists.begin(is_ordered=is_ordered, start=int(token.attrGet("start") or 1))
            self.lists.append((number, is_ordered))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self.begins_item = True
        elif token.type == "blockquote_open":
            self.quotes += 1
        elif token.type == "blockquote_close":
            self.quotes -= 1
        elif token.type == "heading_open":
            inline = self.tokens[following]
            self.heading = plain_text(inline)
            self.writer.heading(self.heading, int(token.tag[1]) - 1)
            following = position + 3
        elif token.type == "inline":
            self._inline(token)
        elif token.type == "table_open":
            following = self._table(position)
        elif token.type in ("fence", "code_block"):
            for line in token.content.rstrip("\n").split("\n"):
                paragraph = self._paragraph()
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.add_run(line).font.name = CODE_FONT
        elif token.type == "footnote_block_open":
            following = _closing(self.tokens, position) + 1
        return following

    def _paragraph(self) -> Paragraph:
        if self.lists:
            number, is_ordered = self.lists[-1]
            paragraph = self.writer.paragraph(style="List Number" if is_ordered else "List Bullet")
            depth = len(self.lists) - 1
            if self.begins_item:
                self.writer.lists.put(paragraph, number, depth)
                self.begins_item = False
            else:
                # A further paragraph of the item: as far in, without a number.
                self.writer.lists.put(paragraph, 0, depth)
                paragraph.paragraph_format.first_line_indent = Mm(0)
            return paragraph
        return self.writer.paragraph(style="Quote" if self.quotes else "Normal")

    def _inline(self, token: Token) -> None:
        """Add a paragraph; pictures in it become figures of their own."""
        if token.content.strip() == NEW_PAGE:
            self.writer._page_break({})
            return
        texts: list[Token] = []
        alone = picture_alone(token)
        for child in token.children or []:
            if child.type == "image" and (picture := self.writer.pictures.get(str(child.attrGet("src")))):
                self._text(texts)
                texts = []
                caption = str(child.attrGet("title") or child.content) if alone else ""
                self.writer.picture(picture, child.content, caption, next(self.labels["figure"], "") if alone else "")
            else:
                texts.append(child)
        self._text(texts)

    def _text(self, tokens: Sequence[Token]) -> None:
        if any(token.content.strip() or token.type == "footnote_ref" for token in tokens):
            self._runs(self._paragraph(), tokens)

    def _runs(self, paragraph: Paragraph, tokens: Sequence[Token], size: float | None = None) -> None:
        for run, token, marks in _runs_of(paragraph, tokens):
            run.bold, run.italic = marks["strong"] > 0 or None, marks["em"] > 0 or None
            run.font.strike = marks["s"] > 0 or None
            if size:
                run.font.size = Pt(size)
            if marks["link"]:
                run.font.underline, run.font.color.rgb = True, LINK
            if token.type == "code_inline":
                run.font.name = CODE_FONT
            if token.type == "footnote_ref":
                self._footnote(run, int(token.meta["id"]))

    def _footnote(self, run: Run, identity: int) -> None:
        paragraphs = []
        for token in self.notes.get(identity, []):
            # It is built in the document, then moved to where footnotes are.
            paragraph = self.doc.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.line_spacing = Pt(NOTE_LINE)
            paragraph.add_run(" ")
            children = [
                child for child in token.children or [] if child.type not in ("footnote_ref", "footnote_anchor")
            ]
            self._runs(paragraph, [*with_addresses(children)], size=NOTE_SIZE)
            removed(paragraph)
            paragraphs.append(paragraph._p)
        self.writer.footnotes.add(run, paragraphs)

    def _table(self, position: int) -> int:
        """Add a table, numbered as the document's own; its caption is the heading above it."""
        from dcb_guide.vision.word import tighten

        end = _closing(self.tokens, position)
        rows: list[list[Token]] = []
        sides: list[list[str]] = []
        for token in self.tokens[position:end]:
            if token.type == "tr_open":
                rows.append([])
                sides.append([])
            elif token.type in ("th_open", "td_open"):
                sides[-1].append(alignment(token))
            elif token.type == "inline":
                rows[-1].append(token)
        texts = [[plain_text(cell) for cell in row] for row in rows]
        self.writer.caption("table", self.heading, next(self.labels["table"], ""))
        widths, size = table_widths(texts[0], texts[1:])
        table = self.writer.table(
            self.heading,
            [[""] * len(texts[0])],
            [[""] * len(row) for row in texts[1:]],
            widths,
            size,
        )
        for number, (line, row, aligned) in enumerate(zip(table.rows, rows, sides, strict=True)):
            for cell, inline, side in zip(line.cells, row, aligned, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.alignment = ALIGNED.get(side)
                for run in paragraph.runs:
                    run._r.getparent().remove(run._r)
                tighten(paragraph, size)
                self._runs(paragraph, inline.children or [], size=size)
                for run in paragraph.runs if number == 0 else ():
                    run.bold = True
        self.writer._after_table()
        return end + 1


def _closing(tokens: Sequence[Token], position: int) -> int:
    """Return the position of the token that closes what one opens."""
    kind = tokens[position].type.removesuffix("_open")
    depth = 0
    for at in range(position, len(tokens)):
        depth += {f"{kind}_open": 1, f"{kind}_close": -1}.get(tokens[at].type, 0)
        if depth == 0:
            return at
    return len(tokens) - 1


def _runs_of(paragraph: Paragraph, tokens: Sequence[Token]) -> Iterator[tuple[Run, Token, dict[str, int]]]:
    """Yield a run for each text of a line, the token it is of, and what it is inside of."""
    marks = {"strong": 0, "em": 0, "s": 0, "link": 0}
    link: Any = None
    for token in tokens:
        name, _, side = token.type.rpartition("_")
        if name in marks and side in ("open", "close"):
            marks[name] += 1 if side == "open" else -1
            if name == "link":
                address = str(token.attrGet("href") or "")
                is_safe = side == "open" and address.partition(":")[0] in SCHEMES
                link = add_link(paragraph, address) if is_safe else None
                marks["link"] = int(is_safe)
            continue
        content = {"softbreak": "", "hardbreak": "\n"}.get(token.type, token.content)
        if token.type == "softbreak" and _ends_latin(paragraph):
            content = " "
        if content or token.type == "footnote_ref":
            run = paragraph.add_run(content)
            if link is not None:
                link.append(run._r)
            yield run, token, marks


def _ends_latin(paragraph: Paragraph) -> bool:
    """Return whether the last character so far is of a script that divides words by spaces."""
    return paragraph.text[-1:].isascii() and bool(paragraph.text)
