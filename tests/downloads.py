"""Files that are saved with texts of others in them: each is made from a text, read again, and holds it as text alone.

A file that is made from any text has the structure of one made from the letter x: a text that became a heading, a link,
HTML or a field of Word would be a part more. The texts come to the writers past every check of the entrances.
"""

import functools
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dcb_guide.core import document, markdown, published_platform, result_document
from dcb_guide.core.document import Block
from dcb_guide.core.values import printable
from dcb_guide.guide.content import survey_texts
from dcb_guide.prefecture.cost import share_costs
from dcb_guide.prefecture.cost_plan import Plan, read_plan
from dcb_guide.prefecture.cost_report import Report
from dcb_guide.prefecture.inventory import take_inventory
from dcb_guide.prefecture.inventory_report import InventoryReport
from dcb_guide.prefecture.survey import Municipality, Platform, Service, Survey, Use
from dcb_guide.prefecture.survey_letter import letter
from dcb_guide.vision import word
from dcb_guide.vision.own_markdown import fitted, parsed
from tests.entrances import LANGUAGE, engine, guide

HARMLESS = "x"
#: What a document may hold beside text by itself: the marks of its chapters, and links to them.
OWN_MARK = re.compile(r'<a id="[a-z_]+">|</a>')
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The number of a bookmark, counted through all documents that a program writes.
BOOKMARK = re.compile("(?<=_Toc)[0-9]+")
#: Elements that carry text, and stand for characters of it.
OF_TEXT = {f"{WORD}{name}" for name in ("t", "br", "tab")}
#: Where a page begins follows from how long the texts before are.
OF_LAYOUT = {f"{WORD}pageBreakBefore"}


#: What makes the blocks of a file with a text in them.
type Saved = Callable[[str], list[Block]]


# ── What is saved ───────────────────────────────────────────────────────────────────────────────────────────────


def result(text: str) -> list[Block]:
    return result_document.blocks(engine().result({"service_provider": "private"}), engine().texts, LANGUAGE, text)


def draft(text: str) -> list[Block]:
    platforms = [({"service_provider": "private", "peers": 2}, text, {"peers": text, "service_provider": text})] * 2
    return document.blocks(published_platform.of_records(engine(), platforms, text), engine().texts, LANGUAGE)


def _inventory(text: str) -> InventoryReport:
    platforms = [
        Platform(name, text, "42201", text, used_by=["42202"], note=text, answers={"service_provider": "private"})
        for name in ("a", "b")
    ]
    services = [Service("s", text, "42201", "a", text, note=text)]
    municipalities = [Municipality("42201", text, 100), Municipality("42202", text, 200)]
    survey = Survey("42", as_of="2026-01-01", platforms=platforms, services=services, municipalities=municipalities)
    survey.uses = [Use("a", "42202")]
    found = take_inventory(survey, engine(), [])
    return InventoryReport(survey, found, engine(), survey_texts(guide()), LANGUAGE)


def inventory(text: str) -> list[Block]:
    return _inventory(text).document()


def letters(text: str) -> list[Block]:
    fields = dict.fromkeys(survey_texts(guide())["fields"], text)
    asked = [block for _, blocks in _inventory(text).letters() for block in blocks]
    return [*letter(survey_texts(guide()), "request", LANGUAGE, fields), *asked]


def cost(text: str) -> list[Block]:
    plan = {
        "name": HARMLESS, "years": 2, "build": 90_000_000, "run": [1_000_000, 2_000_000], "scheme": "population",
        "participants": [{"id": f"m{number}", "name": HARMLESS, "population": 10 * number} for number in (1, 2)],
    }  # fmt: skip
    read, problems = read_plan(plan)
    assert read is not None, problems
    # Past the check of names.
    named = _with_names(read, text)
    report = Report(engine().texts["interface"], LANGUAGE)
    return report.sharing(share_costs(named))


def _with_names(plan: Plan, text: str) -> Plan:
    return replace(plan, name=text, participants=tuple(replace(one, name=text) for one in plan.participants))


# ── Markdown, as a reader that allows HTML and every link understands it ─────────────────────────────────────────


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


