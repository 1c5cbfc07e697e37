"""Figures as SVG, made from the guide: boxes and arrows that take the page's colours and print in black and white.

Each is drawn for the width of a page's text, with letters of 14 px that are never made smaller: where it has no room, its
boxes are shown as a list, one below the other (overrides/assets/page/reading.css). A text alternative carries the same
content. Sizes are in the SVG's own units, of which a rem has 20.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations, pairwise, product
from math import cos, hypot, inf, pi, sin
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dcb_guide.guide.content import FlowAnswer, FlowQuestion
from dcb_guide.guide.wording import Wording
from macros import fallback
from macros.citations import Citations
from site_build.phrases import phrases

if TYPE_CHECKING:
    from macros.render import View

SIZE = 14
LINE = 20
UNITS_IN_A_REM = 20
#: As wide as a page's text beside its contents; a figure is made wider only where its words need it.
ROOM = 680
#: Names of the widths, in rem, for which the style sheet knows when a figure is drawn; each has the first that is enough.
WIDTHS = {24: 24.0, 30: 30.0, 34: 34.0, 40: 40.0, 46: 46.5, 56: 56.0, 70: 70.0}

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Box:
    """A labelled box around a point."""

    id: str
    label: str
    x: float
    y: float
    width: float = 170
    height: float = 56
    kind: str = "plain"
    href: str | None = None
    #: What leads here, above the label: the answer to a question.
    caption: str = ""
    #: What belongs to it, below the label, an item a line.
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arrow:
    """An arrow between two boxes."""

    start: str
    end: str
    label: str = ""
    #: Beside another arrow that goes the other way.
    two_way: bool = False
    #: A longer label is broken into lines.
    label_width: float = inf
    #: Points between the boxes, past other boxes; with these it leaves at the right and arrives at the left.
    by: tuple[Point, ...] | None = None


@dataclass(frozen=True)
class Label:
    """Where an arrow's label is placed: the middle of its lines."""

    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def sides(self) -> Rectangle:
        """Left, top, right and bottom of the words."""
        width, height = max(map(measure, self.lines)), LINE * len(self.lines)
        return self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2


@dataclass(frozen=True)
class Entry:
    """A box of a figure as a list shows it, with what follows from it: what it is called, and where it leads."""

    label: str
    href: str | None = None
    main: bool = False
    items: tuple[tuple[str, str | None], ...] = ()


@dataclass
class Figure:
    """A drawing and what it says."""

    id: str
    title: str
    width: float
    height: float
    boxes: list[Box]
    arrows: list[Arrow] = field(default_factory=list)
    #: The figure in words, a statement an item; one with links is marked up.
    statements: Sequence[str] = ()
    extra: list[Markup] = field(default_factory=list)
    #: The figure as a list, where its boxes and arrows do not make it.
    listed: list[Entry] | None = None

    @property
    def entries(self) -> list[Entry]:
        """The figure as a list of boxes."""
        return self.listed if self.listed is not None else list(_entries(self))


def _entries(figure: Figure) -> Iterator[Entry]:
    """Yield a figure's boxes from which arrows begin with where these lead; where there are no arrows, every box."""
    by_id = {box.id: box for box in figure.boxes}
    starts = {arrow.start for arrow in figure.arrows}
    for box in sorted(figure.boxes, key=lambda box: (box.x, box.y)) if starts else figure.boxes:
        leads = [arrow for arrow in figure.arrows if arrow.start == box.id]
        if starts and not leads:
            continue
        items = []
        for arrow in leads:
            end = by_id[arrow.end]
            answer = arrow.label or end.caption
            items.append((f"{answer} → {end.label}" if answer else f"→ {end.label}", end.href))
        more = [(box.caption, None)] if box.caption and not starts else []
        yield Entry(box.label, box.href, box.kind == "main", (*more, *items))


def draw(figure: Figure, words: Wording) -> Markup:
    """Return a figure with its caption and its text alternative."""
    by_id = {box.id: box for box in figure.boxes}
    labels = labels_of(figure)
    shapes = [
        *(_line(figure.id, path_of(by_id, arrow)) for arrow in figure.arrows),
        *figure.extra,
        *map(_box, figure.boxes),
        *(_words(arrow.label, labels[arrow]) for arrow in figure.arrows if arrow in labels),
    ]
    svg = Markup(
        '<svg class="dcb-figure" viewBox="0 0 {w:.0f} {h:.0f}" width="{wide:.2f}rem" height="{high:.2f}rem" role="group" '
        'aria-labelledby="fig-{id}"><title id="fig-{id}">{title}</title><defs><marker id="tip-{id}" viewBox="0 0 8 8" '
        'refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker>'
        "</defs>{shapes}</svg>"
    ).format(
        w=figure.width,
        h=figure.height,
        wide=figure.width / UNITS_IN_A_REM,
        high=figure.height / UNITS_IN_A_REM,
        id=figure.id,
        title=figure.title,
        shapes=Markup("").join(shapes),
    )
    room = next((name for name, rem in WIDTHS.items() if figure.width <= rem * UNITS_IN_A_REM), max(WIDTHS))
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in figure.statements)
    return Markup(
        '<figure class="dcb-figure-frame"><div class="dcb-figure-room dcb-figure-room--{room}">{svg}{listed}</div>'
        "<figcaption>{title}</figcaption><details><summary>{words}</summary><ul>{items}</ul></details></figure>"
    ).format(
        title=figure.title,
        room=room,
        svg=svg,
        listed=_list(figure.entries),
        words=words.ui("figure_text"),
        items=items,
    )


