"""A drafted document as Markdown. Standard library only: the tool's page writes it in the browser."""

import re
from collections.abc import Callable, Iterator

from dcb_guide.core.document import Block, touches

#: Characters that mean something to Markdown, to a template or to HTML. An underscore inside a word means nothing, so
#: ids stay readable.
SPECIAL = re.compile(r"[\\`*\[\]<>|#{}&!~^$]|(?<![A-Za-z0-9_])_|_(?![A-Za-z0-9_])|(?<=^)[+-]|(?<=^\d)[.)]")


def render(
    blocks: list[Block], free: Callable[[Block], str] = lambda block: str(block["text"]), *, anchors: bool = False
) -> str:
    """Return the document as Markdown.

    ``free`` returns what is written for a block of the prefecture's own Markdown; ``anchors`` names chapters for links
    (``{ #id }``), which not every reader of Markdown understands.
    """
    return "\n\n".join(part for block in blocks for part in _lines(block, free, anchors)) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)


def _line(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return escaped(" ".join(text.split()))


def _lines(block: Block, free: Callable[[Block], str], anchors: bool) -> Iterator[str]:
    kind = block["kind"]
    if kind == "heading":
        anchor = f" {{ #{block['id']} }}" if anchors and block.get("id") else ""
        yield f"{'#' * block['level']} {_line(block['text'])}{anchor}"
    elif kind == "paragraph":
        yield _line(block["text"])
    elif kind == "note":
        yield f"> {_line(block['text'])}"
    elif kind == "list":
        yield "\n".join(f"{'1.' if block['ordered'] else '-'} {_line(item)}" for item in block["items"])
    elif kind == "table":
        yield _table(block["columns"], block["rows"])
    elif kind == "plan":
        columns = [*block["columns"], *block["months"]]
        yield f"**{_line(block['caption'])}**"
        yield _table(
            columns,
            [
                [row["label"], *("■" if touches(row, month) else "" for month in block["months"])]
                for row in block["rows"]
            ],
        )
    elif kind == "free":
        yield free(block)


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(
        "| " + " | ".join(cell if number == 1 else _line(cell) for cell in line) + " |"
        for number, line in enumerate(lines)
    )
