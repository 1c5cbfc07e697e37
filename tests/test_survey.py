"""A prefecture's survey: what is read, from which carrier, and what is said of every mistake."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl.utils import get_column_letter

from dcb_guide.cli.main import main
from dcb_guide.files.write_tables import csv_text
from dcb_guide.prefecture.survey import Municipality, Survey, check_digit, short_code, survey_data
from dcb_guide.prefecture.survey_tables import SurveyTables, csv_files, yaml_text
from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks
from tests.surveys import book, csv, read, reader, saved, surveys
from tools import example_prefecture

ROOT = Path(__file__).parent.parent
EXAMPLE = """\
survey: {prefecture: "42", partition: by_field, as_of: 2026-11-01}
platforms:
  - {id: tourism, name: A市観光基盤, owner: "42201", field: 観光, status: existing, used_by: ["422011", 佐世保市],
     service_provider: private, platform_provider: local_government, resident_terms: exists, component_liability: stated, data_exchange: no}
services:
  - {id: booking, name: 施設予約, owner: "422011", platform: tourism, field: 観光, kind: authentication_only}
municipalities:
  - {code: "422011", name: 長崎市, population: 390000}
cost: {years: 5, build: 50000000, run: 8000000, scheme: population,
  participants: [{id: "422011", name: 長崎市, population: 390000}]}
"""
PLATFORMS = "platforms.csv"
MUNICIPALITIES = ("municipalities.csv", csv("code|name", "42201|長崎市", "42202|佐世保市", "42203|島原市"))


def told(reading):
    return [str(one) for one in (*reading.problems, *reading.notices, *reading.conflict_texts)]


# ── Carriers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_form_of_the_contract_is_read_as_it_is_written():
    reading = read(("a.yml", EXAMPLE))
    assert told(reading) == []
    (platform,) = reading.survey.platforms
    assert (platform.owner, platform.used_by, platform.start) == ("42201", ["42201", "42202"], "")
    assert platform.answers == {
        "service_provider": "private",
        "platform_provider": "local_government",
        "resident_terms": "exists",
        "component_liability": "stated",
        "data_exchange": False,
    }
    assert reading.survey.municipalities == [Municipality("42201", "長崎市", 390000)]
    assert (reading.survey.prefecture, reading.survey.as_of) == ("42", "2026-11-01")
    assert reading.survey.services[0].platform == "tourism"
    assert reading.survey.cost["participants"][0]["population"] == 390000


# A survey that fails is not made smaller: that would write thousands of workbooks.
@pytest.mark.slow
@settings(
    max_examples=25,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
@given(surveys())
def test_every_survey_reads_back_from_a_workbook_from_csv_and_from_yaml(survey):
    for language in ("ja", "en"):
        made = reader(language)
        files = {
            "workbook": [("a.xlsx", SurveyWorkbooks(made).write(survey))],
            "csv": [(f"folder/{name}", text.encode()) for name, text in csv_files(survey, made.labels).items()],
            "yaml": [("a.yml", yaml_text(survey).encode())],
            "json": [("a.json", json.dumps(survey_data(survey), ensure_ascii=False).encode())],
        }
        for carrier, given_files in files.items():
            reading = made.read(given_files)
            assert reading.survey == survey, carrier
            assert reading.problems == [], carrier


def test_the_same_survey_is_the_same_bytes(monkeypatch):
    survey = read(("a.yml", EXAMPLE)).survey
    once = SurveyWorkbooks(reader()).write(survey)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 0, 0, 0, 0, 1, 0))
    assert SurveyWorkbooks(reader()).write(survey) == once


@pytest.mark.parametrize(
    "rows",
    [
        ["key|value", "prefecture|42", "as_of|2026-11-01"],
        ["項目|値", "都道府県コード|長崎県", "調査の基準日|2026年11月1日"],
        ["prefecture|42", "as_of|2026/11/1"],
        ["as_of|prefecture", "2026-11-01|42"],
    ],
)
def test_the_sheet_of_the_survey_is_read_with_or_without_its_heading(rows):
    survey = read(("survey.csv", csv(*rows))).survey
    assert (survey.prefecture, survey.as_of) == ("42", "2026-11-01")


def test_a_heading_is_found_below_a_title_in_either_language_and_in_any_order():
    rows = ["調査票", "||", "Field|ｵｰﾅｰ|Ｐｌａｔｆｏｒｍ ｎａｍｅ|所有する団体|運営", "観光|x|基盤A|長崎市|z"]
    reading = read((PLATFORMS, csv(*rows)), MUNICIPALITIES)
    (platform,) = reading.survey.platforms
    assert (platform.field, platform.name, platform.owner) == ("観光", "基盤A", "42201")
    unknown = [one for one in told(reading) if "という列は調査票にない" in one]
    assert [one.split(" ")[0] for one in unknown] == ["platforms.csv:3:2:", "platforms.csv:3:5:"]
    assert reading.problems == []


def test_a_heading_below_the_tenth_row_is_none():
    reading = read((PLATFORMS, csv(*["x"] * 10, "name|owner", "A|長崎市")))
    assert reading.survey.platforms == []
    assert "最初の10行" in told(reading)[0]


def test_csv_files_given_together_are_one_reply_by_the_rest_of_their_names():
    files = [
        ("in/42201_platforms.csv", csv("id|name|owner", "p|A|長崎市")),
        ("in/42201_services.csv", csv("name|platform", "S|p")),
        ("in/42202_基盤.csv", csv("id|name|owner", "p|B|佐世保市")),
        ("in/42202_サービス.csv", csv("name|platform", "T|p")),
    ]
    reading = read(*files, ("in/municipalities.csv", MUNICIPALITIES[1]))
    assert [(one.name, one.platform) for one in reading.survey.services] == [("S", "p"), ("T", "p-2")]


def test_surveys_are_read_and_written_without_the_guides_types():
    """The browser has openpyxl and PyYAML, and neither pydantic nor the command line."""
    program = (
        "import sys, dcb_guide.prefecture.survey_workbook, dcb_guide.prefecture.survey_letter;"
        "print(*{one.split('.')[0] for one in sys.modules} & {'pydantic', 'click', 'docx'});"
        "print(*[one for one in sys.modules if one.startswith(('dcb_guide.guide', 'dcb_guide.cli', 'dcb_guide.vision'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


# ── Bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_code_of_the_list_has_its_check_digit():
    """The ministry's list gives six digits; the sixth follows from the first five (JIS X 0402)."""
    lines = (ROOT / "guide_data" / "municipalities.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == 1741
    for line in lines:
        code = line.split(",")[0]
        assert check_digit(code[:5]) == code[5]
        assert short_code(code) == code[:5]
        assert short_code(code[:5] + str((int(code[5]) + 1) % 10)) is None


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("42202", "42202"), ("422029", "42202"), ("４２２０２９", "42202"), ("佐世保市", "42202"), ("佐世保 市", "42202"),
        ("長崎県佐世保市", "42202"), ("都道府県", "prefecture"), ("長崎県", "prefecture"), ("Nagasaki", "prefecture"),
        ("prefecture", "prefecture"), ("42000", "prefecture"), ("一般社団法人 つなぐ", "一般社団法人 つなぐ"),
    ],
)  # fmt: skip
def test_an_owner_is_named_by_code_name_or_in_words(written, body):
    reading = read((PLATFORMS, csv("name|owner", f"A|{written}")), ("survey.csv", csv("prefecture|42")))
    assert reading.survey.platforms[0].owner == body
    assert told(reading) == []


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("422012", "もしかして「422011」"),
        ("佐世穂市", "もしかして「佐世保市」"),
        ("42999", "一覧にありません"),
        ("4220", "5桁"),
    ],
)
def test_a_user_that_is_no_municipality_is_named_with_the_nearest(written, message):
    reading = read(
        (PLATFORMS, csv("name|used_by", f"A|島原市、{written}")), MUNICIPALITIES, ("survey.csv", csv("prefecture|42"))
    )
    assert reading.survey.platforms[0].used_by == ["42203"]
    (problem,) = reading.problems
    assert message in problem.message
    assert str(problem).startswith("platforms.csv:2:2:")


