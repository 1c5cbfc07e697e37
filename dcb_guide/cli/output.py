"""What every subcommand shares: options, loading with errors reported, results and errors on their streams."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dcb_guide import library
from dcb_guide.cli import report
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from dcb_guide.core.values import printable
from dcb_guide.files.problem import Problem

if TYPE_CHECKING:
    from dcb_guide.guide.content import Guide
    from dcb_guide.guide.read_guide import Sources

LANGUAGE = click.option("--lang", "language", type=click.Choice(LANGUAGES), default=FIRST, show_default=True,
                        help="Language of texts and messages.")  # fmt: skip


def form_option(tables: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option ``--format`` of what is written as a document or as tables; ``tables`` says what these hold."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "md", "docx", "xlsx", "csv"]),
        default="text",
        show_default=True,
        help=f"Form of the result; md is Markdown, docx Word; xlsx and csv {tables}.",
    )


class ErrorReport:
    """Prints problems and records that there were some.

    ``form`` is ``text``, on standard error, or ``github``: on standard output, as annotations of a pull request.
    """

    def __init__(self, form: str = "text") -> None:
        self.form = form
        self.has_errors = False

    def print(self, problems: Iterable[Problem]) -> bool:
        """Print the problems; True where there are any."""
        found = list(problems)
        for problem in found:
            if self.form == "github":
                file = as_annotation(problem.file).replace(":", "%3A").replace(",", "%2C")
                message = as_annotation(problem.message)
                at = f",line={problem.line},col={problem.column}" if problem.line else ""
                click.echo(f"::error file={file}{at}::{message}")
            else:
                click.echo(printable(str(problem)), err=True)
        self.has_errors = self.has_errors or bool(found)
        return bool(found)


def print_notices(notices: Iterable[Problem]) -> None:
    """Print what was noticed and is no error to standard error."""
    for notice in notices:
        click.echo(printable(str(notice)), err=True)


def as_annotation(message: str) -> str:
    """Return a message as GitHub's workflow commands take it: on one line, its percent signs escaped."""
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def load_engine() -> Engine:
    """Return the engine with the model that this package carries, or in a checkout with the one of ``guide_data/``."""
    from dcb_guide.guide.read_guide import GuideError

    try:
        return library.load_engine()
    except (GuideError, FileNotFoundError) as error:
        click.echo(error, err=True)
        sys.exit(1)


@dataclass(frozen=True)
class SurveyForm:
    """What surveys are read with: the engine, the form's texts, the guide's municipalities (five digits → name)."""

    engine: Engine
    texts: dict[str, Any]
    municipalities: dict[str, str]


def load_survey_form() -> SurveyForm:
    """Return what surveys are read with, from the checkout's ``guide_data/``; errors in it end the command."""
    from dcb_guide.guide.content import survey_texts
    from dcb_guide.guide.prefecture_survey import read_municipalities
    from dcb_guide.guide.read_guide import GuideError, find_data, load
    from dcb_guide.proof.model_json import model_json

    try:
        folder = find_data()
        guide = load(folder)
    except (GuideError, FileNotFoundError) as error:
        click.echo(error, err=True)
        sys.exit(1)
    return SurveyForm(Engine(model_json(guide)), survey_texts(guide), read_municipalities(folder))


def load_proved_guide(folder: Path | None) -> "Guide":
    """Return the guide of a folder with its tables proved; print all errors and end the command where there are any."""
    return load_proved_guide_with_sources(folder)[0]


def load_proved_guide_with_sources(folder: Path | None) -> "tuple[Guide, Sources]":
    """Return the guide and where its parts were read from; as :func:`load_proved_guide`."""
    from dcb_guide.guide.read_guide import GuideError, load_with_sources
    from dcb_guide.prefecture import worked_cost_plans
    from dcb_guide.proof.verify import defects

    try:
        guide, sources = load_with_sources(folder)
        problems = [*defects(guide, sources), *worked_cost_plans.defects(guide, sources)]
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except GuideError as error:
        problems = error.problems
    if ErrorReport().print(problems):
        sys.exit(1)
    return guide, sources


def write_results(engine: Engine, results: Iterator[dict[str, Any]], form: str, language: LanguageCode) -> None:
    """Write results to standard output one by one as they come, so that memory stays flat.

    ``form`` is ``text``, ``json`` (one array) or ``jsonl`` (a line each).
    """
    first = True
    for result in results:
        match form:
            case "jsonl":
                print(json.dumps(result, ensure_ascii=False, sort_keys=True), flush=True)
            case "json":
                print(
                    "[" if first else ",",
                    json.dumps(result, ensure_ascii=False, sort_keys=True, indent=2),
                    sep="\n",
                )
            case _:
                print(*([] if first else [""]), *report.lines(engine, result, language), sep="\n")
        first = False
    if form == "json":
        print("[]" if first else "]")
