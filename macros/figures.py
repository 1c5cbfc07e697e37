"""Figures as SVG, made from the guide: boxes and arrows that take the page's colours and print in black and white.

Each comes with a text alternative that carries the same content. Sizes are in the SVG's own units.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from markupsafe import Markup

from dcb_guide.guide.wording import Wording
from macros import fallback

if TYPE_CHECKING:
    from macros.render import View

SIZE = 14
LINE = 20


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


@dataclass(frozen=True)
class Arrow:
    """An arrow between two boxes."""

    start: str
    end: str
    label: str = ""
    #: From the right side of one box to the left side of the other, whatever their heights.
    sideways: bool = False


@dataclass
class Figure:
    """A drawing and what it says."""

    id: str
    title: str
    width: float
    height: float
    boxes: list[Box]
    arrows: list[Arrow] = field(default_factory=list)
    #: The figure in words, a statement an item.
    told: list[str] = field(default_factory=list)
    extra: list[Markup] = field(default_factory=list)


def draw(figure: Figure, words: Wording) -> Markup:
    """Return a figure with its caption and its text alternative."""
    by_id = {box.id: box for box in figure.boxes}
    shapes = [*(_arrow(figure.id, by_id, arrow) for arrow in figure.arrows), *figure.extra, *map(_box, figure.boxes)]
    svg = Markup(
        '<svg class="dcb-figure" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" height="{h:.0f}" role="group" '
        'aria-labelledby="fig-{id}"><title id="fig-{id}">{title}</title><defs><marker id="tip-{id}" viewBox="0 0 8 8" '
        'refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker>'
        "</defs>{shapes}</svg>"
    ).format(w=figure.width, h=figure.height, id=figure.id, title=figure.title, shapes=Markup("").join(shapes))
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in figure.told)
    return Markup(
        '<figure class="dcb-figure-frame"><div class="dcb-table" role="region" tabindex="0" aria-label="{title}">{svg}</div>'
        "<figcaption>{title}</figcaption><details><summary>{words}</summary><ul>{items}</ul></details></figure>"
    ).format(title=figure.title, svg=svg, words=words.ui("figure_text"), items=items)


def _box(box: Box) -> Markup:
    lines = wrapped(fallback.plain(box.label), box.width - 16)
    language = fallback.language_in(box.label)
    top = box.y - (len(lines) - 1) * LINE / 2 + SIZE * 0.36
    text = Markup("").join(
        Markup('<tspan x="{:.0f}" y="{:.0f}">{}</tspan>').format(box.x, top + number * LINE, line)
        for number, line in enumerate(lines)
    )
    drawn = Markup(
        '<rect class="dcb-box dcb-box--{}" x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}" rx="{}"/><text{}>{}</text>'
    ).format(
        box.kind,
        box.x - box.width / 2,
        box.y - box.height / 2,
        box.width,
        box.height,
        box.height / 2 if box.kind == "outcome" else 4,
        Markup(' lang="{}"').format(language) if language else "",
        text,
    )
    return Markup('<a href="{}">{}</a>').format(box.href, drawn) if box.href else drawn


def _arrow(figure: str, boxes: dict[str, Box], arrow: Arrow) -> Markup:
    start, end = boxes[arrow.start], boxes[arrow.end]
    (x1, y1), (x2, y2) = _edge(start, end), _edge(end, start)
    if arrow.sideways:
        (x1, y1), (x2, y2) = (start.x + start.width / 2, start.y), (end.x - end.width / 2 - 2, end.y)
    line = Markup('<path class="dcb-arrow" d="M{:.0f} {:.0f}L{:.0f} {:.0f}" marker-end="url(#tip-{})"/>').format(
        x1, y1, x2, y2, figure
    )
    if not arrow.label:
        return line
    length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) or 1
    # Beside the line, to its left as one walks along it.
    x, y = (x1 + x2) / 2 + 12 * (y2 - y1) / length, (y1 + y2) / 2 - 12 * (x2 - x1) / length
    anchor = "middle" if abs(x2 - x1) > abs(y2 - y1) else ("start" if y2 > y1 else "end")
    label = Markup('<text class="dcb-arrow-label" x="{:.0f}" y="{:.0f}" text-anchor="{}">{}</text>')
    return line + label.format(x, y + 4, anchor, arrow.label)


def _edge(box: Box, towards: Box) -> tuple[float, float]:
    """Return where the line to another box's middle leaves a box."""
    dx, dy = towards.x - box.x, towards.y - box.y
    scale = min(
        (box.width / 2 + 2) / abs(dx) if dx else float("inf"), (box.height / 2 + 2) / abs(dy) if dy else float("inf")
    )
    return box.x + dx * scale, box.y + dy * scale


