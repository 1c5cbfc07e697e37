"""``dcb-guide survey``: the form out, the replies in."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from dcb_guide.cli.output import LANGUAGE, ErrorReport, SurveyForm, load_survey_form, print_notices
from dcb_guide.cli.usage import WrongUsageError
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.values import fill, printable
from dcb_guide.files.limits import DEFAULT
from dcb_guide.files.problem import Problem
from dcb_guide.prefecture.read_survey import Reading, SurveyReader
from dcb_guide.prefecture.survey_files import OTHER_SPREADSHEETS, SUFFIXES, WORKBOOK_SUFFIXES
from dcb_guide.prefecture.survey_letter import letter, letter_text, listed, survey_fields

WORD = ".docx"
OUTPUT = click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
PREFECTURE = click.option("--prefecture", required=True, metavar="CODE", help="The prefecture's code, two digits.")
#: Fields of a letter that are given as they are: option → its help.
FIELDS = {
    "reference": "The letter's reference number.",
    "date": "Day of the letter.",
    "addressee": "Who the letter is to.",
    "sender": "Who the letter is from.",
    "due": "Day by which to answer.",
    "as_of": "Day to which the answers are to refer.",
    "return_to": "Where to send the answers.",
    "contact": "Whom to ask: office, telephone, mail.",
}


def with_fields(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for a letter's fields to a command."""
    for name, text in reversed(FIELDS.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, default="", metavar="TEXT", help=text)(command)
    return command


@click.group()
def survey() -> None:
    """Survey the platforms and services of a whole prefecture: the form, the letter, the replies."""


@survey.command()
@OUTPUT
@PREFECTURE
@click.option("--as-of", default="", metavar="DAY", help="Day to which the answers are to refer, like 2026-11-01.")
@LANGUAGE
def template(output: Path, prefecture: str, as_of: str, language: LanguageCode) -> None:
    """Write the form to be sent out as a workbook OUTPUT.xlsx, with the municipalities of a prefecture."""
    from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks

    form = load_survey_form()
    reader = _reader(form, language)
    day = reader.dates.day(as_of) if as_of else ""
    if day is None:
        raise WrongUsageError("day", option="--as-of", value=as_of)
    _write(output, SurveyWorkbooks(reader).template(_code(form, prefecture), day))


@survey.command()
@OUTPUT
@PREFECTURE
@LANGUAGE
def example(output: Path, prefecture: str, language: LanguageCode) -> None:
    """Write a filled form as a workbook OUTPUT.xlsx, to go with the empty one."""
    from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks

    form = load_survey_form()
    _write(output, SurveyWorkbooks(_reader(form, language)).example(_code(form, prefecture)))


@survey.command("cost-template")
@OUTPUT
@click.option("--prefecture", metavar="CODE", help="List a prefecture's municipalities as participants: two digits.")
@LANGUAGE
def cost_template(output: Path, prefecture: str | None, language: LanguageCode) -> None:
    """Write the form of a cost plan as a workbook OUTPUT.xlsx, to be filled in and given to dcb-guide cost."""
    from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks

    form = load_survey_form()
    _write(
        output, SurveyWorkbooks(_reader(form, language)).cost_template(_code(form, prefecture) if prefecture else "")
    )


@survey.command("letter")
@click.argument("output", required=False, type=click.Path(dir_okay=False, path_type=Path))
@PREFECTURE
@with_fields
@LANGUAGE
def letter_command(output: Path | None, prefecture: str, language: LanguageCode, **fields: str) -> None:
    """Write the letter of request: OUTPUT.docx (Word) or OUTPUT.txt, or to standard output without OUTPUT.

    What is not given is left as a blank to fill in.
    """
    form = load_survey_form()
    name = form.texts["prefectures"][_code(form, prefecture)][language]
    _letter(form, output, "request", language, {**fields, "prefecture": name})


