"""Parts of a Word document that python-docx has no words for: fields, bookmarks, numbering, footnotes, SVG."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from docx.document import Document as Doc
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

#: What python-docx' own template brings along, and a document has no use for.
OF_THE_TEMPLATE = ("/thumbnail", "/extended-properties", "/customXml")
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
#: The layout of Word since 2013.
WORD_2013 = "15"
SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
#: How the items of a numbered list are counted, by depth.
COUNTING = ("%1.", "(%2)", "%3)")
BULLETS = ("•", "–", "▪")


def element(tag: str, /, **attributes: str) -> Any:
    """Return an element of WordprocessingML, such as ``w:tblHeader``, with its attributes (``val="true"``)."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def removed(paragraph: Paragraph) -> Any:
    """Take a paragraph out of where it is, and return its element."""
    made: Any = paragraph._p
    made.getparent().remove(made)
    return made


def without_template(doc: Doc) -> None:
    """Drop what the template brings along: its picture, its application, its data."""
    for relations in (doc.part.package.rels, doc.part.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(OF_THE_TEMPLATE)]:
            del relations[key]
    # Without it Word lays the document out as its version of 2010 did, and says so above it.
    for one in doc.settings.element.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), WORD_2013)


def set_properties(doc: Doc, title: str, author: str, day: str | None, language: str) -> None:
    """Set the properties that a program shows of the document; ``day`` is ISO, and without one no day is given."""
    properties = doc.core_properties
    # The format holds 255 characters.
    properties.title, properties.author, properties.last_modified_by = title[:255], author[:255], author[:255]
    properties.language, properties.comments, properties.keywords, properties.revision = language, "", "", 1
    if day:
        properties.created = properties.modified = datetime.fromisoformat(day)
        return
    core = properties._element
    for name in ("dcterms:created", "dcterms:modified"):
        for one in core.findall(qn(name)):
            core.remove(one)


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field with what it shows until it is updated."""
    for run in field_runs(instruction, shown):
        paragraph._p.append(run)


def field_runs(instruction: str, shown: str) -> list[Any]:
    """Return the runs of a field."""
    return [field_mark("begin"), _instruction(instruction), field_mark("separate"), text_run(shown), field_mark("end")]


def field_mark(kind: str) -> Any:
    """Return the run that begins, divides or ends a field."""
    run = OxmlElement("w:r")
    run.append(element("w:fldChar", fldCharType=kind))
    return run


def _instruction(text: str) -> Any:
    run = OxmlElement("w:r")
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {text} "
    run.append(instruction)
    return run


def text_run(text: str) -> Any:
    """Return a run of text; a tab in it is one."""
    run = OxmlElement("w:r")
    for number, part in enumerate(text.split("\t")):
        if number:
            run.append(OxmlElement("w:tab"))
        shown = OxmlElement("w:t")
        shown.text = part
        shown.set(qn("xml:space"), "preserve")
        run.append(shown)
    return run


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark a paragraph so that fields and links can name it."""
    properties = paragraph._p.pPr
    start, end = element("w:bookmarkStart", id=str(number), name=name), element("w:bookmarkEnd", id=str(number))
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(end)


def add_contents(doc: Doc, after: Paragraph, entries: Sequence[tuple[int, str, str, int]]) -> list[Paragraph]:
    """Put a table of contents after a paragraph, filled in, and return its lines.

    Each entry is (level from 1, text, bookmark, page). The contents are a field: Word counts the pages anew when the
    reader updates it.
    """
    place = after._p
    added = []
    for number, (level, text, bookmark, page) in enumerate(entries):
        paragraph = Paragraph(element("w:p"), after._parent)
        place.addnext(paragraph._p)
        place = paragraph._p
        paragraph.style = doc.styles[f"toc {level}"]
        if number == 0:
            for run in (field_mark("begin"), _instruction('TOC \\o "1-2" \\h \\z \\u'), field_mark("separate")):
                paragraph._p.append(run)
        link = element("w:hyperlink", anchor=bookmark, history="1")
        for run in (text_run(f"{text}\t"), *field_runs(f"PAGEREF {bookmark} \\h", str(page))):
            link.append(run)
        paragraph._p.append(link)
        if number == len(entries) - 1:
            paragraph._p.append(field_mark("end"))
        added.append(paragraph)
    return added


