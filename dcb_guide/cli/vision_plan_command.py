"""``dcb-guide vision plan``: a schedule that leads to the target, for the officer to change."""

import datetime
import json
import sys
from pathlib import Path

import click

from dcb_guide.cli.output import LANGUAGE
from dcb_guide.cli.usage import WrongUsageError
from dcb_guide.core.languages import LanguageCode, text_in
from dcb_guide.core.values import fill

MONTH = r"YYYY-MM"


def _month(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        datetime.date.fromisoformat(f"{value}-01")
    except ValueError as error:
        raise WrongUsageError("month", name=max(option.opts, key=len), value=value) from error
    return value


@click.command()
@click.option("--until", callback=_month, metavar=MONTH, help="Lay the plan backwards from its last month.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
              help="The day to begin from; the machine's where none is named.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "yaml", "json", "md"]), default="text", show_default=True,
              help="yaml: initiatives to paste into vision.yml.")  # fmt: skip
@click.option("--folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="The vision's folder; guide_data/vision/ of the checkout where none is named.")  # fmt: skip
@LANGUAGE
def plan(
    until: str | None, today: datetime.datetime | None, form: str, folder: Path | None, language: LanguageCode
) -> None:
    """Propose a plan to the target, along fiscal years and their budgets, from what is missing and from the way.

    Initiatives that name a task of the plan and have months stay where they are. Exit status 1 where --until cannot be
    kept.
    """
    from dcb_guide.cli.vision_commands import load_guide_and_vision_folder, load_valid_vision
    from dcb_guide.core import markdown
    from dcb_guide.core.document import texts_of
    from dcb_guide.vision.plan import as_initiatives, as_json, as_yaml, late_reasons, plan_for
    from dcb_guide.vision.plan_document import plan_blocks, plan_lines
    from dcb_guide.vision.vision_json import published

    guide, engine, place = load_guide_and_vision_folder(folder)
    loaded = load_valid_vision(place, guide, engine, language)
    data = published(loaded, guide, engine)
    texts = texts_of(data["prefecture"], engine.texts)
    day = (today.date() if today else datetime.date.today()).isoformat()
    found = plan_for(data, texts["roadmap"], day, until)
    if form == "yaml":
        click.echo(as_yaml(as_initiatives(found, texts["parties"])), nl=False)
    elif form == "json":
        click.echo(json.dumps(as_json(found, data), ensure_ascii=False, indent=2))
    elif form == "md":
        click.echo(markdown.render(plan_blocks(found, data, texts, language)), nl=False)
    else:
        click.echo("\n".join(plan_lines(found, texts, language)))
    for one, why, month in late_reasons(found, texts["roadmap"], day):
        what = text_in(one.task["title"], language)
        click.echo(fill(guide.draft[f"plan_late_{why}"][language], what=what, month=month), err=True)
    if found.late and until:
        click.echo(fill(guide.draft["plan_earliest"][language], month=found.earliest), err=True)
        sys.exit(1)
