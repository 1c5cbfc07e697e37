"""The three carriers of a survey – workbooks, CSV files, YAML or JSON – as rows of one form, each cell with its place.

What cells mean is left to :mod:`dcb_guide.prefecture.read_survey`. Rows come with the columns' ids, whatever the order,
the language or the number of columns in the file.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from dcb_guide.core.nearest import nearest_word
from dcb_guide.core.values import shown, word
from dcb_guide.files.csv_rows import DELIMITERS, Cell, TableError, rows_of_csv
from dcb_guide.files.csv_safety import original
from dcb_guide.files.data_file import SUFFIXES as DATA_SUFFIXES
from dcb_guide.files.data_file import parse_data
from dcb_guide.files.decode import decode
from dcb_guide.files.limits import DEFAULT, Limits
from dcb_guide.files.problem import Path_, Problem, at_cell
from dcb_guide.files.workbook_rows import read_workbook
from dcb_guide.files.yaml_positions import Source
from dcb_guide.prefecture.survey_labels import SurveyLabels, plain, trimmed
from dcb_guide.prefecture.survey_values import month_that_lost_a_zero

#: What is read as a workbook; the last one only to say what it is.
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls")
SUFFIXES = (*WORKBOOK_SUFFIXES[:2], ".csv", *DATA_SUFFIXES)
#: Workbooks of other programs and other forms, which are likely replies; these too are only named, not read.
OTHER_SPREADSHEETS = (
    ".xlsb",
    ".ods",
    ".fods",
    ".ots",
    ".numbers",
    ".xltx",
    ".xltm",
    ".xlw",
    ".wk1",
    ".wks",
    ".123",
    ".sxc",
)
#: The heading of a table is looked for in so many rows.
HEAD_ROWS = 10
#: Characters of a name; a note may be as long as any text.
MAX_NAME = 200
#: Kinds of columns that hold texts, where a number or a day is reported.
TEXT_KINDS = ("text", "note", "code", "body", "bodies", "platform")
#: Columns in which every word is what it is.
NAMES = ("id", "name", "note", "key", "value", "name_ja", "name_en")
#: Columns that may hold any text.
FREE = ("field", "owner")
#: Parts of a survey that are no list of rows.
MAPPINGS = ("survey", "cost")
#: A key of a cost plan with one value a year, or with one value a part.
YEARLY = ("run", "prefecture_run_percent")
PARTS_OF_COST = ("equal_percent", "population_percent", "usage_percent")

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
#: A whole number with its digits in groups of three.
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")

type Locate = Callable[[Path_], tuple[str, str]]


@dataclass(slots=True)
class Row:
    """One row of a part: column id → (text, place), blank cells left out; ``place`` is the first cell's."""

    file: str
    place: str
    cells: dict[str, Cell]


@dataclass(slots=True)
class SurveyFile:
    """What one file, or the CSV files of one folder, hold of a survey."""

    name: str
    digest: str = ""
    rows: dict[str, list[Row]] = field(default_factory=dict)
    #: A cost plan as data, unchecked, and where each part of it was read: path → (file, place).
    cost: Any = None
    #: Whether the plan was read from sheets, whose words people know, and not from keys of YAML or JSON.
    cost_in_sheets: bool = False
    locate: Locate = lambda _: ("", "1:1")
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def add(self, part: str, row: Row) -> None:
        """Add a row to a part."""
        self.rows.setdefault(part, []).append(row)


