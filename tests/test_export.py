"""The tables leave the house: as CSV and xlsx, in either language, with source and basis."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from dcb_guide.cli.main import main
from dcb_guide.core.languages import LANGUAGES


def test_csv_of_a_table_reads_as_the_page_does(guide, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["export", "tables", "--lang", "en"])
    assert done.exit_code == 0
    tables = [*(decision.id for decision in guide.decisions), "requirements", "checks"]
    tables += ["definitions", "codes", "history"]
    assert done.stdout.splitlines() == [f"tables/{name}.csv" for name in tables]
    rows = list(csv.reader(io.StringIO(Path("tables/organisation.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["rule", "contract_holder", "organisation", "source", "basis"]
    assert rows[2] == ["2", "The prefecture", "Serial type (successive licence)", "ed. 1.0 §2.7", "guidebook"]


def test_workbook_has_a_sheet_for_each_table_with_source_and_basis(guide, tmp_path):
    path = tmp_path / "tables.xlsx"
    assert CliRunner().invoke(main, ["export", str(path)]).exit_code == 0
    book = load_workbook(path)
    assert len(book.sheetnames) == len(guide.decisions) + 5
    for sheet, decision in zip(book.worksheets, guide.decisions, strict=False):
        header = [cell.value for cell in sheet[1]]
        assert header[-2:] == ["出典", "根拠"]
        assert sheet.max_row == len(decision.rules) + 1
        assert sheet.freeze_panes == "A2"


def test_every_table_can_be_downloaded_from_its_page(site, guide):
    names = [decision.id for decision in guide.decisions]
    for language in ("", "en/"):
        page = (site / language / "decisions" / "index.html").read_text(encoding="utf-8")
        for name in names:
            for kind in ("csv", "xlsx"):
                assert f'href="../tables/{name}.{kind}"' in page
                assert (site / language / "tables" / f"{name}.{kind}").stat().st_size > 200
    text = (site / "en" / "tables" / "requirements.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == len(guide.requirements) + 1


SURVEY = """
survey: {prefecture: "42"}
platforms: [{id: a, name: A, owner: "42201", platform_provider: local_government, non_personal_broker: external}]
municipalities: [{code: "42201", name: 長崎市, population: 390000}]
cost: {years: 2, build: 9, run: 3, scheme: equal, participants: [{id: "42201", name: 長崎市}, {id: "42202", name: B}]}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_exports_and_documents_say_that_the_source_was_edited_under_its_licence(guide, tmp_path, language):
    """PDL 1.0 asks for the source, and for saying that it was edited and by whom."""
    credit = guide.about.attribution.texts[language]
    for part in ("3.0", "2026", "PDL1.0", "dcb-guide", "edit" if language == "en" else "編集・加工"):
        assert part in credit
    survey = tmp_path / "survey.yml"
    survey.write_text(SURVEY, encoding="utf-8")

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "--lang", language])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    files = (["export"], ["inventory", str(survey), "--format", "csv", "--output"],
             ["cost", str(survey), "--format", "csv", "--output"])  # fmt: skip
    for number, arguments in enumerate(files):
        run(*arguments, str(tmp_path / str(number)))
        history = (tmp_path / str(number) / "history.csv").read_text(encoding="utf-8-sig")
        assert credit in history, arguments
    for command in ("inventory", "cost"):
        for form in ("text", "md"):
            assert credit in " ".join(run(command, str(survey), "--format", form).split()), (command, form)
        run(command, str(survey), "--format", "xlsx", "--output", str(tmp_path / f"{command}.xlsx"))
        cells = [cell.value for sheet in load_workbook(tmp_path / f"{command}.xlsx") for row in sheet for cell in row]
        assert credit in cells, command
    assert credit in run("cost", str(survey), "--compare", "--format", "md")
    assert "PDL1.0" in guide.draft["based_on"].texts[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_costs_name_the_official_type_that_sharing_leads_to(guide, tmp_path, language):
    survey = tmp_path / "survey.yml"
    survey.write_text(SURVEY, encoding="utf-8")
    types = next(one for one in guide.decisions if one.id == guide.official_line.next)
    goal = next(one for one in types.outcomes if one.id == guide.official_line.goal)
    for more in ([], ["--compare"]):
        done = CliRunner().invoke(main, ["cost", str(survey), "--format", "text", "--lang", language, *more])
        assert goal.label.texts[language] in done.stdout
