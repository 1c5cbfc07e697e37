"""The prefecture's own Markdown, its headings fitted below a chapter's.

CommonMark with tables, struck-out text and footnotes. Pictures lie in ``images/`` of the vision; a line with
``\\newpage`` alone begins a page where the document has pages.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from dcb_guide.core.markdown import escaped_in_file

SCHEMES = {"https", "http", "mailto"}
#: Level of a chapter's own heading on a page.
CHAPTER = 2
PICTURE = re.compile(r"(!\[[^\[\]]*\]\()(images/)")
#: An address to which a link may lead: one of the web or of mail, or a place without a colon.
_PLACE = r"[^\s<>()`\\:]|\([^\s<>()`\\:]*\)"
_ADDRESS = rf"(?:(?:https?|mailto):(?:{_PLACE}|:)+|(?:{_PLACE})+)"
#: What another reader of Markdown might take for HTML or for a link that the vision's page does not show as one. Before
#: it, what has the same characters and is neither: escaped characters, code, addresses in ``<>``, links, footnotes.
_UNSAFE = re.compile(
    r"\\.|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|<(?:https?:|mailto:|[\w.+-]{1,99}@)[^\s<>]*>|\[\^[^\[\]\s]{1,999}\]:"
    rf"""|\]\({_ADDRESS}(?:[ ]+(?:"[^"`\\]*"|'[^'`\\]*'))?\)|\]:[ ]+{_ADDRESS}(?=\s|$)"""
    r"|(?P<html><(?=[A-Za-z/!?]))|(?P<link>\](?=\())|(?P<defined>\](?=:))",
    re.DOTALL,
)
FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,999})\]")
#: What divides the cells of a table's row.
CELLS = re.compile(r"(?<!\\)(\|)")
#: A paragraph that begins a page.
NEW_PAGE = "\\newpage"


def parser() -> MarkdownIt:
    """Return what reads the prefecture's Markdown; HTML in it stays text."""
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).use(footnote_plugin)


def parsed(markdown: str, chapter: str = "") -> list[Token]:
    """Return the tokens; the first headings are one level below a chapter's, and no level is skipped.

    Headings have ids of their own, and footnotes too, made with the id of the chapter they are in.
    """
    tokens = parser().parse(markdown, {"docId": chapter} if chapter else {})
    above: list[int] = []
    count = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [*(one for one in above if one < level), level]
            count += 1
            if chapter:
                token.attrSet("id", f"{chapter}-{count}")
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(CHAPTER + len(above), 6)}"
    return tokens


def counted(markdown: str) -> dict[str, int]:
    """Return how many tables and how many figures a text has."""
    kinds = [kind for kind, _, _ in captioned(parsed(markdown), "")]
    return {kind: kinds.count(kind) for kind in ("table", "figure")}


def captioned(tokens: Sequence[Token], title: str) -> Iterator[tuple[str, int, str]]:
    """Yield what has a caption: ``table`` or ``figure``, the position of its token, and the caption.

    A table's is the heading above it, or the chapter's title; a picture's is its own title, or what it shows. A picture
    is a figure where it stands alone.
    """
    heading = title
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = plain_text(tokens[position + 1])
        elif token.type == "table_open":
            yield "table", position, heading
        elif token.type == "inline" and (picture := picture_alone(token)):
            yield "figure", position, str(picture.attrGet("title") or picture.content)


def alignment(cell: Token) -> str:
    """Return the side to which a table's cell is aligned, ``left``, ``center`` or ``right``; empty where none is."""
    if cell.type not in ("th_open", "td_open"):
        return ""
    return str(cell.attrGet("style") or "").removeprefix("text-align:")


def picture_alone(inline: Token) -> Token | None:
    """Return the picture that a paragraph consists of, if it does."""
    shown = [child for child in inline.children or [] if child.type != "softbreak" and (child.content.strip())]
    return shown[0] if len(shown) == 1 and shown[0].type == "image" else None


def fitted(
    markdown: str,
    chapter: str,
    pictures: str = "",
    labels: Mapping[str, Sequence[str]] | None = None,
    title: str = "",
) -> str:
    """Return the Markdown with its headings fitted below a chapter's, and labels of footnotes of its own.

    ``pictures`` is the folder in which the vision's pictures lie, from the written file, with a slash. ``labels`` are
    those of its tables and figures, ``title`` is the chapter's: captions are written above and below them.
    """
    lines = markdown.splitlines()
    tokens = parsed(markdown, chapter)
    _make_harmless(lines, tokens)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.map and token.level == 0:
            first, end = token.map
            lines[first:end] = [f"{'#' * int(token.tag[1])} {_harmless(inline.content)}", *[""] * (end - first - 1)]
    remaining = {kind: [*listed] for kind, listed in (labels or {}).items()}
    for kind, position, caption in reversed([*captioned(tokens, title)]):
        label = remaining[kind].pop() if remaining.get(kind) else ""
        where = tokens[position].map
        if label and where and tokens[position].level <= (0 if kind == "table" else 1):
            at = where[0] if kind == "table" else where[1]
            lines[at:at] = ["", f"**{label} {escaped_in_file(caption)}**", ""]
    text = FOOTNOTE.sub(lambda found: f"[^{chapter}-{found[1]}]", "\n".join(lines))
    return PICTURE.sub(lambda found: f"{found[1]}{pictures}{found[2]}", text)


def _make_harmless(lines: list[str], tokens: Sequence[Token]) -> None:
    """Change the lines of a chapter so that no reader makes HTML or links of what is text on the vision's page."""
    parts, tables = set[tuple[int, int]](), set[int]()
    others = set(range(len(lines)))
    for token in tokens:
        if token.map and token.type in ("fence", "code_block", "inline", "table_open"):
            others -= {*range(*token.map)}
            if token.type == "table_open":
                tables |= {*range(*token.map)}
            elif token.type == "inline":
                parts.add((token.map[0], token.map[1]))
    parts = {part for part in parts if part[0] not in tables}
    # What is in no token defines a link. A table's cell is read by itself: code does not go on in the next one.
    parts |= {(number, number + 1) for number in tables | others}
    for first, end in parts:
        text = "\n".join(lines[first:end])
        cells = CELLS.split(text) if first in tables else [text]
        lines[first:end] = "".join(map(_harmless, cells)).split("\n")


def _harmless(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"\\{found[0]}" if found.lastgroup else found[0], text)


def headings_of(markdown: str, chapter: str) -> Iterator[tuple[int, str, str]]:
    """Yield the headings of a chapter's own Markdown: level on the page, id, text."""
    tokens = parsed(markdown, chapter)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            yield int(token.tag[1]), str(token.attrGet("id")), plain_text(inline)


def pictures_of(markdown: str) -> Iterator[tuple[int, str, str]]:
    """Yield the pictures that a text shows: line, place, text alternative."""
    for token in parser().parse(markdown):
        for child in token.children or []:
            if child.type == "image":
                yield (token.map or [0])[0] + 1, str(child.attrGet("src")), child.content


def plain_text(inline: Token) -> str:
    """Return what a reader sees of a line."""
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or []
    )


def footnotes(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    """Return the lines of each footnote."""
    found: dict[int, list[Token]] = {}
    current: list[Token] | None = None
    for token in tokens:
        if token.type == "footnote_open":
            current = found.setdefault(int(token.meta["id"]), [])
        elif token.type == "footnote_close":
            current = None
        elif token.type == "inline" and current is not None:
            current.append(token)
    return found


def with_addresses(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with links written out: footnotes are a part of their own, where links would need another."""
    address = ""
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            yield Token("text", "", 0, content=f" ({address})")
        else:
            yield token
