"""A drafted document as Markdown. Standard library only: the tool's page writes it in the browser."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dcb_guide.core.document import Block, columns_of_numbers
from dcb_guide.core.roadmap import touches
from dcb_guide.core.values import printable

#: Characters that mean something to Markdown, to a template or to HTML, for the site's pages: Python-Markdown knows no
#: backslash before some of them. An underscore inside a word means nothing, so ids stay readable.
SPECIAL = re.compile(r"[\\`*\[\]<>|#{}&!~^$]|(?<![A-Za-z0-9_])_|_(?![A-Za-z0-9_])|(?<=^)[+-]|(?<=^\d)[.)]")
#: The same for a file: what CommonMark knows, and usual additions (tables, struck-out text, formulas, attributes,
#: footnotes). Strokes, a colon, ``>`` and a number with a full stop mean something at the beginning of a line alone.
SPECIAL_IN_FILE = re.compile(
    r"[\\`*\[\]<|#{}~^$]|&(?=#|[A-Za-z0-9]+;)|(?<![A-Za-z0-9_])_|_(?![A-Za-z0-9_])|^[-+:](?=[-+\s]|$)|^[>=]"
)
NUMBER_OF_LIST = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")

#: What stands in a schedule's cell while something runs.
FILLED = "■"
#: Classes of a table's cells on a page of the site: set to the right, a bar of a chart, a period of a schedule.
RIGHT_ON_PAGE = "align-right"
BAR_ON_PAGE = "dcb-table-bar"
PERIOD_ON_PAGE = "dcb-period"
#: Longest bar of a chart, in characters.
LONGEST_BAR = 30


def render(
    blocks: list[Block], free: Callable[[Block], str] = lambda block: str(block["text"]), *, anchors: bool = False
) -> str:
    """Return the document as Markdown.

    ``free`` returns what is written for a block of the prefecture's own Markdown; ``anchors`` is for a page of the
    site: chapters are named for links (``{ #id }``, which not every reader of Markdown understands), and the page has
    a list of contents of its own.
    """
    return _Writer(blocks, free, anchors).written()


def escaped(text: str) -> str:
    """Return a text that a page of the site shows as it is: with references to characters."""
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)


def escaped_in_file(text: str) -> str:
    """Return a text that any reader of CommonMark shows as it is, and people can read: with backslashes."""
    return NUMBER_OF_LIST.sub(r"\1\\\2", SPECIAL_IN_FILE.sub(r"\\\g<0>", text))


def address(href: str) -> str:
    """Return an address as it may stand between the brackets of a link."""
    return href.replace("(", "%28").replace(")", "%29")


class _Writer:
    def __init__(self, blocks: list[Block], free: Callable[[Block], str], anchors: bool) -> None:
        self.blocks = blocks
        self.free = free
        self.anchors = anchors
        self.escaped = escaped if anchors else escaped_in_file

    def written(self) -> str:
        return "\n\n".join(part for block in self.blocks for part in self.lines(block)) + "\n"

    def text(self, text: Any) -> str:
        """Return a text that Markdown shows as it is, on one line; controls are shown as ``\\uXXXX``.

        Of a list of texts and links, the links are written as such.
        """
        if isinstance(text, list):
            return "".join(
                self.escaped(one) if isinstance(one, str) else f"[{self.text(one['text'])}]({address(one['href'])})"
                for one in text
            )
        return self.escaped(printable(" ".join(text.split())))

    def caption(self, block: Block) -> str:
        return f"**{self.text(' '.join(filter(None, (block.get('label'), block['caption']))))}**"

    def rows(
        self,
        columns: list[str],
        rows: list[list[Any]],
        to_the_right: Sequence[int] = (),
        classes_on_page: Mapping[int, str] | None = None,
    ) -> str:
        """Return a table; ``classes_on_page`` are those of a column's cells on a page of the site."""
        heads, *others = ([self.text(cell) for cell in line] for line in (columns, *rows))
        if self.anchors:
            # Pages are made from Markdown with a style in each aligned cell, which their policy forbids.
            classes = dict.fromkeys(to_the_right, RIGHT_ON_PAGE) | dict(classes_on_page or {})
            for line in (heads, *others):
                line[:] = [
                    f"{cell} {{ .{classes[at]} }}" if cell and at in classes else cell for at, cell in enumerate(line)
                ]
            to_the_right = ()
        rule = ["--:" if number in to_the_right else "---" for number in range(len(columns))]
        return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *others))

    def lines(self, block: Block) -> Iterator[str]:
        method: Callable[[Block], Iterator[str]] = getattr(self, f"_{block['kind']}")
        return method(block)

    def _cover(self, block: Block) -> Iterator[str]:
        yield f"# {self.text(block['title'])}"
        yield "  \n".join(self.text(line) for line in (block["subtitle"], *block["lines"], block["state"]) if line)

    def _contents(self, block: Block) -> Iterator[str]:
        if not self.anchors:
            yield f"**{self.text(block['text'])}**"
            chapters = [one for one in self.blocks if one["kind"] == "heading" and one["level"] == 2]
            yield "\n".join(f"- [{self.text(one['text'])}](#{one['id']})" for one in chapters)

    def _heading(self, block: Block) -> Iterator[str]:
        anchor = ""
        if block.get("id"):
            if self.anchors:
                anchor = f" {{ #{block['id']} }}"
            elif block["level"] == 2:
                yield f'<a id="{block["id"]}"></a>'
        yield f"{'#' * block['level']} {self.text(block['text'])}{anchor}"

    def _paragraph(self, block: Block) -> Iterator[str]:
        yield self.text(block["text"])

    def _note(self, block: Block) -> Iterator[str]:
        yield f"> {self.text(block['text'])}"

    def _list(self, block: Block) -> Iterator[str]:
        yield "\n".join(f"{'1.' if block['ordered'] else '-'} {self.text(item)}" for item in block["items"])

    def _page_break(self, _: Block) -> Iterator[str]:
        yield from ()

    def _table(self, block: Block) -> Iterator[str]:
        if block.get("label"):
            yield self.caption(block)
        yield self.rows(block["columns"], block["rows"], columns_of_numbers(block["rows"]))

    def _line(self, block: Block) -> Iterator[str]:
        yield self.caption(block)
        platform, now, way, following, goal = block["columns"]
        columns = [platform, now, f"→ {way}", f"→ {following}", f"→ {goal}"]
        yield self.rows(columns, [[name, *(f"→ {part}" if at else part for at, part in enumerate(parts))]
                              for name, *parts in block["rows"]])  # fmt: skip

    def _plan(self, block: Block) -> Iterator[str]:
        yield self.caption(block)
        years = [year["label"] for year in block["years"] for _ in range(year["periods"])]
        heads = [f"{year} {one['label']}" for year, one in zip(years, block["periods"], strict=True)]
        rows = [[row["label"], *plan_cells(row["start"], row["end"], block["periods"])] for row in block["rows"]]
        rows += [[mark["label"], *mark_cells(mark["months"], block["periods"])] for mark in block["marks"]]
        periods = dict.fromkeys(range(1, len(heads) + 1), PERIOD_ON_PAGE)
        yield self.rows([*block["columns"], *heads], rows, classes_on_page=periods)

    def _bars(self, block: Block) -> Iterator[str]:
        yield self.caption(block)
        yield self.rows([*block["columns"], ""], [[label, shown, bar(value, block["rows"])]
                                              for label, value, shown in block["rows"]],
                        [1], {2: BAR_ON_PAGE})  # fmt: skip

    def _free(self, block: Block) -> Iterator[str]:
        yield self.free(block)


def plan_cells(start: str, end: str, periods: Sequence[Block]) -> list[str]:
    """Return the cells of a schedule: a filled square for each period in which something runs."""
    return [FILLED if touches(start, end, one["start"], one["months"]) else "" for one in periods]


def mark_cells(months: Sequence[str], periods: Sequence[Block]) -> list[str]:
    """Return the cells of a schedule for dates: a triangle for each period with one of the months."""
    return ["▲" if any(touches(one, one, period["start"], period["months"]) for one in months) else ""
            for period in periods]  # fmt: skip


def bar(value: float, rows: Sequence[Sequence[object]], longest: int = LONGEST_BAR) -> str:
    """Return a bar of a chart, as long as its value is beside the largest of all rows."""
    largest = max((float(str(row[1])) for row in rows), default=0)
    return "█" * max(round(longest * value / largest), 1 if value > 0 else 0) if largest > 0 else ""