@survey.command()
@FILES
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file, .docx (Word) or .txt.")
@with_fields
@LANGUAGE
def reminder(files: tuple[Path, ...], output: Path | None, language: LanguageCode, **fields: str) -> None:
    """Write a reminder to the municipalities that FILES list and that have not answered in any of them."""
    form = load_survey_form()
    reader = _reader(form, language)
    reading = read_replies(reader, files)
    errors = ErrorReport()
    errors.print(reading.problems)
    if not reading.not_answered:
        click.echo(form.texts["summary"]["everybody"][language], err=True)
    else:
        filled = {name: text for name, text in fields.items() if text}
        names = listed(reading.not_answered, reader.labels.joined(["", ""]))
        known = survey_fields(form.texts, reading.survey, language)
        _letter(form, output, "reminder", language, {**known, **filled, "municipalities": names})
    sys.exit(1 if errors.has_errors else 0)


@survey.command()
@FILES
@LANGUAGE
def check(files: tuple[Path, ...], language: LanguageCode) -> None:
    """Read FILES (workbooks, CSV, YAML, JSON, or folders of them) as one survey and name every mistake.

    Mistakes and conflicting answers are named on standard error by file, sheet and cell; what was read, and who has not
    answered yet, on standard output.
    """
    form = load_survey_form()
    reader = _reader(form, language)
    reading = read_replies(reader, files)
    print_notices(reading.notices)
    errors = ErrorReport()
    errors.print([*reading.problems, *reading.conflict_texts])
    for line in _summary(form, reader, reading, language):
        click.echo(printable(line))
    sys.exit(1 if errors.has_errors else 0)


def read_replies(reader: SurveyReader, paths: tuple[Path, ...]) -> Reading:
    """Return the survey that files, and those in folders, make together; what is passed over in a folder is noticed."""
    reading = reader.read(given(paths))
    passed = [
        Problem(str(inner), 0, 0, reader.labels.say("passed_over", {}))
        for path in paths
        if path.is_dir()
        for inner in _inside(path)
        if not _is_read(inner)
    ]
    reading.notices = sorted([*reading.notices, *passed])
    return reading


def given(paths: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file; a folder stands for the files in it and in the folders in it."""
    for path in paths:
        if not path.is_dir():
            yield str(path), _bytes(path)
            continue
        yield from ((str(inner), _bytes(inner)) for inner in _inside(path) if _is_read(inner))


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those in it, without what systems hide."""
    for inner in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in inner.relative_to(folder).parts)
        if inner.is_file() and not hidden:
            yield inner


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in {*SUFFIXES, *WORKBOOK_SUFFIXES, *OTHER_SPREADSHEETS}


def _bytes(path: Path) -> bytes:
    """Return a file's bytes, or as many as show that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(DEFAULT.bytes + 1)
    except OSError as error:
        raise WrongUsageError("unreadable", file=path, reason=error.strerror) from error


def _summary(form: SurveyForm, reader: SurveyReader, reading: Reading, language: LanguageCode) -> Iterator[str]:
    def line(name: str, **values: Any) -> str:
        return fill(form.texts["summary"][name][language], **values)

    found = reading.survey
    yield line("replies", count=len(reading.replies))
    yield line("platforms", count=len(found.platforms))
    yield line("services", count=len(found.services))
    if reading.conflicts:
        yield line("conflicts", count=len(reading.conflicts))
    if found.municipalities:
        missing = reading.not_answered
        count = len(found.municipalities)
        yield line("municipalities", answered=count - len(missing), count=count)
        names = listed(missing, reader.labels.joined(["", ""]))
        text: str = form.texts["summary"]["not_answered" if missing else "everybody"][language]
        yield text.replace("{names}", names)


def _reader(form: SurveyForm, language: LanguageCode) -> SurveyReader:
    return SurveyReader(form.engine, form.texts, form.municipalities, language)


def _code(form: SurveyForm, code: str) -> str:
    known = form.texts["prefectures"]
    if code not in known:
        raise WrongUsageError("prefecture", value=code)
    return code


def _write(output: Path, content: bytes) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    click.echo(output)


def _letter(form: SurveyForm, output: Path | None, name: str, language: LanguageCode, fields: dict[str, str]) -> None:
    blocks = letter(form.texts, name, language, fields)
    if output is None:
        click.echo(letter_text(blocks), nl=False)
    elif output.suffix.lower() == WORD:
        from dcb_guide.vision.word import write

        output.parent.mkdir(parents=True, exist_ok=True)
        write(blocks, output, language)
        click.echo(output)
    else:
        _write(output, letter_text(blocks).encode())