def measure(text: str) -> float:
    """Return about how wide a text is: full-width signs take a whole unit, others a little over half."""
    return sum(SIZE if ord(sign) > 0x2E7F else SIZE * 0.56 for sign in text)


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines that fit, between words where it has them."""
    lines = [""]
    words = text.split(" ") if " " in text.strip() and not any(ord(sign) > 0x2E7F for sign in text) else list(text)
    joint = " " if len(words) != len(text) else ""
    for word in words:
        longer = f"{lines[-1]}{joint if lines[-1] else ''}{word}"
        if lines[-1] and measure(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


# ── The figures ─────────────────────────────────────────────────────────────────────────────────────────────────


def principles(words: Wording) -> Figure:
    """The three principles, and whether each is stated as a rule."""
    boxes, told = [], []
    for number, item in enumerate(words.guide.principles):
        x = 120 + number * 230
        qualifier = words.ui("as_a_rule" if item.as_a_rule else "without_as_a_rule")
        boxes.append(Box(item.id, f"{item.number}. {words(item.label)}", x, 50, 210, 64, "main"))
        boxes.append(Box(f"{item.id}-q", qualifier, x, 115, 150, 34, "outcome"))
        told.append(f"{item.number}. {words(item.text)} ({qualifier}, {words.sections(item)})")
    return Figure("principles", words.ui("figure_principles"), 720, 150, boxes, told=told)


def partitions(words: Wording) -> Figure:
    """The two ways to cut fields."""
    boxes, told = [], []
    for row, item in enumerate(words.guide.partitions):
        y = 50 + row * 110
        boxes.append(Box(item.id, words(item.label), 110, y, 200, 60, "main"))
        for column, name in enumerate(item.platforms):
            boxes.append(Box(f"{item.id}-{column}", words(name), 310 + column * 155, y, 140, 60))
        told.append(f"{words(item.label)}{words.ui('colon')}{words(item.text)} ({words.sections(item)})")
    width = 240 + max(len(item.platforms) for item in words.guide.partitions) * 155
    return Figure(
        "partitions", words.ui("figure_partitions"), width, 40 + len(words.guide.partitions) * 110, boxes, told=told
    )


def loop(words: Wording) -> Figure:
    """The five procedures as a loop."""
    items = words.guide.procedures
    count = len(items)
    boxes = [
        Box(item.id, f"{item.number} {words(item.label)}", 360 + 240 * sin(2 * pi * n / count), 210 - 160 * cos(2 * pi * n / count), 200, 60, "main")
        for n, item in enumerate(items)
    ]  # fmt: skip
    arrows = [Arrow(item.id, items[(n + 1) % count].id) for n, item in enumerate(items)]
    told = [f"{item.number} {words(item.label)}{words.ui('colon')}{words(item.summary)}" for item in items]
    return Figure("loop", words.ui("figure_loop"), 720, 400, boxes, arrows, told)


def steps(words: Wording) -> Figure:
    """The three steps, one after the other."""
    items = words.guide.steps
    boxes = [Box(item.id, words(item.label), 120 + n * 240, 50, 200, 70, "main") for n, item in enumerate(items)]
    arrows = [Arrow(a.id, b.id) for a, b in pairwise(items)]
    told = [f"{words(item.label)}{words.ui('colon')}{words(item.summary)}" for item in items]
    return Figure("steps", words.ui("figure_steps"), 720, 100, boxes, arrows, told)


def flow(words: Wording, organisation: str) -> Figure:
    """Who contracts with whom under an organisational type."""
    guide = next(item for item in words.guide.type_guides if item.id == organisation)
    position = [item.id for item in words.guide.organisations].index(organisation)
    places = {"prefecture": (110, 50), "external_body": (360, 50), "vendor": (610, 50), "municipality": (360, 190)}
    used = [name for name in places if any(name in row[:2] for row in guide.flow)]
    boxes = [
        Box(name, words.ui(f"flow_{name}"), *places[name], 150, 56, "main" if name == guide.flow[0][0] else "plain")
        for name in used
    ]
    pairs: dict[tuple[str, str], list[str]] = {}
    for start, end, what in guide.flow:
        pairs.setdefault((start, end), []).append(words.ui(f"flow_{what}"))
    arrows = [Arrow(start, end, words.ui("list_separator").join(labels)) for (start, end), labels in pairs.items()]
    told = [
        f"{words.ui(f'flow_{a}')} → {words.ui(f'flow_{b}')}{words.ui('colon')}{words.ui(f'flow_{w}')}"
        for a, b, w in guide.flow
    ]
    title = f"{words.ui('figure_flow')}{words.ui('colon')}{words(words.guide.organisations[position].label)}"
    return Figure(f"flow-{organisation}", title, 720, 240, boxes, arrows, told)


def choice(words: Wording) -> Figure:
    """To merge or to link (§3.2)."""
    boxes = [
        Box("start", words.ui("choice_start"), 110, 100, 180, 60),
        Box("harm", words.ui("choice_harm"), 365, 140, 190, 60),
        Box("merge", words.ui("choice_merge"), 610, 45, 200, 60, "outcome", "../decisions/#pattern"),
        Box("link", words.ui("choice_link"), 610, 170, 200, 60, "outcome", "../decisions/#pattern"),
    ]
    arrows = [
        Arrow("start", "merge", words.ui("no")),
        Arrow("start", "harm", words.ui("yes")),
        Arrow("harm", "merge", words.ui("no")),
        Arrow("harm", "link", words.ui("yes")),
    ]
    told = [
        f"{words.ui('choice_start')}{words.ui('colon')}{words.ui('no')} → {words.ui('choice_merge')}",
        f"{words.ui('choice_harm')}{words.ui('colon')}{words.ui('no')} → {words.ui('choice_merge')}",
        f"{words.ui('choice_harm')}{words.ui('colon')}{words.ui('yes')} → {words.ui('choice_link')}",
    ]
    return Figure("choice", words.ui("figure_choice"), 720, 215, boxes, arrows, told)


def levels(words: Wording) -> Figure:
    """The levels of proofing and of authentication, rising to the right."""
    boxes, told, arrows = [], [], []
    for row, name in enumerate(("identity_proofing", "authentication")):
        item = words.inputs[name]
        y = 60 + row * 120
        boxes.append(Box(name, words(item.label), 85, y, 150, 80, "main", f"../attributes/#{name}"))
        previous = name
        for column, value in enumerate(item.values):
            box = Box(f"{name}-{column}", words(value.label), 265 + column * 175, y, 155, 80)
            boxes.append(box)
            arrows.append(Arrow(previous, box.id))
            previous = box.id
            if value.explanation:
                told.append(f"{words(item.label)} {words(value.label)}{words.ui('colon')}{words(value.explanation)}")
    return Figure("levels", words.ui("figure_levels"), 720, 250, boxes, arrows, told)


def decision_model(words: "View") -> Figure:
    """Which questions and decisions each table reads, with links to the rules."""
    guide = words.guide
    reads = {decision.id: decision.reads for decision in words.engine.decisions}
    asked = [name for name in words.inputs if any(name in names for names in reads.values())]
    depth: dict[str, int] = {}
    for decision in guide.decisions:
        depth[decision.id] = 1 + max((depth[name] for name in reads[decision.id] if name in depth), default=0)
    height = max(len(asked) * 50, 300)
    boxes = [
        Box(name, words.name(name), 130, 30 + n * 50, 240, 42, "plain", f"../attributes/#{name}")
        for n, name in enumerate(asked)
    ]
    for level in range(1, max(depth.values()) + 1):
        here = [decision for decision in guide.decisions if depth[decision.id] == level]
        for n, decision in enumerate(here):
            y = height * (n + 0.5) / len(here)
            boxes.append(
                Box(decision.id, words(decision.label), 190 + level * 190, y, 150, 62, "main", f"#{decision.id}")
            )
    arrows = [Arrow(name, decision, sideways=True) for decision, names in reads.items() for name in names]
    told = [
        f"{words.name(decision)} ← {words.ui('list_separator').join(words.name(name) for name in names)}"
        for decision, names in reads.items()
    ]
    return Figure("model", words.ui("figure_model"), 280 + max(depth.values()) * 190, height + 10, boxes, arrows, told)


def module(words: Wording) -> Figure:
    """Cost of each phase without and with the recommended module (§2.6), as bars."""
    most = max(phase.without for phase in words.guide.survey.module)
    bars: list[Markup] = []
    told = []
    bar = Markup(
        '<rect class="dcb-bar dcb-bar--{}" x="200" y="{}" width="{:.0f}" height="18"/><text class="dcb-bar-label" x="{:.0f}" y="{}">{}</text>'
    )
    name = Markup('<text class="dcb-bar-label" x="190" y="{}" text-anchor="end">{}</text>')
    for row, phase in enumerate(words.guide.survey.module):
        y = 20 + row * 60
        bars.append(name.format(y + 24, words(phase.label)))
        for n, (kind, cost) in enumerate((("without", phase.without), ("with", phase.with_))):
            width = 400 * cost / most
            bars.append(
                bar.format(
                    kind, y + n * 20, width, 206 + width, y + n * 20 + 14, f"{cost} ({words.ui(f'{kind}_module')})"
                )
            )
        told.append(
            f"{words(phase.label)}{words.ui('colon')}{phase.without} → {phase.with_} ({words.ui('million_yen')})"
        )
    return Figure("module", words.ui("figure_module"), 780, 200, [], told=told, extra=bars)


FIGURES = {
    "principles": principles,
    "partitions": partitions,
    "loop": loop,
    "steps": steps,
    "choice": choice,
    "levels": levels,
    "model": decision_model,
    "module": module,
}