class SurveyFiles:
    """Reads files into rows, with everything that is wrong with their form."""

    def __init__(self, labels: SurveyLabels, limits: Limits = DEFAULT) -> None:
        self.labels = labels
        # A whole prefecture in one YAML file has more keys than a record; its bytes bound them.
        self.limits = replace(limits, nodes=max(limits.nodes, limits.bytes // 5))
        self.kinds = {
            (sheet["id"], column["id"]): column["kind"]
            for sheet in labels.texts["sheets"]
            for column in sheet["columns"]
        }

    def read(self, files: Iterable[tuple[str, bytes]]) -> list[SurveyFile]:
        """Return what files (name with its folders, bytes) hold, in an order that does not depend on theirs.

        CSV files of one folder whose names differ only in the sheet they are called after are one survey.
        """
        found: list[SurveyFile] = []
        folders: dict[tuple[str, str], list[tuple[str, str, bytes]]] = {}
        for name, data in files:
            path = PurePosixPath(name.replace("\\", "/"))
            suffix = path.suffix.lower()
            if suffix == ".csv":
                if self.labels.is_other_sheet(path.stem):
                    continue  # codes and definitions that lie beside the data
                part, rest = self.labels.part_in(path.stem)
                if part is not None:
                    folders.setdefault((str(path.parent), rest), []).append((part, name, data))
                    continue
            one = SurveyFile(name, _digest(data))
            found.append(one)
            if suffix in WORKBOOK_SUFFIXES:
                self._workbook(data, one)
            elif suffix in DATA_SUFFIXES:
                self._data(data, one)
            elif suffix == ".csv":
                self._unknown_table(path.stem, one)
            elif suffix in OTHER_SPREADSHEETS:
                one.problems.append(self._problem(name, "other_spreadsheet", value=suffix))
            else:
                one.problems.append(self._problem(name, "file_kind", choices=self.labels.joined(SUFFIXES)))
        for (folder, rest), tables in folders.items():
            tables.sort()
            named = tables[0][1] if len(tables) == 1 else f"{folder}/{rest}".removeprefix("./").rstrip("/") or folder
            one = SurveyFile(named, _digest(b"".join(data for *_, data in tables)))
            found.append(one)
            self._csv_files(tables, one)
        for one in found:
            one.problems = self._counted(one.problems, one.name)
        return sorted(found, key=lambda one: (PurePosixPath(one.name).name, one.name, one.digest))

    # ── Workbooks and CSV ───────────────────────────────────────────────────────────────────────────────────────

    def _workbook(self, data: bytes, one: SurveyFile) -> None:
        book = read_workbook(data, one.name, self.labels.say, self.limits)
        one.problems += book.problems
        one.notices += book.notices
        read: set[str] = set()
        for sheet in book.sheets:
            place = f"{sheet.title}!A1"
            part, is_copy = self.labels.sheet(sheet.title)
            if part is None:
                if sheet.rows and not self.labels.is_other_sheet(sheet.title):
                    one.notices.append(at_cell(one.name, place, self._unknown_sheet(sheet.title)))
            elif is_copy or part in read:
                if sheet.rows:
                    one.problems.append(
                        at_cell(one.name, place, self.labels.say("duplicate_sheet", {"value": sheet.title}))
                    )
            else:
                read.add(part)
                self._table(part, iter(sheet.rows), sheet.kinds, one.name, place, one)
        if not read and not book.problems:
            one.problems.append(self._no_survey(one.name))
        self._assemble_cost(one)

    def _csv_files(self, tables: list[tuple[str, str, bytes]], one: SurveyFile) -> None:
        read: set[str] = set()
        for part, name, data in tables:
            decoded = decode(data, name, self.labels.say, self.limits)
            one.problems += decoded.problems
            one.notices += decoded.notices
            if decoded.text is None:
                continue
            if part in read:
                one.problems.append(
                    self._problem(name, "duplicate_sheet", value=PurePosixPath(name.replace("\\", "/")).stem)
                )
                continue
            read.add(part)
            delimiter = _delimiter(decoded.text)
            if delimiter != ",":
                one.notices.append(
                    self._problem(name, "notice_delimiter", value="tab" if delimiter == "\t" else delimiter)
                )
            rows = rows_of_csv(decoded.text, name, self.labels.say, self.limits, one.problems.append, delimiter)
            self._table(part, _until_broken(rows, one), {}, name, "1:1", one)
        self._assemble_cost(one)

    def _unknown_table(self, stem: str, one: SurveyFile) -> None:
        titles = [sheet["label"][self.labels.language] for sheet in self.labels.texts["sheets"]]
        platforms, choices = self.labels.sheet_label("platforms"), self.labels.joined(titles)
        one.problems.append(self._problem(one.name, "unknown_table", value=stem, sheet=platforms, choices=choices))

    def _table(
        self, part: str, rows: Iterator[list[Cell]], kinds: dict[str, str], file: str, start: str, one: SurveyFile
    ) -> None:
        """Read the rows of a table into a part of the survey."""
        filled = ([(_in_cell(text), place) for text, place in row] for row in rows)
        read = ((row, next(place for text, place in row if text)) for row in filled if any(text for text, _ in row))
        head: list[tuple[list[Cell], str]] = []
        beyond: tuple[list[Cell], str] | None = None
        for row, place in read:
            if _row_number(place) > HEAD_ROWS:
                beyond = (row, place)
                break
            head.append((row, place))
        if not head and beyond is None:
            return  # an empty sheet of the template
        if part == "survey" and self._loose_keys(head, file, one):
            return
        known = [sum(self.labels.column(part, text) is not None for text, _ in row) for row, _ in head]
        if not any(known):
            one.problems.append(at_cell(file, start, self.labels.say("no_header", {})))
            return
        chosen = known.index(max(known))
        columns = self._columns(part, head[chosen][0], file, one)
        reported: set[str] = set()
        rest = [*head[chosen + 1 :], *([beyond] if beyond else [])]
        above: dict[str, Cell] = {}
        for row, place in (*rest, *read):
            cells: dict[str, Cell] = {}
            for number, cell in enumerate(row):
                if not cell[0]:
                    continue
                if number >= len(columns):
                    if "" not in reported:
                        reported.add("")
                        one.problems.append(
                            at_cell(file, cell[1], self.labels.say("cell_beyond_header", {"value": cell[0]}))
                        )
                    continue
                column = columns[number]
                if column is not None and self._lost_zero(part, column, cell, kinds, file, one):
                    continue
                usual = self._usual(column, cell, above, file, reported, one) if column is not None else None
                if column is not None and usual is not None:
                    cells[column] = usual
                    if cell[1] in kinds and column not in reported:
                        self._report_kind(part, column, cell, kinds[cell[1]], file, reported, one)
            above = cells
            if cells:
                one.add(part, Row(file, place, cells))
        if part in MAPPINGS:
            self._mapping(part, one)

    def _usual(
        self, column: str, cell: Cell, above: dict[str, Cell], file: str, reported: set[str], one: SurveyFile
    ) -> Cell | None:
        """Return a cell with what people mean by it: that it is as the one above, or (None) that it is not known."""
        text, place = cell
        word = plain(text)
        if word in self.labels.ditto_words and column in above:
            other = above[column][0]
            one.notices.append(at_cell(file, place, self.labels.say("ditto", {"value": text, "other": other})))
            return other, place
        # In a free text only a whole word is taken so: any text that a survey holds reads back as it is.
        if word in self.labels.unknown_words and column not in NAMES and (len(word) > 1 or column not in FREE):
            if f"unknown {column}" not in reported:
                reported.add(f"unknown {column}")
                one.notices.append(at_cell(file, place, self.labels.say("read_as_unknown", {"value": text})))
            return None
        return cell

    def _lost_zero(self, part: str, column: str, cell: Cell, kinds: dict[str, str], file: str, one: SurveyFile) -> bool:
        """Note a number that may be one of two months, as a program shortens what was typed; return whether it is."""
        text, place = cell
        if kinds.get(place) != "n" or self.kinds.get((part, column)) != "month":
            return False
        year = month_that_lost_a_zero(text)
        if year is not None:
            values = {"value": text, "first": f"{year}-01", "last": f"{year}-10"}
            one.problems.append(at_cell(file, place, self.labels.say("month_as_number", values)))
        return year is not None

    def _report_kind(
        self, part: str, column: str, cell: Cell, kind: str, file: str, reported: set[str], one: SurveyFile
    ) -> None:
        if self.kinds.get((part, column)) in TEXT_KINDS and part not in MAPPINGS:
            reported.add(column)
            message = "number_as_text" if kind == "n" else "day_as_text"
            one.notices.append(at_cell(file, cell[1], self.labels.say(message, {"value": cell[0]})))

    def _columns(self, part: str, head: list[Cell], file: str, one: SurveyFile) -> list[str | None]:
        """Return which column each cell of a heading names; what is not known is reported once and not read."""
        columns: list[str | None] = []
        for text, place in head:
            name = self.labels.column(part, text) if text else None
            if text and name is None:
                message = self.labels.say("unknown_column", {"value": text})
                message = self.labels.with_nearest(message, text, self._headings(part))
                one.notices.append(at_cell(file, place, message))
            elif name is not None and name in columns:
                one.problems.append(at_cell(file, place, self.labels.say("too_many_columns", {"value": text})))
                name = None
            columns.append(name)
        return columns

    def _headings(self, part: str) -> list[str]:
        return [*self.labels.order[part], *(self.labels.label(part, column) for column in self.labels.order[part])]

    def _loose_keys(self, head: list[tuple[list[Cell], str]], file: str, one: SurveyFile) -> bool:
        """Read the sheet ``survey`` without its heading: a key in each first cell, or all keys in one row."""
        if any(self.labels.column("survey", text) for row, _ in head for text, _ in row if text):
            return False
        keys = self.labels.keys
        for number, (row, _) in enumerate(head):
            words = [cell for cell in row if cell[0]]
            if all(plain(text) in keys for text, _ in words) and number + 1 < len(head):
                values = head[number + 1][0]
                pairs = [(key, values[column]) for column, key in enumerate(row) if column < len(values) and key[0]]
                self._keys(((key[0], key[1], value) for key, value in pairs), file, one)
                return True
            if plain(words[0][0]) in keys:
                found = [[cell for cell in row if cell[0]] for row, _ in head[number:]]
                self._keys(((row[0][0], row[0][1], row[1]) for row in found if len(row) > 1), file, one)
                return True
        return False

    def _mapping(self, part: str, one: SurveyFile) -> None:
        """Turn the rows of the sheet ``survey`` into one row of its keys; the sheet ``cost`` is assembled later."""
        if part == "survey":
            rows = one.rows.pop("survey", [])
            pairs = [
                (row.cells["key"], row.cells["value"], row.file) for row in rows if {"key", "value"} <= set(row.cells)
            ]
            file = pairs[0][2] if pairs else one.name
            self._keys(((key[0], key[1], value) for key, value, _ in pairs), file, one)

    def _keys(self, pairs: Iterable[tuple[str, str, Cell]], file: str, one: SurveyFile) -> None:
        cells: dict[str, Cell] = {}
        for text, place, value in pairs:
            key = self.labels.keys.get(plain(text))
            if key is None:
                message = self.labels.say("unknown_key", {"value": text})
                one.problems.append(at_cell(file, place, self.labels.with_nearest(message, text, self._key_words())))
            elif key in cells:
                one.problems.append(at_cell(file, place, self.labels.say("duplicate_key", {"value": text})))
            elif value[0]:
                cells[key] = value
        if cells:
            one.add("survey", Row(file, next(iter(cells.values()))[1], cells))

    def _key_words(self) -> list[str]:
        keys = [item["id"] for item in self.labels.texts["keys"]]
        return [*keys, *(self.labels.label("survey", key) for key in keys)]

    # ── The cost plan in sheets ─────────────────────────────────────────────────────────────────────────────────

    def _assemble_cost(self, one: SurveyFile) -> None:
        """Make one cost plan of the sheets ``cost`` (key, year, value) and ``cost_participants``."""
        rows, members = one.rows.pop("cost", []), one.rows.pop("cost_participants", [])
        if not rows and not members:
            return
        plan: dict[str, Any] = {}
        places: dict[Path_, tuple[str, str]] = {}
        weights: dict[str, Any] = {}
        name: dict[str, str] = {}
        for row in rows:
            if "key" not in row.cells:
                continue
            text = trimmed(row.cells["key"][0])
            key = self.labels.cost_keys.get(plain(text), text)
            if "value" not in row.cells:
                places.setdefault((key,), (row.file, row.cells["key"][1]))
                continue
            value = row.cells["value"]
            place = (row.file, value[1])
            if key in PARTS_OF_COST:
                weights[key] = _number(value[0])
                places[("weights", PARTS_OF_COST.index(key))] = places[("weights",)] = place
            elif key in ("name_ja", "name_en"):
                name[key[-2:]] = value[0]
                places[("name",)] = place
            elif key in YEARLY and "year" in row.cells:
                by_year = plan.setdefault(key, [])
                if isinstance(by_year, list):
                    places[(key, len(by_year))] = place
                    by_year.append(_number(value[0]))
                    places[(key,)] = places[(key, 0)]
            elif key in plan:
                message = self.labels.say("duplicate_key", {"value": key})
                one.problems.append(at_cell(row.file, row.cells["key"][1], message))
            else:
                plan[key] = self._cost_value(key, value[0])
                places[(key,)] = place
        if weights:
            plan["weights"] = [weights.get(key) for key in PARTS_OF_COST]
        if name:
            plan["name"] = name
        plan["participants"] = [
            self._participant(row, ("participants", index), places) for index, row in enumerate(members)
        ]
        start = (rows or members)[0]
        one.cost, one.cost_in_sheets = plan, True
        one.locate = _nearest_place(places, (start.file, start.place))

    def _cost_value(self, key: str, text: str) -> Any:
        if ("cost", key) in self.labels.choices:
            return self.labels.choice("cost", key, text) or text
        return text if key == "name" else _number(text)

    def _participant(self, row: Row, path: Path_, places: dict[Path_, tuple[str, str]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        places[path] = (row.file, row.place)
        for column, (text, place) in row.cells.items():
            places[(*path, column.partition("_")[0])] = (row.file, place)
            if column in ("name_ja", "name_en"):
                names = found.get("name")
                found["name"] = {**(names if isinstance(names, dict) else {}), column[-2:]: text}
            elif column != "name" or "name" not in found:
                found[column] = text if column in ("id", "name") else _number(text)
        if "id" not in found and isinstance(found.get("name"), str):
            found = {"id": found["name"], **found}
        return found

    # ── YAML and JSON ───────────────────────────────────────────────────────────────────────────────────────────

    def _data(self, data: bytes, one: SurveyFile) -> None:
        source = parse_data(data, one.name, self.labels.say, self.limits)
        one.problems += source.problems
        if source.data is None:
            if not source.problems:
                one.problems.append(self._problem(one.name, "file_empty"))
            return
        parts = [sheet["id"] for sheet in self.labels.texts["sheets"] if sheet["id"] != "cost_participants"]
        named = {key: self.labels.sheet(key)[0] for key in source.data} if isinstance(source.data, dict) else {}
        if not any(part in parts for part in named.values()):
            message = self.labels.say("not_a_survey", {"choices": self.labels.joined(parts)})
            one.problems.append(source.problem((), message))
            return
        for key, part in named.items():
            content = source.data[key]
            if part is None or part not in parts:
                message = self.labels.with_nearest(self.labels.say("unknown_key", {"value": key}), key, parts)
                one.problems.append(source.problem((key,), message, at_key=True))
            elif content is None:
                continue
            elif part == "cost":
                one.cost = _given(content)
                one.locate = _place_in(source, (key,))
            elif part == "survey":
                self._data_row("survey", content, (key,), source, one)
            elif not isinstance(content, list):
                one.problems.append(source.problem((key,), self.labels.say("not_a_list", {})))
            else:
                for index, item in enumerate(content):
                    if index >= self.limits.rows:
                        message = self.labels.say("file_too_many_rows", {"limit": self.limits.rows})
                        one.problems.append(source.problem((key, index), message))
                        break
                    if item is not None:
                        self._data_row(part, item, (key, index), source, one)

    def _data_row(self, part: str, item: Any, path: Path_, source: Source, one: SurveyFile) -> None:
        if not isinstance(item, dict):
            one.problems.append(source.problem(path, self.labels.say("not_a_row", {})))
            return
        cells: dict[str, Cell] = {}
        for key, value, where in self._flat(part, item, path):
            column = self.labels.keys.get(plain(key)) if part == "survey" else self.labels.column(part, key)
            if column is None:
                known = self._key_words() if part == "survey" else self._headings(part)
                message = self.labels.with_nearest(self.labels.say("unknown_key", {"value": key}), key, known)
                one.problems.append(source.problem(where, message, at_key=True))
            elif column in cells:
                message = self.labels.say("duplicate_key", {"value": key})
                one.problems.append(source.problem(where, message, at_key=True))
            elif value is not None:
                text = _text_of(value, ";" if column == "service_kinds" else "\n")
                if text is None:
                    one.problems.append(source.problem(where, self.labels.say("not_a_text", {"value": shown(value)})))
                elif text.strip() or (value == [] and column == "service_kinds"):
                    cells[column] = (text.strip(), _place(source, where))
        place = _place(source, path)
        if cells:
            one.add(part, Row(source.file, place, cells))

    def _flat(self, part: str, item: dict[str, Any], path: Path_) -> Iterator[tuple[str, Any, Path_]]:
        """Yield the keys and values of a row; what is known of terms that exist may lie in a mapping of its own."""
        for key, value in item.items():
            if part == "platforms" and isinstance(value, dict) and self.labels.column(part, key) == "resident_terms":
                yield key, "exists", (*path, key)
                yield from ((inner, facet, (*path, key, inner)) for inner, facet in value.items())
            else:
                yield key, value, (*path, key)

    # ── Problems ────────────────────────────────────────────────────────────────────────────────────────────────

    def _problem(self, file: str, message: str, **values: Any) -> Problem:
        return Problem(file, 1, 1, self.labels.say(message, values))

    def _unknown_sheet(self, title: str) -> str:
        words = [sheet["label"][self.labels.language] for sheet in self.labels.texts["sheets"]]
        near = nearest_word(
            trimmed(title)[:MAX_NAME], [*words, *(sheet["id"] for sheet in self.labels.texts["sheets"])]
        )
        message = self.labels.say("unknown_sheet", {"value": title})
        return message + self.labels.nearest(near) if near else message

    def _no_survey(self, file: str) -> Problem:
        words = [sheet["label"][self.labels.language] for sheet in self.labels.texts["sheets"]]
        return self._problem(file, "no_survey", choices=self.labels.joined(words))

    def _counted(self, problems: list[Problem], file: str) -> list[Problem]:
        more = len(problems) - self.limits.problems
        return problems if more <= 0 else [*problems[: self.limits.problems], self._problem(file, "more", count=more)]


def _until_broken(rows: Iterator[list[Cell]], one: SurveyFile) -> Iterator[list[Cell]]:
    """Yield the rows of a table up to where it cannot be read any further, which is noted."""
    try:
        yield from rows
    except TableError as error:
        one.problems.append(error.problem)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _delimiter(text: str) -> str:
    """Return what divides the cells of a table whose heading may be below a title."""
    for line in text.split("\n", HEAD_ROWS)[:HEAD_ROWS]:
        counts = Counter(character for character in line if character in DELIMITERS)
        if counts:
            return max(DELIMITERS, key=lambda one: (counts[one], one == ","))
    return ","


def _row_number(place: str) -> int:
    cell = place.rpartition("!")[2]
    return int(cell.partition(":")[0] if ":" in cell else cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _in_cell(text: str) -> str:
    """Return a cell's text as it was before it was made safe, without blanks around it."""
    return original(text).strip()


def _text_of(value: Any, separator: str) -> str | None:
    """Return a value of YAML as a cell holds it; None where it is neither a single value nor a list of such."""
    if isinstance(value, list):
        words = [_text_of(one, separator) for one in value if one is not None and not isinstance(one, list)]
        if len(words) < len(value) or None in words:
            return None
        return separator.join(one for one in words if one) if value else word(value)
    return None if isinstance(value, dict) else word(value)


def _number(text: str) -> Any:
    """Return a number for a text that is one; any other text as it is."""
    digits = trimmed(text)
    if GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if len(digits) <= DEFAULT.digits and NUMBER.fullmatch(digits):
        return float(digits) if "." in digits else int(digits)
    return text


def _given(data: Any) -> Any:
    """Return data of YAML as cells would hold it: without keys that are null, each text without blanks around it."""
    if isinstance(data, dict):
        return {key: _given(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_given(one) for one in data]
    return " ".join(data.split()) if isinstance(data, str) else data


def _place(source: Source, path: Path_) -> str:
    found = source.problem(path, "")
    return f"{found.line}:{found.column}"


def _place_in(source: Source, base: Path_) -> Locate:
    return lambda path: (source.file, _place(source, (*base, *path)))


def _nearest_place(places: dict[Path_, tuple[str, str]], start: tuple[str, str]) -> Locate:
    def locate(path: Path_) -> tuple[str, str]:
        while path and path not in places:
            path = path[:-1]
        return places.get(path, start)

    return locate