def test_everybody_is_everybody_listed_in_any_file_and_each_separator_divides():
    reading = read(
        (PLATFORMS, csv("name|used_by", "A|全市町村", "B|42201;42202", "C|42201\n42202,42203")), MUNICIPALITIES
    )
    assert [one.used_by for one in reading.survey.platforms] == [
        ["42201", "42202", "42203"],
        ["42201", "42202"],
        ["42201", "42202", "42203"],
    ]


def test_a_zero_that_a_spreadsheet_took_off_is_restored():
    rows = [["団体コード", "市町村名"], [1202, "函館市"], [12025, "函館市"], [12203, "小樽市"]]
    reading = read(("a.xlsx", book(調査の概要=[["項目", "値"], ["都道府県コード", 1]], 市町村=rows)))
    assert [one.code for one in reading.survey.municipalities] == ["01202", "12203"]
    assert [one for one in told(reading) if "先頭の0" in one]
    assert reading.survey.prefecture == "01"


def test_the_surveys_own_list_takes_precedence_over_the_guides():
    rows = csv("code|name", "42202|新佐世保市")
    reading = read(("municipalities.csv", rows), (PLATFORMS, csv("name|owner", "A|新佐世保市", "B|42202")))
    assert [one.owner for one in reading.survey.platforms] == ["42202", "42202"]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2024-04", "2024-04"), ("2024/4", "2024-04"), ("2024年4月", "2024-04"), ("2024.4.1", "2024-04"),
        ("202404", "2024-04"), ("20240401", "2024-04"), ("2024-04-01 00:00:00", "2024-04"),
        ("令和6年4月", "2024-04"), ("令和６年４月１日", "2024-04"), ("R6.4", "2024-04"), ("r6/4/1", "2024-04"),
        ("令和元年12月", "2019-12"), ("平成31年4月", "2019-04"), ("H31.4.1（月）", "2019-04"),
        ("Apr-24", "2024-04"), ("April 2024", "2024-04"), ("1-Apr-2024", "2024-04"), ("April 1, 2024", "2024-04"),
        ("4/2024", "2024-04"), ("令和9年4月予定", "2027-04"), ("R9.4（予定）", "2027-04"), ("2027年4月から", "2027-04"),
        ("令和8年3月末", "2026-03"), ("2027年4月上旬", "2027-04"), ("令和8年度末", "2027-03"), ("令和9年度当初", "2027-04"),
        ("2024-13", ""), ("令和6年度", ""), ("2024-02-30", ""), ("大正6年4月", ""), ("来年4月", ""),
        ("24-Apr", ""), ("01/04/2024", ""), ("Apr-32", "2032-04"), ("31 April 2024", ""), ("令和9年末", ""),
        ("令和9年4月頃", ""), ("Mar 24", ""), ("予定", ""),
    ],
)  # fmt: skip
def test_a_month_is_read_in_the_usual_ways_of_writing_it(written, month):
    reading = read((PLATFORMS, csv("name|owner|from", f"A|長崎市|{written}")))
    assert reading.survey.platforms[0].start == month
    assert (told(reading) == []) == bool(month)


