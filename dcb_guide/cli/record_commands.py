"""``dcb-guide classify`` and ``dcb-guide next``: records in, results out."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dcb_guide.cli.output import LANGUAGE, ErrorReport, load_engine, print_notices, write_results
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode, text_in
from dcb_guide.core.values import fill, printable
from dcb_guide.files.limits import DEFAULT, Limits
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
def classify(files: tuple[Path, ...], form: str | None, megabytes: int | None, language: LanguageCode) -> None:
    """Classify every record of YAML, JSON, JSON Lines, CSV and xlsx FILES.

    The file name - means JSON Lines on standard input, answered line by line. A record with errors is named
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
def next_question(files: tuple[Path, ...], megabytes: int | None, language: LanguageCode) -> None:
    """Name the next question to ask about each record of FILES: the answer that settles most."""
    engine = load_engine()
    errors = ErrorReport()
    for read in _valid_records(engine, files, language, errors, _limits(megabytes)):
        question = engine.next_question(engine.codes(read.answers))
        label = text_in(engine.texts["inputs"][question], language) if question else "-"
        click.echo(f"{_name(engine, read, language)}\t{question or '-'}\t{label}")
    sys.exit(1 if errors.has_errors else 0)


def _valid_records(
    engine: Engine, files: tuple[Path, ...], language: LanguageCode, errors: ErrorReport, limits: Limits
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


def _warn_if_other_model(engine: Engine, read: ReadRecord, language: LanguageCode) -> None:
    """Note on standard error that a record was made with another version of the model."""
    if read.model_version not in (None, engine.version):
        text = text_in(engine.texts["interface"]["note_model"], language)
        note = fill(text, old=read.model_version, new=engine.version)
        click.echo(printable(f"{_name(engine, read, language)}: {note}"), err=True)


def _name(engine: Engine, read: ReadRecord, language: LanguageCode) -> str:
    return text_in(read.name or engine.texts["interface"]["unnamed"], language)
