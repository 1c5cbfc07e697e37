"""Which part of the tree imports which, read from the source files; nothing is imported to find out."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import dcb_guide

ROOT = Path(dcb_guide.__file__).resolve().parent.parent
#: The package whose folders and files are rooms of their own; every other package is one room.
PACKAGE = "dcb_guide"


@dataclass(frozen=True)
class Module:
    """A source file: its path from the root, and the first sentence of its docstring."""

    path: str
    purpose: str


@dataclass
class Room:
    """A package of modules that do one kind of work, or a module that stands beside such packages."""

    name: str
    purpose: str
    modules: list[Module] = field(default_factory=list)
    #: The rooms that its modules import, itself aside.
    imports: set[str] = field(default_factory=set)


def read_rooms(root: Path, tops: tuple[str, ...]) -> dict[str, Room]:
    """Return the rooms of some top folders by name, such as ``dcb_guide/core`` or ``macros``, in reading order.

    A folder that is not there is left out; ``SyntaxError`` where a file is no Python.
    """
    rooms: dict[str, Room] = {}
    imported: dict[str, set[str]] = {}
    for path in [one for top in tops for one in sorted((root / top).rglob("*.py"))]:
        relative = path.relative_to(root)
        name = _room_of(relative.parts)
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        purpose = first_sentence(ast.get_docstring(tree) or "")
        room = rooms.setdefault(name, Room(name, ""))
        if relative.as_posix() == f"{name}/__init__.py":
            room.purpose = purpose
        elif path.name != "__init__.py":
            room.modules.append(Module(relative.as_posix(), purpose))
            room.purpose = room.purpose or purpose
        imported.setdefault(name, set()).update(_imports(tree))
    # What lies directly in the package, its version, is a room of no interest.
    rooms.pop(PACKAGE, None)
    for name, room in rooms.items():
        found = {_room_of(tuple(module.split("."))) for module in imported[name]}
        room.imports = {one for one in found if one in rooms and one != name}
    return rooms


def reached(rooms: dict[str, Room], start: str) -> set[str]:
    """Return the rooms that one imports, directly or through others."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for name in rooms[waiting.pop()].imports - seen:
            seen.add(name)
            waiting.append(name)
    return seen


def arrows(rooms: dict[str, Room]) -> list[tuple[str, str]]:
    """Return the imports between rooms without those that follow from others (the transitive reduction).

    Within a cycle, where each follows from the others, every import is kept.
    """
    below = {name: reached(rooms, name) for name in rooms}
    return [
        (name, target)
        for name, room in rooms.items()
        for target in sorted(room.imports)
        if name in below[target]
        or not any(target in below[middle] and name not in below[middle] for middle in room.imports - {target})
    ]


def floors(rooms: dict[str, Room]) -> list[list[str]]:
    """Return the rooms floor by floor, from those that import nothing; the rooms of a cycle share a floor."""
    below = {name: reached(rooms, name) for name in rooms}

    def floor(name: str) -> int:
        lower = {one for one in below[name] if name not in below[one]}
        return 1 + max(map(floor, lower), default=-1)

    numbers = {name: floor(name) for name in rooms}
    return [[name for name in rooms if numbers[name] == number] for number in range(max(numbers.values()) + 1)]


def _room_of(parts: tuple[str, ...]) -> str:
    """Return the room of a path or of a dotted name: a folder or a file of the package, else the top folder."""
    inside = parts[0] == PACKAGE and len(parts) > 1 and parts[1] != "__init__.py"
    return "/".join(parts[:2]).removesuffix(".py") if inside else parts[0]


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def first_sentence(docstring: str) -> str:
    """Return the first paragraph's first sentence, on one line."""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].removesuffix(".")
