"""Surveys as spreadsheets write them, and files made to break the reader: one clear line each, the rest used."""

import datetime
import io
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from dcb_guide.files.limits import DEFAULT
from tests.surveys import book, changed, csv, read, saved

HEAD = ["基盤の名称", "所有する団体", "分野", "開始年月"]
GOOD = ["観光基盤", "長崎市", "観光", "2024-04"]
#: Address space of a reader in a process of its own, which alone takes about a third of it.
MEMORY = 700_000_000


def told(reading):
    return [str(one) for one in (*reading.problems, *reading.notices, *reading.conflict_texts)]


def platforms(*rows, title="基盤"):
    made = openpyxl.Workbook()
    assert isinstance(made.active, Worksheet)
    made.active.title = title
    for row in (HEAD, *rows):
        made.active.append(row)
    return made


# ── Habits of spreadsheets ───────────────────────────────────────────────────────────────────────────────────────


def shared_strings():
    """Return a workbook whose texts lie in the shared table, as Excel writes them, one with its reading (furigana)."""
    texts = [*HEAD, *GOOD]
    table = "".join(f'<si><t xml:space="preserve">{one}</t></si>' for one in texts[:-4])
    table += "<si><t>観光基盤</t><rPh sb='0' eb='2'><t>カンコウ</t></rPh><phoneticPr fontId='1'/></si>"
    table += "<si><r><t>長</t></r><r><rPr><b/></rPr><t>崎市</t></r></si><si><t>観光</t></si><si><t>2024-04</t></si>"
    xmlns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{"ABCD"[n]}{row}" t="s"><v>{4 * (row - 1) + n}</v></c>' for n in range(4))
        + "</row>"
        for row in (1, 2)
    )

    def change(name, content):
        if name.endswith("sheet1.xml"):
            start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>")
            return content[:start] + f"<sheetData>{rows}".encode() + content[end:]
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        return content.replace(b"</Types>", part.encode()) if name == "[Content_Types].xml" else content

    data = io.BytesIO(changed(saved(platforms(GOOD)), change))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{xmlns}" count="8" uniqueCount="8">{table}</sst>')
    return data.getvalue()


def dates():
    made = platforms([*GOOD[:3], datetime.date(2024, 4, 1)])
    made.active["D2"].number_format = "mmm-yy"
    return saved(made)


def dates_of_1904():
    made = platforms([*GOOD[:3], datetime.datetime(2024, 4, 30, 9, 0)])
    made.epoch = CALENDAR_MAC_1904
    return saved(made)


def rich_text():
    made = platforms(GOOD)
    made.active["A2"] = CellRichText("観光", TextBlock(InlineFont(b=True), "基盤"))
    return saved(made)


def hidden():
    made = platforms(GOOD)
    made.active.row_dimensions[2].hidden = True
    made.active.column_dimensions["C"].hidden = True
    made.create_sheet("サービス").sheet_state = "hidden"
    return saved(made)


def table_and_panes():
    made = platforms(GOOD)
    made.active.add_table(Table(displayName="表1", ref="A1:D2"))
    made.active.freeze_panes = "B2"
    made.active.auto_filter.ref = "A1:D2"
    return saved(made)


def inserted_columns():
    made = platforms(GOOD)
    made.active.insert_cols(1, 2)
    made.active.insert_rows(1, 3)
    made.active["A1"] = "記入者用"
    return saved(made)


def locked():
    made = platforms(GOOD)
    made.active.protection.sheet = True
    made.active.protection.password = "secret"
    return saved(made)


def formulas_with_values():
    old, new = b't="inlineStr"><is><t>2024-04</t></is>', b't="str"><f>"2024"&amp;"-04"</f><v>2024-04</v>'
    return changed(saved(platforms(GOOD)), in_sheet(old, new))


HABITS = {
    "shared strings, with readings": (shared_strings, 0),
    "a date for a month": (dates, 0),
    "dates counted from 1904": (dates_of_1904, 0),
    "rich text": (rich_text, 0),
    "hidden rows, columns and sheets": (hidden, 0),
    "a table with frozen panes and a filter": (table_and_panes, 0),
    "columns and rows inserted before": (inserted_columns, 0),
    "a protected sheet": (locked, 0),
    "formulas with stored values": (formulas_with_values, 1),
}


