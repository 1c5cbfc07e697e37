"""The rules of 「行政データにおける機械可読性に関するルール」 (Digital Agency, 31 March 2026) on every export.

One test a rule, by its id in the agency's repository ``machine_readability_rule``; each looks at every workbook
and every CSV file of the exports.
"""

import csv
import io
import re
import zipfile

import openpyxl
import pytest

from dcb_guide.files.csv_safety import neutralised, original
from dcb_guide.files.write_tables import Table, csv_text, described, workbook_bytes
from dcb_guide.guide import export
from dcb_guide.guide.read_guide import load
from dcb_guide.prefecture.cost import compare, share_costs, what_if
from dcb_guide.prefecture.cost_plan import read_plan
from dcb_guide.prefecture.cost_report import Report
from dcb_guide.prefecture.cost_tables import explained_costs
from dcb_guide.prefecture.inventory import take_inventory
from dcb_guide.prefecture.inventory_report import InventoryReport
from dcb_guide.prefecture.survey import Municipality, Survey
from dcb_guide.prefecture.survey_tables import SurveyTables, csv_files
from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks
from dcb_guide.vision.compare_visions import comparison, machine_readable
from dcb_guide.vision.vision_json import published
from dcb_guide.vision.vision_json_schema import PublishedVision
from tests.surveys import reader
from tests.test_vision import COMPLETE, sound
from tools import example_prefecture

#: Columns of proper names and of free texts, whose characters are their owners' (rule L1-08 allows them).
NAMES = {"name", "note", "owner", "municipality", "field"}
#: Numbers: their columns hold nothing else, and their headings the unit, which (…) or the id of the heading shows.
NUMBERS = re.compile(
    r"(.*_yen|.*_percent|population|years|life_years|participants|peers|usage|joins|leaves|required_gaps|done|initiatives)$"
)
#: A platform's answer on its kinds of services is one of the 16 sets, not several data: it has a column only where a
#: survey answers it, and the form asks for services one by one instead.
SETS = {"service_kinds"}
#: Rules of which nothing that is exported is the object.
NOT_APPLICABLE = {
    "L2-05": "no question offers “other” with a text to fill in; what is free is a column of its own",
    "L3-03": "no column of numbers uses symbols: what is not known is blank",
}
LANGUAGES = ("ja", "en")


def costs(language):
    """Yield every table of shared costs, those of a comparison and of a change too, for CSV and for a workbook."""
    report = Report(reader(language).engine.texts["interface"], language)
    plan_data = reader(language).read(example_prefecture.files().items()).survey.cost
    plan, problems = read_plan(plan_data)
    assert problems == []
    change, _ = what_if(plan_data, [{"participant": "992011", "leaves": 3}])
    for tables in (
        report.sharing_tables(share_costs(plan)),
        report.comparison_tables(plan, compare(plan)),
        [report.change_table(plan, change)],
    ):
        labels = reader(language).labels
        yield explained_costs(tables, labels, plan_data), explained_costs(tables, labels, plan_data, for_people=True)


def inventory_tables(made, survey):
    """Return a survey's tables with what follows from it, and the tables of its inventory."""
    found = take_inventory(survey, made.engine)
    report = InventoryReport(survey, found, made.engine, made.labels.texts, made.language)
    tables = SurveyTables(made.labels)
    shown = [*report.beside_answers(tables.tables(survey)), *report.tables()]
    return described(shown, report.description(tables.description()))


def compared(guide, engine):
    """Return the comparison of two visions, of which the second leaves open what it can, with a hostile name."""
    complete = published(sound(COMPLETE, guide, engine), guide, engine)
    other = {**complete, "prefecture": {"code": "41", "name": {"ja": "=佐賀県", "en": "=Saga, Prefecture"}}}
    other["prefecture_state"] = None
    other["platforms"] = [
        {
            **one,
            "answers": {},
            "chosen": {},
            **{
                kind: {name: {"id": None, "possible": ["a", "b"]} for name in one[kind]}
                for kind in ("decided", "suggested")
            },
        }
        for one in complete["platforms"]
    ]
    return comparison([PublishedVision.model_validate(one) for one in (complete, other)], guide)


