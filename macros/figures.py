"""Figures as SVG, made from the guide: boxes and arrows that take the page's colours and print in black and white.

Each comes with a text alternative that carries the same content. Sizes are in the SVG's own units.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations, pairwise
from math import cos, hypot, inf, pi, sin
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dcb_guide.guide.content import FlowAnswer, FlowQuestion
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
    #: Beside another arrow that goes the other way.
    two_way: bool = False
    #: A longer label is broken into lines.
    label_width: float = inf


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
    statements: list[str] = field(default_factory=list)
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
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in figure.statements)
    return Markup(
        '<figure class="dcb-figure-frame"><div class="dcb-table" role="region" tabindex="0" aria-label="{title}">{svg}</div>'
        "<figcaption>{title}</figcaption><details><summary>{words}</summary><ul>{items}</ul></details></figure>"
    ).format(title=figure.title, svg=svg, words=words.ui("figure_text"), items=items)


def _box(box: Box) -> Markup:
    lines = wrapped(fallback.plain(box.label), box.width - 16)
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
        _language(box.label),
        text,
    )
    return Markup('<a href="{}">{}</a>').format(box.href, drawn) if box.href else drawn


def line_of(boxes: dict[str, Box], arrow: Arrow) -> tuple[float, float, float, float]:
    """Return where an arrow's line begins and ends, at the edges of its boxes: x1, y1, x2, y2."""
    start, end = boxes[arrow.start], boxes[arrow.end]
    if arrow.sideways:
        return start.x + start.width / 2, start.y, end.x - end.width / 2 - 2, end.y
    x1, y1, x2, y2 = start.x, start.y, end.x, end.y
    if arrow.two_way:
        across, down = _left_of(x1, y1, x2, y2, 6)
        x1, y1, x2, y2 = x1 + across, y1 + down, x2 + across, y2 + down
    return *_edge(start, x1, y1, x2 - x1, y2 - y1), *_edge(end, x2, y2, x1 - x2, y1 - y2)


def label_of(line: tuple[float, float, float, float]) -> tuple[float, float, str]:
    """Return where an arrow's label is placed: x, y and how it is aligned; beside the line, to the left as one walks it.

    It is nearer the beginning, so that the labels of lines that cross in their middles stay apart.
    """
    x1, y1, x2, y2 = line
    across, down = _left_of(x1, y1, x2, y2, 12)
    x, y = x1 + 0.42 * (x2 - x1) + across, y1 + 0.42 * (y2 - y1) + down
    level = abs(x2 - x1) > 4 * abs(y2 - y1)
    return x, y + 4, "middle" if level else ("start" if across > 0 else "end")


def _left_of(x1: float, y1: float, x2: float, y2: float, distance: float) -> tuple[float, float]:
    """Return the way to a point at a distance to the left of a line, as one walks it."""
    length = hypot(x2 - x1, y2 - y1) or 1
    return distance * (y2 - y1) / length, -distance * (x2 - x1) / length


def _arrow(figure: str, boxes: dict[str, Box], arrow: Arrow) -> Markup:
    x1, y1, x2, y2 = line_of(boxes, arrow)
    line = Markup('<path class="dcb-arrow" d="M{:.0f} {:.0f}L{:.0f} {:.0f}" marker-end="url(#tip-{})"/>').format(
        x1, y1, x2, y2, figure
    )
    if not arrow.label:
        return line
    x, y, anchor = label_of((x1, y1, x2, y2))
    label = Markup('<text class="dcb-arrow-label" x="{:.0f}" y="{:.0f}" text-anchor="{}"{}>{}</text>')
    lines = wrapped(fallback.plain(arrow.label), arrow.label_width)
    for number, words in enumerate(reversed(lines)):
        line += label.format(x, y - number * 15, anchor, _language(arrow.label), words)
    return line


def _language(label: str) -> Markup:
    """Return the attribute that names the language of a label that is not in the page's."""
    language = fallback.language_in(label)
    return Markup(' lang="{}"').format(language) if language else Markup("")


