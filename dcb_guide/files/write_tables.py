"""Tables as CSV and xlsx for people and for programs, by the government's rules for machine-readable data.

The rules (行政データにおける機械可読性に関するルール, Digital Agency) ask for a heading in row 1 and data from row 2,
one table a sheet, one datum a cell, numbers as numbers, nothing merged, hidden or shown by colour alone, and beside the
data definitions, codes and history. CSV is in UTF-8 with a byte order mark and has the columns' ids as names; workbooks
have their labels. The same tables always give the same bytes. Texts that a spreadsheet would run are neutralised.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcb_guide.files.csv_safety import neutralised

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

type Cell = str | int | float | None

#: Every part of a workbook is dated so.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
DATED = rb"\g<1>1980-01-01T00:00:00Z\g<3>"
#: Characters no title of a sheet holds, and how long one may be.
NO_TITLE = re.compile(r"[\[\]:*?/\\]")
MAX_TITLE = 31
#: Characters of the narrowest and the widest column, and of the widest made so by its label alone.
NARROWEST, WIDEST, WIDEST_LABEL = 8, 56, 16
#: Columns of amounts, of which one reads the thousands, and how: such numbers and those with a part of one.
AMOUNTS = re.compile(r".*_yen|population(_.*)?|usage|alone|value")
THOUSANDS, WITH_HUNDREDTHS = "#,##0", "#,##0.00"
#: Inches at the sides of a printed page.
MARGIN = 0.4
#: Points of a line of text.
LINE_HEIGHT = 16.5


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written as CSV or as a sheet: its columns are (id, label with the unit)."""

    id: str
    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of tables beside them; ``texts`` are labels in the reader's language by id.

    ``texts`` holds the titles ``definitions``, ``codes`` and ``history``, the columns' labels ``table``,
    ``table_label``, ``column``, ``column_label``, ``meaning``, ``encoding``, ``code``, ``code_label``, ``day`` and
    ``change``, and as ``encoding_text`` how CSV is written.
    """

    texts: Mapping[str, str]
    #: (table, column) or column → what the column holds and where it comes from.
    meanings: Mapping[tuple[str, str] | str, str] = field(default_factory=dict)
    #: (table, column, code, what it stands for).
    codes: Sequence[tuple[str, str, str, str]] = ()
    #: (day, what changed).
    history: Sequence[tuple[str, str]] = ()


def described(tables: Iterable[Table], description: Description) -> list[Table]:
    """Return tables with the three that explain them: definitions of every column, codes, history."""
    data = list(tables)
    texts, meanings = description.texts, description.meanings

    def table(name: str, columns: Iterable[str], rows: Sequence[Sequence[Cell]]) -> Table:
        return Table(name, texts[name], [(column, texts[column]) for column in columns], rows)

    codes = table("codes", ("table", "column", "code", "code_label"), description.codes)
    history = table("history", ("day", "change"), description.history)
    kinds = ("table", "table_label", "column", "column_label", "meaning", "encoding")
    definitions = table("definitions", kinds, [])
    rows = [
        [
            one.id,
            one.title,
            name,
            label,
            meanings.get((one.id, name)) or meanings.get(name) or label,
            texts["encoding_text"],
        ]
        for one in (*data, definitions, codes, history)
        for name, label in one.columns
    ]
    return [*data, table("definitions", kinds, rows), codes, history]


def csv_text(table: Table) -> str:
    """Return a table as CSV (RFC 4180): ids as names, one line a row, the mark by which Excel knows UTF-8 in front."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow([name for name, _ in table.columns])
    writer.writerows([_one_line(cell) for cell in row] for row in table.rows)
    return "\ufeff" + output.getvalue()


def workbook_bytes(tables: Iterable[Table], finish: Callable[["Worksheet", Table], None] | None = None) -> bytes:
    """Return a workbook with a sheet for each table; ``finish`` adds to a sheet what its table needs beside cells."""
    from openpyxl import Workbook  # slow to load, and most commands write none

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "dcb-guide"
    for table in tables:
        sheet = book.create_sheet(_title(table.title, book))
        _fill(sheet, table)
        if finish is not None:
            finish(sheet, table)
    return saved(book)


