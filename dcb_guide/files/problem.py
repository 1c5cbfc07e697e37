"""One thing wrong with a file, and where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: Where a value is in data: keys and indices from the top.
type Path_ = tuple[str | int, ...]
#: Returns the text of a problem in a reader's language: (id of the problem, values for the ``{…}`` in its text).
type Say = Callable[[str, Mapping[str, Any]], str]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a file. Line and column count from 1; both are 0 where ``file`` names a workbook's cell."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        if self.line == 0:
            return f"{self.file}: {self.message}"
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


def at_cell(file: str, place: str, message: str) -> Problem:
    """Return a problem in a table: ``place`` is ``line:column`` of CSV, or ``Sheet!A1`` of a workbook."""
    line, _, column = place.partition(":")
    if line.isdigit() and column.isdigit():
        return Problem(file, int(line), int(column), message)
    return Problem(f"{file}:{place}", 0, 0, message)
