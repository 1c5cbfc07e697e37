"""The architecture page: a picture of the imports, what each room is for, and the scripts of the page."""

import re
from collections.abc import Iterator
from itertools import combinations, permutations
from pathlib import Path

from dcb_guide.guide.wording import Wording
from macros import figures
from macros.maintainers import import_graph

#: Top folders in the picture, those that build the site first.
TOPS = ("builders", "macros", "site_build", "dcb_guide")
SCRIPTS = Path("overrides") / "assets"
FLOOR_HEIGHT, BOX_WIDTH = 96, 180


def picture(words: Wording) -> str:
    """Return the figure of the rooms and their imports, as SVG with a text alternative."""
    rooms = import_graph.read_rooms(import_graph.ROOT, TOPS)
    return str(figures.draw(_figure(rooms), words))


def _figure(rooms: dict[str, import_graph.Room]) -> figures.Figure:
    floors = list(reversed(import_graph.floors(rooms)))
    arrows = import_graph.arrows(rooms)
    columns = place(floors, arrows)
    width = max(720, (max(columns.values()) + 1) * (BOX_WIDTH + 60))
    step = width / (max(columns.values()) + 1)
    boxes = [
        figures.Box(
            name,
            name,
            step * (columns[name] + 0.5),
            40 + number * FLOOR_HEIGHT,
            BOX_WIDTH,
            46,
            "main" if "/" in name else "plain",
            f"#{_anchor(name)}",
        )
        for number, names in enumerate(floors)
        for name in names
    ]
    words = [
        f"{name} imports {', '.join(sorted(room.imports)) or 'nothing of the tree'}" for name, room in rooms.items()
    ]
    height = 80 + (len(floors) - 1) * FLOOR_HEIGHT
    lines = [figures.Arrow(start, end) for start, end in arrows]
    return figures.Figure("imports", "Which part imports which", width, height, boxes, lines, words)


def place(floors: list[list[str]], arrows: list[tuple[str, str]]) -> dict[str, int]:
    """Return the column of each room, so that as few arrows as possible pass through a room or cross another.

    Floor after floor takes its best order while the others stay, until none gets better; the same for the same tree.
    """
    columns = max(3, *map(len, floors))
    place = {name: number for names in floors for number, name in enumerate(names)}
    row = {name: number for number, names in enumerate(floors) for name in names}

    def cost(columns_of: dict[str, int]) -> tuple[int, int]:
        lines = [(columns_of[a], row[a], columns_of[b], row[b]) for a, b in arrows]
        through = sum(
            y1 < row[name] < y2 and abs(x1 + (x2 - x1) * (row[name] - y1) / (y2 - y1) - columns_of[name]) < 0.5
            for x1, y1, x2, y2 in lines
            for name in row
        )
        crossed = sum(_cross(one, other) for one, other in combinations(lines, 2))
        return 3 * through + crossed, sum(abs(x2 - x1) for x1, _, x2, _ in lines)

    best, before = cost(place), None
    while best != before:
        before = best
        for names in floors:
            for order in permutations(range(columns), len(names)):
                tried = place | dict(zip(names, order, strict=True))
                if (found := cost(tried)) < best:
                    best, place = found, tried
    return place


def _cross(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Return whether two arrows that lead downwards cross between the floors that both pass."""
    top, bottom = max(one[1], other[1]), min(one[3], other[3])
    if top >= bottom:
        return False

    def apart(y: int) -> float:
        at = [x1 + (x2 - x1) * (y - y1) / (y2 - y1) for x1, y1, x2, y2 in (one, other)]
        return at[0] - at[1]

    return apart(top) * apart(bottom) < 0


def rooms() -> str:
    """Return a section a room: what it is for, what it imports, and its modules."""
    return "\n".join(_sections(import_graph.read_rooms(import_graph.ROOT, TOPS)))


def _sections(rooms: dict[str, import_graph.Room]) -> Iterator[str]:
    for name, room in rooms.items():
        below = ", ".join(f"[`{one}`](#{_anchor(one)})" for one in sorted(room.imports)) or "nothing of the tree"
        single = [module.path for module in room.modules] == [f"{name}.py"]
        title = f"{name}.py" if single else f"{name}/"
        yield f"\n### `{title}` {{ #{_anchor(name)} }}\n\n{escaped(room.purpose)}. Imports {below}.\n"
        if single:
            continue
        yield "| module | what it does |\n|---|---|"
        for module in room.modules:
            yield f"| `{module.path.removeprefix(f'{name}/')}` | {escaped(module.purpose)} |"


def scripts() -> str:
    """Return a table of the scripts of the page, each with the first sentence of its leading comment."""
    folder = import_graph.ROOT / SCRIPTS
    lines = ["| script | what it does |", "|---|---|"]
    for path in sorted([*folder.rglob("*.js"), *folder.rglob("*.mjs")]):
        purpose = import_graph.first_sentence(leading_comment(path.read_text(encoding="utf-8")))
        lines.append(f"| `{path.relative_to(folder).as_posix()}` | {escaped(purpose)} |")
    return "\n".join(lines)


def leading_comment(script: str) -> str:
    """Return the comment a script begins with, without its marks; empty where it begins with code."""
    lines: list[str] = []
    for line in script.splitlines():
        comment = re.match(r"\s*(?://+|/\*+|\*+/?)\s?(.*?)\s*(?:\*/)?$", line)
        if not line.strip() and not lines:
            continue  # the marker for type checkers has a paragraph of its own
        if comment is None or (lines and not comment[1]):
            break
        if comment[1] not in ("", "@ts-check"):
            lines.append(comment[1])
    return " ".join(lines)


def escaped(text: str) -> str:
    """Return a docstring's sentence as Markdown: code in single backticks, nothing else marked up."""
    plain = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text.replace("``", "`"))
    return re.sub(r"([|<>*_\[\]])(?=[^`]*(?:`[^`]*`[^`]*)*$)", r"\\\1", plain)


def _anchor(name: str) -> str:
    return name.replace("/", "-")
