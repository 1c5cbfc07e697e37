"""Rows of CSV (RFC 4180), each cell with its line and column."""

import csv
import io
from collections.abc import Iterator

from dcb_guide.files.limits import Limits
from dcb_guide.files.problem import Problem, Say

#: A cell: its text, and how its place is called (``line:column``, or ``Sheet!A1``).
type Cell = tuple[str, str]
#: What people's programs put between cells; the first is the one CSV means.
DELIMITERS = (",", ";", "\t")


class TableError(Exception):
    """A table that cannot be read any further; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def delimiter_of(text: str) -> str:
    """Return what divides the cells of the first line."""
    line = text.split("\n", 1)[0]
    return max(DELIMITERS, key=lambda one: (line.count(one), one == ","))


def rows_of_csv(text: str, file: str, say: Say, limits: Limits, delimiter: str | None = None) -> Iterator[list[Cell]]:
    """Yield the rows of CSV text; raises :class:`TableError` where it is broken or has too many rows or columns."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True)
    line = 1
    try:
        for number, row in enumerate(reader, start=1):
            if number > limits.rows + 1:
                raise TableError(Problem(file, line, 1, say("file_too_many_rows", {"limit": limits.rows})))
            if len(row) > limits.columns:
                place = Problem(file, line, limits.columns + 1, say("file_too_many_columns", {"limit": limits.columns}))
                raise TableError(place)
            yield [(cell, f"{line}:{column}") for column, cell in enumerate(row, start=1)]
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(Problem(file, line, 1, say("csv", {}))) from error