def test_a_day_is_a_day_and_no_month():
    for written, day in (
        ("令和8年11月1日", "2026-11-01"), ("2026/11/1", "2026-11-01"), ("2026年11月", ""), ("令和8年度", ""),
        ("令和8年11月1日現在", "2026-11-01"), ("令和8年2月末日時点", "2026-02-28"), ("令和7年度末", "2026-03-31"),
        ("1 November 2026", "2026-11-01"), ("令和7年度当初", ""),
    ):  # fmt: skip
        reading = read(("survey.csv", csv("key|value", f"as_of|{written}")))
        assert reading.survey.as_of == day
        assert len(reading.problems) == (not day)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("令和9年度", "2027-04", "2028-03"), ("R9年度予定", "2027-04", "2028-03"), ("FY2027", "2027-04", "2028-03"),
        ("FY27", "2027-04", "2028-03"), ("令和元年度", "2019-04", "2020-03"), ("2027年", "2027-01", "2027-12"),
    ],
)  # fmt: skip
def test_of_a_year_alone_the_message_says_from_when_to_when_it_lasts(written, first, last):
    (problem,) = read((PLATFORMS, csv("name|from", f"A|{written}"))).problems
    assert f"{first}から{last}まで" in problem.message and f"「{first}」のように" in problem.message
    (problem,) = read((PLATFORMS, csv("name|from", f"A|{written}")), language="en").problems
    assert f"from {first} to {last}" in problem.message


def test_a_day_that_is_a_month_is_answered_with_a_day_of_it():
    (problem,) = read(("survey.csv", csv("key|value", "as_of|2026年11月"))).problems
    assert "「2026-11-01」のように日まで" in problem.message


def test_a_number_that_may_be_january_or_october_is_no_month():
    rows = [["name", "from"], ["A", 2024.10], ["B", 2024.11], ["C", "2024.10"], ["D", "2024.1"]]
    reading = read(("a.xlsx", book(platforms=rows)))
    assert [one.start for one in reading.survey.platforms] == ["", "2024-11", "2024-10", "2024-01"]
    (problem,) = reading.problems
    assert str(problem).startswith("a.xlsx:platforms!B2: ") and "2024-10" in problem.message


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("整備予定", "decided"), ("導入予定", "decided"), ("運用開始済み", "existing"), ("供用中", "existing"),
        ("検討段階", "idea"), ("In operation", "existing"), ("under construction", "decided"),
    ],
)  # fmt: skip
def test_a_status_is_read_in_the_usual_words(written, status):
    reading = read((PLATFORMS, csv("name|status", f"A|{written}")))
    assert reading.survey.platforms[0].status == status
    assert reading.problems == []


@pytest.mark.parametrize(
    ("written", "language", "asked"),
    [
        ("計画中", "ja", ("「整備を決定」", "「構想中」")), ("Planned", "en", ("“Decided”", "“Idea”")),
        ("廃止", "ja", ("「整備済み」", "行を除いて")), ("retired", "en", ("“Existing”", "take the row out")),
    ],
)  # fmt: skip
def test_a_status_that_may_be_several_is_asked_about(written, language, asked):
    reading = read((PLATFORMS, csv("name|status", f"A|{written}")), language=language)
    (problem,) = reading.problems
    assert f"{written}" in problem.message and all(word in problem.message for word in asked)
    assert reading.survey.platforms[0].status == "existing"


@pytest.mark.parametrize(
    ("column", "written", "answer"),
    [
        ("identity_proofing", "レベル2", "level_2"), ("authentication", "3", "level_3"), ("user_scope", "県内", "prefecture"),
        ("contract_holder", "各市町村", "municipality"), ("contract_holder", "なし", "none"), ("peers", "なし", 0),
        ("service_provider", "自治体", "local_government"), ("data_exchange", "済", True), ("co_used", "未", False),
        ("personal_broker", "内部", None),
    ],
)  # fmt: skip
def test_an_answer_is_read_in_the_usual_words_where_they_mean_one(column, written, answer):
    reading = read((PLATFORMS, csv(f"name|{column}", f"A|{written}")))
    assert reading.survey.platforms[0].answers.get(column) == answer
    assert (reading.problems == []) == (answer is not None)


def test_other_words_are_of_answers_that_there_are_and_hide_none():
    labels = reader().labels
    values = labels.engine.texts["values"]
    for name, answers in labels.texts["words"]["answers"].items():
        for answer, words in answers.items():
            assert answer in values[name]
            for word in words:
                assert reader().tables.values[name].get(word, answer) == answer
                assert labels.other_answers[name]["".join(word.split())] == answer


