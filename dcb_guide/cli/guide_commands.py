"""``dcb-guide check``, ``verify``, ``export``, ``schema`` and ``translations``: for whoever edits ``guide_data/``."""

import json
import sys
from pathlib import Path

import click

from dcb_guide.cli.output import LANGUAGE, ErrorReport, load_proved_guide
from dcb_guide.core.engine import Engine
from dcb_guide.guide.decision_types import Language


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@LANGUAGE
def check(folder: Path | None, language: Language) -> None:
    """Load and validate guide_data/ (or FOLDER) and its vision; all errors at once as file:line:column: message."""
    from dcb_guide.guide.read_guide import find_data
    from dcb_guide.proof.model_json import model_json
    from dcb_guide.vision.read_vision import is_there, load_vision

    guide = load_proved_guide(folder)
    vision_folder = (folder or find_data()) / "vision"
    if is_there(vision_folder):
        _, problems = load_vision(vision_folder, guide, Engine(model_json(guide)), language)
        sys.exit(1 if ErrorReport().print(problems) else 0)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="OLD_MODEL.json",
              help="Tell which combinations an older model decided otherwise, as Markdown.")  # fmt: skip
def verify(folder: Path | None, against: Path | None) -> None:
    """Prove the decision tables of guide_data/ (or FOLDER) over all combinations.

    Every combination hits exactly one rule; no rule, outcome, requirement or check is idle; values that nothing tells
    apart are declared alike, and no others; every description of a platform evaluates. Each defect is named with its
    file and line and one combination that shows it.
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
    click.echo(f"{len(compiled.variables)} inputs and facets: values that nothing tells apart are declared alike")
    click.echo(f"{combinations_of(compiled):,} complete descriptions with their context are covered by the proof")
    click.echo(f"{evaluate_all(compiled):,} descriptions of a platform evaluated")


@click.command()
@click.argument("output", type=click.Path(path_type=Path))
@LANGUAGE
def export(output: Path, language: Language) -> None:
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

    of_visions = {"vision": vision_types.schema, "vision.json": vision_json_schema.schema}
    names = [*guide_schema.names(), *of_visions]
    if name is None:
        click.echo("\n".join(names))
    elif name not in names:
        raise click.UsageError(f"{name!r}{nearest(name, names)}")
    else:
        found = of_visions[name]() if name in of_visions else guide_schema.schema(name, load_proved_guide(None))
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@click.command()
@click.option("--confirm", is_flag=True, help="Record that both languages say the same as they are now.")
def translations(confirm: bool) -> None:
    """List texts that changed in one language since both were confirmed to say the same."""
    from dcb_guide.guide import translations as record
    from dcb_guide.guide.read_guide import find_data

    root = find_data().parent
    if confirm:
        record.confirm(root)
    lines = list(record.stale(root))
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1 if lines else 0)
