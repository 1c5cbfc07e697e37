"""``dcb-guide vision …`` and ``dcb-guide visions``: begin, check, draft, update, compare."""

import sys
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dcb_guide.cli.output import LANGUAGE, ErrorReport, as_annotation
from dcb_guide.cli.usage import WrongUsageError
from dcb_guide.cli.vision_plan_command import plan
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode, text_in
from dcb_guide.core.values import fill, printable
from dcb_guide.files.problem import Problem
from dcb_guide.guide.content import Guide
from dcb_guide.library import engine_of, load_guide
from dcb_guide.vision.read_vision import NAME, STATE, LoadedVision, is_there, load_vision

if TYPE_CHECKING:
    from dcb_guide.prefecture.survey import Survey

FOLDER = click.option("--folder", type=click.Path(path_type=Path), metavar="FOLDER",
                      help="The vision's folder; guide_data/vision/ of the checkout where none is named.")  # fmt: skip


@click.group()
def vision() -> None:
    """A prefecture's own vision: begin it, check it, draft its document, plan the way, bring it up to date."""


vision.add_command(plan)


@vision.command()
@click.option("--prefecture", required=True, metavar="CODE", help="Code of JIS X 0401, such as 40.")
@click.option("--from", "sources", multiple=True, metavar="RECORD|ADDRESS|SURVEY",
              help="A record's file, an address of the tool with answers, or a survey's file or folder;"
                   " may be given several times.")  # fmt: skip
@FOLDER
@LANGUAGE
def init(prefecture: str, sources: tuple[str, ...], folder: Path | None, language: LanguageCode) -> None:
    """Write a commented start that is valid and builds as it is."""
    from dcb_guide.vision.start import StartError, begin
    from dcb_guide.vision.what_changed import guide_state, write_state

    guide, engine, place = load_guide_and_vision_folder(folder)
    survey, others, told = _survey(sources, guide, engine, language)
    records, names, problems = _sources(others, engine, language)
    if ErrorReport().print(problems):
        sys.exit(1)
    errors = ErrorReport()
    errors.print(told)
    try:
        written = begin(place, guide, engine, prefecture.zfill(2), records, survey)
    except StartError as error:
        click.echo(fill(guide.publication.texts[error.message][language], value=error.value), err=True)
        sys.exit(1)
    if (loaded := load_vision(place, guide, engine, language)[0]) is not None:
        write_state(place, guide_state(loaded, guide, engine))
    for path, source in zip_longest(written, ["", *names]):
        text = fill(guide.publication.texts["init_from"][language], file=path, source=source)
        click.echo(text if source else path)
    click.echo(guide.draft["vision_begun"][language], err=True)
    sys.exit(1 if errors.has_errors else 0)


def _survey(
    sources: tuple[str, ...], guide: Guide, engine: Engine, language: LanguageCode
) -> "tuple[Survey | None, tuple[str, ...], list[Problem]]":
    """Return the survey that some of the sources make together, the other sources, and what is wrong with the survey.

    What is wrong with a reply does not keep its valid answers out of the vision.
    """
    from dcb_guide.cli.survey_commands import given
    from dcb_guide.guide.content import survey_texts
    from dcb_guide.guide.prefecture_survey import read_municipalities
    from dcb_guide.guide.read_guide import find_data
    from dcb_guide.prefecture.read_survey import SurveyReader

    reader = SurveyReader(engine, survey_texts(guide), read_municipalities(find_data()), language)
    paths = [Path(one) for one in sources if "#" not in one and Path(one).exists()]
    replies = [path for path in paths if reader.read(given((path,))).survey.platforms]
    if not replies:
        return None, sources, []
    reading = reader.read(given(tuple(replies)))
    others = tuple(one for one in sources if Path(one) not in replies)
    return reading.survey, others, [*reading.problems, *reading.conflict_texts]


def _sources(
    sources: tuple[str, ...], engine: Engine, language: LanguageCode
) -> tuple[list[Any], list[str], list[Problem]]:
    """Return the records to begin with, each with an id to suggest, where each came from, and what is wrong."""
    from dcb_guide.core.record_address import record_of
    from dcb_guide.records.read_files import ReadRecord, RecordFiles
    from dcb_guide.records.read_tables import problem_text

    records: list[tuple[str, ReadRecord]] = []
    names: list[str] = []
    problems: list[Problem] = []
    for source in sources:
        if "#" in source:
            record = record_of(source, engine)
            answers, found = engine.read(record)
            problems += [Problem("--from", 1, 1, problem_text(engine, one, language)) for one in found]
            records.append(("platform_1", ReadRecord(name=record.get("name"), answers=answers)))
            names.append(source)
            continue
        read = list(RecordFiles(engine, language).read(Path(source)))
        problems += [problem for one in read for problem in one.problems]
        records += [(Path(source).stem, one) for one in read]
        names += [source for _ in read]
    return records, names, problems


