"""``dcb-guide inventory``: a survey's replies in, the prefecture's inventory out."""

import sys
from pathlib import Path

import click

from dcb_guide.cli.output import LANGUAGE, ErrorReport, form_option, load_survey_form, print_notices
from dcb_guide.cli.survey_commands import FILES, read_replies
from dcb_guide.cli.usage import WrongUsageError
from dcb_guide.cli.word_file import WORD, word_file, write_word
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.markdown import render
from dcb_guide.files.write_tables import workbook_bytes, write_tables
from dcb_guide.prefecture.cost_report import plain
from dcb_guide.prefecture.inventory import as_json, take_inventory, uncollected
from dcb_guide.prefecture.inventory_report import InventoryReport
from dcb_guide.prefecture.read_survey import SurveyReader
from dcb_guide.prefecture.survey_tables import SurveyTables


@click.command()
@FILES
@form_option("are the survey with its results")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this file, with csv to a folder; without it, to standard output.",
)
@click.option(
    "--letters", is_flag=True, help="Write the letters that ask for the answers that are open (text, md or docx)."
)
@LANGUAGE
def inventory(files: tuple[Path, ...], form: str, output: Path | None, letters: bool, language: LanguageCode) -> None:
    """Take stock of a whole prefecture: which platforms there are, where each should go, what is still to be asked.

    FILES are replies to a survey (workbooks, CSV, YAML, JSON, or folders of them), read as one. Every mistake and every
    conflict between replies is named on standard error; all that is valid is used.
    """
    if letters and form not in {"text", "md", WORD}:
        raise WrongUsageError("letters_as_text")
    if form == WORD:
        output = word_file(output)
    if form == "csv" and output is None:
        raise WrongUsageError("folder_of_csv")
    survey_form = load_survey_form()
    reader = SurveyReader(survey_form.engine, survey_form.texts, survey_form.municipalities, language)
    with uncollected():
        reading = read_replies(reader, files)
        survey = reading.survey
        found = take_inventory(survey, survey_form.engine, reading.conflicts)
    print_notices(reading.notices)
    errors = ErrorReport()
    errors.print([*reading.problems, *reading.conflict_texts])
    report = InventoryReport(survey, found, survey_form.engine, survey_form.texts, language)
    if form == "csv" and output is not None:
        for path in write_tables(report.all_tables(SurveyTables(reader.labels)), output):
            click.echo(path)
        sys.exit(1 if errors.has_errors else 0)
    if form == "json":
        content = as_json(found).encode()
    elif form == "xlsx":
        content = workbook_bytes(report.all_tables(SurveyTables(reader.labels)))
    else:
        blocks = [block for _, letter in report.letters() for block in letter] if letters else report.document()
        if form == WORD and output is not None:
            write_word(blocks, output, language)
            sys.exit(1 if errors.has_errors else 0)
        content = (render(blocks) if form == "md" else "\n".join(plain(blocks)) + "\n").encode()
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
        click.echo(output)
    sys.exit(1 if errors.has_errors else 0)
