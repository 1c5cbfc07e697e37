"""A drafted document as one HTML page made for printing, from which a browser makes a PDF with tags and bookmarks.

Everything is in the page itself: it opens from a file, and asks nothing of anybody.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path, PurePosixPath

from dcb_guide.core.document import Block, columns_of_numbers
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.markdown import FILLED, mark_cells, plan_cells
from dcb_guide.vision.own_html import cleaned
from dcb_guide.vision.own_markdown import headings_of
from dcb_guide.vision.own_pictures import Picture
from dcb_guide.vision.table_widths import table_widths

STYLE = Path(__file__).with_name("print.css")
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
               "svg": "image/svg+xml"}  # fmt: skip


def print_page(
    blocks: Sequence[Block],
    language: LanguageCode,
    pictures: Mapping[str, Picture] | None = None,
    pages: Mapping[str, int] | None = None,
    logo: tuple[str, str] | None = None,
) -> str:
    """Return the page.

    ``pages`` are the pages on which headings come, by their ids, for the contents: a browser cannot count them in
    advance. ``logo`` is a picture's address (``data:…``) and its text alternative.
    """
    return _Page(blocks, language, pictures or {}, pages or {}, logo).html()


def as_address(name: str, data: bytes) -> str:
    """Return a picture as an address that holds it."""
    kind = MEDIA_TYPES[PurePosixPath(name).suffix.lstrip(".").lower()]
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


class _Page:
    def __init__(
        self,
        blocks: Sequence[Block],
        language: LanguageCode,
        pictures: Mapping[str, Picture],
        pages: Mapping[str, int],
        logo: tuple[str, str] | None,
    ) -> None:
        self.blocks = blocks
        self.language = language
        self.pictures = {place: as_address(place, one.data) for place, one in pictures.items()}
        self.pages = pages
        self.logo = logo
        self.headings = 0
        self.begins_page = False

    def html(self) -> str:
        title = next((str(block["title"]) for block in self.blocks if block["kind"] == "cover"), "")
        body = "\n".join(part for block in self.blocks for part in self.parts(block))
        return (
            f'<!DOCTYPE html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{escape(title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
            f"<body>\n{body}\n</body>\n</html>\n"
        )

    def parts(self, block: Block) -> Iterator[str]:
        method: Callable[[Block], Iterator[str]] = getattr(self, f"_{block['kind']}")
        for part in method(block):
            yield f'<div class="new-page"></div>\n{part}' if self.begins_page else part
            self.begins_page = False
        if block["kind"] in ("cover", "contents", "page_break"):
            self.begins_page = True

    def _cover(self, block: Block) -> Iterator[str]:
        logo = f'<img class="logo" src="{self.logo[0]}" alt="{escape(self.logo[1])}">' if self.logo else ""
        lines = "".join(f"<p>{escape(line)}</p>" for line in block["lines"])
        yield (
            f'<header class="cover">{logo}<h1>{escape(block["title"])}</h1>'
            f'<p class="of">{escape(block["subtitle"])}</p>'
            f'<p class="state">{escape(block["state_shown"])}</p><div class="about">{lines}</div></header>'
        )

    def _contents(self, block: Block) -> Iterator[str]:
        items = "".join(
            f'<li class="level-{level}"><a href="#{name}"><span>{escape(text)}</span>'
            f"<span>{self.pages.get(name, '')}</span></a></li>"
            for level, name, text in listed_headings(self.blocks)
        )
        yield f'<nav><p class="title">{escape(block["text"])}</p><ol>{items}</ol></nav>'

    def _heading(self, block: Block) -> Iterator[str]:
        self.headings += 1
        level, name = min(block["level"], 6), block.get("id") or f"part-{self.headings}"
        yield f'<h{level} id="{name}">{escape(block["text"])}</h{level}>'

    def _paragraph(self, block: Block) -> Iterator[str]:
        yield f"<p>{escape(block['text'])}</p>"

    def _note(self, block: Block) -> Iterator[str]:
        yield f'<p class="note">{escape(block["text"])}</p>'

    def _list(self, block: Block) -> Iterator[str]:
        tag = "ol" if block["ordered"] else "ul"
        yield f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in block['items'])}</{tag}>"

    def _page_break(self, _: Block) -> Iterator[str]:
        yield from ()

    def _table(self, block: Block) -> Iterator[str]:
        numbers = columns_of_numbers(block["rows"])
        widths, size = table_widths(block["columns"], block["rows"])
        columns = _columns(widths)
        head, body = _head(block["columns"], numbers), _body(block["rows"], numbers)
        caption = f"<caption>{_caption(block)}</caption>"
        yield f'<table class="wide" style="font-size: {size}pt">{caption}{columns}{head}{body}</table>'

    def _line(self, block: Block) -> Iterator[str]:
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td class="station">{escape(now)}</td>'
            f'<td class="way">→ {escape(way)} →</td><td class="station">{escape(following)}</td>'
            f'<td class="station">→ {escape(goal)}</td></tr>'
            for name, now, way, following, goal in block["rows"]
        )
        yield _figure(block, f'<table class="line">{_head(block["columns"])}<tbody>{rows}</tbody></table>')

    def _plan(self, block: Block) -> Iterator[str]:
        years = "".join(f'<th scope="colgroup" colspan="{one["periods"]}">{escape(one["label"])}</th>'
                        for one in block["years"])  # fmt: skip
        periods = "".join(f'<th scope="col">{escape(one["label"])}</th>' for one in block["periods"])
        first = f'<th scope="col" rowspan="2">{escape(block["columns"][0])}</th>'
        head = f"<thead><tr>{first}{years}</tr><tr>{periods}</tr></thead>"
        rows = "".join(
            _row(row["label"], plan_cells(row["start"], row["end"], block["periods"])) for row in block["rows"]
        )
        rows += "".join(_row(mark["label"], mark_cells(mark["months"], block["periods"])) for mark in block["marks"])
        yield _figure(block, f'<table class="plan">{head}<tbody>{rows}</tbody></table>')

    def _bars(self, block: Block) -> Iterator[str]:
        largest = max((value for _, value, _ in block["rows"]), default=0) or 1
        rows = "".join(
            f'<tr><th scope="row">{escape(label)}</th><td class="amount">{escape(shown)}</td>'
            f'<td class="bar"><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect width="{100 * value / largest:.2f}" height="6"/></svg></td></tr>'
            for label, value, shown in block["rows"]
        )
        columns = [*block["columns"], ""]
        yield _figure(block, f'<table class="bars">{_head(columns)}<tbody>{rows}</tbody></table>')

    def _free(self, block: Block) -> Iterator[str]:
        language = f' lang="{block["language"]}"' if block["language"] else ""
        places = {place: place for place in self.pictures}
        html = cleaned(block["text"], block["chapter"], places, block["labels"], block["title"])
        # What is cleaned may lead nowhere but to the web; the pictures themselves come in afterwards.
        for place, address in self.pictures.items():
            html = html.replace(f'src="{escape(place)}"', f'src="{address}"')
        yield f'<div class="own"{language}>{html}</div>'


def _row(label: str, cells: Sequence[str]) -> str:
    """Return a row of a schedule; a filled cell is drawn, and says so to who cannot see it."""
    shown = "".join(f'<td class="on">{cell}</td>' if cell == FILLED else f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(label)}</th>{shown}</tr>'


def _caption(block: Block) -> str:
    return escape(" ".join(filter(None, (block.get("label"), block["caption"]))))


def _figure(block: Block, content: str) -> str:
    return f"<figure>{content}<figcaption>{_caption(block)}</figcaption></figure>"


def listed_headings(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """Yield the headings that the contents list: level (1 or 2), id, text."""
    count = 0
    for block in blocks:
        if block["kind"] == "heading":
            count += 1
            if block["level"] in (2, 3):
                yield block["level"] - 1, block.get("id") or f"part-{count}", block["text"]
        elif block["kind"] == "free":
            for level, name, text in headings_of(block["text"], block["chapter"]):
                if level <= 3:
                    yield level - 1, name, text


def _columns(widths: Sequence[float]) -> str:
    """Return the widths of a table's columns; they are in the same proportion as in Word."""
    return f"<colgroup>{''.join(f'<col style="width: {100 * one / sum(widths):.2f}%">' for one in widths)}</colgroup>"


def _right(number: int, numbers: Sequence[int]) -> str:
    return ' class="align-right"' if number in numbers else ""


def _head(columns: Sequence[str], numbers: Sequence[int] = ()) -> str:
    cells = "".join(
        f'<th scope="col"{_right(number, numbers)}>{escape(text)}</th>' if text else "<td></td>"
        for number, text in enumerate(columns)
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _body(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> str:
    lines = (
        "".join(f"<td{_right(number, numbers)}>{escape(cell)}</td>" for number, cell in enumerate(row)) for row in rows
    )
    return f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody>"
