"""The prefecture's own Markdown as blocks that the browser writes into a Word document (``word-document.js``).

A block is a mapping with a ``kind``: ``heading`` and ``table`` as a document has them (:mod:`dcb_guide.core.document`);
``prose`` is a paragraph of ``runs``, with the ``style`` ``quote`` or ``code``, or in a list (``depth`` from 0,
``marker``, blank for a further paragraph of an item); ``picture`` has its ``place``, its text ``alternative``, and
perhaps ``caption`` and ``label``; ``page_break``. A run is a ``text`` with ``bold``, ``italics``, ``strike``, ``code``,
``href``, or a ``footnote``, the text of one.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from dcb_guide.core.document import Block
from dcb_guide.vision.own_markdown import (
    NEW_PAGE,
    SCHEMES,
    footnotes,
    parsed,
    picture_alone,
    plain_text,
    with_addresses,
)

#: What a text may be inside of → what its run is then.
MARKS = {"strong": "bold", "em": "italics", "s": "strike"}
BULLET = "•"


def prose_blocks(block: Block) -> list[Block]:
    """Return the blocks of a document's block of kind ``free``."""
    return _Prose(block).blocks()


class _Prose:
    def __init__(self, block: Block) -> None:
        self.tokens = parsed(block["text"], block["chapter"])
        self.labels = {kind: iter(listed) for kind, listed in block["labels"].items()}
        self.heading = block["title"]
        self.notes = {number: _note(lines) for number, lines in footnotes(self.tokens).items()}
        #: Lists that are open: the number of the next item, None where they are not ordered.
        self.lists: list[int | None] = []
        self.marker = ""
        self.quotes = 0
        self.found: list[Block] = []

    def blocks(self) -> list[Block]:
        position = 0
        while position < len(self.tokens):
            position = self._add(position)
        return self.found

    def _add(self, position: int) -> int:
        """Add what begins at a token and return the position of what follows."""
        token = self.tokens[position]
        following = position + 1
        match token.type:
            case "bullet_list_open":
                self.lists.append(None)
            case "ordered_list_open":
                self.lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                number = self.lists[-1]
                self.marker = BULLET if number is None else f"{number}."
                self.lists[-1] = None if number is None else number + 1
            case "blockquote_open":
                self.quotes += 1
            case "blockquote_close":
                self.quotes -= 1
            case "heading_open":
                self.heading = plain_text(self.tokens[following])
                self.found.append({"kind": "heading", "level": int(token.tag[1]), "text": self.heading})
                following = position + 3
            case "inline":
                self._inline(token)
            case "table_open":
                following = self._table(position)
            case "fence" | "code_block":
                for line in token.content.rstrip("\n").split("\n"):
                    self._prose([{"text": line, "code": True}], style="code")
            case "footnote_block_open":
                following = len(self.tokens)  # they come last
        return following

    def _prose(self, runs: list[dict[str, Any]], style: str = "") -> None:
        place = {"depth": len(self.lists) - 1, "marker": self.marker} if self.lists else {}
        self.marker = ""
        self.found.append({"kind": "prose", "runs": runs, "style": style or ("quote" if self.quotes else ""), **place})

    def _inline(self, token: Token) -> None:
        if token.content.strip() == NEW_PAGE:
            self.found.append({"kind": "page_break"})
            return
        alone = picture_alone(token)
        texts: list[Token] = []
        for child in token.children or []:
            if child.type == "image":
                self._text(texts)
                texts = []
                picture: Block = {"kind": "picture", "place": str(child.attrGet("src")), "alternative": child.content}
                if alone:
                    picture["caption"] = str(child.attrGet("title") or child.content)
                    picture["label"] = next(self.labels["figure"], "")
                self.found.append(picture)
            else:
                texts.append(child)
        self._text(texts)

    def _text(self, tokens: Sequence[Token]) -> None:
        if any(token.content.strip() or token.type == "footnote_ref" for token in tokens):
            self._prose([*self._runs(tokens)])

    def _runs(self, tokens: Sequence[Token]) -> Iterator[dict[str, Any]]:
        marks: dict[str, int] = dict.fromkeys(MARKS, 0)
        href = ""
        before = ""
        for token in tokens:
            name, _, side = token.type.rpartition("_")
            if name in MARKS:
                marks[name] += 1 if side == "open" else -1
                continue
            if name == "link":
                address = str(token.attrGet("href") or "") if side == "open" else ""
                href = address if address.partition(":")[0] in SCHEMES else ""
                continue
            if token.type == "footnote_ref":
                yield {"footnote": self.notes.get(int(token.meta["id"]), "")}
                continue
            text = {"hardbreak": "\n", "softbreak": " " if before[-1:].isascii() else ""}.get(token.type, token.content)
            if text:
                before = text
                run = {"text": text, "href": href, "code": token.type == "code_inline"}
                yield {key: one for key, one in run.items() if one} | {
                    mark: True for kind, mark in MARKS.items() if marks[kind] > 0
                }

    def _table(self, position: int) -> int:
        rows: list[list[str]] = []
        while (token := self.tokens[position]).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(plain_text(token))
            position += 1
        label = next(self.labels["table"], "")
        self.found.append(
            {"kind": "table", "caption": self.heading, "label": label, "columns": rows[0], "rows": rows[1:]}
        )
        return position + 1


def _note(lines: Sequence[Token]) -> str:
    """Return the text of a footnote, with the addresses of its links written out."""
    return " ".join("".join(map(_text, with_addresses(line.children or []))) for line in lines)


def _text(token: Token) -> str:
    if token.type in ("footnote_ref", "footnote_anchor"):
        return ""
    return " " if token.type in ("softbreak", "hardbreak") else token.content
