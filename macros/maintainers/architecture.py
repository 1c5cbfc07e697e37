"""The architecture page: a picture of the imports, what each room is for, and the scripts of the page."""

import re
from collections.abc import Iterator
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
    floors = import_graph.floors(rooms)
    width = max(720, *(len(names) * (BOX_WIDTH + 20) for names in floors))
    boxes = []
    for number, names in enumerate(reversed(floors)):
        for column, name in enumerate(names):
            x = width * (column + 0.5) / len(names)
            kind = "main" if name.startswith("dcb_guide/") else "plain"
            boxes.append(
                figures.Box(name, name, x, 40 + number * FLOOR_HEIGHT, BOX_WIDTH, 46, kind, f"#{_anchor(name)}")
            )
    arrows = [figures.Arrow(start, end) for start, end in import_graph.arrows(rooms)]
    words = [
        f"{name} imports {', '.join(sorted(room.imports)) or 'nothing of the tree'}" for name, room in rooms.items()
    ]
    height = 80 + (len(floors) - 1) * FLOOR_HEIGHT
    return figures.Figure("imports", "Which part imports which", width, height, boxes, arrows, words)


def rooms() -> str:
    """Return a section a room: what it is for, what it imports, and its modules."""
    return "\n".join(_sections(import_graph.read_rooms(import_graph.ROOT, TOPS)))


def _sections(rooms: dict[str, import_graph.Room]) -> Iterator[str]:
    for name, room in rooms.items():
        below = ", ".join(f"[`{one}`](#{_anchor(one)})" for one in sorted(room.imports)) or "nothing of the tree"
        yield f"\n### `{name}/` {{ #{_anchor(name)} }}\n\n{escaped(room.purpose)}. Imports {below}.\n"
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
