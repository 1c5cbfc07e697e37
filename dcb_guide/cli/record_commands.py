"""``dcb-guide classify`` and ``dcb-guide next``: records in, results out."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dcb_guide.cli import report
from dcb_guide.cli.output import LANGUAGE, ErrorReport, load_engine, print_notices, write_results
from dcb_guide.core.engine import Engine
from dcb_guide.core.values import printable
from dcb_guide.files.limits import DEFAULT, Limits
from dcb_guide.guide.decision_types import Language
from dcb_guide.records.read_files import ReadRecord, RecordFiles

FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)

LIMIT = click.option("--limit", "megabytes", type=click.IntRange(1, 10_000), metavar="MB",
                     help="Read files of up to so many megabytes; 5, and 20,000 records, without it.")  # fmt: skip


@click.command()
@FILES
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]),
              help="Form of the results; text, or jsonl for standard input.")  # fmt: skip
@LIMIT
@LANGUAGE
def classify(files: tuple[Path, ...], form: str | None, megabytes: int | None, language: Language) -> None:
    """Classify every record of YAML, JSON, JSON Lines, CSV and xlsx FILES.

    The file name - stands for JSON Lines on standard input, answered line by line. A record with errors is named
    on standard error by file, line and column; the others are answered all the same.
    """
    engine = load_engine()
    form = form or ("jsonl" if "-" in map(str, files) else "text")
    errors = ErrorReport()
    valid = _valid_records(engine, files, language, errors, _limits(megabytes))
    write_results(engine, (engine.result(read.answers, read.name) for read in valid), form, language)
    sys.exit(1 if errors.has_errors else 0)


@click.command("next")
@FILES
@LIMIT
@LANGUAGE
def next_question(files: tuple[Path, ...], megabytes: int | None, language: Language) -> None:
    """Name the next question to ask about each record of FILES: the answer that settles most."""
    engine = load_engine()
    errors = ErrorReport()
    for read in _valid_records(engine, files, language, errors, _limits(megabytes)):
        question = engine.next_question(engine.codes(read.answers))
        label = engine.texts["inputs"][question][language] if question else "-"
        click.echo(f"{_name(engine, read, language)}\t{question or '-'}\t{label}")
    sys.exit(1 if errors.has_errors else 0)


def _valid_records(
    engine: Engine, files: tuple[Path, ...], language: Language, errors: ErrorReport, limits: Limits
) -> Iterator[ReadRecord]:
    """Yield the records without errors; print the errors of the others."""
    reader = RecordFiles(engine, language, limits)
    for path in files:
        for read in reader.read_stream(sys.stdin.buffer, "-") if str(path) == "-" else reader.read(path):
            print_notices(read.notices)
            if not errors.print(read.problems) and not read.notices:
                _warn_if_other_model(engine, read, language)
                yield read


def _limits(megabytes: int | None) -> Limits:
    return DEFAULT if megabytes is None else DEFAULT.for_megabytes(megabytes)


def _warn_if_other_model(engine: Engine, read: ReadRecord, language: Language) -> None:
    """Note on standard error that a record was made with another version of the model."""
    if read.model_version not in (None, engine.version):
        note = engine.texts["interface"]["note_model"][language].format(old=read.model_version, new=engine.version)
        click.echo(printable(f"{_name(engine, read, language)}: {note}"), err=True)


def _name(engine: Engine, read: ReadRecord, language: Language) -> str:
    return report.name_of(read.name, language, engine.texts["interface"]["unnamed"][language])
