"""``dcb-guide cost``: a cost plan's file in, who pays what out."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from dcb_guide.cli.output import LANGUAGE, form_option, load_engine, load_survey_form
from dcb_guide.cli.survey_commands import given
from dcb_guide.cli.usage import WrongUsageError
from dcb_guide.cli.word_file import WORD, word_file, write_word
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.markdown import render
from dcb_guide.core.values import fill, printable
from dcb_guide.files.data_file import SUFFIXES as DATA_SUFFIXES
from dcb_guide.files.data_file import read_data
from dcb_guide.files.problem import Problem as PlacedProblem
from dcb_guide.files.write_tables import Table, write_tables
from dcb_guide.files.yaml_positions import Source
from dcb_guide.prefecture.cost import as_json, compare, result, share_costs, what_if
from dcb_guide.prefecture.cost_file import PlanFile, all_problems, find_plan
from dcb_guide.prefecture.cost_plan import SCHEMES, problem, read_plan
from dcb_guide.prefecture.cost_report import Block, Report, plain
from dcb_guide.prefecture.cost_tables import explained_costs
from dcb_guide.prefecture.read_survey import SurveyReader
from dcb_guide.prefecture.survey_labels import SurveyLabels

YEAR_OF_ONE = "ID=YEAR"
#: Forms that are files.
FILES = ("xlsx", "csv", WORD)


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--scheme", type=click.Choice(SCHEMES), help="Share by this scheme, whatever the plan says.")
@click.option("--compare", "comparing", is_flag=True, help="Set every scheme beside the others.")
@click.option("--leaves", multiple=True, metavar=YEAR_OF_ONE, help="What if a participant leaves in this year?")
@click.option("--joins", multiple=True, metavar=YEAR_OF_ONE, help="What if a participant joins in this year?")
@click.option("--without", multiple=True, metavar="ID", help="What if a participant does not take part?")
@click.option(
    "--prefecture-percent",
    type=float,
    metavar="PERCENT",
    help="What if the prefecture bears this share of the build and of running costs?",
)
@form_option("are its tables and the plan, to be read again")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The workbook or Word file, or the folder of CSV files.",
)
@LANGUAGE
def cost(
    file: Path,
    scheme: str | None,
    comparing: bool,
    leaves: tuple[str, ...],
    joins: tuple[str, ...],
    without: tuple[str, ...],
    prefecture_percent: float | None,
    form: str,
    output: Path | None,
    language: LanguageCode,
) -> None:
    """Share the costs of a platform between the prefecture and those who take part, exact to the yen.

    FILE is a cost plan (YAML or JSON), or a survey with one: YAML, JSON, a workbook, or a folder of CSV files; survey
    cost-template writes such a workbook to be filled in, and one that this command saved can be used as well. Every
    error is named on standard error by its place in the file. The options of "what if" may be combined; the result then
    is each body's change.
    """
    changes = _changes(leaves, joins, without, prefecture_percent)
    if changes and comparing:
        raise WrongUsageError("compare_alone")
    if form == WORD:
        output = word_file(output)
    if (form in FILES) != (output is not None):
        raise WrongUsageError("output_of_tables")
    texts = load_engine().texts
    report = Report(texts["interface"], language)
    read = _read(file, report) if file.suffix.lower() in DATA_SUFFIXES else _read_survey(file, report, language)
    data = {**read.data, "scheme": scheme} if scheme and isinstance(read.data, dict) else read.data
    plan, problems = read_plan(data)
    if plan is None:
        _fail(read.placed(problems, report))
    writer = _Writer(form, output, language, data)
    if changes:
        found, problems = what_if(data, changes)
        if found is None:
            raise click.UsageError("\n".join(map(report.problem, problems)))
        writer.write(found, report.change(plan, found), [report.change_table(plan, found)])
    elif comparing:
        found = compare(plan)
        interviews = report.interviews(texts["savings"])
        writer.write(found, report.comparison(plan, found, interviews), report.comparison_tables(plan, found))
    else:
        sharing = share_costs(plan)
        writer.write(result(sharing), report.sharing(sharing), report.sharing_tables(sharing))


def _read(path: Path, report: Report) -> PlanFile:
    """Read a file; ends the command where it is no YAML or JSON, or holds no plan."""

    def say(message: str, values: Mapping[str, Any]) -> str:
        return fill(report.texts[f"problem_{message}"][report.language], **values)

    source = read_data(path, say)
    if source.problems:
        _fail(all_problems(source, report))
    found, problems = find_plan(source)
    if problems:
        _fail(found.placed(problems, report))
    return found


def _read_survey(path: Path, report: Report, language: LanguageCode) -> PlanFile:
    """Read the plan of a survey in a workbook or in CSV files; ends the command where there is none to be used."""
    form = load_survey_form()
    reading = SurveyReader(form.engine, form.texts, form.municipalities, language).read(given((path,)))
    plan, source = reading.survey.cost, Source(str(path))
    if plan is None:
        missing = PlanFile(None, (), source).placed([problem([], "no_cost", None)], report)
        _fail([*reading.problems, *reading.conflict_texts] or missing)
    return PlanFile(plan, (), source)


def _changes(
    leaves: tuple[str, ...], joins: tuple[str, ...], without: tuple[str, ...], percent: float | None
) -> list[dict[str, Any]]:
    """Return the changes that options ask for."""
    changes: list[dict[str, Any]] = [
        {"participant": name, key: year}
        for key, options in (("leaves", leaves), ("joins", joins))
        for name, year in (_year_of_one(key, option) for option in options)
    ]
    changes += [{"remove": name} for name in without]
    if percent is not None:
        changes.append({"prefecture_percent": int(percent) if percent.is_integer() else percent})
    return changes


def _year_of_one(option: str, text: str) -> tuple[str, int]:
    name, _, year = text.rpartition("=")
    if not name or not (year.isascii() and year.isdigit()) or len(year) > 3:
        raise WrongUsageError("year_of_one", option=f"--{option}", value=text, form=YEAR_OF_ONE)
    return name, int(year)


def _fail(problems: list[PlacedProblem]) -> NoReturn:
    """End the command, with each problem on a line of standard error."""
    for one in problems:
        click.echo(printable(str(one)), err=True)
    sys.exit(1)


@dataclass(frozen=True)
class _Writer:
    """Writes a result in the form asked for: to standard output, or its tables to ``output``."""

    form: str
    output: Path | None
    language: LanguageCode
    #: The plan as plain data, which tables are written with.
    plan: Mapping[str, Any]

    def write(self, data: dict[str, Any], document: list[Block], tables: list[Table]) -> None:
        if self.output is not None and self.form == WORD:
            write_word(document, self.output, self.language)
        elif self.output is not None:
            if self.form == "xlsx" and self.output.suffix != ".xlsx":
                raise WrongUsageError("workbook", name="--output")
            form = load_survey_form()
            labels = SurveyLabels(form.engine, form.texts, self.language)
            explained = explained_costs(tables, labels, self.plan, for_people=self.form == "xlsx")
            for path in write_tables(explained, self.output):
                click.echo(path)
        elif self.form == "json":
            click.echo(as_json(data), nl=False)
        elif self.form == "md":
            click.echo(render(document), nl=False)
        else:
            click.echo("\n".join(plain(document)))
