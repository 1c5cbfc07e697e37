"""``dcb-guide check``, ``verify``, ``export``, ``schema`` and ``translations``: for whoever edits ``guide_data/``."""

import json
import sys
from pathlib import Path

import click

from dcb_guide.cli.output import LANGUAGE, ErrorReport, load_proved_guide, load_proved_guide_with_sources
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode
from dcb_guide.core.values import fill


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--complete", is_flag=True, help="List what is missing in languages that need not be complete.")
@LANGUAGE
def check(folder: Path | None, complete: bool, language: LanguageCode) -> None:
    """Load and validate guide_data/ (or FOLDER) and its vision; all errors at once as file:line:column: message."""
    from dcb_guide.guide import translations
    from dcb_guide.guide.read_guide import find_data
    from dcb_guide.proof.model_json import model_json
    from dcb_guide.vision.read_vision import is_there, load_vision

    guide, sources = load_proved_guide_with_sources(folder)
    data = folder or find_data()
    report = ErrorReport()
    if is_there(data / "vision"):
        _, problems = load_vision(data / "vision", guide, Engine(model_json(guide)), language)
        report.print(problems)
    if complete:
        report.print(translations.missing(guide, sources, data.parent))
    sys.exit(1 if report.has_errors else 0)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="OLD_MODEL.json",
              help="List, as Markdown, the combinations that an older model decided otherwise.")  # fmt: skip
def verify(folder: Path | None, against: Path | None) -> None:
    """Prove the decision tables of guide_data/ (or FOLDER) over all combinations.

    Every combination hits exactly one rule; no rule, outcome, requirement or check is idle; values that no
    rule distinguishes are listed as such, and no others; every description of a platform evaluates. Each defect is
    named with its file and line and one combination that shows it.
    """
    from dcb_guide.proof.compare_versions import changes
    from dcb_guide.proof.decision_tables import Compiled
    from dcb_guide.proof.verify import combinations_of, evaluate_all

    guide = load_proved_guide(folder)
    compiled = Compiled(guide)
    if against:
        for line in changes(json.loads(against.read_text(encoding="utf-8")), compiled):
            click.echo(line)
        return
    rules = sum(len(decision.rules) for decision in guide.decisions)
    click.echo(f"{len(guide.decisions)} tables with {rules} rules: total, disjoint, nothing idle")
    click.echo(f"{len(guide.requirements)} requirements, {len(guide.checks)} checks: each can hold")
    asked = len(compiled.variables)
    click.echo(f"{asked} inputs and facets: values that no rule distinguishes are listed as indistinguishable")
    click.echo(f"{combinations_of(compiled):,} complete descriptions with their context are covered by the proof")
    click.echo(f"{evaluate_all(compiled):,} descriptions of a platform evaluated")


@click.command()
@click.argument("output", type=click.Path(path_type=Path))
@LANGUAGE
def export(output: Path, language: LanguageCode) -> None:
    """Write the tables, requirements and checks: a workbook OUTPUT.xlsx, or a folder OUTPUT of CSV files.

    What each column holds, the codes of answers and the edition are tables of their own beside them.
    """
    from dcb_guide.files.write_tables import write_tables
    from dcb_guide.guide.export import explained, tables

    guide = load_proved_guide(None)
    for path in write_tables(explained(guide, language, tables(guide, language)), output):
        click.echo(path)


@click.command()
@click.argument("name", required=False)
def schema(name: str | None) -> None:
    """Write the JSON Schema NAME, for editors; without a name, list what there is."""
    from dcb_guide.core.nearest import nearest
    from dcb_guide.guide import schema as guide_schema
    from dcb_guide.vision import vision_json_schema, vision_types

    names = [*guide_schema.names(), "vision", "vision.json"]
    if name is None:
        click.echo("\n".join(names))
    elif name not in names:
        raise click.UsageError(f"{name!r}{nearest(name, names)}")
    else:
        guide = load_proved_guide(None)
        match name:
            case "vision":
                found = vision_types.schema(guide)
            case "vision.json":
                found = vision_json_schema.schema()
            case _:
                found = guide_schema.schema(name, guide)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@click.command()
@click.argument("section", nargs=-1)
@LANGUAGE
def editions(section: tuple[str, ...], language: LanguageCode) -> None:
    """List what rests on each section of the guidebook's editions.

    With a SECTION, such as "v3 7.1" (or "7.1" for every edition that has it), name all that rests on it, each with its
    file and line, and the decisions, requirements and checks that a change of its rules would touch.
    """
    from dcb_guide.cli import editions_report
    from dcb_guide.guide.read_guide import find_data
    from dcb_guide.guide.section_use import uses

    guide, sources = load_proved_guide_with_sources(None)
    found = list(uses(guide, sources, find_data().parent / "docs"))
    if not section:
        lines = editions_report.overview(guide, found, language)
    else:
        named = editions_report.sections_named(guide, " ".join(section))
        if not named:
            text = guide.interface["editions_unknown"][language]
            raise click.UsageError(fill(text, section=" ".join(section)))
        lines = editions_report.of_sections(guide, found, named, language)
    for line in lines:
        click.echo(line)


@click.command()
@click.option("--confirm", is_flag=True, help="Record that all languages say the same as they are now.")
def translations(confirm: bool) -> None:
    """List texts that changed in one language since all were confirmed to say the same."""
    from dcb_guide.guide import translations as record
    from dcb_guide.guide.read_guide import find_data

    root = find_data().parent
    if confirm:
        record.confirm(root)
    lines = list(record.stale(root))
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1 if lines else 0)