def _edge(box: Box, x: float, y: float, dx: float, dy: float) -> tuple[float, float]:
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
    return sum(SIZE if ord(character) > 0x2E7F else SIZE * 0.56 for character in text)


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines that fit, between words where it has them."""
    lines = [""]
    words = (
        text.split(" ")
        if " " in text.strip() and not any(ord(character) > 0x2E7F for character in text)
        else list(text)
    )
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
    boxes, statements = [], []
    for number, item in enumerate(words.guide.principles):
        x = 120 + number * 230
        qualifier = words.ui("as_a_rule" if item.as_a_rule else "without_as_a_rule")
        boxes.append(Box(item.id, f"{item.number}. {words(item.label)}", x, 50, 210, 64, "main"))
        boxes.append(Box(f"{item.id}-q", qualifier, x, 115, 150, 34, "outcome"))
        statements.append(f"{item.number}. {words(item.text)} ({qualifier}, {words.sections(item)})")
    width = 30 + len(words.guide.principles) * 230
    return Figure("principles", words.ui("figure_principles"), width, 150, boxes, statements=statements)


def partitions(words: Wording) -> Figure:
    """The two ways to cut fields."""
    boxes, statements = [], []
    for row, item in enumerate(words.guide.partitions):
        y = 50 + row * 110
        boxes.append(Box(item.id, words(item.label), 110, y, 200, 60, "main"))
        for column, name in enumerate(item.platforms):
            boxes.append(Box(f"{item.id}-{column}", words(name), 310 + column * 155, y, 140, 60))
        statements.append(f"{words(item.label)}{words.ui('colon')}{words(item.text)} ({words.sections(item)})")
    width = 240 + max(len(item.platforms) for item in words.guide.partitions) * 155
    return Figure(
        "partitions",
        words.ui("figure_partitions"),
        width,
        40 + len(words.guide.partitions) * 110,
        boxes,
        statements=statements,
    )


def ring(
    labels: dict[str, str], width: float, height: float, main: Container[str] = ()
) -> tuple[list[Box], float, float]:
    """Return boxes (id → label) around a ring, from the top clockwise, and the figure's width and height.

    The ring is as large as it has to be for the boxes not to touch; two are placed side by side.
    """
    count = len(labels)
    first = pi if count == 2 else -pi / 2
    angles = [first + n * 2 * pi / count for n in range(count)]
    across, down = 240.0, 0.0 if count < 3 else 100.0
    while True:
        corners = [(across * cos(angle), down * sin(angle)) for angle in angles]
        if all(
            abs(ax - bx) >= width + 12 or abs(ay - by) >= height + 24 for (ax, ay), (bx, by) in combinations(corners, 2)
        ):
            break
        across, down = across + 5, down + 10
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    middle = across + 120
    boxes = [
        Box(name, label, middle + x, y - top + height / 2 + 20, width, height, "main" if name in main else "plain")
        for (name, label), (x, y) in zip(labels.items(), corners, strict=True)
    ]
    return boxes, 2 * middle, bottom - top + height + 40


def loop(words: Wording) -> Figure:
    """The procedures as a loop."""
    items = words.guide.procedures
    labels = {item.id: f"{item.number} {words(item.label)}" for item in items}
    boxes, width, height = ring(labels, 200, 60, labels)
    arrows = [Arrow(item.id, items[(n + 1) % len(items)].id) for n, item in enumerate(items)]
    statements = [f"{item.number} {words(item.label)}{words.ui('colon')}{words(item.summary)}" for item in items]
    return Figure("loop", words.ui("figure_loop"), width, height, boxes, arrows, statements)


def steps(words: Wording) -> Figure:
    """The steps, one after the other."""
    items = words.guide.steps
    boxes = [Box(item.id, words(item.label), 120 + n * 240, 50, 200, 70, "main") for n, item in enumerate(items)]
    arrows = [Arrow(a.id, b.id) for a, b in pairwise(items)]
    statements = [f"{words(item.label)}{words.ui('colon')}{words(item.summary)}" for item in items]
    return Figure("steps", words.ui("figure_steps"), len(items) * 240, 100, boxes, arrows, statements)


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
    boxes, width, height = ring(used, 150, 56, (guide.flow[0][0],))
    separator = words.ui("list_separator")
    arrows = [
        Arrow(start, end, separator.join(what), two_way=(end, start) in pairs) for (start, end), what in pairs.items()
    ]
    statements = [f"{parties[a]} → {parties[b]}{words.ui('colon')}{exchanges[what]}" for a, b, what in guide.flow]
    title = f"{words.ui('figure_flow')}{words.ui('colon')}{words(label)}"
    return Figure(f"flow-{organisation}", title, width, height, boxes, arrows, statements)


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

    def placed(gap: int, lean: float) -> list[Box]:
        """Return the boxes: an end in each row, a question between what it leads to, lower by ``lean`` each column."""
        y = {name: n * float(gap) for n, name in enumerate(ends)}
        for name in reversed(leads):
            y[name] = sum(y[to] for to in leads[name].values()) / 2 + lean * gap * column[name]
        top = 40 - min(y.values())
        return [
            Box(name, words(item.label), 110 + 250 * column[name], top + y[name], 180, 60)
            if name in leads
            else Box(
                name, words(item.label), 110 + 250 * last, top + y[name], 200, 60, "outcome",
                f"../decisions/#{item.decision}",
            )
            for name, item in items.items()
        ]  # fmt: skip

    layouts = (placed(gap, lean) for gap in range(130, 400, 30) for lean in (0, 0.2, -0.2, 0.4, -0.4))
    boxes = next((boxes for boxes in layouts if not _cross(boxes, arrows)), placed(130, 0))
    statements = [
        f"{words(items[name].label)}{words.ui('colon')}{words.ui(answer)} → {words(items[to].label)}"
        for name, answers in leads.items()
        for answer, to in answers.items()
    ]
    height = max(box.y for box in boxes) + 40
    return Figure("choice", words.ui("figure_choice"), 220 + 250 * last, height, boxes, arrows, statements)


def _cross(boxes: list[Box], arrows: list[Arrow]) -> bool:
    """Return whether an arrow runs through a box, or a box lies on another."""
    by_id = {box.id: box for box in boxes}
    for arrow in arrows:
        x1, y1, x2, y2 = line_of(by_id, arrow)
        for step in range(1, 40):
            x, y = x1 + (x2 - x1) * step / 40, y1 + (y2 - y1) * step / 40
            if any(abs(x - box.x) < box.width / 2 + 4 and abs(y - box.y) < box.height / 2 + 4
                   for box in boxes if box.id not in (arrow.start, arrow.end)):  # fmt: skip
                return True
    return any(
        abs(a.x - b.x) < (a.width + b.width) / 2 and abs(a.y - b.y) < (a.height + b.height) / 2
        for a, b in combinations(boxes, 2)
    )


def official_flow(words: Wording, name: str) -> Figure:
    """A flow of the guidebook (7.1, 8.2): questions from left to right, the types or patterns they lead to at the right.

    Each place that can be reached has a row; a question stands in the middle of what its answers lead to.
    """
    flow = next(item for item in words.guide.official_flow if item.id == name)
    questions = {question.id: question for question in flow.questions}
    depth = {flow.questions[0].id: 0}
    for question in flow.questions:  # an answer leads to a later question
        for answer in question.answers:
            if answer.to is not None:
                depth[answer.to] = depth[question.id] + 1
    last = max(depth.values()) + 1
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    statements: list[str] = []
    ends: list[str] = []

    def place(question: FlowQuestion) -> float:
        """Add the boxes from a question on and return the question's height."""
        heights = []
        for answer in question.answers:
            end = f"{question.id}-{answer.id}"
            if answer.to is not None:
                heights.append(place(questions[answer.to]))
                arrows.append(Arrow(question.id, answer.to, words(answer.label), label_width=150))
                leads_to = words(questions[answer.to].question)
            else:
                ends.append(end)
                heights.append(50.0 + 84 * (len(ends) - 1))
                leads_to, href, is_goal = _end_of_flow(words, answer)
                kind = "main" if is_goal else "outcome"
                boxes.append(Box(end, leads_to, 130 + 350 * last, heights[-1], 240, 62, kind, href))
                arrows.append(Arrow(question.id, end, words(answer.label), label_width=150))
            statements.append(f"{words(question.question)} {words(answer.label)} → {leads_to}")
        height = sum(heights) / len(heights)
        boxes.append(Box(question.id, words(question.question), 100 + 350 * depth[question.id], height, 180, 62))
        return height

    place(flow.questions[0])
    width, height = 260 + 350 * last, 20 + 84 * len(ends)
    return Figure(f"flow-of-{name}".replace("_", "-"), words(flow.label), width, height, boxes, arrows, statements)


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
    columns = max(len(way.stages) for way in types.ways)
    boxes, arrows, statements = [], [], []

    def numbers(stage: list[str]) -> str:
        return " / ".join(words.ui("type_number", number=number) for number in stage)

    for row, way in enumerate(types.ways):
        y = 50 + 120 * row
        boxes.append(Box(way.id, words(way.label), 95, y, 170, 60, "main"))
        previous = way.id
        for column, stage in enumerate(way.stages[:-1], start=1):
            box = Box(f"{way.id}-{column}", numbers(stage), 100 + 215 * column, y, 150, 60)
            boxes.append(box)
            arrows.append(Arrow(previous, box.id))
            previous = box.id
        arrows.append(Arrow(previous, "goal"))
        stages = " → ".join(numbers(stage) for stage in way.stages)
        statements.append(f"{words(way.label)}{words.ui('colon')}{stages}. {words(way.text)}")
    middle = 50 + 60 * (len(types.ways) - 1)
    goal_label = f"{words.ui('type_number', number=goal)} ({words.ui('line_goal')})"
    boxes.append(
        Box(
            "goal",
            goal_label,
            100 + 215 * columns,
            middle,
            160,
            64,
            "outcome",
            f"../types/#type-{goal.replace('.', '-')}",
        )
    )
    return Figure(
        "ways",
        words.ui("figure_ways"),
        200 + 215 * columns,
        100 + 120 * (len(types.ways) - 1),
        boxes,
        arrows,
        statements,
    )


