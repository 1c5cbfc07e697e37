"""``dcb-guide cost``: a cost plan's file in, who pays what out."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from dcb_guide.models import Language
from dcb_guide.prefecture.cost import compare, result, share_costs, what_if
from dcb_guide.prefecture.cost_plan import KEYS, SCHEMES, Problem, problem, read_plan
from dcb_guide.prefecture.cost_report import Block, Report, plain
from dcb_guide.read_records import SURROGATE, YAML_SUFFIXES
from dcb_guide.vision.markdown import render
from dcb_guide.yaml_source import Path_, Source, parse
from dcb_guide.yaml_source import Problem as PlacedProblem

SUFFIXES = (*YAML_SUFFIXES, ".json")
#: A survey holds its plan under this key, beside these.
COST = "cost"
SURVEY_KEYS = {"survey", "platforms", "services", "uses", "municipalities"}
LARGEST_MEGABYTES = 5
YEAR_OF_ONE = "ID=YEAR"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--scheme", type=click.Choice(SCHEMES), help="Share by this scheme, whatever the plan says.")
@click.option("--compare", "comparing", is_flag=True, help="Set every scheme beside the others.")
@click.option("--leaves", multiple=True, metavar=YEAR_OF_ONE, help="What if a participant leaves in this year?")
@click.option("--joins", multiple=True, metavar=YEAR_OF_ONE, help="What if a participant joins in this year?")
@click.option("--without", multiple=True, metavar="ID", help="What if a participant does not take part?")
@click.option(
    "--prefecture-percent",
    type=float,
    metavar="PERCENT",
    help="What if the prefecture bears this share of the build and of running costs?",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md"]),
    default="text",
    show_default=True,
    help="Form of the result; md is Markdown.",
)
@click.option("--lang", "language", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="Language of texts and messages.")  # fmt: skip
def cost(
    file: Path,
    scheme: str | None,
    comparing: bool,
    leaves: tuple[str, ...],
    joins: tuple[str, ...],
    without: tuple[str, ...],
    prefecture_percent: float | None,
    form: str,
    language: Language,
) -> None:
    """Share the costs of a platform between the prefecture and those who take part, exact to the yen.

    FILE is YAML or JSON: a cost plan, or a survey with one under the key cost. Every error is named on standard error
    by file, line and column. The options of "what if" may be combined; the result then is each body's change.
    """
    changes = _changes(leaves, joins, without, prefecture_percent)
    if changes and comparing:
        raise click.UsageError("--compare shows a plan as it is; leave out the options of what if")
    from dcb_guide.cli import load_model

    texts = load_model().texts
    report = Report(texts["interface"], language)
    read = _read(file, report)
    data = {**read.data, "scheme": scheme} if scheme and isinstance(read.data, dict) else read.data
    plan, problems = read_plan(data)
    if plan is None:
        _fail(read.placed(problems, report))
    if changes:
        found, problems = what_if(data, changes)
        if found is None:
            raise click.UsageError("\n".join(map(report.problem, problems)))
        _write(found, report.change(plan, found), form)
    elif comparing:
        found = compare(plan)
        interviews = [
            report.word("interview", **{key: one[key][language] for key in ("label", "text")}, source=one["source"])
            for one in texts["savings"]
        ]
        _write(found, report.comparison(plan, found, interviews), form)
    else:
        sharing = share_costs(plan)
        _write(result(sharing), report.sharing(sharing), form)


@dataclass
class _PlanFile:
    """What a file holds of a plan: its data, the path at which it lies in the file, and the file's places."""

    data: Any
    base: Path_
    source: Callable[[], Source]

    def placed(self, problems: list[Problem], report: Report) -> list[PlacedProblem]:
        """Return problems with their lines and columns, in the file's order."""
        source = self.source()
        return sorted(
            source.problem((*self.base, *one["path"]), report.problem(one), at_key=one["at_key"]) for one in problems
        )


def _read(path: Path, report: Report) -> _PlanFile:
    """Read a file; ends the command where it is no YAML or JSON, or holds no plan."""
    name = str(path)

    def fail(text: str, value: Any, *, line: int = 1, column: int = 1, choices: str = "") -> NoReturn:
        message = report.texts[text][report.language].format(value=value, choices=choices)
        _fail([PlacedProblem(name, line, column, message)])

    if path.suffix not in SUFFIXES:
        fail("problem_file_kind", path.suffix, choices=report.word("list_separator").join(SUFFIXES))
    try:
        if path.stat().st_size > LARGEST_MEGABYTES * 1_000_000:
            fail("cost_problem_too_large", None, choices=str(LARGEST_MEGABYTES))
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fail("problem_file", f"UTF-8, {error.reason}")
    except OSError as error:
        fail("problem_file", error.strerror)
    repeated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(items)
        repeated = repeated or len(found) < len(items)
        return found

    def places() -> Source:
        return parse(SURROGATE.sub("\\\\u0041", text).replace("\t", " "), name)

    source = places
    try:
        if path.suffix == ".json":
            data = json.loads(text, object_pairs_hook=pairs)
            if repeated:
                _fail(places().problems)
        else:
            parsed = parse(text, name)
            if parsed.problems:
                _fail(parsed.problems)
            data, source = parsed.data, lambda: parsed
    except json.JSONDecodeError as error:
        fail("problem_json", error.msg, line=error.lineno, column=error.colno)
    except RecursionError:
        fail("problem_too_deep", None)
    except ValueError as error:  # A whole number of more digits than Python reads.
        fail("problem_json", str(error).partition(";")[0])
    base: Path_ = ()
    if isinstance(data, dict) and not data.keys() & set(KEYS) and data.keys() & {COST, *SURVEY_KEYS}:
        if data.get(COST) is None:
            _fail(_PlanFile(data, (), source).placed([problem([], "no_cost", None)], report))
        data, base = data[COST], (COST,)
    return _PlanFile(data, base, source)


def _changes(
    leaves: tuple[str, ...], joins: tuple[str, ...], without: tuple[str, ...], percent: float | None
) -> list[dict[str, Any]]:
    """Return the changes that options ask for."""
    changes: list[dict[str, Any]] = [
        {"participant": name, key: year}
        for key, options in (("leaves", leaves), ("joins", joins))
        for name, year in (_year_of_one(key, option) for option in options)
    ]
    changes += [{"remove": name} for name in without]
    if percent is not None:
        changes.append({"prefecture_percent": int(percent) if percent.is_integer() else percent})
    return changes


def _year_of_one(option: str, text: str) -> tuple[str, int]:
    name, _, year = text.rpartition("=")
    if not name or not (year.isascii() and year.isdigit()) or len(year) > 3:
        raise click.UsageError(f"--{option} {text}: {YEAR_OF_ONE}")
    return name, int(year)


def _fail(problems: list[PlacedProblem]) -> NoReturn:
    """End the command, with each problem on a line of standard error."""
    for one in problems:
        click.echo(one, err=True)
    sys.exit(1)


def _write(data: dict[str, Any], document: list[Block], form: str) -> None:
    match form:
        case "json":
            click.echo(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2))
        case "md":
            click.echo(render(document), nl=False)
        case _:
            click.echo("\n".join(plain(document)))
