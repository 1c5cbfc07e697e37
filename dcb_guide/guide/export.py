"""The tables as an officer would read them: CSV and xlsx, in either language, with source and basis."""

import csv
import datetime
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dcb_guide.core.languages import LanguageCode
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Decision
from dcb_guide.guide.office_files import save_without_dates
from dcb_guide.guide.wording import Wording

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Workbooks made from the same data are the same bytes.
EPOCH = datetime.datetime(2024, 10, 10)


@dataclass(frozen=True)
class Table:
    """A table ready to be written: its id, its title, the names of its columns, its rows."""

    id: str
    title: str
    columns: list[str]
    rows: list[list[str]]


def tables(guide: Guide, language: LanguageCode) -> list[Table]:
    """Return every decision table, the requirements and the checks, in words."""
    word = Wording(guide, language)
    return [*(_decision(word, item) for item in guide.decisions), _requirements(word), _checks(word)]


def _decision(word: Wording, decision: Decision) -> Table:
    columns = [
        word.ui("rule"),
        *(word.name(column) for column in decision.columns),
        f"→ {word(decision.label)}",
        word.ui("result_alternative"),
        word.ui("source"),
        word.ui("basis"),
    ]
    rows = [
        [
            str(number),
            *(word.test(column, rule.when[column]) if column in rule.when else "–" for column in decision.columns),
            word.value(decision.id, rule.then),
            word.value(decision.id, rule.alternative) if rule.alternative else "",
            word.sections(rule),
            word.basis(rule),
        ]
        for number, rule in enumerate(decision.rules, start=1)
    ]
    if not any(rule.alternative for rule in decision.rules):
        position = columns.index(word.ui("result_alternative"))
        columns, rows = _without(columns, position), [_without(row, position) for row in rows]
    return Table(decision.id, word(decision.label), columns, rows)


def _without(row: list[str], position: int) -> list[str]:
    return row[:position] + row[position + 1 :]


def _requirements(word: Wording) -> Table:
    names = ("requirement", "applies", "unless", "asks", "severity", "challenge", "procedure", "source", "basis")
    procedures = {item.id: f"{item.number} {word(item.label)}" for item in word.guide.procedures}
    challenges = {item.id: f"{item.id}) {word(item.label)}" for item in word.guide.challenges}
    rows = [
        [
            word(item.title),
            word.any_of(item.applies),
            word.any_of(item.unless) if item.unless else "",
            word.requires(item),
            word.ui(f"severity_{item.severity}"),
            challenges[item.challenge] if item.challenge else "",
            procedures[item.step],
            word.sections(item),
            word.basis(item),
        ]
        for item in word.guide.requirements
    ]
    return Table("requirements", word.ui("requirements"), [word.ui(name) for name in names], rows)


def _checks(word: Wording) -> Table:
    names = ("check", "holds_when", "severity", "source", "basis")
    rows = [
        [
            word(item.title),
            word.when(case.when),
            word.ui(f"severity_{case.severity}"),
            word.sections(item),
            word.basis(item),
        ]
        for item in word.guide.checks
        for case in item.cases
    ]
    return Table("checks", word.ui("checks"), [word.ui(name) for name in names], rows)


def csv_text(table: Table) -> str:
    """Return a table as CSV (RFC 4180), with the mark by which Excel knows UTF-8."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerows([table.columns, *table.rows])
    return "\ufeff" + output.getvalue()


def workbook(listed: list[Table]) -> "Workbook":
    """Return a workbook with a sheet for each table."""
    from openpyxl import Workbook  # slow to load, and most builds find their tables made

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = EPOCH
    book.properties.creator = "dcb-guide"
    for table in listed:
        # Excel: sheet names have at most 31 characters, none of []:*?/\
        sheet = book.create_sheet("".join(character for character in table.title if character not in r"[]:*?/\\")[:31])
        _fill(sheet, table)
    return book


def _fill(sheet: "Worksheet", table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.append(table.columns)
    for row in table.rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8F1FE")
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, column in enumerate(zip(table.columns, *table.rows, strict=True), start=1):
        width = max(sum(2 if ord(character) > 0x7F else 1 for character in text) for text in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(width + 2, 8), 44)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def write(listed: list[Table], output: Path) -> list[Path]:
    """Write tables into one workbook (``*.xlsx``), or as a CSV file each into a folder; return what was written."""
    if output.suffix == ".xlsx":
        output.parent.mkdir(parents=True, exist_ok=True)
        save_without_dates(workbook(listed).save, output)
        return [output]
    output.mkdir(parents=True, exist_ok=True)
    written = []
    for table in listed:
        path = output / f"{table.id}.csv"
        path.write_text(csv_text(table), encoding="utf-8", newline="")
        written.append(path)
    return written