def written():
    """Return every export: name → (workbook, CSV file's name → text)."""
    found = {}
    for language in LANGUAGES:
        made = reader(language)
        books = SurveyWorkbooks(made)
        survey = made.read(example_prefecture.files().items()).survey
        found[f"form {language}"] = (books.template("42"), {})
        found[f"filled form {language}"] = (books.example("42"), {})
        found[f"survey {language}"] = (books.write(survey), csv_files(survey, made.labels))
        guide = load()
        alike = [export.explained(guide, language, export.tables(guide, language))]
        more = [
            inventory_tables(made, survey),
            machine_readable(compared(guide, made.engine), guide, language),
        ]
        listed = [*zip(alike, alike, strict=True), *costs(language), *zip(more, more, strict=True)]
        for number, (tables, of_workbook) in enumerate(listed):
            files = {f"{one.id}.csv": csv_text(one) for one in tables}
            found[f"tables {number} {language}"] = (workbook_bytes(of_workbook), files)
    return found


@pytest.fixture(scope="module")
def exports():
    return written()


@pytest.fixture(scope="module")
def sheets(exports):
    """Every sheet: (name of the export, worksheet)."""
    return [
        (name, sheet)
        for name, (data, _) in exports.items()
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets
    ]


@pytest.fixture(scope="module")
def tables(exports):
    """Every CSV file as rows: (name of the export, name of the file, rows)."""
    return [
        (name, file, list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)))
        for name, (_, files) in exports.items()
        for file, text in files.items()
    ]


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_l1_01_files_are_of_forms_that_programs_read(exports):
    for data, files in exports.values():
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
        assert all(text.startswith("\ufeff") for text in files.values())


def test_l1_02_a_sheet_holds_one_table(sheets):
    for name, sheet in sheets:
        for row in values(sheet)[1:]:
            assert any(cell is not None for cell in row), (name, sheet.title)


def test_l1_03_no_blank_column_divides_a_table(sheets, tables):
    for name, sheet in sheets:
        assert all(values(sheet)[0]), (name, sheet.title)
    for name, file, rows in tables:
        assert all(rows[0]), (name, file)


def test_l1_04_nothing_lies_outside_a_table(sheets):
    for name, sheet in sheets:
        assert sheet.max_column == len([cell for cell in values(sheet)[0] if cell]), (name, sheet.title)
        assert sheet.min_row == sheet.min_column == 1


def test_l1_05_every_column_has_a_heading_that_says_what_it_holds(sheets):
    for name, sheet in sheets:
        for heading in values(sheet)[0]:
            assert isinstance(heading, str) and len(heading.strip()) > 0, (name, sheet.title)
            assert not heading.isdigit(), (name, sheet.title, heading)


def test_l1_06_no_blanks_or_line_ends_lay_out_texts(sheets):
    for name, sheet in sheets:
        for row in values(sheet):
            for cell in row:
                if isinstance(cell, str):
                    assert cell == " ".join(cell.split(" ")).strip() and "\n" not in cell and "  " not in cell, (
                        name,
                        cell,
                    )


def test_l1_07_a_cell_holds_one_datum(exports, tables):
    """Users and kinds of services have rows of their own; what has codes holds one of them."""
    for name, file, rows in tables:
        assert "used_by" not in rows[0]
        for row in rows[1:]:
            for column, cell in zip(rows[0], row, strict=True):
                if column in {"owner", "municipality", "code", "platform", "kind", "status"} and file != "codes.csv":
                    assert not re.search("[、,;]", cell), (name, file, cell)
    for name, (data, _) in exports.items():
        if name.startswith(("form", "filled")):
            made = openpyxl.load_workbook(io.BytesIO(data))
            asked = reader(name[-2:]).engine.texts["inputs"]["service_kinds"][name[-2:]]
            assert all(cell.value != asked for sheet in made.worksheets for cell in sheet[1])


def test_l1_08_characters_are_those_of_every_computer(tables):
    for name, file, rows in tables:
        for row in rows[1:]:
            for column, cell in zip(rows[0], row, strict=True):
                if column not in NAMES:
                    assert cell.encode("shift_jis", "replace").decode("shift_jis") == cell, (name, file, cell)


def test_l1_09_blank_is_not_zero():
    survey = Survey("42", municipalities=[Municipality("42201", "長崎市", 0), Municipality("42202", "佐世保市")])
    made = openpyxl.load_workbook(io.BytesIO(SurveyWorkbooks(reader()).write(survey)))
    assert [row[2] for row in values(made["市町村"])[1:]] == [0, None]
    rows = list(csv.reader(io.StringIO(csv_files(survey, reader().labels)["municipalities.csv"])))
    assert [row[2] for row in rows[1:]] == ["0", ""]