def _list(entries: Iterable[Entry]) -> Markup:
    """Return a figure as a list."""

    def linked(label: str, href: str | None) -> Markup:
        return Markup('<a href="{}">{}</a>').format(href, label) if href else Markup("{}").format(label)

    rows = Markup("")
    for entry in entries:
        inner = Markup("").join(Markup("<li>{}</li>").format(linked(*item)) for item in entry.items)
        rows += Markup("<li{}>{}{}</li>").format(
            Markup(' class="dcb-item--main"') if entry.main else "",
            linked(entry.label, entry.href),
            Markup("<ul>{}</ul>").format(inner) if inner else "",
        )
    return Markup('<ul class="dcb-figure-list">{}</ul>').format(rows)


def _box(box: Box) -> Markup:
    parts = [(text, "dcb-box-caption") for text in _lines(box.caption, box.width)]
    parts += [(text, "") for text in _lines(box.label, box.width)]
    parts += [(text, "dcb-box-below") for one in box.below for text in _lines(one, box.width)]
    top = box.y - (len(parts) - 1) * LINE / 2 + SIZE * 0.36
    text = Markup("").join(
        Markup('<tspan x="{:.0f}" y="{:.0f}"{}>{}</tspan>').format(
            box.x, top + number * LINE, Markup(' class="{}"').format(kind) if kind else "", line
        )
        for number, (line, kind) in enumerate(parts)
    )
    drawn = Markup(
        '<rect class="dcb-box dcb-box--{}" x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}" rx="{}"/><text{}>{}</text>'
    ).format(
        box.kind,
        box.x - box.width / 2,
        box.y - box.height / 2,
        box.width,
        box.height,
        min(box.height / 2, 24) if box.kind == "outcome" else 4,
        _language(box.label),
        text,
    )
    return Markup('<a href="{}">{}</a>').format(box.href, drawn) if box.href else drawn


def _lines(text: str, width: float) -> list[str]:
    """Return a text's lines in a box; none without text."""
    return wrapped(fallback.plain(text), width - 2 * PADDING) if text else []


#: Between a box's side and its words.
PADDING = 5


def height_of(width: float, *texts: str) -> float:
    """Return the height of a box that holds texts, one below the other."""
    return LINE * max(1, sum(len(_lines(text, width)) for text in texts)) + 2 * PADDING


def column_width(texts: Iterable[str], columns: int, gap: float) -> float:
    """Return the width of the boxes of that many columns: what the room allows, or what the longest word needs."""
    longest = max((measure(one) for text in texts for one in _pieces(fallback.plain(text))), default=0)
    return max((ROOM - 8 - gap * (columns - 1)) / columns, longest + 2 * PADDING + 2)


def line_of(boxes: dict[str, Box], arrow: Arrow) -> tuple[float, float, float, float]:
    """Return where an arrow's line begins and ends, at the edges of its boxes: x1, y1, x2, y2."""
    start, end = boxes[arrow.start], boxes[arrow.end]
    x1, y1, x2, y2 = start.x, start.y, end.x, end.y
    if arrow.two_way:
        across, down = _left_of(x1, y1, x2, y2, 6)
        x1, y1, x2, y2 = x1 + across, y1 + down, x2 + across, y2 + down
    return *_edge(start, x1, y1, x2 - x1, y2 - y1), *_edge(end, x2, y2, x1 - x2, y1 - y2)


def path_of(boxes: dict[str, Box], arrow: Arrow) -> list[Point]:
    """Return the points an arrow goes through, from the edge of its first box to that of its last."""
    if arrow.by is None:
        x1, y1, x2, y2 = line_of(boxes, arrow)
        return [(x1, y1), (x2, y2)]
    start, end = boxes[arrow.start], boxes[arrow.end]
    return [(start.x + start.width / 2, start.y), *arrow.by, (end.x - end.width / 2 - 2, end.y)]


def sides_of(box: Box) -> Rectangle:
    """Return a box's left, top, right and bottom."""
    return box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2