@pytest.mark.parametrize("name", HABITS)
def test_what_spreadsheets_write_reads_alike(name):
    make, notices = HABITS[name]
    reading = read(("a.xlsx", make()))
    (one,) = reading.survey.platforms
    assert (one.name, one.owner, one.field, one.start) == ("観光基盤", "42201", "観光", "2024-04")
    assert reading.problems == []
    assert len(reading.notices) == notices


def test_a_heading_in_two_lines_and_a_number_for_a_name_are_read():
    made = platforms([2024, *GOOD[1:]])
    made.active["A1"] = "基盤の\n名称"
    reading = read(("a.xlsx", saved(made)))
    assert reading.survey.platforms[0].name == "2024"
    assert told(reading) == ["a.xlsx:基盤!A2: 数値が入っていますが、文字として「2024」と読みました。"]


# ── Files that are wrong ─────────────────────────────────────────────────────────────────────────────────────────


def in_sheet(old, new):
    return lambda name, content: content.replace(old, new) if name.endswith("sheet1.xml") else content


def with_part(name, content):
    data = io.BytesIO(saved(platforms(GOOD)))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(name, content)
    return data.getvalue()


def with_chart():
    made = platforms(GOOD)
    made.create_chartsheet("図").add_chart(BarChart())
    return saved(made)


def merged():
    made = platforms(GOOD, ["防災基盤", None, "防災", None])
    made.active.merge_cells("B2:B3")
    return saved(made)


def error_value():
    return changed(
        saved(platforms(GOOD, ["防災基盤", "長崎市", "防災", "x"])),
        in_sheet(b't="inlineStr"><is><t>x</t></is>', b't="e"><v>#N/A</v>'),
    )


def plain():
    return saved(platforms(GOOD))


