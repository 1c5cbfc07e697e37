"""A drafted document as Markdown. Standard library only: the tool's page writes it in the browser."""

import re
from collections.abc import Callable, Iterator

from dcb_guide.core.document import Block, touches

#: Signs that mean something to Markdown, to a template or to HTML; written so that they stay signs.
SIGNS = re.compile(r"[\\`*_\[\]<>|#{}&!~^]|(?<=^)[+-]|(?<=^\d)[.)]|\$")


def render(blocks: list[Block], free: Callable[[str], str] = str, *, anchors: bool = False) -> str:
    """Return the document as Markdown.

    ``free`` turns the prefecture's own Markdown into what may stand in it; ``anchors`` names chapters for links
    (``{ #id }``), which not every reader of Markdown understands.
    """
    return "\n\n".join(part for block in blocks for part in _lines(block, free, anchors)) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    one_line = " ".join(str(text).split())
    return SIGNS.sub(lambda found: f"&#{ord(found[0])};", one_line)


def _lines(block: Block, free: Callable[[str], str], anchors: bool) -> Iterator[str]:
    kind = block["kind"]
    if kind == "heading":
        anchor = f" {{ #{block['id']} }}" if anchors and block.get("id") else ""
        yield f"{'#' * block['level']} {escaped(block['text'])}{anchor}"
    elif kind == "paragraph":
        yield escaped(block["text"])
    elif kind == "note":
        yield f"> {escaped(block['text'])}"
    elif kind == "list":
        yield "\n".join(f"{'1.' if block['ordered'] else '-'} {escaped(item)}" for item in block["items"])
    elif kind == "table":
        yield _table(block["columns"], block["rows"])
    elif kind == "plan":
        columns = [*block["columns"], *block["months"]]
        yield f"**{escaped(block['caption'])}**"
        yield _table(
            columns,
            [
                [row["label"], *("■" if touches(row, month) else "" for month in block["months"])]
                for row in block["rows"]
            ],
        )
    elif kind == "free":
        yield free(block["text"])


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(
        "| " + " | ".join(cell if number == 1 else escaped(cell) for cell in line) + " |"
        for number, line in enumerate(lines)
    )