def labels_of(figure: Figure) -> dict[Arrow, Label]:
    """Return where each arrow's label is placed: beside its line, on no line, box or other label where that can be."""
    by_id = {box.id: box for box in figure.boxes}
    lines = [segment for arrow in figure.arrows for segment in pairwise(path_of(by_id, arrow))]
    taken = [sides_of(box) for box in figure.boxes]
    found: dict[Arrow, Label] = {}
    for arrow in figure.arrows:
        if not arrow.label:
            continue
        words = tuple(wrapped(fallback.plain(arrow.label), arrow.label_width))
        candidates = list(_places(line_of(by_id, arrow), words))
        wrong = [_conflicts(label.sides, figure, taken, lines) for label in candidates]
        label = candidates[wrong.index(min(wrong))]
        found[arrow] = label
        taken.append(label.sides)
    return found


def _places(line: tuple[float, float, float, float], words: tuple[str, ...]) -> Iterator[Label]:
    """Yield where the label of a line could be, the best first: near its middle, to its left as one walks it."""
    x1, y1, x2, y2 = line
    left, top, right, bottom = Label(0, 0, words).sides
    for distance, share, side in product((0, 12), (0.45, 0.55, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85), (1, -1)):
        across, down = _left_of(x1, y1, x2, y2, side)
        away = abs(across) * (right - left) / 2 + abs(down) * (bottom - top) / 2 + 4 + distance
        yield Label(x1 + share * (x2 - x1) + across * away, y1 + share * (y2 - y1) + down * away, words)


def _conflicts(label: Rectangle, figure: Figure, taken: list[Rectangle], lines: list[tuple[Point, Point]]) -> int:
    """Return on how many boxes, labels and lines a label lies; outside of the picture counts for ten."""
    outside = label[0] < 2 or label[1] < 2 or label[2] > figure.width - 2 or label[3] > figure.height - 2
    return sum(overlap(label, one) for one in taken) + sum(crosses(line, label) for line in lines) + 10 * outside


def overlap(a: Rectangle, b: Rectangle) -> bool:
    """Return whether two rectangles share a point inside of both."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def crosses(line: tuple[Point, Point], rectangle: Rectangle) -> bool:
    """Return whether a line runs through the inside of a rectangle."""
    (x1, y1), (x2, y2) = line
    enter, leave = 0.0, 1.0
    for start, step, low, high in (
        (x1, x2 - x1, rectangle[0], rectangle[2]),
        (y1, y2 - y1, rectangle[1], rectangle[3]),
    ):
        if step == 0:
            if not low < start < high:
                return False
            continue
        first, last = sorted(((low - start) / step, (high - start) / step))
        enter, leave = max(enter, first), min(leave, last)
    return enter < leave


def _left_of(x1: float, y1: float, x2: float, y2: float, distance: float) -> Point:
    """Return the way to a point at a distance to the left of a line, as one walks it."""
    length = hypot(x2 - x1, y2 - y1) or 1
    return distance * (y2 - y1) / length, -distance * (x2 - x1) / length


def _line(figure: str, points: list[Point]) -> Markup:
    """Return an arrow without its label."""
    path = "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
    return Markup('<path class="dcb-arrow" d="M{}" marker-end="url(#tip-{})"/>').format(path, figure)


def _words(text: str, label: Label) -> Markup:
    """Return an arrow's label."""
    top = label.y - (len(label.lines) - 1) * LINE / 2 + SIZE * 0.36
    return Markup("").join(
        Markup('<text class="dcb-arrow-label" x="{:.0f}" y="{:.0f}"{}>{}</text>').format(
            label.x, top + number * LINE, _language(text), line
        )
        for number, line in enumerate(label.lines)
    )


def _language(label: str) -> Markup:
    """Return the attribute that names the language of a label that is not in the page's."""
    language = fallback.language_in(label)
    return Markup(' lang="{}"').format(language) if language else Markup("")


def _edge(box: Box, x: float, y: float, dx: float, dy: float) -> Point:
    """Return where a line from a point in a box, in the direction (dx, dy), leaves it, a little outside."""
    right, below = box.x + box.width / 2 + 2, box.y + box.height / 2 + 2
    left, above = box.x - box.width / 2 - 2, box.y - box.height / 2 - 2
    scales = [
        ((right if dx > 0 else left) - x) / dx if dx else inf,
        ((below if dy > 0 else above) - y) / dy if dy else inf,
    ]
    return x + dx * min(scales), y + dy * min(scales)


def measure(text: str) -> float:
    """Return about how wide a text is: full-width characters take a whole unit, others a little over half."""
    return sum(SIZE if ord(character) > 0x2E7F else SIZE * 0.58 for character in text)


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines that fit, between words or phrases; one that is too long for a line is divided."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and measure(f"{lines[-1]}{piece}".rstrip()) > width:
            lines.append("")
        for character in piece:
            if lines[-1].strip() and measure(f"{lines[-1]}{character}".rstrip()) > width:
                lines.append("")
            lines[-1] += character
    return [line.strip() for line in lines if line.strip()] or [""]


#: In a narrow box a phrase of Japanese is divided behind such marks, and before a bracket.
BREAKS = re.compile(r"(?<=[、・+/→])(?=.)|(?<=.)(?=[((])")


