"""A survey as a workbook: the form to be sent out, a filled one, and any survey that was read.

openpyxl writes them. A form offers each question's answers as a list, says what to write when a cell is chosen, and
has the same help on a sheet of its own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.core.values import fill
from dcb_guide.files.write_tables import THOUSANDS, Table, described, fit, mark_pages, workbook_bytes
from dcb_guide.prefecture.read_survey import SurveyReader
from dcb_guide.prefecture.survey import Municipality, Survey
from dcb_guide.prefecture.survey_tables import BY_LANGUAGE, SETS, SurveyTables

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Rows of a form that have lists and messages.
ROWS = 1_000
#: Excel's limits of a message's title and text.
MOST_TITLE, MOST_MESSAGE = 32, 255
#: The widest sheet is divided among so many pages; the first columns stay in sight, and are printed on each.
PAGES_WIDE = 4
FROZEN = {"platforms": "C2"}
REPEATED = "A:B"
#: Long and narrow sheets.
UPRIGHT = ("municipalities", "codes")
#: Characters of a form's widest column.
WIDEST_IN_FORM = 26
#: Blank rows that are printed below the heading of a form's sheet, and their height in points, for a pen.
BLANK_ROWS = {"platforms": 12, "services": 12, "uses": 12, "cost_participants": 12}
PEN_HEIGHT = 30
#: Columns of numbers; all others are formatted as texts, so that codes keep their zeros and months stay as written.
NUMBERS = ("population", "peers", "year", "usage", "joins", "leaves", "alone")
#: Columns and items of amounts of which one reads the thousands.
AMOUNTS = ("population", "usage", "alone", "build", "grant", "run", "minimum")


class SurveyWorkbooks:
    """Writes workbooks of surveys in the language of a reader."""

    def __init__(self, reader: SurveyReader) -> None:
        self.reader = reader
        self.labels = reader.labels
        self.texts = reader.labels.texts
        self.tables = SurveyTables(reader.labels)

    def write(self, survey: Survey) -> bytes:
        """Return a survey as a workbook that reads back as the same survey."""
        return self._workbook(self.tables.tables(survey))

    def template(self, prefecture: str, as_of: str = "") -> bytes:
        """Return the empty form for a prefecture (its code of two digits), with the municipalities the guide knows.

        ``as_of`` is the day to which the answers are to refer (ISO 8601), or blank.
        """
        begun = self._begun(prefecture)
        begun.as_of = as_of
        return self._workbook(self.tables.tables(begun), mark="form")

    def cost_template(self, prefecture: str = "") -> bytes:
        """Return the form of a cost plan to be filled in; a prefecture's municipalities may be its participants."""
        members = [(one.code, one.name) for one in self._begun(prefecture).municipalities] if prefecture else []
        return self._workbook(self.tables.blank_plan(members), mark="cost")

    def example(self, prefecture: str) -> bytes:
        """Return a filled form for a prefecture."""
        return self._workbook(self.tables.tables(self.example_survey(prefecture)), mark="example")

    def example_survey(self, prefecture: str) -> Survey:
        """Return the guide's example as a survey of a prefecture; its municipalities are fictional."""
        data: dict[str, Any] = {"survey": {"prefecture": prefecture}, "municipalities": []}
        data["municipalities"] = [
            {"code": one["code"], "name": self._own(one["name"]), "population": one["population"]}
            for one in self.texts["example_bodies"]
        ]
        for row in self.texts["example"]:
            values = {name: self._own(value) for name, value in row["values"].items()}
            if row["sheet"] == "survey":
                data["survey"] |= values
            else:
                data.setdefault(row["sheet"], []).append(values)
        return self.reader.read([("example.json", json.dumps(data).encode())]).survey

    def _own(self, value: Any) -> str:
        return str(value[self.labels.language] if isinstance(value, Mapping) else value)

    def _begun(self, prefecture: str) -> Survey:
        """Return a survey in which nothing is answered yet."""
        listed = sorted(self.reader.directory.items())
        known = [Municipality(code, name) for code, name in listed if code.startswith(prefecture)]
        return Survey(prefecture=prefecture, municipalities=known)

    def _workbook(self, tables: list[Table], mark: str = "") -> bytes:
        """Return tables with what explains them; ``mark`` is what a form is (``form``, ``example``)."""
        written = described(tables, self.tables.description({one.id for one in tables}))
        codes = next(table for table in written if table.id == "codes")
        lists = _lists(codes)
        above = self.texts["marks"][mark][self.labels.language] if mark else ""

        def finish(sheet: "Worksheet", table: Table) -> None:
            _set_up(sheet, table, above)
            if table.id in self.labels.order:
                self._columns(sheet, table, lists, codes.title)
                if mark:
                    fit(sheet, table, WIDEST_IN_FORM)
                    _add_blank_rows(sheet, table)

        return workbook_bytes([self._help(written), *written], finish)

    def _help(self, written: Sequence[Table]) -> Table:
        words = self.texts["definitions"]
        columns = [
            (name, words[name][self.labels.language])
            for name in ("table_label", "column_label", "meaning", "how_to_find_out")
        ]
        titles = [one.title for one in written if one.id in self.labels.order]
        others = [one.title for one in written if one.id not in self.labels.order]
        title = self.texts["other_sheets"]["help"][self.labels.language]
        printing = fill(
            self.texts["marks"]["printing"][self.labels.language],
            first=title,
            last=titles[-1],
            others=self.labels.joined(others),
        )
        parts = {one.id: one for one in written}
        return Table("help", title, columns, [[title, title, printing, ""], *self._help_rows(parts)])

    def _help_rows(self, parts: Mapping[str, Table]) -> Iterator[list[str]]:
        for sheet in self.texts["sheets"]:
            if sheet["id"] not in parts:
                continue
            title = self.labels.sheet_label(sheet["id"])
            yield [title, title, sheet["help"][self.labels.language], ""]
            if sheet["id"] == "cost":
                keys = [one for one in self.texts["cost_keys"] if one["id"] not in BY_LANGUAGE]
                yield from (
                    [title, *(str(one[text][self.labels.language]) for text in ("label", "help")), ""] for one in keys
                )
                continue
            own = {column["id"]: column["help"][self.labels.language] for column in sheet["columns"]}
            if sheet["id"] == "survey":
                own = {key["id"]: key["help"][self.labels.language] for key in self.texts["keys"]}
            columns = self.tables.platform_columns() if sheet["id"] == "platforms" else list(own)
            if sheet["id"] == "cost_participants":
                columns = [name for name, _ in parts[sheet["id"]].columns]
            for name in columns:
                if name in SETS:
                    continue
                how = self.texts["questions"].get(name) if sheet["id"] == "platforms" else None
                asked = own[name] if name in own else self._marked(name, self.tables.question(name))
                yield [
                    title,
                    self.labels.label(sheet["id"], name),
                    asked,
                    how["how_to_find_out"][self.labels.language] if how and name not in own else "",
                ]

    def _marked(self, name: str, text: str) -> str:
        """Return what is asked in a column of the platforms, with the mark of what only the prefecture can answer."""
        of_prefecture = self.texts["of_prefecture"]
        if name not in of_prefecture["inputs"]:
            return text
        language = self.labels.language
        return str(text + LANGUAGES[language].before_suggestion + of_prefecture["mark"][language])

    def _columns(
        self, sheet: "Worksheet", table: Table, lists: Mapping[tuple[str, str], tuple[int, int]], codes: str
    ) -> None:
        """Give each column its format, its list of answers and its message."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        part = table.id
        helps = {one["id"]: one["help"] for one in self._sheet(part)["columns"]}
        kinds = {one["id"]: one["kind"] for one in self._sheet(part)["columns"]}
        for number, (name, label) in enumerate(table.columns, start=1):
            letter = get_column_letter(number)
            if name in AMOUNTS:
                sheet.column_dimensions[letter].number_format = THOUSANDS
            elif name not in NUMBERS and part != "cost":
                sheet.column_dimensions[letter].number_format = "@"
            rule = DataValidation(allow_blank=True, showInputMessage=True)
            if (part, name) in lists:
                first, last = lists[part, name]
                rule.type, rule.formula1 = "list", f"'{codes}'!$D${first}:$D${last}"
                rule.showErrorMessage = name not in SETS
            elif kinds.get(name) in ("body", "platform"):
                other, column = ("municipalities", "B") if kinds[name] == "body" else ("platforms", "B")
                rule.type, rule.formula1 = "list", f"'{self.labels.sheet_label(other)}'!${column}$2:${column}${ROWS}"
                rule.showErrorMessage = False  # other words are answers too
            elif name in NUMBERS:
                rule.type, rule.operator, rule.formula1 = "whole", "greaterThanOrEqual", "0"
                rule.showErrorMessage = True
            rule.promptTitle = label[:MOST_TITLE]
            rule.prompt = self._message(part, name, helps)
            rule.add(f"{letter}2:{letter}{max(ROWS, len(table.rows) + 1)}")
            if part not in ("survey", "cost"):
                sheet.add_data_validation(rule)
        if part == "survey":
            self._key_messages(sheet, table, self.texts["keys"], lists, codes)
        if part == "cost":
            self._key_messages(sheet, table, self.texts["cost_keys"], lists, codes)

    def _key_messages(
        self,
        sheet: "Worksheet",
        table: Table,
        keys: Sequence[Mapping[str, Any]],
        lists: Mapping[tuple[str, str], tuple[int, int]],
        codes: str,
    ) -> None:
        """Give each value of a sheet with a key a row its list of answers, its message and its format."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        by_label = {key["label"][self.labels.language]: key for key in keys}
        letter = get_column_letter(len(table.columns))
        for number, row in enumerate(table.rows, start=2):
            label = str(row[0])
            key = by_label[label]
            rule = DataValidation(allow_blank=True, showInputMessage=True)
            if key["choices"]:
                first, last = lists[table.id, key["id"]]
                rule.type, rule.formula1 = "list", f"'{codes}'!$D${first}:$D${last}"
                rule.showErrorMessage = True
            rule.promptTitle = label[:MOST_TITLE]
            rule.prompt = key["help"][self.labels.language][:MOST_MESSAGE]
            rule.add(f"{letter}{number}")
            sheet.add_data_validation(rule)
            if key["id"] in AMOUNTS:
                sheet[f"{letter}{number}"].number_format = THOUSANDS

    def _sheet(self, part: str) -> Mapping[str, Any]:
        return next(sheet for sheet in self.texts["sheets"] if sheet["id"] == part)

    def _message(self, part: str, name: str, helps: Mapping[str, Mapping[str, str]]) -> str:
        """Return what to write in a column, with how to find out where there is room for it."""
        language = self.labels.language
        if name in helps:
            return str(helps[name][language])[:MOST_MESSAGE]
        question = self.texts["questions"].get(name) if part == "platforms" else None
        if question is None:
            return self.labels.label(part, name)[:MOST_MESSAGE]
        short = self._marked(name, str(question["question"][language]))
        whole = f"{short}\n{question['how_to_find_out'][language]}"
        return whole if len(whole) <= MOST_MESSAGE else short[:MOST_MESSAGE]


