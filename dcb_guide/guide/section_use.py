"""What rests on which section of the guidebook's editions, and what a changed section would touch."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dcb_guide.core.citation import cited
from dcb_guide.core.values import as_list
from dcb_guide.files.problem import Path_
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import AcceptedBy, Below, HighestOf, Item, SameAs, When
from dcb_guide.guide.read_guide import Sources

type Kind = Literal["rule", "requirement", "check", "text", "page"]
KINDS: tuple[Kind, ...] = ("rule", "requirement", "check", "text", "page")
#: A passage of prose that names its sections: ``{{ cite(source="v3 7.1") }}``.
CITE = re.compile(r'source="([^"]+)"')


class Use(NamedTuple):
    """Something that rests on a section: its edition and section, what it is, its name, and where it is written."""

    edition: str
    section: str
    kind: Kind
    name: str
    #: ``file:line``, from the root of the checkout.
    place: str


class Touched(NamedTuple):
    """What depends on changed tables: decisions, requirements and checks, by their ids."""

    decisions: list[str]
    requirements: list[str]
    checks: list[str]


def uses(guide: Guide, sources: Sources, docs: Path) -> Iterator[Use]:
    """Yield everything that rests on a section: the data in its order, then the pages of the folder ``docs``."""
    for path, source in _citations(guide, ()):
        kind, name = _named(guide, path)
        problem = sources.problem(path, "")
        for edition, section in cited(source):
            yield Use(edition, section, kind, name, f"{problem.file}:{problem.line}")
    for page in sorted(docs.rglob("*.md")):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
            for source in CITE.findall(line):
                for edition, section in cited(source):
                    place = page.relative_to(docs.parent).as_posix()
                    yield Use(edition, section, "page", page.stem, f"{place}:{number}")


def _citations(item: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(item, Item):
        for name in type(item).model_fields:
            value = getattr(item, name)
            if name == "source" and isinstance(value, str):
                yield (*path, name), value
            else:
                yield from _citations(value, (*path, name))
    elif isinstance(item, list):
        for index, value in enumerate(item):
            yield from _citations(value, (*path, index))


def _named(guide: Guide, path: Path_) -> tuple[Kind, str]:
    """Return what stands at a place in the guide: its kind, and the ids on the way to it."""
    ids: list[str] = []
    item: Any = guide
    for part in path[:-1]:
        item = item[part] if isinstance(part, int) else getattr(item, str(part))
        if isinstance(item, Item):
            found = getattr(item, "id", None) or getattr(item, "number", None)
            ids += [found] if isinstance(found, str) else []
    kinds: dict[Any, Kind] = {"requirements": "requirement", "checks": "check"}
    kind: Kind = "rule" if path[0] == "decisions" and "rules" in path else kinds.get(path[0], "text")
    return kind, "/".join(ids) or str(path[0])


def touched(guide: Guide, changed: set[str]) -> Touched:
    """Return what depends on the tables whose rules change: those decisions and all that read them, directly or not."""
    reads = {item.id: set(item.columns) for item in guide.decisions}
    reads |= {item.id: {name for when in item.any_of for name in when} for item in guide.conditions}
    reached = set(changed)
    while more := {name for name, names in reads.items() if names & reached} - reached:
        reached |= more
    requirements = [
        item.id
        for item in guide.requirements
        if _names([*as_list(item.applies), *item.unless, *(rule.when for rule in item.severity_where)]) & reached
        or item.attribute in reached
        or (isinstance(item.requires, HighestOf) and _names([one.when for one in item.requires.highest_of]) & reached)
    ]
    checks = [item.id for item in guide.checks if _names([case.when for case in item.cases]) & reached]
    return Touched([item.id for item in guide.decisions if item.id in reached], requirements, checks)


def _names(whens: list[When]) -> set[str]:
    """Return everything that conditions read."""
    found: set[str] = set()
    for when in whens:
        for name, test in when.items():
            found.add(name)
            if isinstance(test, Below):
                found.add(test.below)
            elif isinstance(test, SameAs):
                found.add(test.same_as)
            elif isinstance(test, AcceptedBy):
                found.add(test.accepted_by)
    return found