def _pieces(text: str) -> list[str]:
    """Return what a line may be broken between: words with the space behind them, phrases of Japanese."""
    found: list[str] = []
    for word in text.split(" "):
        japanese = any(ord(character) > 0x2E7F for character in word)
        parts = [part for one in phrases(word) for part in BREAKS.split(one)] if japanese else [word]
        found += [*parts[:-1], f"{parts[-1]} " if parts else " "]
    if found:
        found[-1] = found[-1].rstrip(" ")
    return found


# ── The figures ─────────────────────────────────────────────────────────────────────────────────────────────────


def principles(words: Citations) -> Figure:
    """The three principles, and whether each is stated as a rule."""
    items = words.guide.principles
    qualifiers = [words.ui("as_a_rule" if item.as_a_rule else "without_as_a_rule") for item in items]
    labels = [f"{item.number}. {words(item.label)}" for item in items]
    width = column_width([*labels, *qualifiers], len(items), 20)
    height = max(height_of(width, *texts) for texts in zip(labels, qualifiers, strict=True))
    boxes = [
        Box(item.id, label, 4 + width / 2 + n * (width + 20), 4 + height / 2, width, height, "main", caption=qualifier)
        for n, (item, label, qualifier) in enumerate(zip(items, labels, qualifiers, strict=True))
    ]
    statements = [
        Markup("{}. {}{}{}{}{}{}").format(
            item.number,
            words(item.text),
            words.row.opening,
            qualifier,
            words.row.list_separator,
            words.section_links(item.source),
            words.row.closing,
        )
        for item, qualifier in zip(items, qualifiers, strict=True)
    ]
    total = 8 + len(items) * (width + 20) - 20
    return Figure("principles", words.ui("figure_principles"), total, height + 8, boxes, statements=statements)