def _parts(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text that are not text, with what makes each what it is."""
    for token in tokens:
        if token.type == "inline":
            yield from _parts(token.children or [])
        elif token.type in ("html_inline", "html_block"):
            yield "html", token.content
        elif token.type not in ("text", "softbreak", "text_special"):
            yield token.type, str(token.attrGet("href") or "")


def _seen(tokens: list[Token]) -> str:
    inline = [token for token in tokens if token.type == "inline"]
    return "\n".join(
        "".join(child.content for child in token.children or [] if child.type in ("text", "text_special"))
        for token in inline
    )


@functools.cache
def _harmless_markdown(saved: Saved) -> list[tuple[str, str]]:
    return [*_parts(_reader().parse(markdown.render(saved(HARMLESS))))]


def as_markdown(saved: Saved) -> Callable[[str], str]:
    """Return what writes a text into a file of Markdown, reads it again, and returns what a reader sees of it."""

    def attacked(text: str) -> str:
        shown = printable(" ".join(text.split()))
        written = markdown.render(saved(text))
        written.encode("utf-8")
        tokens = _reader().parse(written)
        parts = [*_parts(tokens)]
        assert parts == _harmless_markdown(saved)
        assert all(OWN_MARK.fullmatch(content) for kind, content in parts if kind == "html")
        assert all(content.startswith("#") for kind, content in parts if kind == "link_open")
        assert shown in _seen(tokens), written
        return shown

    return attacked


def own_prose(text: str) -> str:
    """Write a text as a chapter of a vision into Markdown: what is text on the vision's page is text in the file."""
    tokens = _reader().parse(fitted(text, "summary"))
    links = {content for kind, content in _parts(tokens) if kind in ("link_open", "image")}
    ours = {content for kind, content in _parts(parsed(text, "summary")) if kind in ("link_open", "image")}
    assert not [content for kind, content in _parts(tokens) if kind == "html"]
    assert links <= ours
    return printable(" ".join(_seen(tokens).split()))[:200]


# ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────────


def word_parts(content: bytes) -> tuple[list[tuple[str, str]], set[str], str]:
    """Return a Word document's elements with the instructions of fields, what it refers to, and its text."""
    elements: list[tuple[str, str]] = []
    texts: list[str] = []
    targets: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            root = ElementTree.fromstring(archive.read(name))
            for paragraph in root.iter(f"{WORD}p"):
                join_runs(paragraph)
            for one in root.iter():
                if one.tag in OF_TEXT:
                    texts.append({f"{WORD}br": "\n", f"{WORD}tab": "\t"}.get(one.tag, one.text or ""))
                elif name.endswith(".rels"):
                    targets.add(f"{one.get('Type')} {one.get('Target')}")
                elif name.startswith("word/") and one.tag not in OF_LAYOUT:
                    elements.append(
                        (one.tag, BOOKMARK.sub("", one.text or "") if one.tag == f"{WORD}instrText" else "")
                    )
                if one.tag == f"{WORD}p":
                    texts.append("\n\n")
    return elements, targets, "".join(texts)


def join_runs(paragraph: ElementTree.Element) -> None:
    """Make one run of text of several that look alike: a long title has one a line."""
    before = None
    for run in list(paragraph):
        parts = [one for one in run if one.tag != f"{WORD}rPr"]
        if run.tag != f"{WORD}r" or any(one.tag not in OF_TEXT for one in parts):
            before = None
        elif before is not None and looks(run) == looks(before):
            before.extend(parts)
            paragraph.remove(run)
        else:
            before = run


def looks(run: ElementTree.Element) -> bytes:
    """Return the properties of a run."""
    return b"".join(ElementTree.tostring(one) for one in run.iter(f"{WORD}rPr"))


def _saved_word(blocks: list[Block]) -> bytes:
    saved = io.BytesIO()
    word.document(blocks, LANGUAGE).save(saved)
    return saved.getvalue()


@functools.cache
def _harmless_word(saved: Saved) -> tuple[list[tuple[str, str]], set[str], str]:
    return word_parts(_saved_word(saved(HARMLESS)))


def as_word(saved: Saved) -> Callable[[str], str]:
    """Return what writes a text into a Word document, reads it again, and returns what a reader sees of it."""

    def attacked(text: str) -> str:
        check_word(word_parts(_saved_word(saved(text))), _harmless_word(saved), text)
        return printable(document.visible(text))

    return attacked


def check_word(
    found: tuple[list[tuple[str, str]], set[str], str],
    harmless: tuple[list[tuple[str, str]], set[str], str],
    text: str,
) -> None:
    """Assert that a document made with a text has the parts of one made with a harmless text, and that text."""
    assert found[0] == harmless[0]
    assert found[1] == harmless[1]
    assert document.visible(text) in found[2]


#: Id → what is saved, and how a reader sees a text in it.
SAVED: dict[str, tuple[str, Callable[[str], str]]] = {
    "saved/result.md": ("the tool's result, Markdown", as_markdown(result)),
    "saved/draft.md": ("a vision's draft, Markdown", as_markdown(draft)),
    "saved/draft.docx": ("a vision's draft, Word", as_word(draft)),
    "saved/inventory.md": ("an inventory, Markdown", as_markdown(inventory)),
    "saved/letters.md": ("letters, Markdown", as_markdown(letters)),
    "saved/cost.md": ("shares of costs, Markdown", as_markdown(cost)),
    "saved/chapter.md": ("a vision's own prose in its draft, Markdown", own_prose),
}
