"""YAML as plain data that remembers where each part of it stands."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

type Path_ = tuple[str | int, ...]
#: Most nodes one file may hold; more is a mistake or an attack.
MAX_NODES = 200_000


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a file; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass
class Source:
    """A file's data, and the position of every mapping key, item and value in it."""

    file: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    #: Path from the top → (line, column) of the value, and of the key that holds it.
    values: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)

    def problem(self, path: Path_, message: str, *, at_key: bool = False) -> Problem:
        """Return a problem at ``path``, or at the nearest part around it that is in the file."""
        where = self.keys if at_key else self.values
        while path and path not in where:
            path, where = path[:-1], self.values
        line, column = where.get(path, (1, 1))
        return Problem(self.file, line, column, message)


def read(path: Path, shown_as: str | None = None) -> Source:
    """Read a YAML (or JSON) file. Anything wrong is in ``problems``; ``data`` then holds what could be read."""
    name = shown_as or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return Source(name, problems=[Problem(name, 1, 1, f"not UTF-8 (byte {error.start})")])
    except OSError as error:
        return Source(name, problems=[Problem(name, 1, 1, error.strerror or "cannot be read")])
    return parse(text, name)


def parse(text: str, file: str, first_line: int = 1) -> Source:
    """Parse YAML text whose first line is line ``first_line`` of ``file``."""
    source = Source(file)
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            builder = _Builder(loader, source, first_line)
            source.data = builder.build(node, ())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        source.problems.append(Problem(file, line, column, f"not valid YAML: {what}"))
    finally:
        loader.dispose()
    return source


class _Builder:
    """Turns YAML nodes into data, recording positions, duplicate keys and what is not allowed."""

    def __init__(self, loader: yaml.CSafeLoader, source: Source, first_line: int) -> None:
        self.loader = loader
        self.source = source
        self.first_line = first_line
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path_) -> Any:
        position = (node.start_mark.line + self.first_line, node.start_mark.column + 1)
        self.source.values.setdefault(path, position)
        if id(node) in self.seen:
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not used here", problem_mark=node.start_mark)
        self.seen.add(id(node))
        if len(self.seen) > MAX_NODES:
            raise yaml.MarkedYAMLError(problem="too much data for one file", problem_mark=node.start_mark)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self.build_mapping(node, path)
        if not node.tag.startswith("tag:yaml.org,2002:"):
            raise yaml.MarkedYAMLError(problem=f"the tag {node.tag} is not used here", problem_mark=node.start_mark)
        try:
            return self.loader.construct_object(node)
        except ValueError as error:
            raise yaml.MarkedYAMLError(problem=str(error), problem_mark=node.start_mark) from error

    def build_mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            at = (key_node.start_mark.line + self.first_line, key_node.start_mark.column + 1)
            if key in result:
                message = f"{key!r} stands here twice"
                self.source.problems.append(Problem(self.source.file, *at, message))
                continue
            self.source.keys[(*path, key)] = at
            result[key] = self.build(value_node, (*path, key))
        return result