def partitions(words: Citations) -> Figure:
    """The two ways to cut fields."""
    items = words.guide.partitions
    columns = 1 + min(max(len(item.platforms) for item in items), 3)
    names = [words(name) for item in items for name in item.platforms]
    width = column_width([*names, *(words(item.label) for item in items)], columns, 16)
    boxes, statements, listed = [], [], []
    top = 4.0
    for item in items:
        own = [words(name) for name in item.platforms]
        height = max(height_of(width, text) for text in [words(item.label), *own])
        boxes.append(Box(item.id, words(item.label), 4 + width / 2, top + height / 2, width, height, "main"))
        for number, name in enumerate(own):
            row, column = divmod(number, columns - 1)
            x = 4 + width / 2 + (column + 1) * (width + 16)
            boxes.append(Box(f"{item.id}-{number}", name, x, top + height / 2 + row * (height + 12), width, height))
        top += (height + 12) * -(-len(own) // (columns - 1)) + 12
        statements.append(
            Markup("{}{}{}{}{}{}").format(
                words(item.label),
                words.ui("colon"),
                words(item.text),
                words.row.opening,
                words.section_links(item.source),
                words.row.closing,
            )
        )
        listed.append(Entry(words(item.label), None, True, tuple((name, None) for name in own)))
    return Figure(
        "partitions",
        words.ui("figure_partitions"),
        8 + columns * (width + 16) - 16,
        top - 20,
        boxes,
        statements=statements,
        listed=listed,
    )


def ring(
    labels: dict[str, str], width: float, main: Container[str] = (), across: float = 0, down: float = 0
) -> tuple[list[Box], float, float]:
    """Return boxes (id → label) around a ring, from the top clockwise, and the figure's width and height.

    The ring is at least as large as ``across`` and ``down``, half its width and height, and as large as it has to be for
    the boxes not to touch; two are placed side by side.
    """
    count = len(labels)
    height = max(height_of(width, label) for label in labels.values())
    first = pi if count == 2 else -pi / 2
    angles = [first + n * 2 * pi / count for n in range(count)]
    across = max(across, (ROOM - width) / 2 - 4)
    down = max(down, 0.0 if count < 3 else 100.0)
    while True:
        corners = [(across * cos(angle), down * sin(angle)) for angle in angles]
        near = [
            abs(ay - by)
            for (ax, ay), (bx, by) in combinations(corners, 2)
            if abs(ax - bx) < width + 12 and abs(ay - by) < height + 24
        ]
        if not near:
            break
        if min(near) < 1:  # side by side: no height parts them
            across += 5
        else:
            down += 10
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    middle = across + width / 2 + 4
    boxes = [
        Box(name, label, middle + x, y - top + height / 2 + 20, width, height, "main" if name in main else "plain")
        for (name, label), (x, y) in zip(labels.items(), corners, strict=True)
    ]
    return boxes, 2 * middle, bottom - top + height + 40


def loop(words: Wording) -> Figure:
    """The procedures as a loop."""
    items = words.guide.procedures
    labels = {item.id: f"{item.number} {words(item.label)}" for item in items}
    boxes, width, height = ring(labels, 190, labels)
    arrows = [Arrow(item.id, items[(n + 1) % len(items)].id) for n, item in enumerate(items)]
    statements = [f"{item.number} {words(item.label)}{words.ui('colon')}{words(item.summary)}" for item in items]
    return Figure("loop", words.ui("figure_loop"), width, height, boxes, arrows, statements)


def steps(words: Wording) -> Figure:
    """The steps, one after the other."""
    items = words.guide.steps
    labels = [words(item.label) for item in items]
    width = column_width(labels, len(items), 36)
    height = max(height_of(width, label) for label in labels)
    boxes = [
        Box(item.id, label, 4 + width / 2 + n * (width + 36), 4 + height / 2, width, height, "main")
        for n, (item, label) in enumerate(zip(items, labels, strict=True))
    ]
    arrows = [Arrow(a.id, b.id) for a, b in pairwise(items)]
    statements = [f"{words(item.label)}{words.ui('colon')}{words(item.summary)}" for item in items]
    total = 8 + len(items) * (width + 36) - 36
    listed = [Entry(label, None, True) for label in labels]
    return Figure("steps", words.ui("figure_steps"), total, height + 8, boxes, arrows, statements, listed=listed)


def flow(words: Wording, organisation: str) -> Figure:
    """Who contracts with whom under a form of operation."""
    guide = next(item for item in words.guide.type_guides if item.id == organisation)
    label = next(item.label for item in words.guide.organisations if item.id == organisation)
    parties = {item.id: words(item.label) for item in words.guide.contract_flow.parties}
    exchanges = {item.id: words(item.label) for item in words.guide.contract_flow.exchanges}
    pairs: dict[tuple[str, str], list[str]] = {}
    for start, end, what in guide.flow:
        pairs.setdefault((start, end), []).append(exchanges[what])
    used = {name: parties[name] for name in parties if any(name in pair for pair in pairs)}
    separator = words.ui("list_separator")
    arrows = [
        Arrow(start, end, separator.join(what), two_way=(end, start) in pairs, label_width=130)
        for (start, end), what in pairs.items()
    ]
    statements = [f"{parties[a]} → {parties[b]}{words.ui('colon')}{exchanges[what]}" for a, b, what in guide.flow]
    title = f"{words.ui('figure_flow')}{words.ui('colon')}{words(label)}"
    figures = []
    for down in range(130, 300, 20):  # a higher ring has more room for the labels
        boxes, width, height = ring(used, 150, (guide.flow[0][0],), down=down)
        figure = Figure(f"flow-{organisation}", title, width, height, boxes, arrows, statements)
        figures.append((_badly_placed(figure), figure))
        if not figures[-1][0]:
            break
    return min(figures, key=lambda one: one[0])[1]


def _badly_placed(figure: Figure) -> int:
    """Return how many labels of a figure lie on a line, a box or another label, or outside of it."""
    by_id = {box.id: box for box in figure.boxes}
    lines = [segment for arrow in figure.arrows for segment in pairwise(path_of(by_id, arrow))]
    labels = [label.sides for label in labels_of(figure).values()]
    boxes = [sides_of(box) for box in figure.boxes]
    return sum(
        _conflicts(label, figure, [*boxes, *(one for one in labels if one is not label)], lines) > 0 for label in labels
    )


def choice(words: Wording) -> Figure:
    """To merge or to link (§3.2): questions from left to right, what they lead to in the last column."""
    items = {item.id: item for item in words.guide.merge_or_link}
    leads = {item.id: {"yes": item.if_yes, "no": item.if_no} for item in items.values() if item.if_yes and item.if_no}
    column = dict.fromkeys(items, 0)
    for name, answers in leads.items():  # an answer leads to a later item
        for to in answers.values():
            column[to] = max(column[to], column[name] + 1)
    last = max(column.values())
    ends = [name for name in items if name not in leads]
    arrows = [Arrow(name, to, words.ui(answer)) for name, answers in leads.items() for answer, to in answers.items()]
    gap = 64.0
    width = column_width([words(item.label) for item in items.values()], last + 1, gap)
    height = max(height_of(width, words(item.label)) for item in items.values())

    def placed(row: int, lean: float) -> list[Box]:
        """Return the boxes: an end in each row, a question between what it leads to, lower by ``lean`` each column."""
        y = {name: n * float(row) for n, name in enumerate(ends)}
        for name in reversed(leads):
            y[name] = sum(y[to] for to in leads[name].values()) / 2 + lean * row * column[name]
        top = height / 2 + 4 - min(y.values())
        x = {name: 4 + width / 2 + (width + gap) * (column[name] if name in leads else last) for name in items}
        return [
            Box(name, words(item.label), x[name], top + y[name], width, height)
            if name in leads
            else Box(name, words(item.label), x[name], top + y[name], width, height, "outcome",
                     f"../decisions/#{item.decision}")
            for name, item in items.items()
        ]  # fmt: skip

    layouts = (placed(row, lean) for row in range(130, 400, 30) for lean in (0, 0.2, -0.2, 0.4, -0.4))
    boxes = next((boxes for boxes in layouts if not _cross(boxes, arrows)), placed(130, 0))
    statements = [
        f"{words(items[name].label)}{words.ui('colon')}{words.ui(answer)} → {words(items[to].label)}"
        for name, answers in leads.items()
        for answer, to in answers.items()
    ]
    bottom = max(box.y for box in boxes) + height / 2 + 4
    total = 8 + (last + 1) * (width + gap) - gap
    return Figure("choice", words.ui("figure_choice"), total, bottom, boxes, arrows, statements)


def _cross(boxes: list[Box], arrows: list[Arrow]) -> bool:
    """Return whether an arrow runs through a box, or a box lies on another."""
    by_id = {box.id: box for box in boxes}
    sides = {box.id: sides_of(box) for box in boxes}
    return any(overlap(sides[a], sides[b]) for a, b in combinations(sides, 2)) or any(
        crosses(segment, sides[name])
        for arrow in arrows
        for segment in pairwise(path_of(by_id, arrow))
        for name in sides
        if name not in (arrow.start, arrow.end)
    )


def official_flow(words: Wording, name: str) -> Figure:
    """A flow of the guidebook (7.1, 8.2): questions from left to right, the types or patterns they lead to at the right.

    Each place that can be reached has a row; a question stands in the middle of what its answers lead to. An answer is
    written in the box that it leads to.
    """
    flow = next(item for item in words.guide.official_flow if item.id == name)
    questions = {question.id: question for question in flow.questions}
    depth = {flow.questions[0].id: 0}
    for question in flow.questions:  # an answer leads to a later question
        for answer in question.answers:
            if answer.to is not None:
                depth[answer.to] = depth[question.id] + 1
    columns = max(depth.values()) + 2
    gap = 26.0
    texts = [words(question.question) for question in flow.questions]
    answers = [answer for question in flow.questions for answer in question.answers]
    texts += [words(answer.label) for answer in answers]
    texts += [_end_of_flow(words, answer)[0] for answer in answers if answer.to is None]
    width = column_width(texts, columns, gap)
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    statements: list[str] = []
    bottom = 4.0

    def box(
        name: str, label: str, column: int, y: float, caption: str, kind: str = "plain", href: str | None = None
    ) -> Box:
        x = 4 + width / 2 + (width + gap) * column
        return Box(name, label, x, y, width, height_of(width, caption, label), kind, href, caption)

    def place(question: FlowQuestion, caption: str) -> float:
        """Add the boxes from a question on and return its height in the figure."""
        nonlocal bottom
        heights = []
        for answer in question.answers:
            if answer.to is not None:
                heights.append(place(questions[answer.to], words(answer.label)))
                arrows.append(Arrow(question.id, answer.to, by=()))
                leads_to = words(questions[answer.to].question)
            else:
                end = f"{question.id}-{answer.id}"
                leads_to, href, is_goal = _end_of_flow(words, answer)
                kind = "main" if is_goal else "outcome"
                height = height_of(width, words(answer.label), leads_to)
                heights.append(bottom + height / 2)
                boxes.append(box(end, leads_to, columns - 1, heights[-1], words(answer.label), kind, href))
                arrows.append(Arrow(question.id, end, by=()))
                bottom += height + 14
            statements.append(f"{words(question.question)} {words(answer.label)} → {leads_to}")
        y = sum(heights) / len(heights)
        boxes.append(box(question.id, words(question.question), depth[question.id], y, caption))
        return y

    place(flow.questions[0], "")
    # An answer that leads past a column turns in the space before the last one.
    by_id = {one.id: one for one in boxes}
    turn = boxes[0].x - width / 2 - gap
    for number, arrow in enumerate(arrows):
        start, end = by_id[arrow.start], by_id[arrow.end]
        if end.x - start.x > width + gap + 1:
            level = end.y if _is_free(boxes, start, end.y, turn) else start.y
            arrows[number] = Arrow(arrow.start, arrow.end, by=((start.x + width / 2 + gap * 0.8, level), (turn, level)))
    total = 8 + columns * (width + gap) - gap
    # As a list, a question says which answers lead to it: others may ask the same.
    before: dict[str, str] = {}
    listed = []
    for question in flow.questions:
        way = before.get(question.id, "")
        items: list[tuple[str, str | None]] = []
        for answer in question.answers:
            if answer.to is not None:
                before[answer.to] = f"{way}{words(answer.label)} → "
                items.append((f"{words(answer.label)} → {words(questions[answer.to].question)}", None))
            else:
                leads_to, href, _ = _end_of_flow(words, answer)
                items.append((f"{words(answer.label)} → {leads_to}", href))
        listed.append(Entry(f"{way}{words(question.question)}", None, False, tuple(items)))
    return Figure(
        f"flow-of-{name}".replace("_", "-"),
        words(flow.label),
        total,
        bottom - 10,
        boxes,
        arrows,
        statements,
        listed=listed,
    )


def _is_free(boxes: list[Box], start: Box, y: float, until: float) -> bool:
    """Return whether a level line from behind a box to ``until`` meets no box."""
    line = ((start.x + start.width / 2 + 1, y), (until, y))
    return not any(crosses(line, sides_of(box)) for box in boxes)


def _end_of_flow(words: Wording, answer: FlowAnswer) -> tuple[str, str, bool]:
    """Return what an answer of a flow leads to: its label, where it is explained, and whether it is the goal."""
    line = words.guide.official_line
    patterns = {one.id: one for one in words.guide.transition_patterns}
    names = answer.patterns or answer.types
    labels = [words(patterns[name].label) if name in patterns else words.value(line.now, name) for name in names]
    return " / ".join(labels), f"../types/#{names[0].replace('_', '-')}", names == [line.goal]


def ways(words: Wording) -> Figure:
    """The two ways to the goal (7.2): stages from left to right, which end in the same type."""
    types = words.guide.area.types
    goal = next(one.number for one in types.after if one.goal)
    goal_label = words.ui("type_number", number=goal) + words.row.in_brackets(words.ui("line_goal"))

    def numbers(stage: list[str]) -> str:
        return " / ".join(words.ui("type_number", number=number) for number in stage)

    gap = 36.0
    columns = max(len(way.stages) for way in types.ways) + 1
    texts = [words(way.label) for way in types.ways] + [numbers(stage) for way in types.ways for stage in way.stages]
    width = column_width([*texts, goal_label], columns, gap)
    height = max(height_of(width, text) for text in [*texts, goal_label])
    boxes, arrows, statements, listed = [], [], [], []

    def x(column: int) -> float:
        return 4 + width / 2 + column * (width + gap)

    for row, way in enumerate(types.ways):
        y = 4 + height / 2 + (height + 40) * row
        boxes.append(Box(way.id, words(way.label), x(0), y, width, height, "main"))
        previous = way.id
        for column, stage in enumerate(way.stages[:-1], start=1):
            box = Box(f"{way.id}-{column}", numbers(stage), x(column), y, width, height)
            boxes.append(box)
            arrows.append(Arrow(previous, box.id))
            previous = box.id
        arrows.append(Arrow(previous, "goal"))
        stages = " → ".join(numbers(stage) for stage in way.stages)
        statements.append(f"{words(way.label)}{words.ui('colon')}{stages} – {words(way.text)}")
        listed.append(Entry(words(way.label), None, True, ((stages, None),)))
    total = 8 + (height + 40) * len(types.ways) - 40
    href = f"../types/#type-{goal.replace('.', '-')}"
    boxes.append(Box("goal", goal_label, x(columns - 1), total / 2, width, height, "outcome", href))
    return Figure(
        "ways",
        words.ui("figure_ways"),
        x(columns - 1) + width / 2 + 4,
        total,
        boxes,
        arrows,
        statements,
        listed=listed,
    )


def levels(words: Wording) -> Figure:
    """The attributes that have levels, rising to the right."""
    boxes, statements, arrows, listed = [], [], [], []
    items = [item for item in words.guide.attributes if item.levels]
    columns = 1 + max(len(item.values) for item in items)
    gap = 24.0
    texts = [words(item.label) for item in items] + [words(value.label) for item in items for value in item.values]
    width = column_width(texts, columns, gap)
    height = max(height_of(width, text) for text in texts)
    for row, item in enumerate(items):
        y = 4 + height / 2 + row * (height + 24)
        href = f"../attributes/#{item.id}"
        boxes.append(Box(item.id, words(item.label), 4 + width / 2, y, width, height, "main", href))
        previous = item.id
        for column, value in enumerate(item.values, start=1):
            x = 4 + width / 2 + column * (width + gap)
            box = Box(f"{item.id}-{column}", words(value.label), x, y, width, height)
            boxes.append(box)
            arrows.append(Arrow(previous, box.id))
            previous = box.id
            if value.explanation:
                statements.append(
                    f"{words(item.label)} {words(value.label)}{words.ui('colon')}{words(value.explanation)}"
                )
        listed.append(Entry(words(item.label), href, True, tuple((words(value.label), None) for value in item.values)))
    total = 8 + columns * (width + gap) - gap
    bottom = 8 + (height + 24) * len(items) - 24
    return Figure("levels", words.ui("figure_levels"), total, bottom, boxes, arrows, statements, listed=listed)


def decision_model(words: "View") -> Figure:
    """Which decisions each table reads, from left to right, and in each box the questions it reads."""
    guide = words.guide
    reads = {decision.id: decision.reads for decision in words.engine.decisions}
    depth: dict[str, int] = {}
    for decision in guide.decisions:
        depth[decision.id] = max((depth[name] + 1 for name in reads[decision.id] if name in depth), default=0)
    asked = {
        decision.id: tuple(words.name(name) for name in reads[decision.id] if name not in reads)
        for decision in guide.decisions
    }
    labels = {decision.id: words(decision.label) for decision in guide.decisions}
    columns, gap = max(depth.values()) + 1, 22.0
    width = max(150.0, column_width([*labels.values(), *(one for names in asked.values() for one in names)], 5, gap))
    heights = {name: height_of(width, label, *asked[name]) for name, label in labels.items()}
    edges = [(name, decision) for decision, names in reads.items() for name in names if name in depth]
    # An arrow past a column passes through a slot of its own in it, shared by all arrows from the same box.
    slots = {(start, column) for start, end in edges for column in range(depth[start] + 1, depth[end])}
    y: dict[tuple[str, int], float] = {}
    tallest = 0.0
    for column in range(columns):
        here = [(name, column) for name in labels if depth[name] == column]
        here += sorted(slot for slot in slots if slot[1] == column)

        def before(place: tuple[str, int]) -> float:
            """Return the middle of what leads to a place: those of slots are where their arrow comes from."""
            name, column = place
            if place in slots:
                return y[name, column - 1]
            sources = [y[start, column - 1] for start, end in edges if end == name and (start, column - 1) in y]
            return sum(sources) / len(sources) if sources else inf

        if column:
            here.sort(key=before)
        top = 4.0
        for place in here:
            height = 10.0 if place in slots else heights[place[0]]
            y[place] = top + height / 2
            top += height + 22
        tallest = max(tallest, top - 18)

    def x(column: int) -> float:
        return 4 + width / 2 + column * (width + gap)

    boxes = [
        Box(name, label, x(depth[name]), y[name, depth[name]], width, heights[name], "main", f"#{name}",
            below=asked[name])
        for name, label in labels.items()
    ]  # fmt: skip
    arrows = []
    for start, end in edges:
        passing = range(depth[start] + 1, depth[end])
        points = [(x(column) + side * (width / 2 + 3), y[start, column]) for column in passing for side in (-1, 1)]
        arrows.append(Arrow(start, end, by=tuple(points)))
    statements = [
        f"{words.name(decision)} ← {words.ui('list_separator').join(words.name(name) for name in names)}"
        for decision, names in reads.items()
    ]
    listed = [
        Entry(
            words.name(decision),
            f"#{decision}",
            True,
            tuple((words.name(name), f"#{name}" if name in reads else f"../attributes/#{name}") for name in names),
        )
        for decision, names in reads.items()
    ]
    total = x(columns - 1) + width / 2 + 4
    return Figure("model", words.ui("figure_model"), total, tallest, boxes, arrows, statements, listed=listed)


def module(words: Wording) -> Figure:
    """Cost of each phase without and with the recommended module (§2.6), as bars."""
    phases = words.guide.survey.module
    most = max(phase.without for phase in phases)
    bars: list[Markup] = []
    statements, listed = [], []
    bar = Markup(
        '<rect class="dcb-bar dcb-bar--{}" x="{:.0f}" y="{}" width="{:.0f}" height="18"/><text class="dcb-bar-label" x="{:.0f}" y="{}">{}</text>'
    )
    name = Markup('<text class="dcb-bar-label" x="{:.0f}" y="{}" text-anchor="end">{}</text>')
    left = max(measure(words(phase.label)) for phase in phases) + 16
    kinds = {kind: words.row.in_brackets(words.ui(f"{kind}_module")) for kind in ("without", "with")}
    beside = max(measure(f"{most}{kind}") for kind in kinds.values()) + 16
    longest = max(200.0, ROOM - left - beside)
    for row, phase in enumerate(phases):
        y = 4 + row * 60
        bars.append(name.format(left - 8, y + 24, words(phase.label)))
        labels = []
        for n, (kind, cost) in enumerate((("without", phase.without), ("with", phase.with_))):
            width = longest * cost / most
            label = f"{cost}{kinds[kind]}"
            labels.append((label, None))
            bars.append(bar.format(kind, left, y + n * 20, width, left + width + 8, y + n * 20 + 14, label))
        change = f"{phase.without} → {phase.with_}{words.row.in_brackets(words.ui('million_yen'))}"
        statements.append(f"{words(phase.label)}{words.ui('colon')}{change}")
        listed.append(Entry(words(phase.label), None, False, tuple(labels)))
    return Figure(
        "module",
        words.ui("figure_module"),
        left + longest + beside,
        60 * len(phases),
        [],
        statements=statements,
        extra=bars,
        listed=listed,
    )


FIGURES: dict[str, Callable[[Any], Figure]] = {
    "principles": principles,
    "partitions": partitions,
    "loop": loop,
    "steps": steps,
    "choice": choice,
    "types": partial(official_flow, name="types_after_co_use"),
    "patterns": partial(official_flow, name="patterns_of_co_use"),
    "ways": ways,
    "levels": levels,
    "model": decision_model,
    "module": module,
}
