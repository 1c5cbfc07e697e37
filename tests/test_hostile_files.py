"""Files made to break the reader: each gets a line that says what is wrong, and costs neither time nor memory."""

import json
import resource
import subprocess
import sys
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from dcb_guide.files.limits import DEFAULT
from dcb_guide.records.read_files import RecordFiles

#: Each file is read by a command in a process of its own.
pytestmark = pytest.mark.slow
GOOD = {"name": "sound", "platform": {"service_provider": "none", "platform_provider": "none"}}
#: Address space of the command under test, which alone takes about a third of it.
MEMORY = 700_000_000
#: No timing, but an end for a reader that would never finish.
SECONDS = 60


def classify(path, *arguments):
    """Run the command in a process of its own, with bounded memory; return it once it has ended by itself."""
    done = subprocess.run(
        [sys.executable, "-c", "from dcb_guide.cli.main import main; main()", "classify", "--format", "jsonl", "--lang",
         "en", *arguments, str(path)],
        capture_output=True, text=True, timeout=SECONDS, encoding="utf-8", errors="surrogateescape",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1), f"ended by signal or crash: {done.returncode} {done.stderr[-300:]}"
    return done


def with_rows(*rows: list[str]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    for row in rows:
        book.active.append(row)
    return book


def workbook(change):
    """Return a workbook with one sound record, changed part by part: ``change(name, content) -> content or None``."""
    book = with_rows(["name", "service_provider", "platform_provider"], ["sound", "none", "none"])
    plain, changed = BytesIO(), BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return changed.getvalue()


def in_sheet(old, new):
    return lambda name, data: data.replace(old, new) if name.endswith("sheet1.xml") else data


ROW = b'<row r="1">'
TEXT = {
    "brackets.yml": ("[" * 50_000 + "]" * 50_000, "Nested too deeply"),
    "brackets.json": ("[" * 50_000 + "]" * 50_000, "Nested too deeply"),
    "deep_value.json": ('{"platform": {"user_scope": ' + "[" * 3000 + "]" * 3000 + "}}", "Nested too deeply"),
    "mappings.yml": ("a: {" * 20_000 + "}" * 20_000, "Nested too deeply"),
    "large.yml": ("- {}\n" * 1_100_000, "too large"),
    "many.yml": ("- {}\n" * 25_000, "too many records"),
    "many.json": ("[" + ",".join(["{}"] * 25_000) + "]", "too many records"),
    "same_keys.json": ("{" + ",".join(['"a": 1'] * 100_000) + "}", "twice"),
    "unknown_keys.json": (json.dumps({f"key{n}": 1 for n in range(90_000)}), "There are 89900 more errors"),
    "unknown_keys.yml": ("\n".join(f"key{n}: 1" for n in range(90_000)), "There are 89900 more errors"),
    "aliases.yml": ("a: &a [x]\nb: &b [" + "*a," * 9 + "]\nc: [" + "*b," * 9 + "]\n", "Aliases"),
    "long_name.yml": ("name: " + "x" * 1_000_000, "longer than 20000 characters"),
    "long_text.json": (json.dumps({"name": "x" * 1_000_000}), "A name is a text"),
    "too_many_columns.csv": (",".join(["name"] * 5000) + "\n", "too many columns"),
    "too_many_rows.csv": ("name\n" + "x\n" * 25_000, "too many rows"),
    "shifted.csv": ("name,user_scope\nx,prefecture,extra\n", "There is no heading above “extra”"),
    "quotes.csv": ('name\n"a"b\n', "not valid CSV"),
    "empty.csv": ("", "nothing in it"),
    "huge_number.csv": ("peers\n" + "9" * 5000 + "\n", "not a whole number"),
    "control.json": ('{"name": "x\\u001b]52;c;eA==\\u0007\\n  Class: forged"}', "control characters are not allowed"),
}  # fmt: skip

WORKBOOKS = {
    "stray_cell.xlsx": (
        workbook(in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
        "Sheet!XFD1048576:1:1: There is a value beyond 20000 rows",
        1,
    ),
    "huge_row.xlsx": (
        workbook(in_sheet(b"</sheetData>", b'<row r="99999999999"><c><v>1</v></c></row></sheetData>')),
        "There is a value beyond",
        1,
    ),
    "empty_rows.xlsx": (
        workbook(in_sheet(b"</sheetData>", b'<row hidden="1" ht="20"/>' * 300_000 + b"</sheetData>")),
        "",
        1,
    ),
    "rows.xlsx": (workbook(in_sheet(b"</sheetData>", b"<row><c><v>1</v></c></row>" * 30_000 + b"</sheetData>")), "beyond", 1),
    "unfolds.xlsx": (workbook(lambda n, d: d + b" " * 150_000_000 if n.endswith("styles.xml") else d), "Unpacked", 0),
    "entities.xlsx": (
        workbook(in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><worksheet')),
        "DOCTYPE",
        0,
    ),
    "broken_sheet.xlsx": (workbook(in_sheet(b"</row>", b"<row")), "damaged", 0),
    "no_sheet.xlsx": (workbook(lambda n, d: None if n.endswith("sheet1.xml") else d), "damaged", 0),
    "no_types.xlsx": (workbook(lambda n, d: b"<x" if n == "[Content_Types].xml" else d), "damaged", 0),
    "string_out_of_range.xlsx": (workbook(in_sheet(b'<c r="A2" t="inlineStr"><is><t>sound</t></is></c>', b'<c r="A2" t="s"><v>99</v></c>')), "", None),
    "cut.xlsx": (workbook(lambda _, d: d)[:1500], "damaged", 0),
    "old.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "old workbook (.xls) or one with a password", 0),
    "no_zip.xlsx": (b"name,user_scope\n", "damaged", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXT)
def test_a_hostile_text_is_refused_in_one_line(tmp_path, name):
    content, message = TEXT[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = classify(tmp_path / name)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) <= 101
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_hostile_workbook_is_refused_and_what_is_sound_in_it_is_answered(tmp_path, name):
    content, message, answered = WORKBOOKS[name]
    (tmp_path / name).write_bytes(content)
    done = classify(tmp_path / name)
    assert message in done.stderr
    if answered is not None:
        assert sum('"id": "nothing"' in line for line in done.stdout.splitlines()) == answered


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path):
    book = with_rows(["name", "service_provider"], ["sound", "none"])
    book.create_chartsheet("Graph").add_chart(BarChart())
    book.save(tmp_path / "chart.xlsx")
    done = classify(tmp_path / "chart.xlsx")
    assert done.returncode == 0
    assert "The sheet “Graph”, a chart, was not read" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_one_broken_record_costs_no_other(tmp_path):
    """A doubled key is the same error in YAML and in JSON, and neither record is answered."""
    (tmp_path / "a.yml").write_text("- {name: one}\n- {name: a, name: b}\n- {name: three}\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(
        '{"name": "one"}\n{"name": "a", "name": "b"}\n{"name": "three"}\n', encoding="utf-8"
    )
    found = [classify(tmp_path / name) for name in ("a.yml", "a.jsonl")]
    assert [[json.loads(line)["name"] for line in done.stdout.splitlines()] for done in found] == [["one", "three"]] * 2
    messages = [done.stderr.split(": ", 1)[1] for done in found]
    assert messages[0] == messages[1]


def test_whoever_means_it_raises_the_limit(tmp_path, engine):
    (tmp_path / "many.yml").write_text("- {}\n" * 25_000, encoding="utf-8")
    reader = RecordFiles(engine, "en", DEFAULT.for_megabytes(10))
    assert sum(not read.problems for read in reader.read(tmp_path / "many.yml")) == 25_000
    (tmp_path / "one.yml").write_text("{}", encoding="utf-8")
    assert classify(tmp_path / "one.yml", "--limit", "10").returncode == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_encodings_of_japanese_spreadsheets_are_read_and_named(tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes("名前,サービス提供スキーム\n観光基盤,なし\n".encode(encoding))
    done = classify(tmp_path / "a.csv")
    assert json.loads(done.stdout)["name"] == "観光基盤"
    assert done.returncode == 0
    assert (f"Read as {encoding.upper()}" in done.stderr) == (encoding != "utf-8-sig")
