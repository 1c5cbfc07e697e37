"""What ``dcb-guide check`` accepts, every page and figure can show: over guides with one thing changed.

A change is made to the data as it is read from YAML: an item dropped or added, an optional key left out, a word
replaced by another that stands under the same key elsewhere. What is not valid after it is not of interest here.
"""

import copy
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide import references
from dcb_guide.guide.content import Guide
from dcb_guide.prefecture import worked_cost_plans
from dcb_guide.proof.decision_tables import Compiled
from dcb_guide.proof.model_json import model_json
from dcb_guide.proof.verify import find_defects
from macros import TEMPLATES, figures
from macros.render import Renderer

ROOT = Path(__file__).parent.parent
#: What the pages of docs/ ask templates for: {{ party(party="prefecture_lead") }}.
CALL = re.compile(r"\{\{ (\w+)\(((?:\w+=\"[^\"]*\"(?:, )?)*)\) \}\}")
ARGUMENT = re.compile(r'(\w+)="([^"]*)"')
#: What the proof reads; a guide that differs elsewhere needs no new one.
PROVED = ("attributes", "context", "conditions", "decisions", "requirements", "checks")
#: Texts that belong to the program, which asks for them by name; a rule or a value never does.
BY_NAME = (("interface",), ("draft",), ("prefecture_pages",), ("publication", "texts"))
#: A path in the data, and the same with a star for every index: places of one kind.
type Path_ = tuple[str | int, ...]


def calls() -> list[tuple[str, dict[str, str]]]:
    """Every template a page uses, with its arguments."""
    files = {path.name.partition(".")[0]: path.name for path in TEMPLATES.glob("[!_]*.*")}
    found = {
        (files[name], arguments)
        for page in (ROOT / "docs").glob("*/*.md")
        for name, arguments in CALL.findall(page.read_text(encoding="utf-8"))
        if name in files
    }
    pages = [(template, dict(ARGUMENT.findall(arguments))) for template, arguments in sorted(found)]
    return [*pages, *(("figure.html", {"name": name}) for name in figures.FIGURES)]


CALLS = calls()


def places(data: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Yield everything in the data with its path."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*path, key), value
        yield from places(value, (*path, key))


def kind_of(path: Path_) -> Path_:
    return tuple("*" if isinstance(step, int) else step for step in path)


@pytest.fixture(scope="module")
def by_kind(guide) -> dict[Path_, list[tuple[Path_, Any]]]:
    found = defaultdict(list)
    for path, value in places(guide.model_dump(by_alias=True, exclude_unset=True)):
        if kind_of(path)[-1] not in LANGUAGES and not any(path[: len(part)] == part for part in BY_NAME):
            found[kind_of(path)].append((path, value))
    return found


def changed(data: dict[str, Any], path: Path_, change: str, other: Any) -> dict[str, Any]:
    """The data with one thing changed at a path."""
    data = copy.deepcopy(data)
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    match change:
        case "left out":
            del holder[path[-1]]
        case "added":
            holder.append({**copy.deepcopy(holder[path[-1]]), "id": "another_one"})
        case "replaced":
            holder[path[-1]] = other
    return data


def accepted(data: dict[str, Any], guide: Guide) -> tuple[Guide, dict[str, Any]] | None:
    """The guide and its model, as ``dcb-guide check`` lets them pass; None where it reports anything."""
    try:
        other = Guide.model_validate(data)
    except ValidationError:
        return None
    if references.check(other) or any(worked_cost_plans.find_defects(other)):
        return None
    compiled = Compiled(other)
    if any(getattr(other, part) != getattr(guide, part) for part in PROVED) and any(find_defects(compiled)):
        return None
    return other, model_json(other, compiled)


def render_everything(guide: Guide, model: dict[str, Any]) -> None:
    renderer = Renderer(guide, model, TEMPLATES)
    for language in LANGUAGES:
        for template, arguments in CALLS:
            renderer.render(template, language, **arguments)


def test_the_guide_as_it_is_can_be_shown(guide, model_data):
    assert len(CALLS) > len(list(TEMPLATES.glob("[!_]*.*"))) / 2
    render_everything(guide, model_data)


@pytest.mark.slow
@settings(derandomize=True, max_examples=60)
@given(numbers=st.tuples(*[st.integers(0, 2**20)] * 4))
def test_what_check_accepts_can_be_shown(guide, by_kind, numbers):
    """The numbers choose a kind of place, a place, a change and what comes in: as many for every example."""
    kinds = sorted(by_kind, key=str)
    kind = kinds[numbers[0] % len(kinds)]
    path, value = by_kind[kind][numbers[1] % len(by_kind[kind])]
    changes = ["left out"]
    if kind[-1] == "*" and isinstance(value, dict) and "id" in value:
        changes.append("added")
    others = [one for _, one in by_kind[kind] if one != value]
    if isinstance(value, str | bool | int) and others:
        changes.append("replaced")
    change = changes[numbers[2] % len(changes)]
    other = others[numbers[3] % len(others)] if change == "replaced" else None
    found = accepted(changed(guide.model_dump(by_alias=True, exclude_unset=True), path, change, other), guide)
    assume(found)
    assert found
    render_everything(*found)