def saved(book: "Workbook") -> bytes:
    """Return a workbook's bytes, which depend on nothing but its content."""
    plain, dated = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = MODIFIED.sub(DATED, content)
            entry = zipfile.ZipInfo(part.filename, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return dated.getvalue()


def _title(title: str, book: "Workbook") -> str:
    """Return a title that a sheet may have and no other sheet has."""
    base = NO_TITLE.sub("", title)[:MAX_TITLE] or "Sheet"
    found, number = base, 2
    while found.casefold() in {name.casefold() for name in book.sheetnames}:
        found = f"{base[: MAX_TITLE - len(str(number)) - 1]}_{number}"
        number += 1
    return found


def _fill(sheet: "Worksheet", table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    wrapped = Alignment(wrap_text=True, vertical="top")
    bold, fill = Font(bold=True), PatternFill("solid", fgColor="E8F1FE")
    for column, (_, label) in enumerate(table.columns, start=1):
        cell = sheet.cell(1, column, label)
        cell.font, cell.fill, cell.alignment = bold, fill, wrapped
    amounts = {number for number, (name, _) in enumerate(table.columns, start=1) if AMOUNTS.fullmatch(name)}
    for number, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, column, _one_line(value))
            cell.alignment = wrapped
            if isinstance(value, int) and column in amounts:
                cell.number_format = THOUSANDS
            elif isinstance(value, float) and column in amounts:
                cell.number_format = WITH_HUNDREDTHS
            elif isinstance(value, str):
                cell.data_type = "s"
                # The format of texts: a code that begins with 0 is to stay one when it is edited.
                cell.number_format = "@"
    fit(sheet, table)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.gridLines = True
    mark_pages(sheet)


def mark_pages(sheet: "Worksheet", above: str = "") -> None:
    """Let each printed page say the sheet's title, ``above`` at its right, and the page's number below."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart

    sheet.oddHeader = HeaderFooterItem(center=_HeaderFooterPart("&A"), right=_HeaderFooterPart(above))
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&P / &N"))
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, MARGIN)


def fit(sheet: "Worksheet", table: Table, widest: int = WIDEST) -> None:
    """Make a sheet's columns as wide as their texts need, up to ``widest`` characters, and its rows as high."""
    from openpyxl.utils import get_column_letter

    widths = []
    for number, (_, label) in enumerate(table.columns, start=1):
        cells = [str(row[number - 1]) for row in table.rows if row[number - 1] is not None]
        widths.append(min(column_width(label, cells), widest))
        sheet.column_dimensions[get_column_letter(number)].width = widths[-1]
    # LibreOffice gives every row of a workbook one line unless its height is stated.
    for number, row in enumerate(([label for _, label in table.columns], *table.rows), start=1):
        lines = max(lines_in(cell, width) for cell, width in zip(row, widths, strict=True))
        if lines > 1:
            sheet.row_dimensions[number].height = lines * LINE_HEIGHT


def column_width(label: str, texts: Iterable[str]) -> int:
    """Return how wide a column is to be for its texts, in characters; a full-width one counts as two.

    A long label takes several lines rather than make a column wide whose texts are short.
    """
    longest = max(map(_width, texts), default=0)
    return min(max(longest + 2, min(_width(label) + 2, WIDEST_LABEL), NARROWEST), WIDEST)


def lines_in(cell: Cell, width: int) -> int:
    """Return how many lines a cell's text takes in a column of so many characters."""
    text = str(cell or "")
    if 2 * len(text) < width:
        return 1
    # A line ends before a full-width character, a word or a full stop that it has no room for.
    return max(-(-_width(text) // (width - 1)), 1)


def _width(text: str) -> int:
    return sum(2 if ord(one) > 0x7F else 1 for one in text)


def _one_line(cell: Cell) -> Any:
    if not isinstance(cell, str):
        return cell
    return neutralised(" ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell)


def write_tables(tables: Iterable[Table], output: Path) -> list[Path]:
    """Write tables into one workbook (``*.xlsx``), or as a CSV file each into a folder; return what was written."""
    listed = list(tables)
    if output.suffix == ".xlsx":
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(workbook_bytes(listed))
        return [output]
    output.mkdir(parents=True, exist_ok=True)
    written = []
    for table in listed:
        path = output / f"{table.id}.csv"
        path.write_text(csv_text(table), encoding="utf-8", newline="")
        written.append(path)
    return written
