"""Records from CSV and xlsx, a row each: columns and values by their ids or by their labels in either language."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.nearest import nearest_word
from dcb_guide.core.values import word

#: A cell: its text, and how its place is called.
type Cell = tuple[str, str]
#: A problem's tell: (place, message id, value, choices, nearest).
type Tell = Callable[[str, str, Any, list[Any], str | None], None]
SEPARATOR = ";"


def rows_of_csv(text: str) -> Iterator[list[Cell]]:
    """Yield the rows of CSV text (RFC 4180), each cell with its line and column."""
    reader = csv.reader(io.StringIO(text), strict=True)
    line = 1
    for row in reader:
        yield [(cell, f"{line}:{column}") for column, cell in enumerate(row, start=1)]
        line = reader.line_num + 1


def rows_of_workbook(path: Path) -> Iterator[list[list[Cell]]]:
    """Yield the rows of each sheet of a workbook, each cell with its sheet and address."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield [
            [(_text(cell.value), f"{sheet.title}!{getattr(cell, 'coordinate', '?')}") for cell in row]
            for row in sheet.iter_rows()
        ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return word(int(value) if isinstance(value, float) and value.is_integer() else value)


class TableReader:
    """Turns rows into records, knowing every column and value by its id and by its labels."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        texts = engine.texts
        names = texts["interface"]["column_name"].values()
        self.columns = dict.fromkeys(map(_plain, ("name", *names)), "name")
        for name, labels in texts["inputs"].items():
            self.columns |= dict.fromkeys(map(_plain, (name, *labels.values())), name)
        none = texts["interface"]["none_of_these"].values()
        self.values: dict[str, dict[str, str]] = {}
        for name, values in texts["values"].items():
            known = {_plain(word): value for value, labels in values.items() for word in (value, *labels.values())}
            self.values[name] = {**dict.fromkeys(map(_plain, none), "none"), **known}

    def head(self, row: list[Cell], tell: Tell) -> list[str | None]:
        """Return which question each column answers; none for one that is not known, or there twice."""
        columns: list[str | None] = []
        for text, place in row:
            name = self.columns.get(_plain(text))
            if name is None and text.strip():
                tell(place, "unknown_key", text, [], nearest_word(text, self.columns.values()))
            elif name is not None and name in columns:
                tell(place, "duplicate_key", text, [], None)
                name = None
            columns.append(name)
        return columns

    def record(self, columns: list[str | None], row: list[Cell], tell: Tell) -> tuple[dict[str, Any], dict[str, str]]:
        """Return a row as a record, with the place of every answer in it; a blank cell is unknown."""
        return self._record(
            {name: cell for name, cell in zip(columns, row, strict=False) if name and cell[0].strip()}, tell
        )

    def _record(self, cells: dict[str, Cell], tell: Tell) -> tuple[dict[str, Any], dict[str, str]]:
        record: dict[str, Any] = {"platform": {}, "context": {}}
        if "name" in cells:
            record["name"] = cells["name"][0].strip()
        places = {name: place for name, (_, place) in cells.items()}
        for item in self.engine.inputs:
            if item.id not in cells:
                continue
            text, place = cells[item.id]
            if item.facet_of is None:
                record[item.part][item.id] = self._answer(item, text)
                continue
            whole = record[item.part].get(item.facet_of, {})
            if whole == "none":
                tell(place, "facet_of_none", text, [], None)
            else:
                facets = whole if isinstance(whole, dict) else {}
                record[item.part][item.facet_of] = {**facets, item.id: self._value(item.id, text)}
        return record, places

    def _answer(self, item: Any, text: str) -> Any:
        if item.kind == "choices":
            chosen = [self._value(item.id, word) for word in text.split(SEPARATOR) if word.strip()]
            return [] if chosen == ["none"] else chosen
        value = self._value(item.id, text)
        if item.kind == "count":
            return int(value) if value.isascii() and value.isdigit() else value
        return {} if item.kind == "record" and value == "exists" else value

    def _value(self, name: str, text: str) -> str:
        """Return a value's id for its id or label; what is neither stays as it is."""
        return self.values[name].get(_plain(text), unicodedata.normalize("NFKC", text).strip())


def _plain(text: str) -> str:
    """Return a word without the differences that people do not see: width of signs, case, blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