def test_a_kind_of_service_is_read_in_the_usual_words():
    rows = csv("name|kind", "A|公的個人認証", "B|犯収法", "C|なし", "D|当人性のみ")
    reading = read(("services.csv", rows))
    assert [one.kind for one in reading.survey.services] == ["public_identity", "aml", "none", "authentication_only"]
    assert reading.problems == []


@pytest.mark.parametrize("suffix", [".ods", ".xlsb", ".numbers"])
def test_a_workbook_of_another_program_is_named_with_how_to_save_it(suffix, tmp_path):
    (tmp_path / f"42201{suffix}").write_bytes(b"PK")
    result = CliRunner().invoke(main, ["survey", "check", str(tmp_path)])
    assert result.exit_code == 1
    assert f"42201{suffix}" in result.stderr and "名前を付けて保存" in result.stderr and "passed" not in result.stderr


def test_what_an_unreadable_or_a_differing_status_is_taken_as_is_said():
    (problem,) = read((PLATFORMS, csv("name|status", "A|休止"))).problems
    assert problem.message.endswith("空欄と同じく「整備済み」として扱います。")
    (problem,) = read(("survey.csv", csv("key|value", "partition|no such"))).problems
    assert problem.message.endswith("空欄と同じく「分野で分ける」として扱います。")
    reading = read(
        ("1_platforms.csv", csv("id|status", "p|idea")),
        ("2_platforms.csv", csv("id|status", "p|decided")),
        language="en",
    )
    assert reading.survey.platforms[0].status == "existing"
    assert "“Existing” is taken as for a blank" in reading.conflict_texts[0].message


@pytest.mark.parametrize(
    ("owner", "meant"),
    [
        ("長崎市役所", "長崎市"), ("長崎県佐世保市役所", "佐世保市"), ("佐世保市防災危機管理局", "佐世保市"),
        ("長崎県庁", "長崎県"), ("佐世穂市", "佐世保市"), ("長崎市商工会議所", ""), ("一般社団法人つなぐ", ""),
    ],
)  # fmt: skip
def test_an_owner_named_by_an_office_or_misspelt_is_said_to_be_perhaps_its_body(owner, meant):
    reading = read((PLATFORMS, csv("name|owner", f"A|{owner}")), ("survey.csv", csv("prefecture|42")))
    assert reading.survey.platforms[0].owner == owner
    assert reading.problems == []
    assert [one.message.partition("もしかして")[2] for one in reading.notices] == (
        [f"「{meant}」ですか。"] * bool(meant)
    )
    reading = read((PLATFORMS, csv("name|owner", f"A|{owner}")), ("survey.csv", csv("prefecture|42")), language="en")
    assert not any("  " in one.message for one in reading.notices)


def test_what_people_write_for_nothing_known_and_for_the_cell_above_is_read_so():
    rows = [["基盤の名称", "所有する団体", "分野", "開始年月", "住民向け規約", "基盤間連携（データ連携）"],
            ["A", "長崎市", "防災", "未定", "不明", "無"], ["B", "同上", "〃", "－", "-", "○"]]  # fmt: skip
    reading = read(
        ("a.xlsx", book(基盤=rows, サービス=[["サービスの名称", "つながる基盤"], ["C", "なし"]])), MUNICIPALITIES
    )
    first, second = reading.survey.platforms
    assert (second.owner, second.field, first.start, second.start) == ("42201", "防災", "", "")
    assert (first.answers, second.answers) == ({"data_exchange": False}, {"data_exchange": True})
    assert reading.problems == []
    cells = [str(one).partition(": ")[0] for one in reading.notices]
    assert cells == [f"a.xlsx:基盤!{cell}" for cell in ("B3", "C3", "D2", "E2")]
    assert reading.survey.services[0].platform == reading.survey.services[0].unknown_platform == ""


def test_a_name_that_says_that_nothing_applies_is_no_entry():
    rows = [["基盤の名称", "所有する団体", "部品毎の責任範囲"], ["該当なし", "長崎市", ""], ["A", "長崎市", "記載なし"]]
    reading = read(("a.xlsx", book(基盤=rows, サービス=[["サービスの名称"], ["無し"]])), MUNICIPALITIES)
    assert [one.name for one in reading.survey.platforms] == ["A"] and reading.survey.services == []
    assert reading.survey.platforms[0].answers == {"component_liability": "not_stated", "resident_terms": "exists"}
    assert reading.problems == []
    assert {str(one).partition(": ")[0] for one in reading.notices} == {"a.xlsx:基盤!A2", "a.xlsx:サービス!A2"}


# ── Many replies ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_owner_and_name_are_one_platform_and_differing_answers_are_unknown():
    one = (
        "a.csv".replace("a", "1_platforms"),
        csv("name|owner|field|data_exchange|user_scope", "Ａ基盤|長崎市|観光|yes|prefecture"),
    )
    other = ("2_platforms.csv", csv("name|owner|field|data_exchange", "A基盤 |42201|観光|no"))
    reading = read(one, other)
    (platform,) = reading.survey.platforms
    assert platform.answers == {"user_scope": "prefecture"}
    assert platform.field == "観光"
    (conflict,) = reading.conflicts
    assert (conflict.part, conflict.key) == ("platforms", "data_exchange")
    assert [(text, str(place)) for text, place in conflict.answers] == [
        ("yes", "1_platforms.csv:2:4"),
        ("no", "2_platforms.csv:2:4"),
    ]
    assert all(f"{number}_platforms.csv:2:4" in str(reading.conflict_texts[0]) for number in (1, 2))


