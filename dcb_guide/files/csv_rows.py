"""Rows of CSV (RFC 4180), each cell with its line and column."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from dcb_guide.files.limits import Limits
from dcb_guide.files.problem import Problem, Say

#: A cell: its text, and how its place is called (``line:column``, or ``Sheet!A1``).
type Cell = tuple[str, str]
#: What people's programs put between cells; the first is the one CSV means.
DELIMITERS = (",", ";", "\t")
LINE_END = re.compile(r"\r\n|\r|\n")
#: So many broken rows are reported; one may hold a quotation mark that does not close, and is read to the text's end.
MOST_BROKEN = 20


class TableError(Exception):
    """A table that cannot be read any further; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def delimiter_of(text: str) -> str:
    """Return what divides the cells of the first line."""
    line = text.split("\n", 1)[0]
    return max(DELIMITERS, key=lambda one: (line.count(one), one == ","))


def rows_of_csv(
    text: str, file: str, say: Say, limits: Limits, broken: Callable[[Problem], None], delimiter: str | None = None
) -> Iterator[list[Cell]]:
    """Yield the rows of CSV text; raises :class:`TableError` where it has too many rows or columns.

    A row that is no CSV is reported to ``broken``, and reading goes on with the line below it; without a first row,
    which names the columns, nothing can be read.
    """
    line, number, start = 1, 0, 0
    starts: list[int] = []
    for _ in range(MOST_BROKEN):
        lines = io.StringIO(text, newline="")
        lines.seek(start)
        first, reader = line, csv.reader(lines, delimiter=delimiter or delimiter_of(text), strict=True)
        try:
            for row in reader:
                number += 1
                if number > limits.rows + 1:
                    raise TableError(Problem(file, line, 1, say("file_too_many_rows", {"limit": limits.rows})))
                if len(row) > limits.columns:
                    message = say("file_too_many_columns", {"limit": limits.columns})
                    raise TableError(Problem(file, line, limits.columns + 1, message))
                yield [(cell, f"{line}:{column}") for column, cell in enumerate(row, start=1)]
                line = first + reader.line_num
            return
        except csv.Error:
            broken(Problem(file, line, 1, say("csv", {})))
        starts = starts or [0, *(found.end() for found in LINE_END.finditer(text))]
        if number == 0 or line >= len(starts):
            return
        start = starts[line]
        line += 1