@vision.command()
@FOLDER
@LANGUAGE
@click.option("--format", "form", type=click.Choice(["text", "github"]), default="text", show_default=True,
              help="github: annotations on the lines of a pull request.")  # fmt: skip
@click.option("--upstream", metavar="COMMIT",
              help="Also name files changed outside the vision's folder since upstream's COMMIT.")  # fmt: skip
def check(folder: Path | None, language: LanguageCode, form: str, upstream: str | None) -> None:
    """List errors (what cannot be published) and open points (what a reader would ask)."""
    from dcb_guide.guide.read_guide import find_data
    from dcb_guide.vision.guide_age import age_note
    from dcb_guide.vision.open_points import open_points

    guide, engine, place = load_guide_and_vision_folder(folder)
    if note := age_note(guide, language, find_data().parent):
        click.echo(f"::notice::{as_annotation(note)}" if form == "github" else note, err=form == "text")
    if upstream:
        _name_files_outside(guide, upstream, language, form)
    if not is_there(place):
        click.echo(guide.draft["vision_none"][language])
        return
    loaded, problems = load_vision(place, guide, engine, language)
    if loaded is None:
        ErrorReport(form).print(problems)
        sys.exit(1)
    _print_warnings(loaded.notices, form)
    points = open_points(loaded, guide, engine)
    click.echo(guide.draft["vision_sound"][language])
    if points:
        click.echo(guide.draft["vision_open_points"][language])
    for point in points:
        text = _point(guide, point, language)
        click.echo(f"::warning::{as_annotation(text)}" if form == "github" else f"- {text}")


@vision.command()
@click.argument("output", type=click.Path(path_type=Path))
@FOLDER
@LANGUAGE
def draft(output: Path, folder: Path | None, language: LanguageCode) -> None:
    """Write the document: OUTPUT.docx, or OUTPUT.md with its pictures in the folder OUTPUT-files beside it."""
    from urllib.parse import quote

    from dcb_guide.core import document as drafting
    from dcb_guide.core import markdown
    from dcb_guide.vision import word
    from dcb_guide.vision.own_markdown import counted, fitted
    from dcb_guide.vision.vision_json import published

    if output.suffix not in (".docx", ".md"):
        raise WrongUsageError("document", file=output)
    guide, engine, place = load_guide_and_vision_folder(folder)
    loaded = load_valid_vision(place, guide, engine, language)
    blocks = drafting.blocks(
        published(loaded, guide, engine), engine.texts, language, loaded.chapters, count_own=counted
    )
    if output.suffix == ".md":
        # The pictures are beside the draft, in a folder of their own, so that several drafts may be in one folder.
        folder_of_pictures = f"{output.stem}-files"
        address = f"{quote(folder_of_pictures)}/"
        written = markdown.render(
            blocks, lambda block: fitted(block["text"], block["chapter"], address, block["labels"], block["title"])
        )
        output.write_text(written, encoding="utf-8")
        for name, picture in loaded.pictures.items():
            path = output.parent / folder_of_pictures / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture.data)
    else:
        prefecture = next(one for one in guide.prefectures if one.code == loaded.vision.prefecture)
        logo = (loaded.logo, prefecture.name[language]) if loaded.logo else None
        word.write(blocks, output, language, logo, loaded.pictures)
    click.echo(output)


