"""Records in CSV and xlsx: columns and values by id or label, every mistake at its cell, every valid row answered."""

import json

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dcb_guide.cli.main import main
from tests.test_cases import CASES

ROWS = [
    [
        "名前",
        "サービス提供スキーム",
        "Platform provision",
        "peers",
        "service_kinds",
        "住民向け規約",
        "platform_liability",
    ],
    ["A基盤", "自治体のみ", "none", "1", "aml; public_identity", "", "distinguished"],
    ["B基盤", "OPERATOR", "なし", "", "none", "なし", ""],
    ["", "", "", "", "", "", ""],
    ["C基盤", "private", "nonne", "-1", "x", "none", "distinguished"],
]
EXPECTED = {
    "platform": {
        "service_provider": "local_government",
        "platform_provider": "none",
        "resident_terms": {"platform_liability": "distinguished"},
    },
    "context": {"peers": 1, "service_kinds": ["aml", "public_identity"]},
}


def write(path, rows, kind):
    if kind == "csv":
        path.write_text("\ufeff" + "\n".join(",".join(row) for row in rows), encoding="utf-8")
    else:
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = "台帳"
        for row in rows:
            sheet.append([int(cell) if cell.lstrip("-").isdigit() else cell or None for cell in row])
        book.save(path)
    return path


def classify(path, *options):
    done = CliRunner().invoke(main, ["classify", str(path), "--format", "jsonl", *options])
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.exit_code


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_are_read_by_ids_and_labels_and_valid_ones_answered(tmp_path, engine, kind):
    results, told, status = classify(write(tmp_path / f"a.{kind}", ROWS, kind))
    assert status == 1
    assert [one["name"] for one in results] == ["A基盤", "B基盤"]
    answers, problems = engine.read({"name": "A基盤", **EXPECTED})
    assert problems == []
    assert results[0] == engine.result(answers, "A基盤")
    assert results[1]["class"]["id"] == "services_only"
    places = {"csv": ["5:3", "5:4", "5:5", "5:7"], "xlsx": ["台帳!C5", "台帳!D5", "台帳!E5", "台帳!G5"]}[kind]
    for place in places:
        assert f"a.{kind}:{place}" in told
    assert "もしかして「none」" in told


@pytest.mark.parametrize(("head", "part"), [("platfrom_provider", "platform_provider"), ("peers", "2回")])
def test_a_wrong_column_is_named_and_the_rest_is_read(tmp_path, head, part):
    rows = [["peers", "service_provider", "platform_provider", head], ["1", "none", "none", "2"]]
    results, told, status = classify(write(tmp_path / "a.csv", rows, "csv"))
    assert status == 1
    assert "a.csv:1:4: " in told
    assert part in told
    assert results[0]["class"]["id"] == "nothing"


@pytest.mark.parametrize("content", [b"PK\x03\x04rubbish", b"", b"<html>"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    results, told, status = classify(path)
    assert (results, status) == ([], 1)
    assert "a.xlsx:1:1: " in told


def test_the_worked_cases_say_the_same_from_csv(tmp_path, engine):
    """Every worked case without half-known terms, written as a row, is answered as from JSON."""
    names = [item.id for item in engine.inputs]
    rows: list[list[str]] = [["name", *names]]
    expected: list[dict[str, object]] = []
    for case in CASES:
        answers, _ = engine.read(case["record"])
        cells = [_cell(answers.get(name)) for name in names]
        rows.append([f"case {len(expected)}", *cells])
        expected.append(engine.result(answers, f"case {len(expected)}"))
    results, told, status = classify(write(tmp_path / "a.csv", rows, "csv"))
    assert (status, told) == (0, "")
    assert results == json.loads(json.dumps(expected))


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (";".join(value) or "none") if isinstance(value, list) else str(value)