def test_l1_10_nothing_lies_over_the_cells(exports):
    for name, (data, _) in exports.items():
        parts = zipfile.ZipFile(io.BytesIO(data)).namelist()
        assert not [part for part in parts if re.search("drawing|media|comment|vml|chart", part)], name


def test_l1_11_nothing_is_told_by_format_alone(sheets):
    """All data of a sheet looks the same; only the heading stands out."""
    for name, sheet in sheets:
        looks = {
            (cell.font.b, cell.font.color and cell.font.color.rgb, cell.font.strike, cell.fill.fill_type)
            for row in sheet.iter_rows(min_row=2)
            for cell in row
        }
        assert len(looks) <= 1, (name, sheet.title)


def test_l1_12_no_cells_are_merged(sheets):
    assert not [name for name, sheet in sheets if sheet.merged_cells.ranges]


def test_l1_13_nothing_is_hidden_or_folded(sheets):
    for name, sheet in sheets:
        assert sheet.sheet_state == "visible", name
        for one in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()):
            assert not one.hidden and not one.outlineLevel, (name, sheet.title)


def test_l1_14_a_row_of_csv_is_one_line(exports, tables):
    counts = {(name, file): len(rows) for name, file, rows in tables}
    for name, (_, files) in exports.items():
        for file, text in files.items():
            assert len(text.splitlines()) == counts[name, file]
    broken = csv_text(Table("t", "T", [("a", "A")], [["one\ntwo"]]))
    assert len(broken.splitlines()) == 2


def test_l1_15_texts_with_commas_are_in_quotation_marks(tables):
    for name, file, rows in tables:
        assert {len(row) for row in rows} == {len(rows[0])}, (name, file)


def test_l2_01_numbers_are_numbers(exports, tables):
    for name, file, rows in tables:
        for column, heading in enumerate(rows[0]):
            # A rule's column holds tests of a number, such as “one or more”.
            if NUMBERS.match(heading) and not name.startswith("tables 0"):
                for row in rows[1:]:
                    assert re.fullmatch(r"(-?\d+(\.\d+)?)?", row[column]), (name, file, heading, row[column])
    for name, (data, _) in exports.items():
        made = openpyxl.load_workbook(io.BytesIO(data))
        for sheet in made.worksheets:
            for cells in sheet.iter_cols(min_row=1):
                if re.search(r"[（(](人|円|%|people|yen)[）)]", str(cells[0].value)):
                    assert all(cell.value is None or cell.data_type == "n" for cell in cells[1:]), (name, sheet.title)


def test_l2_02_nothing_is_left_out_because_the_row_above_has_it(tables):
    for name, file, rows in tables:
        assert all(row[0] for row in rows[1:]), (name, file)


def test_l2_03_headings_are_unique(sheets, tables):
    for name, sheet in sheets:
        assert len(set(values(sheet)[0])) == len(values(sheet)[0]), (name, sheet.title)
    for name, file, rows in tables:
        assert len(set(rows[0])) == len(rows[0]), (name, file)


def coded(tables):
    """Yield the cells that hold codes: (where, cell, what its column's codes are)."""
    codes = {}
    for name, file, rows in tables:
        if file == "codes.csv":
            for table, column, code, label in rows[1:]:
                codes.setdefault((name, table, column), {})[code] = label
    for name, file, rows in tables:
        for number, column in enumerate(rows[0]):
            known = codes.get((name, file.removesuffix(".csv"), column))
            if known:
                for row in rows[1:]:
                    yield (name, file, column), row[number], known


def test_l2_04_choices_are_written_one_way(tables):
    """As ids in surveys and costs, as labels in the guide's tables."""
    count = 0
    for where, cell, known in coded(tables):
        if where[0].startswith(("survey", "tables 1", "tables 2", "tables 3")) and cell:
            count += 1
            assert all(one in known for one in (cell.split(";") if where[2] in SETS else [cell])), (where, cell)
    assert count > 100


def test_l2_06_no_cell_holds_a_formula(sheets):
    for name, sheet in sheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"], (name, sheet.title)