def test_the_same_id_is_one_platform_unless_owners_differ():
    reading = read(
        ("1_platforms.csv", csv("id|name|owner", "p|A|長崎市")),
        ("2_platforms.csv", csv("id|name|owner", "p|A|", "q|B|佐世保市")),
        ("3_platforms.csv", csv("id|name|owner", "p|C|島原市")),
        MUNICIPALITIES,
    )
    assert [(one.id, one.name, one.owner) for one in reading.survey.platforms] == [
        ("p", "A", "42201"), ("q", "B", "42202"), ("p-2", "C", "42203"),
    ]  # fmt: skip
    assert "この行のIDは「p-2」" in str(reading.problems[0])
    assert str(reading.problems[0]).startswith("3_platforms.csv:2:1")


def test_platforms_without_an_owner_or_a_name_are_not_taken_for_one():
    reading = read(("1_platforms.csv", csv("name", "A")), ("2_platforms.csv", csv("name|owner", "A|長崎市", "|長崎市")))
    assert [one.owner for one in reading.survey.platforms] == ["", "42201"]
    assert any("同じものかもしれません" in one for one in told(reading))
    assert any(one.startswith("2_platforms.csv:3:2") for one in told(reading))


def test_an_answer_on_terms_that_differ_leaves_nothing_known_of_them():
    reading = read(
        ("1_platforms.csv", csv("id|resident_terms|component_liability", "p|exists|stated")),
        ("2_platforms.csv", csv("id|resident_terms", "p|none")),
    )
    assert reading.survey.platforms[0].answers == {}
    assert [one.key for one in reading.conflicts] == ["resident_terms"]


def test_populations_months_of_use_and_the_survey_itself_may_conflict_too():
    reading = read(
        ("1/survey.csv", csv("partition|by_field")),
        ("1/municipalities.csv", csv("code|population", "42201|1")),
        ("1/platforms.csv", csv("id", "p")),
        ("1/uses.csv", csv("platform|municipality|from", "p|42201|2024-04")),
        ("2/survey.csv", csv("partition|by_data")),
        ("2/municipalities.csv", csv("code|population", "42201|2", "42202|5")),
        ("2/uses.csv", csv("platform|municipality|from", "p|42201|2024-05", "p|42202|")),
    )
    assert [(one.part, one.id, one.key) for one in reading.conflicts] == [
        ("survey", "", "partition"), ("municipalities", "42201", "population"), ("uses", "p 42201", "from"),
    ]  # fmt: skip
    assert reading.survey.partition == "by_field"
    assert [one.population for one in reading.survey.municipalities] == [None, 5]
    assert [(one.body, one.start) for one in reading.survey.uses] == [("42201", ""), ("42202", "")]


def test_a_service_names_its_platform_by_id_or_name_in_any_file():
    reading = read(
        ("1_platforms.csv", csv("id|name|owner", "p|観光基盤|長崎市", "q|防災基盤|長崎市", "r|防災基盤|佐世保市")),
        ("2_services.csv", csv("name|platform", "A|観光基盤", "B|q", "C|防災基盤", "D|観光基板")),
    )
    assert [one.platform for one in reading.survey.services] == ["p", "q", "", ""]
    assert ["複数あります" in one.message for one in reading.problems] == [True, False]
    assert "もしかして「観光基盤」" in reading.problems[1].message


def test_a_platform_that_a_service_names_and_nobody_has_is_kept_as_written_in_every_carrier():
    reading = read(
        (
            "a.xlsx",
            book(基盤=[["基盤の名称"], ["観光基盤"]], サービス=[["サービスの名称", "つながる基盤"], ["A", "観光基板"]]),
        )
    )
    (problem,) = reading.problems
    assert str(problem).startswith("a.xlsx:サービス!B2: ")
    assert "「観光基板」" in problem.message and "もしかして「観光基盤」" in problem.message
    assert "基盤は、分からないものとして扱います" in problem.message
    survey = reading.survey
    assert (survey.services[0].platform, survey.services[0].unknown_platform) == ("", "観光基板")
    for files in (
        [("a.yml", yaml_text(survey).encode())],
        [("a.xlsx", SurveyWorkbooks(reader()).write(survey))],
        [(name, text.encode()) for name, text in csv_files(survey, reader().labels).items()],
    ):
        assert reader().read(files).survey == survey


def test_a_use_of_an_unknown_platform_says_that_it_does_not_count():
    reading = read(
        (PLATFORMS, csv("name", "A")), ("uses.csv", csv("platform|municipality", "X|長崎市")), MUNICIPALITIES
    )
    assert reading.problems[0].message.endswith("この利用は数えませんでした。")


def test_an_id_that_names_several_platforms_is_answered_with_words_that_name_one():
    reading = read(
        ("1_platforms.csv", csv("id|name|owner", "p|観光基盤|長崎市")),
        ("2_platforms.csv", csv("id|name|owner", "p|防災基盤|佐世保市")),
        ("3_services.csv", csv("name|platform", "A|p", "B|観光基盤", "C|p-2")),
        MUNICIPALITIES,
    )
    assert [one.platform for one in reading.survey.services] == ["", "p", "p-2"]
    assert any("観光基盤（長崎市の基盤）、p-2（佐世保市の基盤） のどれか" in one.message for one in reading.problems)