EMPTY_ROWS = b"".join(b'<row r="%d" ht="%d"/>' % (row, row * 7919 % 409) for row in range(3, 1_000_003))
#: File → (its content, what is said of it, whether the sound platform in it is used).
FILES = {
    "large.xlsx": (lambda: b"PK" + b"\0" * (DEFAULT.bytes + 1), "ファイルが大きすぎます", False),
    "unfolds.xlsx": (lambda: changed(plain(), lambda n, d: d + b" " * 150_000_000 if n.endswith("styles.xml") else d), "展開すると", False),
    "sheets.xlsx": (lambda: book(基盤=[HEAD, GOOD], **{f"S{n}": [] for n in range(110)}), "シートが多すぎます", True),
    "stray.xlsx": (lambda: changed(plain(), in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')), "基盤!XFD1048576", True),
    "empty_rows.xlsx": (lambda: changed(plain(), in_sheet(b"</sheetData>", EMPTY_ROWS + b"</sheetData>")), "", True),
    "merged.xlsx": (merged, "基盤!B2: 結合されたセル", True),
    "formula.xlsx": (lambda: saved(platforms(GOOD, ["=A1", "長崎市", "防災", None])), "基盤!A3: 計算結果のない数式", True),
    "error.xlsx": (error_value, "基盤!D3: 数式のエラー", True),
    "chart.xlsx": (with_chart, "図", True),
    "macros.xlsm": (lambda: with_part("xl/vbaProject.bin", b"x"), "マクロは実行せず", True),
    "links.xlsx": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "リンクはたどらず", True),
    "old.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "古い形式（.xls）", False),
    "encrypted.xlsx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 500, "パスワード", False),
    "cut.xlsx": (lambda: plain()[:1500], "壊れています", False),
    "xml.xlsx": (lambda: changed(plain(), in_sheet(b"</row>", b"<row")), "壊れています", False),
    "entities.xlsx": (lambda: changed(plain(), in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a">]><worksheet')), "DOCTYPE", False),
    "twice.xlsx": (lambda: book(基盤=[HEAD, GOOD], platforms=[HEAD, ["x"]]), "platforms!A1: 「platforms」は、先に", True),
    "copy.xlsx": (lambda: book(**{"基盤": [HEAD, GOOD], "基盤 (2)": [HEAD, GOOD]}), "基盤 (2)!A1", True),
    "wrong_sheet.xlsx": (lambda: book(基盤=[HEAD, GOOD], サーピス=[["名称"]]), "もしかして「サービス」", True),
    "no_sheet.xlsx": (lambda: book(Sheet1=[HEAD, GOOD]), "調査票の表が一つもありません", False),
    "letters.xlsx": (lambda: changed(plain(), in_sheet(b'r="A2"', b'r="' + b"A" * 100_000 + b'2"')), "壊れています", False),
    "ids.xlsx": (lambda: book(基盤=[["基盤ID", *HEAD], ["p", *GOOD], ["p", "観光基盤 ", *GOOD[1:]]]),
                 "基盤!A3: 長崎市の「基盤ID」：「p」は、", True),
    "utf16_基盤.csv": (lambda: csv("|".join(HEAD), "|".join(GOOD)).encode("utf-16"), "UTF-16", True),
    "cp932_基盤.csv": (lambda: csv("|".join(HEAD), "|".join(GOOD)).encode("cp932"), "CP932", True),
    "bom_基盤.csv": (lambda: csv("|".join(HEAD), "|".join(GOOD)).encode("utf-8-sig"), "", True),
    "tab_基盤.csv": (lambda: csv("|".join(HEAD), "|".join(GOOD)).replace(",", "\t").encode(), "「tab」で区切られた", True),
    "quotes_基盤.csv": (lambda: (csv("|".join(HEAD), "|".join(GOOD)) + '\n"a"b').encode(), "引用符", True),
    "rows_基盤.csv": (lambda: (csv("|".join(HEAD), "|".join(GOOD)) + "\n," * 25_000).encode(), "行が多すぎます", True),
    "columns_基盤.csv": (lambda: ("x," * 300 + "\n").encode(), "列が多すぎます", False),
    "empty_基盤.csv": (lambda: b"", "", False),
    "binary_基盤.csv": (lambda: bytes(range(256)), "文字コード", False),
    "control_基盤.csv": (lambda: csv("|".join(HEAD), "\x1b[2J|長崎市").encode(), "制御文字", False),
    "long_基盤.csv": (lambda: csv("|".join(HEAD), "|".join(GOOD), "x" * 300).encode(), "200字を超えています", True),
    "beyond_基盤.csv": (lambda: csv("|".join(HEAD), "|".join([*GOOD, "余り"])).encode(), "見出しがありません", True),
    "alias.yml": (lambda: b"platforms: [&a {name: x}, *a]\n", "別名", False),
    "deep.json": (lambda: b'{"platforms": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "入れ子", False),
    "list.yml": (lambda: b"- a\n", "調査票ではありません", False),
    "types.yml": (lambda: b"platforms: {name: x}\nservices: [1, {name: {a: 1}}]\n", "値の並びが必要です", False),
    "unknown.yml": (lambda: "platfroms: []\nplatforms: [{name: 観光基盤, owner: 長崎市, field: 観光, from: 2024-04}]".encode(), "もしかして「platforms」", True),
    "諫早市.csv": (lambda: csv("|".join(HEAD), "|".join(GOOD)).encode(), "「_基盤」のように", False),
    "picture.png": (lambda: b"\x89PNG", "この種類のファイル", False),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_gets_a_clear_line_and_what_is_sound_is_used(name):
    make, message, used = FILES[name]
    reading = read((name, make()), ("other/platforms.yml", "platforms: [{name: 別の基盤}]"))
    lines = told(reading)
    assert any(message in line for line in lines) or (message == "" and lines == [])
    assert all("\n" not in line and "\x1b" not in line for line in lines)
    assert all(line.startswith(name) for line in lines)
    assert len(lines) <= 3
    names = [one.name for one in reading.survey.platforms]
    assert "別の基盤" in names
    assert ("観光基盤" in names) == used


@pytest.mark.slow
@pytest.mark.parametrize("name", ["unfolds.xlsx", "stray.xlsx", "empty_rows.xlsx", "deep.json", "letters.xlsx"])
def test_no_file_makes_the_command_grow(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name][0]())
    program = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
        "from dcb_guide.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "survey", "check", str(tmp_path / name)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)


def test_problems_of_one_file_are_counted_after_the_first_hundred():
    rows = [f"x{number}: 1" for number in range(300)]
    reading = read(("a.yml", "platforms:\n  - name: A\n    " + "\n    ".join(rows) + "\n"))
    assert len(reading.problems) == 101
    assert "ほかに200件の誤りがあります" in reading.problems[0].message + reading.problems[-1].message
