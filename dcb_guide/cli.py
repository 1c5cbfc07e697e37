"""The ``dcb-guide`` command. Standard output holds results only; everything wrong goes to standard error.

Exit status: 0 done, 1 the input has errors, 2 wrong usage.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dcb_guide import report
from dcb_guide.engine import Model
from dcb_guide.models import Guide, Language
from dcb_guide.read_records import ReadRecord, RecordFiles
from dcb_guide.vision.cli import vision, visions
from dcb_guide.yaml_source import Problem

LANGUAGE = click.option("--lang", "language", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
                        help="Language of texts and messages.")  # fmt: skip
FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dcb-guide")
def main() -> None:
    """Where does an area data coordination platform stand, and where should it go?

    An unofficial guide to the co-use of Japan's area data coordination platforms, as a decision engine.
    """


main.add_command(vision)
main.add_command(visions)


@main.command()
@FILES
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]),
              help="Form of the results; text, or jsonl for standard input.")  # fmt: skip
@LANGUAGE
def classify(files: tuple[Path, ...], form: str | None, language: Language) -> None:
    """Classify every record of YAML, JSON, JSON Lines, CSV and xlsx FILES.

    The file name - stands for JSON Lines on standard input, answered line by line. A record with errors is named
    on standard error by file, line and column; the others are answered all the same.
    """
    model = load_model()
    form = form or ("jsonl" if "-" in map(str, files) else "text")
    problems = _Problems()
    results = (
        model.result(read.answers, read.name)
        for read in _records(model, files, language)
        if not problems.tell(read.problems) and _told_version(model, read, language)
    )
    _write(model, results, form, language)
    sys.exit(1 if problems.told else 0)


@main.command("next")
@FILES
@LANGUAGE
def next_(files: tuple[Path, ...], language: Language) -> None:
    """Name the next question to ask about each record of FILES: the answer that settles most."""
    model = load_model()
    problems = _Problems()
    for read in _records(model, files, language):
        if problems.tell(read.problems):
            continue
        question = model.next_question(model.codes(read.answers))
        label = model.texts["inputs"][question][language] if question else "-"
        name = report.name_of(read.name, language, model.texts["interface"]["unnamed"][language])
        click.echo(f"{name}\t{question or '-'}\t{label}")
    sys.exit(1 if problems.told else 0)


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@LANGUAGE
def check(folder: Path | None, language: Language) -> None:
    """Load and validate guide_data/ (or FOLDER) and its vision; all errors at once as file:line:column: message."""
    from dcb_guide import compile as compiler
    from dcb_guide.load import find_data
    from dcb_guide.vision.load import is_there, load_vision

    guide = _sound_guide(folder)
    own_ground = (folder or find_data()) / "vision"
    if is_there(own_ground):
        _, problems = load_vision(own_ground, guide, Model(compiler.model(guide)), language)
        sys.exit(1 if _Problems().tell(problems) else 0)


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="OLD_MODEL.json",
              help="Tell which combinations an older model decided otherwise, as Markdown.")  # fmt: skip
def verify(folder: Path | None, against: Path | None) -> None:
    """Prove the decision tables of guide_data/ (or FOLDER) over all combinations.

    Every combination hits exactly one rule; no rule, outcome, requirement or check is idle; values that nothing tells
    apart are declared alike, and no others; every description of a platform evaluates. Each defect is named with its
    file and line and one combination that shows it.
    """
    from dcb_guide.compare import changes
    from dcb_guide.compile import Compiled
    from dcb_guide.verify import combinations_of, evaluate_all

    guide = _sound_guide(folder)
    compiled = Compiled(guide)
    if against:
        for line in changes(json.loads(against.read_text(encoding="utf-8")), compiled):
            click.echo(line)
        return
    rules = sum(len(decision.rules) for decision in guide.decisions)
    click.echo(f"{len(guide.decisions)} tables with {rules} rules: total, disjoint, nothing idle")
    click.echo(f"{len(guide.requirements)} requirements, {len(guide.checks)} checks: each can hold")
    click.echo(f"{len(compiled.variables)} inputs and facets: values that nothing tells apart are declared alike")
    click.echo(f"{combinations_of(compiled):,} complete descriptions with their context are covered by the proof")
    click.echo(f"{evaluate_all(compiled):,} descriptions of a platform evaluated")


@main.command()
@click.argument("output", type=click.Path(path_type=Path))
@LANGUAGE
def export(output: Path, language: Language) -> None:
    """Write the tables, requirements and checks: a workbook OUTPUT.xlsx, or a folder OUTPUT of CSV files."""
    from dcb_guide.export import tables, write

    for path in write(tables(_sound_guide(None), language), output):
        click.echo(path)


@main.command()
@click.argument("name", required=False)
def schema(name: str | None) -> None:
    """Write the JSON Schema NAME, for editors; without a name, list what there is."""
    from dcb_guide import schema as schemas
    from dcb_guide.nearest import nearest

    if name is None:
        click.echo("\n".join(schemas.names()))
    elif name not in schemas.names():
        raise click.UsageError(f"{name!r}{nearest(name, schemas.names())}")
    else:
        click.echo(json.dumps(schemas.schema(name, _sound_guide(None)), ensure_ascii=False, indent=2))


@main.command()
@click.option("--confirm", is_flag=True, help="Record that both languages say the same as they are now.")
def translations(confirm: bool) -> None:
    """List texts that changed in one language since both were confirmed to say the same."""
    from dcb_guide import translations as record
    from dcb_guide.load import find_data

    root = find_data().parent
    if confirm:
        record.confirm(root)
    lines = list(record.stale(root))
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1 if lines else 0)


def load_model() -> Model:
    """Return the model that this package carries, or in a checkout the one its ``guide_data/`` gives."""
    carried = Path(__file__).with_name("model.json")
    if carried.exists():
        return Model(json.loads(carried.read_text(encoding="utf-8")))
    from dcb_guide import compile as compiler
    from dcb_guide.load import GuideError, load

    try:
        return Model(compiler.model(load()))
    except (GuideError, FileNotFoundError) as error:
        click.echo(error, err=True)
        sys.exit(1)


def _sound_guide(folder: Path | None) -> Guide:
    """Return the guide of a folder; ends the command where it has errors, with all of them told."""
    from dcb_guide.load import GuideError, load_with_sources
    from dcb_guide.verify import defects

    try:
        guide, sources = load_with_sources(folder)
        problems = defects(guide, sources)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except GuideError as error:
        problems = error.problems
    if _Problems().tell(problems):
        sys.exit(1)
    return guide


class _Problems:
    """Tells problems on standard error, and remembers whether there were any."""

    def __init__(self) -> None:
        self.told = False

    def tell(self, problems: list[Problem]) -> bool:
        """Write the problems; True where there are any."""
        for problem in problems:
            click.echo(problem, err=True)
        self.told = self.told or bool(problems)
        return bool(problems)


def _records(model: Model, files: tuple[Path, ...], language: Language) -> Iterator[ReadRecord]:
    reader = RecordFiles(model, language)
    for path in files:
        yield from reader.read_stream(sys.stdin.buffer, "-") if str(path) == "-" else reader.read(path)


def _told_version(model: Model, read: ReadRecord, language: Language) -> bool:
    """Note on standard error that a record was made with another version of the model; always true."""
    if read.model not in (None, model.version):
        name = report.name_of(read.name, language, model.texts["interface"]["unnamed"][language])
        note = model.texts["interface"]["note_model"][language].format(old=read.model, new=model.version)
        click.echo(f"{name}: {note}", err=True)
    return True


def _write(model: Model, results: Iterator[dict[str, Any]], form: str, language: Language) -> None:
    """Write results one by one as they come, so that memory stays flat."""
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
                print(*([] if first else [""]), *report.lines(model, result, language), sep="\n")
        first = False
    if form == "json":
        print("[]" if first else "]")