def test_ids_that_differ_in_what_people_overlook_are_told():
    reading = read(("1_platforms.csv", csv("id", "Kanko-1", "p1")), ("2_platforms.csv", csv("id", "kanko1", "p2")))
    assert len(reading.survey.platforms) == 4
    (notice,) = reading.notices
    assert "「kanko1」と「Kanko-1」" in notice.message


def test_the_platform_suggested_is_one_of_the_same_file_where_there_is_one():
    reading = read(
        ("1/platforms.csv", csv("name", "観光の基盤")),
        ("2/platforms.csv", csv("name", "観光新基盤")),
        ("2/services.csv", csv("name|platform", "A|観光基盤")),
    )
    assert "もしかして「観光新基盤」" in reading.problems[0].message


def test_fields_and_ids_of_which_only_the_numbers_differ_are_not_alike():
    reading = read((PLATFORMS, csv("id|name|field", "p1_12|A|分野1", "p11_2|B|分野10", "p2-1|C|分野2")))
    assert reading.alike == [] and reading.notices == []
    reading = read((PLATFORMS, csv("id|name", "p1-12|A", "P1_12|B")))
    assert "p1-12" in reading.notices[0].message


def test_fields_that_look_alike_are_told_and_stay_apart():
    reading = read((PLATFORMS, csv("name|field", "A|観光", "B|観光分野", "C|ＭａａＳ", "D|maas", "E|防災", "F|防犯")))
    assert reading.alike == [("観光", "観光分野")]
    assert [one.field for one in reading.survey.platforms][:2] == ["観光", "観光分野"]


def test_the_order_of_the_files_makes_no_difference():
    files = list(example_prefecture.files().items())
    first = reader().read(files)
    for order in (files[::-1], files[7:] + files[:7], sorted(files, key=lambda one: one[1])):
        other = reader().read(order)
        assert other == first
        assert [one.places for one in other.survey.platforms] == [one.places for one in first.survey.platforms]


