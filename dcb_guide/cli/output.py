"""What every subcommand shares: options, loading with errors reported, results and errors on their streams."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

import dcb_guide
from dcb_guide.cli import report
from dcb_guide.core.engine import Engine
from dcb_guide.core.values import printable
from dcb_guide.files.problem import Problem
from dcb_guide.guide.content import Guide, survey_texts
from dcb_guide.guide.decision_types import LANGUAGES, Language

LANGUAGE = click.option("--lang", "language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True,
                        help="Language of texts and messages.")  # fmt: skip


class ErrorReport:
    """Prints problems to standard error and records that there were some."""

    def __init__(self) -> None:
        self.has_errors = False

    def print(self, problems: Iterable[Problem]) -> bool:
        """Print the problems; True where there are any."""
        found = list(problems)
        for problem in found:
            click.echo(printable(str(problem)), err=True)
        self.has_errors = self.has_errors or bool(found)
        return bool(found)


def print_notices(notices: Iterable[Problem]) -> None:
    """Print what was noticed and is no error to standard error."""
    for notice in notices:
        click.echo(printable(str(notice)), err=True)


def load_engine() -> Engine:
    """Return the engine with the model that this package carries, or in a checkout with the one of ``guide_data/``."""
    carried = Path(dcb_guide.__file__).with_name("model.json")
    if carried.exists():
        return Engine(json.loads(carried.read_text(encoding="utf-8")))
    from dcb_guide.guide.read_guide import GuideError, load
    from dcb_guide.proof.model_json import model_json

    try:
        return Engine(model_json(load()))
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


def load_proved_guide(folder: Path | None) -> Guide:
    """Return the guide of a folder with its tables proved; print all errors and end the command where there are any."""
    from dcb_guide.guide.read_guide import GuideError, load_with_sources
    from dcb_guide.proof.verify import defects

    try:
        guide, sources = load_with_sources(folder)
        problems = defects(guide, sources)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except GuideError as error:
        problems = error.problems
    if ErrorReport().print(problems):
        sys.exit(1)
    return guide


def write_results(engine: Engine, results: Iterator[dict[str, Any]], form: str, language: Language) -> None:
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