def test_l3_01_the_heading_is_row_1_and_data_begins_in_row_2(sheets):
    for name, sheet in sheets:
        assert sheet.freeze_panes in ("A2", "C2"), (name, sheet.title)
        assert values(sheet)[0][0] is not None


def test_l3_02_a_table_of_codes_goes_with_the_data(exports, tables):
    assert len({where for where, *_ in coded(tables)}) > 40
    for name, (_, files) in exports.items():
        assert not files or "codes.csv" in files, name


def test_l3_04_headings_of_numbers_hold_the_unit(exports):
    report = reader().engine.texts["interface"]
    for name, (data, files) in exports.items():
        for text in files.values():
            ids = text.removeprefix("\ufeff").split("\r\n")[0].split(",")
            for one in ids:
                unit = {"yen": "円", "percent": "%"}.get(one.rpartition("_")[2])
                if unit and one.endswith(("_yen", "_percent")):
                    assert f"（{unit}）" in report[f"cost_column_{one}"]["ja"], one
        if name.endswith("ja") and not name.startswith("tables"):
            made = openpyxl.load_workbook(io.BytesIO(data))
            assert "人口（人）" in [cell.value for cell in made["市町村"][1]]


def test_l3_05_days_and_months_are_western(tables):
    for name, file, rows in tables:
        for number, column in enumerate(rows[0]):
            if column in ("from", "day"):
                assert all(re.fullmatch(r"(\d{4}-\d{2}(-\d{2})?)?", row[number]) for row in rows[1:]), (name, file)


def test_l3_06_areas_have_their_codes(tables):
    for name, file, rows in tables:
        if file == "municipalities.csv":
            assert rows[0][:2] == ["code", "name"]
            assert all(re.fullmatch(r"\d{5}", row[0]) and row[1] for row in rows[1:]), name


def test_l3_07_the_form_is_the_same_every_year():
    one, other = (SurveyWorkbooks(reader()).write(Survey("42", as_of=day)) for day in ("2026-11-01", "2031-11-01"))
    heads = [
        [(sheet.title, values(sheet)[0]) for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets]
        for data in (one, other)
    ]
    assert heads[0] == heads[1]


def test_l3_08_definitions_and_history_go_with_the_data(exports, tables):
    for name, (data, files) in exports.items():
        titles = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
        assert {"項目の定義", "更新履歴"} <= {*titles} or {"Definitions", "History"} <= {*titles}, name
        assert not files or {"definitions.csv", "history.csv"} <= files.keys()
    for name, file, rows in tables:
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", one) for one in rows[0]), (name, file)
        if file == "definitions.csv":
            defined = {(row[0], row[2]) for row in rows[1:]}
            assert all("UTF-8" in row[5] and row[4] for row in rows[1:])
            there = {
                (other.removesuffix(".csv"), one) for where, other, head in tables if where == name for one in head[0]
            }
            assert there <= defined, name


def test_l3_09_what_repeats_has_rows_not_columns(tables):
    for name, file, rows in tables:
        assert not [one for one in rows[0] if re.search(r"\d", one)], (name, file)


def test_every_rule_is_tested_or_said_not_to_apply():
    levels = {"L1": 15, "L2": 6, "L3": 9}
    rules = {f"{level}-{number:02}" for level, most in levels.items() for number in range(1, most + 1)}
    names = [re.match(r"test_(l[123])_(\d\d)_", name) for name in globals()]
    tested = {f"{found[1].upper()}-{found[2]}" for found in names if found}
    assert tested | NOT_APPLICABLE.keys() == rules
    assert not tested & NOT_APPLICABLE.keys()


@pytest.mark.parametrize(
    "text", ["=1+1", "＝1", " =x", "\u200b+x", "－5", "@x", "\t=x", "\r=x", "'=x", "''-x", "\ufeff=1", "−1"]
)
def test_a_text_like_a_formula_is_neutralised_and_reads_back(text):
    table = Table("t", "T", [("a", "A"), ("b", "B")], [[text, -5]])
    rows = list(csv.reader(io.StringIO(csv_text(table))))
    assert rows[1][0].startswith("'")
    assert rows[1][1] == "-5"
    assert original(neutralised(text)) == text
    cell = openpyxl.load_workbook(io.BytesIO(workbook_bytes([table])))["T"]["A2"]
    assert cell.data_type == "s" and cell.value.startswith("'")