def test_who_has_not_answered_is_known_by_names_of_files_owners_and_uses():
    reading = read(
        MUNICIPALITIES,
        ("reply 422011.xlsx", book(基盤=[["名称"]])),
        ("x.xlsx", book(利用=[["使う基盤", "使う団体"], ["p", "佐世保市"]])),
    )
    assert [one.code for one in reading.not_answered] == ["42203"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_cost_plans_sheet_is_in_the_readers_words_and_ids_are_read_too(language):
    plan = {"name": {"ja": "計画", "en": "Plan"}, "years": 2, "build": 1_000, "run": [10, 20], "scheme": "mixed",
            "weights": [50, 30, 20], "late_joiners": "no_share",
            "participants": [{"id": "42201", "population": 3, "usage": 1}]}  # fmt: skip
    own = reader(language)
    for by_id in (False, True):
        tables = {one.id: one for one in SurveyTables(own.labels, by_id=by_id).tables(Survey(cost=plan))}
        words = [row[0] for row in tables["cost"].rows] + [row[2] for row in tables["cost"].rows]
        assert ("scheme" in words) is by_id and ("no_share" in words) is by_id
        files = [(f"{name}.csv", csv_text(tables[name]).encode()) for name in ("cost", "cost_participants")]
        read = own.read(files)
        assert read.problems == [] and read.survey.cost == plan


# ── The demo, the commands ───────────────────────────────────────────────────────────────────────────────────────


def test_the_demo_is_what_its_script_writes_and_shows_each_trouble():
    written = {path.name: path.read_bytes() for path in (ROOT / "examples" / "prefecture_a").iterdir()}
    made = example_prefecture.files()
    assert written.keys() == made.keys()
    assert all(written[name] == content for name, content in made.items() if not name.endswith(".xlsx"))
    reading = reader().read(made.items())
    survey = reading.survey
    fields = {one.field for one in survey.platforms}
    assert (len(made), len(survey.platforms), len(fields - {"観光分野"}), len(survey.municipalities)) == (20, 12, 5, 20)
    assert [one.name for one in reading.not_answered] == ["T村"]
    assert [one.key for one in reading.conflicts] == ["data_exchange"]
    assert len(reading.problems) == 11
    assert survey.cost is not None


def test_check_names_mistakes_on_standard_error_and_the_rest_on_standard_output():
    done = CliRunner().invoke(main, ["survey", "check", str(ROOT / "examples" / "prefecture_a"), "--lang", "en"])
    assert done.exit_code == 1
    assert "Platforms: 12" in done.stdout
    assert "Not answered yet: T村" in done.stdout
    assert "Did you mean “A県広域観光基盤”?" in done.stderr
    assert "answers" in done.stderr.splitlines()[-1]


def test_files_that_are_passed_over_in_a_folder_and_a_filled_example_among_replies_are_said(tmp_path):
    for name in ("reply.pdf", "mail.txt", ".hidden.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "example.xlsx").write_bytes(SurveyWorkbooks(reader()).example("42"))
    assert CliRunner().invoke(main, ["survey", "check", str(tmp_path)]).exit_code == 0
    (tmp_path / "reply.yml").write_text("platforms: [{name: A}]", encoding="utf-8")
    done = CliRunner().invoke(main, ["survey", "check", str(tmp_path)])
    lines = [one.removeprefix(f"{tmp_path}/") for one in done.stderr.splitlines()]
    assert [one.partition(":")[0] for one in lines] == ["mail.txt", "reply.pdf", "example.xlsx", "example.xlsx"]
    assert "記入例" in lines[-1]
    assert done.exit_code == 1


def test_a_survey_without_mistakes_ends_with_status_0(tmp_path):
    (tmp_path / "a.yml").write_text(EXAMPLE, encoding="utf-8")
    assert CliRunner().invoke(main, ["survey", "check", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(main, ["survey", "check", str(tmp_path / "none.yml")]).exit_code == 2
    assert (
        CliRunner().invoke(main, ["survey", "template", str(tmp_path / "t.xlsx"), "--prefecture", "48"]).exit_code == 2
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_letter_fills_what_is_given_and_leaves_blanks_for_the_rest(tmp_path, language):
    arguments = ["survey", "letter", "--prefecture", "42", "--due", "2026-12-10", "--lang", language]
    text = CliRunner().invoke(main, arguments).stdout
    assert "2026-12-10" in text
    assert {"ja": "〔連絡先〕", "en": "[contact]"}[language] in text
    assert "{" not in text
    path = tmp_path / "letter.docx"
    assert CliRunner().invoke(main, [*arguments, str(path)]).exit_code == 0
    from docx import Document

    assert "2026-12-10" in "\n".join(one.text for one in Document(str(path)).paragraphs)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_letter_has_the_parts_of_an_official_one_in_their_places(tmp_path, language):
    from docx import Document

    path = tmp_path / "letter.docx"
    arguments = ["survey", "letter", "--prefecture", "42", "--reference", "7情政第1号", "--lang", language]
    assert CliRunner().invoke(main, [*arguments, str(path)]).exit_code == 0
    written = [(one.text, one.alignment) for one in Document(str(path)).paragraphs if one.text]
    assert [text for text, _ in written[:1]] == ["7情政第1号"]
    at_right = [text for text, place in written if place is not None and place.name == "RIGHT"]
    in_middle = [text for text, place in written if place is not None and place.name == "CENTER"]
    text = CliRunner().invoke(main, arguments).stdout
    assert text.splitlines()[0].startswith("　" * 20)
    if language == "ja":
        assert at_right == ["7情政第1号", "〔発出日〕", "〔発信者（職名と氏名）〕", "以上"]
        assert in_middle[1] == "記"
        assert text.splitlines()[-1].strip() == "以上"
    else:
        assert at_right == ["7情政第1号", "[date]", "[sender]"]
        assert len(in_middle) == 1


def test_the_reminder_goes_to_those_that_have_not_answered():
    done = CliRunner().invoke(
        main, ["survey", "reminder", str(ROOT / "examples" / "prefecture_a"), "--due", "12月24日"]
    )
    assert "T村 ご担当者様" in done.stdout
    assert "12月24日" in done.stdout
    assert "S村" not in done.stdout


# ── The form ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_form_offers_every_answer_and_says_what_to_write(tmp_path, language):
    path = tmp_path / "form.xlsx"
    done = CliRunner().invoke(main, ["survey", "template", str(path), "--prefecture", "42", "--lang", language])
    assert done.exit_code == 0
    made = openpyxl.load_workbook(path)
    labels = reader(language).labels
    sheet, codes = made[labels.sheet_label("platforms")], made.worksheets[-2]
    rules = {str(rule.sqref).split("2:")[0]: rule for rule in sheet.data_validations.dataValidation}
    head = {cell.value: get_column_letter(cell.column or 1) for cell in sheet[1]}
    engine = labels.engine
    for item in engine.inputs:
        if item.id == "service_kinds":
            continue
        rule = rules[head[engine.texts["inputs"][item.id][language]]]
        assert rule.prompt and len(rule.prompt) <= 255
        if item.kind == "count":
            assert rule.type == "whole"
            continue
        first, last = (int(one) for one in rule.formula1.rpartition("!")[2].replace("$D$", "").split(":"))
        offered = [codes.cell(row, 4).value for row in range(first, last + 1)]
        assert offered == [label[language] for label in engine.texts["values"][item.id].values()]
    assert sheet.freeze_panes == "C2"
    reading = read(("form.xlsx", path.read_bytes()), language=language)
    assert told(reading) == []
    assert reading.survey == Survey("42", municipalities=reading.survey.municipalities)
    assert len(reading.survey.municipalities) == 21


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("prefecture", ["01", "13", "47"])
def test_the_filled_form_is_read_without_a_word(language, prefecture):
    made = reader(language)
    reading = made.read([("example.xlsx", SurveyWorkbooks(made).example(prefecture))])
    assert told(reading) == []
    assert (len(reading.survey.platforms), len(reading.survey.services), len(reading.survey.uses)) == (2, 2, 2)


def test_no_body_of_the_filled_form_is_a_real_one():
    made = reader()
    survey = SurveyWorkbooks(made).example_survey("42")
    assert len(survey.municipalities) == 2
    assert not {one.code for one in survey.municipalities} & made.directory.keys()
    owners = {*(one.owner for one in survey.platforms), *(one.owner for one in survey.services)}
    assert owners <= {"prefecture", *(one.code for one in survey.municipalities)}
    book_ = openpyxl.load_workbook(io.BytesIO(SurveyWorkbooks(made).example("42")))
    assert all("記入例" in str(sheet.oddHeader.right.text) for sheet in book_)


def test_the_form_prints_across_with_headings_on_each_page_and_no_text_cut():
    made = openpyxl.load_workbook(io.BytesIO(SurveyWorkbooks(reader()).template("42")))
    wide = made["基盤"]
    assert (wide.page_setup.orientation, wide.page_setup.fitToHeight) == ("landscape", 0)
    assert (wide.print_title_rows, wide.print_title_cols) == ("$1:$1", "$A:$B")
    for sheet in made:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        for number, row in enumerate(sheet.iter_rows(), start=1):
            lines = 1
            for cell in row:
                width = sheet.column_dimensions[cell.column_letter].width
                needed = sum(2 if ord(one) > 0x7F else 1 for one in str(cell.value or ""))
                lines = max(lines, -(-needed // int(width)))
                assert cell.value is None or cell.alignment.wrap_text
            assert (sheet.row_dimensions[number].height or 16) >= 14 * lines


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic">
Sub Main()
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  opening(0).Name = "Hidden"
  opening(0).Value = True
  Dim book As Object
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, opening())
  Dim page As Object
  page = book.Sheets.getByName("基盤")
  page.getCellByPosition(1, 1).String = "観光基盤"
  page.getCellByPosition(2, 1).String = "長崎市"
  page.getCellByPosition(5, 1).String = "2024-04"
  page.getCellByPosition(6, 1).String = "民間のみ"
  page.Columns.insertByIndex(0, 1)
  page = book.Sheets.getByName("市町村")
  page.getCellByPosition(2, 1).Value = 390000
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName"
  saving(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", saving())
  book.close(True)
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Fill"/>
</library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
"""


def test_libreoffice_opens_the_form_edits_and_saves_it(tmp_path):
    source, target, basic = tmp_path / "form.xlsx", tmp_path / "filled.xlsx", tmp_path / "profile/user/basic"
    source.write_bytes(SurveyWorkbooks(reader()).template("42"))
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed: tools/set_up.py --browser brings it"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--norestore"]
    # The first start makes the profile, and would make its macros anew.
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "script.xlc").write_text(LIBRARIES, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    macro = MACRO.replace("{source}", source.as_uri()).replace("{target}", target.as_uri())
    (basic / "Standard" / "Fill.xba").write_text(macro, encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Fill.Main"], check=True, capture_output=True, timeout=180)
    reading = read(("filled.xlsx", target.read_bytes()))
    assert reading.problems == []
    (platform,) = reading.survey.platforms
    assert (platform.name, platform.owner, platform.start) == ("観光基盤", "42201", "2024-04")
    assert platform.answers == {"service_provider": "private"}
    assert reading.survey.municipalities[0].population == 390000
    made = openpyxl.load_workbook(target)
    assert made["基盤"].data_validations.count > 30


def test_a_workbook_is_saved_by_openpyxl_and_read_again():
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Platforms"
    sheet.append(["Platform name"])
    sheet.append(["A"])
    assert [one.name for one in read(("a.xlsx", saved(made))).survey.platforms] == ["A"]


def test_a_mistake_says_whose_answer_it_is_and_in_which_column():
    sheets = {
        "市町村": [["団体コード", "市町村名"], ["42202", "佐世保市"]],
        "基盤": [["基盤の名称", "所有する団体", "基盤提供スキーム"], ["県北基盤", "42202", "市"]],
    }
    told = [str(one) for one in read(("reply.xlsx", book(**sheets)), language="ja").problems]
    label = reader().labels.label("platforms", "platform_provider")
    assert told and told[0].startswith(f"reply.xlsx:基盤!C2: 佐世保市の「{label}」：「市」は選べません。")


def test_a_printed_form_has_rows_to_write_in():
    made = openpyxl.load_workbook(io.BytesIO(SurveyWorkbooks(reader()).template("42")))
    for title in ("基盤", "サービス", "利用"):
        sheet = made[title]
        assert sheet.max_row == 1 and sheet.print_options.gridLines
        assert re.search(r"\$A\$1:\$[A-Z]+\$13$", sheet.print_area)


def test_what_the_prefecture_alone_can_answer_is_marked_in_the_form():
    made = openpyxl.load_workbook(io.BytesIO(SurveyWorkbooks(reader()).template("42")))
    of_prefecture = reader().labels.texts["of_prefecture"]
    mark = of_prefecture["mark"]["ja"]
    marked = {row[1] for row in made["記入のしかた"].iter_rows(values_only=True) if mark in str(row[2])}
    labels = {reader().labels.label("platforms", name) for name in of_prefecture["inputs"]}
    assert marked == labels


def test_the_day_of_the_letter_is_in_the_form():
    made = openpyxl.load_workbook(io.BytesIO(SurveyWorkbooks(reader()).template("42", "2026-11-01")))
    assert "2026-11-01" in [row[1] for row in made["調査の概要"].iter_rows(values_only=True)]
