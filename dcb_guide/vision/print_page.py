"""A drafted document as one HTML page made for printing, from which a browser makes a PDF with tags and bookmarks.

Everything is in the page itself: it opens from a file, and asks nothing of anybody.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path, PurePosixPath

from dcb_guide.core.document import Block
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.roadmap import touches
from dcb_guide.vision.own_markdown import cleaned, headings_of
from dcb_guide.vision.own_pictures import Picture

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
        self.labels: dict[str, str] = {}
        self.counts = {"table": 0, "figure": 0}
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

    def caption(self, kind: str, text: str) -> str:
        if kind not in self.labels:
            return escape(text)
        self.counts[kind] += 1
        return f"{escape(self.labels[kind])} {self.counts[kind]} {escape(text)}"

    def _cover(self, block: Block) -> Iterator[str]:
        self.labels = {"table": block["table_label"], "figure": block["figure_label"]}
        logo = f'<img class="logo" src="{self.logo[0]}" alt="{escape(self.logo[1])}">' if self.logo else ""
        lines = "".join(f"<p>{escape(line)}</p>" for line in block["lines"])
        yield (
            f'<header class="cover">{logo}<h1>{escape(block["title"])}</h1><p class="of">{escape(block["subtitle"])}</p>'
            f'<p class="state">({escape(block["state"])})</p><div class="about">{lines}</div></header>'
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
        yield (
            f"<table><caption>{self.caption('table', block['caption'])}</caption>"
            f"{_head(block['columns'])}{_body(block['rows'])}</table>"
        )

    def _line(self, block: Block) -> Iterator[str]:
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td class="station">{escape(now)}</td>'
            f'<td class="way">→ {escape(way)} →</td><td class="station">{escape(following)}</td>'
            f'<td class="station">→ {escape(goal)}</td></tr>'
            for name, now, way, following, goal in block["rows"]
        )
        yield self.figure(
            block["caption"], f'<table class="line">{_head(block["columns"])}<tbody>{rows}</tbody></table>'
        )

    def _plan(self, block: Block) -> Iterator[str]:
        years = "".join(f'<th scope="colgroup" colspan="{one["periods"]}">{escape(one["label"])}</th>'
                        for one in block["years"])  # fmt: skip
        periods = "".join(f'<th scope="col">{escape(one["label"])}</th>' for one in block["periods"])
        head = f'<thead><tr><th scope="col" rowspan="2">{escape(block["columns"][0])}</th>{years}</tr><tr>{periods}</tr></thead>'
        rows = "".join(
            f'<tr><th scope="row">{escape(row["label"])}</th>'
            + "".join(
                '<td class="on">■</td>'
                if touches(row["start"], row["end"], one["start"], one["months"])
                else "<td></td>"
                for one in block["periods"]
            )
            + "</tr>"
            for row in block["rows"]
        )
        marks = "".join(
            f'<tr class="mark"><th scope="row">{escape(mark["label"])}</th>'
            + "".join(
                f"<td>{'▲' if any(touches(month, month, one['start'], one['months']) for month in mark['months']) else ''}</td>"
                for one in block["periods"]
            )
            + "</tr>"
            for mark in block["marks"]
        )
        yield self.figure(block["caption"], f'<table class="plan">{head}<tbody>{rows}{marks}</tbody></table>')

    def _bars(self, block: Block) -> Iterator[str]:
        largest = max((value for _, value, _ in block["rows"]), default=0) or 1
        rows = "".join(
            f'<tr><th scope="row">{escape(label)}</th><td class="amount">{escape(shown)}</td>'
            f'<td class="bar"><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect width="{100 * value / largest:.2f}" height="6"/></svg></td></tr>'
            for label, value, shown in block["rows"]
        )
        columns = [*block["columns"], ""]
        yield self.figure(block["caption"], f'<table class="bars">{_head(columns)}<tbody>{rows}</tbody></table>')

    def _free(self, block: Block) -> Iterator[str]:
        language = f' lang="{block["language"]}"' if block["language"] else ""
        yield f'<div class="own"{language}>{cleaned(block["text"], block["chapter"], self.pictures)}</div>'

    def figure(self, caption: str, content: str) -> str:
        return f"<figure>{content}<figcaption>{self.caption('figure', caption)}</figcaption></figure>"


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


def _head(columns: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(text)}</th>' if text else "<td></td>" for text in columns)
    return f"<thead><tr>{cells}</tr></thead>"


def _body(rows: Sequence[Sequence[str]]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<tbody>{lines}</tbody>"