@vision.command()
@FOLDER
@LANGUAGE
def update(folder: Path | None, language: LanguageCode) -> None:
    """Bring the vision and its records to this guide's form, and say what the guide changed for this vision."""
    from dcb_guide.vision.migrate import TooNewError, update_folder
    from dcb_guide.vision.vision_types import SCHEMA_VERSION
    from dcb_guide.vision.what_changed import changes, guide_state, read_state, write_state

    guide, engine, place = load_guide_and_vision_folder(folder)
    if not is_there(place):
        click.echo(guide.draft["vision_none"][language])
        return
    try:
        changed = update_folder(place, guide.publication.renamed)
    except TooNewError as error:
        values = {"value": error.version, "choices": str(SCHEMA_VERSION)}
        click.echo(f"{place / NAME}: {fill(guide.publication.texts['vision_too_new'][language], **values)}", err=True)
        sys.exit(1)
    texts = guide.publication.texts
    for path in changed:
        click.echo(fill(guide.draft["vision_updated"][language], file=path))
    if not changed:
        click.echo(guide.draft["vision_up_to_date"][language])
    loaded = load_valid_vision(place, guide, engine, language)
    for one in loaded.platforms:
        if one.record.notes and not one.record.public_notes:
            click.echo(f"- {fill(texts['notes_private'][language], file=f'platforms/{one.entry.id}.yml')}")
    before, after = read_state(place), guide_state(loaded, guide, engine)
    if before is None:
        click.echo(fill(texts["update_first"][language], file=place / STATE))
    else:
        sentences = list(changes(before, after, guide, language))
        for sentence in sentences:
            click.echo(f"- {sentence}")
        if not sentences:
            click.echo(texts["update_nothing"][language])
    write_state(place, after)


@click.command()
@click.argument("places", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="DIR...")
@click.option("--output", type=click.Path(path_type=Path), default=Path("comparison"), show_default=True,
              help="Folder for comparison.html, .csv and .json.")  # fmt: skip
@LANGUAGE
def visions(places: tuple[Path, ...], output: Path, language: LanguageCode) -> None:
    """Read the vision.json of many prefectures and write a comparison: a page, CSV and JSON.

    DIR is a file, a site, or a folder of such files and sites, however deep.
    """
    from dcb_guide.vision.compare_visions import UnreadableError, find, newest_of_each, read, write

    guide = load_guide()
    read_visions, failed = [], False
    for place in places:
        files = find(place)
        if not files:
            failed = True
            click.echo(fill(guide.publication.texts["visions_none_here"][language], file=place), err=True)
        for file in files:
            try:
                read_visions.append(read(file, guide, language))
            except UnreadableError as error:
                failed = True
                click.echo(error, err=True)
    kept, left_out = newest_of_each(read_visions)
    for one in left_out:
        name = text_in(one.prefecture.name, language)
        click.echo(fill(guide.publication.texts["visions_older_left_out"][language], prefecture=name), err=True)
    for path in write(kept, guide, language, output):
        click.echo(path)
    sys.exit(1 if failed else 0)


def load_guide_and_vision_folder(folder: Path | None) -> tuple[Guide, Engine, Path]:
    """Return the guide, its model, and the vision's folder."""
    from dcb_guide.guide.read_guide import GuideError, find_data

    try:
        place = folder or find_data() / "vision"
        guide = load_guide()
    except FileNotFoundError as error:
        raise WrongUsageError("no_guide") from error
    except GuideError as error:
        ErrorReport().print(error.problems)
        sys.exit(1)
    return guide, engine_of(guide), place


def load_valid_vision(place: Path, guide: Guide, engine: Engine, language: LanguageCode) -> LoadedVision:
    """Return the vision; print all its errors and end the command where there are any."""
    loaded, problems = load_vision(place, guide, engine, language)
    if loaded is None:
        ErrorReport().print(problems)
        sys.exit(1)
    return loaded


def _print_warnings(notices: list[Problem], form: str) -> None:
    """Print what does no harm and should be known, as warnings of a pull request or on standard error."""
    for notice in notices:
        if form == "github":
            file = as_annotation(notice.file).replace(":", "%3A").replace(",", "%2C")
            line = f",line={notice.line}" if notice.line else ""
            click.echo(f"::warning file={file}{line}::{as_annotation(notice.message)}")
        else:
            click.echo(printable(str(notice)), err=True)


def _name_files_outside(guide: Guide, upstream: str, language: LanguageCode, form: str) -> None:
    """Name the files that the fork changed outside its own folder, with what to do about them."""
    from dcb_guide.guide.read_guide import find_data
    from dcb_guide.vision.changed_outside import NoHistoryError, changed_outside

    try:
        files = changed_outside(find_data().parent, upstream)
    except NoHistoryError as error:
        raise WrongUsageError("no_history", commit=upstream, reason=str(error)) from error
    text = guide.publication.texts["files_outside"][language]
    _print_warnings([Problem(name, 1, 1, fill(text, file=name)) for name in files], form)


def _point(guide: Guide, point: dict[str, Any], language: LanguageCode) -> str:
    return fill(guide.draft[f"open_{point['id']}"][language], what=text_in(point["what"], language))