def levels(words: Wording) -> Figure:
    """The attributes that have levels, rising to the right."""
    boxes, statements, arrows = [], [], []
    items = [item for item in words.guide.attributes if item.levels]
    for row, item in enumerate(items):
        y = 60 + row * 120
        boxes.append(Box(item.id, words(item.label), 85, y, 150, 80, "main", f"../attributes/#{item.id}"))
        previous = item.id
        for column, value in enumerate(item.values):
            box = Box(f"{item.id}-{column}", words(value.label), 265 + column * 175, y, 155, 80)
            boxes.append(box)
            arrows.append(Arrow(previous, box.id))
            previous = box.id
            if value.explanation:
                statements.append(
                    f"{words(item.label)} {words(value.label)}{words.ui('colon')}{words(value.explanation)}"
                )
    width = max(180 + 175 * len(item.values) for item in items)
    return Figure("levels", words.ui("figure_levels"), width, 10 + 120 * len(items), boxes, arrows, statements)


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
    statements = [
        f"{words.name(decision)} ← {words.ui('list_separator').join(words.name(name) for name in names)}"
        for decision, names in reads.items()
    ]
    return Figure(
        "model", words.ui("figure_model"), 280 + max(depth.values()) * 190, height + 10, boxes, arrows, statements
    )


def module(words: Wording) -> Figure:
    """Cost of each phase without and with the recommended module (§2.6), as bars."""
    most = max(phase.without for phase in words.guide.survey.module)
    bars: list[Markup] = []
    statements = []
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
        statements.append(
            f"{words(phase.label)}{words.ui('colon')}{phase.without} → {phase.with_} ({words.ui('million_yen')})"
        )
    height = 20 + 60 * len(words.guide.survey.module)
    return Figure("module", words.ui("figure_module"), 780, height, [], statements=statements, extra=bars)


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