def add_link(paragraph: Paragraph, address: str) -> Any:
    """Add a link to an address and return the element that its runs go into."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link


class Lists:
    """Numbered and bulleted lists of a document: each list counts from its own start."""

    def __init__(self, doc: Doc) -> None:
        self.numbering = doc.part.numbering_part.element
        abstract = [int(one.get(qn("w:abstractNumId"))) for one in self.numbering.findall(qn("w:abstractNum"))]
        self.ordered, self.bulleted = max(abstract, default=0) + 1, max(abstract, default=0) + 2
        first = self.numbering.find(qn("w:num"))
        for identity, signs, kind in ((self.ordered, COUNTING, "decimal"), (self.bulleted, BULLETS, "bullet")):
            levels = "".join(
                f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{420 * (depth + 1)}" w:hanging="420"/></w:pPr></w:lvl>'
                for depth, sign in enumerate(signs)
            )
            made = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
                f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
            )
            if first is None:
                self.numbering.append(made)
            else:
                first.addprevious(made)

    def begin(self, *, is_ordered: bool, start: int = 1) -> int:
        """Return the number of a new list that counts from ``start``."""
        made = self.numbering.add_num(self.ordered if is_ordered else self.bulleted)
        for depth in range(len(COUNTING)):
            override = made.add_lvlOverride(ilvl=depth)
            override.add_startOverride(start if depth == 0 else 1)
        return int(made.numId)

    @staticmethod
    def put(paragraph: Paragraph, number: int, depth: int) -> None:
        """Make a paragraph an item of a list, at a depth from 0."""
        properties = cast("Any", paragraph._p.get_or_add_pPr()).get_or_add_numPr()
        properties.get_or_add_ilvl().val = min(depth, len(COUNTING) - 1)
        properties.get_or_add_numId().val = number
        paragraph.paragraph_format.left_indent = Mm(7.4 * (min(depth, len(COUNTING) - 1) + 1))
        paragraph.paragraph_format.first_line_indent = Mm(-7.4)


class Footnotes:
    """The footnotes of a document, numbered through it; :meth:`finish` writes them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.root = parse_xml(
            f"<w:footnotes {nsdecls('w')}>"
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote></w:footnotes>"
        )
        self.count = 0
        #: The paragraphs (elements) of each footnote by its id.
        self.paragraphs: dict[str, list[Any]] = {}

    def add(self, run: Run, paragraphs: list[Any]) -> None:
        """Make a run the mark of a new footnote, whose paragraphs (elements) are given."""
        self.count += 1
        run.font.superscript = True
        run._r.append(element("w:footnoteReference", id=str(self.count)))
        note = element("w:footnote", id=str(self.count))
        mark = parse_xml(f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>')
        for number, one in enumerate(paragraphs):
            if number == 0:
                one.insert(0 if one.find(qn("w:pPr")) is None else 1, mark)
            note.append(one)
        self.root.append(note)
        self.paragraphs[str(self.count)] = paragraphs

    def finish(self) -> None:
        """Write the footnotes into the document, if there are any."""
        if not self.count:
            return
        from lxml import etree

        blob = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, self.doc.part.package)
        self.doc.part.relate_to(part, FOOTNOTES)


def draw_as_svg(doc: Doc, shape: Any, svg: bytes, number: int) -> None:
    """Let programs that can draw SVG show that instead of a shape's own picture."""
    part = Part(PackURI(f"/word/media/drawing{number}.svg"), "image/svg+xml", svg, doc.part.package)
    identity = doc.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    blip.append(
        parse_xml(
            f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{SVG_BLIP}">'
            f'<asvg:svgBlip xmlns:asvg="{SVG_NAMESPACE}" r:embed="{identity}"/></a:ext></a:extLst>'
        )
    )