def _lists(codes: Table) -> dict[tuple[str, str], tuple[int, int]]:
    """Return in which rows of the sheet of codes each column's answers stand, one below the other."""
    lists: dict[tuple[str, str], tuple[int, int]] = {}
    for number, row in enumerate(codes.rows, start=2):
        key = (str(row[0]), str(row[1]))
        first, _ = lists.get(key, (number, number))
        lists[key] = (first, number)
    return lists


def _add_blank_rows(sheet: "Worksheet", table: Table) -> None:
    """Let a form's sheet be printed with ruled rows to write in by hand, below those that are filled in."""
    from openpyxl.utils import get_column_letter

    if table.id not in BLANK_ROWS:
        return
    last = max(len(table.rows), BLANK_ROWS[table.id]) + 1
    for number in range(len(table.rows) + 2, last + 1):
        sheet.row_dimensions[number].height = PEN_HEIGHT
    sheet.print_area = f"A1:{get_column_letter(len(table.columns))}{last}"


def _set_up(sheet: "Worksheet", table: Table, above: str) -> None:
    """Prepare a sheet for print: what it is above, the page's number below, the widest divided among pages."""
    mark_pages(sheet, above)
    if table.id in UPRIGHT:
        sheet.page_setup.orientation = "portrait"
    if table.id in FROZEN:
        sheet.freeze_panes = FROZEN[table.id]
        sheet.print_title_cols = REPEATED
        sheet.page_setup.fitToWidth = PAGES_WIDE
        sheet.page_setup.pageOrder = "overThenDown"
