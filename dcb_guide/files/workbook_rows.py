"""Rows of a workbook (xlsx), each cell with its sheet and address; hostile workbooks are refused before they unfold.

openpyxl parses the parts. Its row iterators are not used: they fill every gap up to the last cell, so that one cell at
XFD1048576 makes seventeen thousand million. Its parser of a sheet gives the cells that are there.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from dcb_guide.core.values import word
from dcb_guide.files.csv_rows import Cell
from dcb_guide.files.limits import Limits
from dcb_guide.files.problem import Problem, Say, at_cell

#: How files begin that Excel wrote before xlsx, and encrypted ones.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A declaration by which XML names entities; no workbook needs one.
DECLARATION = re.compile(rb"<\x00?!\x00?(D\x00?O\x00?C|E\x00?N\x00?T)", re.IGNORECASE)
LETTERS = {chr(64 + number): number for number in range(1, 27)}
#: A cell with nothing in it; only a row's first one has a place.
BLANK: Cell = ("", "")
#: Only above this size does it matter how many times a workbook unfolds.
SMALL = 10_000_000


@dataclass
class Sheet:
    """A sheet: its title, and its rows that hold something, each cell in its column (blank ones are ``""``)."""

    title: str
    rows: list[list[Cell]] = field(default_factory=list)
    #: Place of a cell → ``n`` for a number, ``d`` for a day or a time; texts are not there.
    kinds: dict[str, str] = field(default_factory=dict)


@dataclass
class Workbook:
    """A workbook's sheets, what is wrong with it, and what was noticed and does no harm."""

    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def read_workbook(data: bytes, file: str, say: Say, limits: Limits) -> Workbook:
    """Return the sheets of a workbook; what cannot be read is a problem, and what can is there all the same."""
    book = Workbook()
    refusal = _refusal(data, limits)
    if refusal is not None:
        book.problems.append(Problem(file, 1, 1, say(*refusal)))
        return book
    try:
        _read(data, file, say, limits, book)
    except Exception:  # openpyxl and its XML parser raise of every kind for a damaged part
        book.problems.append(Problem(file, 1, 1, say("workbook_broken", {})))
    return book


def _refusal(data: bytes, limits: Limits) -> tuple[str, dict[str, Any]] | None:
    """Return why a workbook is not opened: (id of the problem, its values)."""
    if len(data) > limits.bytes:
        return "file_too_large", {"limit": f"{limits.bytes / 1_000_000:g} MB"}
    if data.startswith(COMPOUND):
        return "workbook_old_or_encrypted", {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                return "workbook_old_or_encrypted", {}
            # A part longer than it declares is cut by zipfile at what it declares.
            size = sum(part.file_size for part in parts)
            if size > limits.inflated_bytes or (size > SMALL and size > limits.inflation * len(data)):
                return "workbook_unfolds", {"limit": f"{limits.inflated_bytes // 1_000_000} MB"}
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if DECLARATION.search(opened.read(100_000)):
                            return "workbook_entities", {}
    # A RuntimeError is what zipfile raises for a kind of compression or encryption that it does not know.
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error):
        return "workbook_broken", {}
    return None


def _read(data: bytes, file: str, say: Say, limits: Limits, book: Workbook) -> None:
    reader = _reader(data)
    reader.read()
    names = [part.filename for part in reader.archive.infolist()]
    if any(name.endswith("vbaProject.bin") for name in names):
        book.notices.append(Problem(file, 1, 1, say("notice_macros", {})))
    if any("externalLinks/" in name for name in names):
        book.notices.append(Problem(file, 1, 1, say("notice_external_links", {})))
    for title in reader.charts:
        book.notices.append(at_cell(file, f"{title}!A1", say("notice_chart_sheet", {"value": title})))
    sheets = reader.wb.worksheets
    if len(sheets) > limits.sheets:
        book.problems.append(Problem(file, 1, 1, say("workbook_too_many_sheets", {"limit": limits.sheets})))
        sheets = sheets[: limits.sheets]
    expected = sum("worksheet" in rel.Type for _, rel in reader.parser.find_sheets())
    if len(sheets) < min(expected, limits.sheets):
        book.problems.append(Problem(file, 1, 1, say("workbook_broken", {})))
    for sheet in sheets:
        found = Sheet(sheet.title)
        book.sheets.append(found)
        cells = _cells_of(sheet, limits)
        try:
            found.rows = [list(_filled(row, sheet.title, number, found.kinds)) for number, row in cells.rows()]
        except Exception:  # as above: the other sheets may be sound
            book.problems.append(at_cell(file, f"{sheet.title}!A1", say("workbook_broken", {})))
        _tell(cells, file, sheet.title, say, book, limits)


def _reader(data: bytes) -> Any:
    """Return openpyxl's reader of a workbook, which would stumble over a sheet that is a chart."""
    from openpyxl.reader.excel import ExcelReader

    class Reader(ExcelReader):
        def __init__(self) -> None:
            super().__init__(io.BytesIO(data), read_only=True, keep_vba=False, data_only=True, keep_links=False)
            self.charts: list[str] = []

        def read_chartsheet(self, sheet: Any, rel: Any) -> None:  # noqa: ARG002
            self.charts.append(sheet.name)

    return Reader()


def _cells_of(sheet: Any, limits: Limits) -> Any:
    """Return a parser of a sheet that gives the cells that are there, within the limits."""
    from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser
    from openpyxl.xml.constants import SHEET_MAIN_NS

    inline_text = f"{{{SHEET_MAIN_NS}}}t"

    book = sheet.parent

    class Cells(WorkSheetParser):
        beyond: str | None = None
        formula: str | None = None
        formula_without_value: str | None = None
        error: str | None = None

        def rows(self) -> Iterator[tuple[int, dict[int, Any]]]:
            for number, cells in self.parse():
                filled = {column: value for column, value in cells if value[0]}
                if filled:
                    yield number, filled

        def parse_row(self, row: Any) -> tuple[int, Any]:
            number = row.get("r")
            self.row_counter = int(float(number)) if number else self.row_counter + 1
            self.col_counter = 0
            return self.row_counter, [cell for element in row if (cell := self.value_of(element)) is not None]

        def value_of(self, element: Any) -> tuple[int, tuple[str, str]] | None:
            text = self.plain_text(element)
            if text == "":
                return None
            reference = element.get("r")
            if text is not None and reference:
                letters = reference.rstrip("0123456789")
                column, row = _number_of(letters), int(reference[len(letters) :])
                return self.within(row, column, (text, "s"))
            return self.any_value(element)

        def plain_text(self, element: Any) -> str | None:
            """Return the text of a cell that holds one and nothing else, which most do; openpyxl reads any other."""
            if len(element) != 1:
                return None if len(element) else ""
            kind, child = element.get("t"), element[0]
            if kind == "s" and child.tag == VALUE_TAG and child.text:
                found: str = sheet._shared_strings[int(child.text)]
                return found
            if kind == "inlineStr" and child.tag == INLINE_STRING and len(child) == 1 and child[0].tag == inline_text:
                return child[0].text or ""
            return None

        def any_value(self, element: Any) -> tuple[int, tuple[str, str]] | None:
            cell = self.parse_cell(element)
            is_formula = element.find(FORMULA_TAG) is not None
            if cell["value"] is None and not is_formula:
                return None
            place = f"{_letters(cell['column'])}{cell['row']}"
            found = self.within(
                cell["row"], cell["column"], (_text(cell["value"], cell["data_type"]), cell["data_type"])
            )
            if found is None:
                return None
            if is_formula:
                self.formula = self.formula or place
                if cell["value"] is None:
                    self.formula_without_value = self.formula_without_value or place
            if cell["data_type"] == "e":
                self.error = self.error or place
            return found

        def within(self, row: int, column: int, value: tuple[str, str]) -> tuple[int, tuple[str, str]] | None:
            """Return a cell's column and value, or None, noting it, where it is beyond what is read."""
            if row > limits.rows + 10 or column > limits.columns:
                self.beyond = self.beyond or f"{_letters(column)}{row}"
                return None
            self.col_counter = column
            return column, value

    return Cells(
        book._archive.open(sheet._worksheet_path),
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _tell(cells: Any, file: str, title: str, say: Say, book: Workbook, limits: Limits) -> None:
    """Report what was met in a sheet, each kind once."""
    if cells.beyond:
        message = say("workbook_beyond", {"rows": limits.rows, "columns": limits.columns})
        book.problems.append(at_cell(file, f"{title}!{cells.beyond}", message))
    if cells.formula:
        book.notices.append(at_cell(file, f"{title}!{cells.formula}", say("notice_formulas", {})))
    if cells.formula_without_value:
        message = say("workbook_formula_without_value", {})
        book.problems.append(at_cell(file, f"{title}!{cells.formula_without_value}", message))
    if cells.error:
        book.problems.append(at_cell(file, f"{title}!{cells.error}", say("workbook_error_value", {})))
    if cells.merged_cells is not None and cells.merged_cells.mergeCell:
        place = str(cells.merged_cells.mergeCell[0].ref).partition(":")[0]
        book.notices.append(at_cell(file, f"{title}!{place}", say("notice_merged", {})))


def _filled(row: dict[int, tuple[str, str]], title: str, number: int, kinds: dict[str, str]) -> Iterator[Cell]:
    for column in range(1, max(row) + 1):
        text, kind = row.get(column, ("", ""))
        if not text and column > 1:
            yield BLANK
            continue
        place = f"{title}!{_letters(column)}{number}"
        if kind in ("n", "d"):
            kinds[place] = kind
        yield text, place


def _text(value: Any, kind: str) -> str:
    """Return a cell's value as text: days in ISO 8601, whole numbers without a point; an error of a formula is none."""
    if value is None or kind == "e":
        return ""
    if hasattr(value, "isoformat"):
        text: str = value.isoformat()
        return text.removesuffix("T00:00:00")
    return word(int(value) if isinstance(value, float) and value.is_integer() else value)


@cache
def _letters(column: int) -> str:
    """Return a column's name: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=1000)
def _number_of(letters: str) -> int:
    """Return a column's number: A is 1, AA is 27. Raises ValueError where the letters name none."""
    if not 0 < len(letters) <= 3 or not set(letters) <= LETTERS.keys():
        raise ValueError(letters)
    number = 0
    for letter in letters:
        number = number * 26 + LETTERS[letter]
    return number
