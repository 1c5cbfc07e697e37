"""Read ``guide_data/`` into a :class:`~dcb_guide.guide.content.Guide`, or say everything that is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pydantic

from dcb_guide.core.languages import LANGUAGES, MAINTAINERS
from dcb_guide.core.nearest import nearest
from dcb_guide.core.values import fill
from dcb_guide.files.problem import Path_, Problem
from dcb_guide.files.yaml_positions import Source, english, read
from dcb_guide.guide import area_content, references
from dcb_guide.guide.content import (
    About,
    Body,
    Challenge,
    Choice,
    ContractFlow,
    CrossFieldService,
    Difference,
    DocumentPlan,
    Edition,
    EditionChange,
    Flow,
    GrowthStage,
    Guide,
    HarmSheet,
    OfficialLine,
    OrganisationType,
    OtherWords,
    Partition,
    Party,
    Pillar,
    Playbook,
    Prefecture,
    Principle,
    PrinciplesChecks,
    Procedure,
    Ranking,
    ReaderQuestion,
    ServiceLevels,
    Step,
    Survey,
    Task,
    Term,
    TransitionPattern,
    TypeGuide,
    WalkQuestion,
    WorkedCost,
)
from dcb_guide.guide.decision_types import Check, Condition, Decision, Group, Input, Item, Requirement, Text
from dcb_guide.guide.prefecture_survey import PrefectureSurvey
from dcb_guide.guide.publication import Publication
from dcb_guide.guide.pydantic_places import keys_of, place_of
from dcb_guide.guide.ready_cost_plans import ReadyCostPlans
from dcb_guide.guide.roadmap_types import Roadmap

#: Folders of one file an item, in the order of their names; the number before the id only orders them.
FOLDERS: dict[str, type[Item]] = {
    "editions": Edition,
    "attributes": Input,
    "context": Input,
    "conditions": Condition,
    "decisions": Decision,
    "requirements": Requirement,
    "checks": Check,
    "steps": Step,
    "procedures": Procedure,
    "organisations": OrganisationType,
    "challenges": Challenge,
    "bodies": Body,
    "playbooks": Playbook,
    "type_guides": TypeGuide,
    "transition_patterns": TransitionPattern,
}
#: Single files: a list of items, a mapping of texts, or one item.
LISTS: dict[str, type[Item]] = {
    "changes_of_editions": EditionChange,
    "groups": Group,
    "principles": Principle,
    "partitions": Partition,
    "openness": Pillar,
    "growth": GrowthStage,
    "cross_field": CrossFieldService,
    "differences": Difference,
    "parties": Party,
    "merge_or_link": Choice,
    "tasks": Task,
    "glossary": Term,
    "questions": ReaderQuestion,
    "worked_costs": WorkedCost,
    "other_words": OtherWords,
    "official_flow": Flow,
    "official_walk": WalkQuestion,
    "prefectures": Prefecture,
    "ready_cost_plans": ReadyCostPlans,
}
SINGLE: dict[str, type[Item]] = {
    "about": About,
    "survey": Survey,
    "contract_flow": ContractFlow,
    "principles_checks": PrinciplesChecks,
    "ranking": Ranking,
    "harm_sheet": HarmSheet,
    "service_levels": ServiceLevels,
    "document": DocumentPlan,
    "prefecture_survey": PrefectureSurvey,
    "official_line": OfficialLine,
    "publication": Publication,
    "roadmap": Roadmap,
}
#: Single files that map ids to texts.
TEXTS = ("interface", "draft", "prefecture_pages")
#: The folder of the third edition's content: single files, listed in :mod:`dcb_guide.guide.area_content`.
AREA = "area"
#: Texts of the interface that come from the table of languages.
SEPARATORS = {
    "list_separator": Text(**{code: row.list_separator for code, row in LANGUAGES.items()}),
    "last_separator": Text(**{code: row.last_separator for code, row in LANGUAGES.items()}),
    "colon": Text(**{code: row.colon for code, row in LANGUAGES.items()}),
}
#: For people who edit the data; nothing reads them.
NOTES = ("README.md", "CHANGELOG.md")
#: Read only where it is needed (:mod:`dcb_guide.guide.prefecture_survey`): no page and no rule depends on it.
APART = ("municipalities.csv",)
#: Left to the prefecture that forks the guide.
VISION_DATA = "vision"


class GuideError(Exception):
    """The data has errors: ``problems`` holds all of them, by file, line and column."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, sorted(problems))))
        self.problems = sorted(problems)


@dataclass
class Sources:
    """Where everything in a guide was read from."""

    #: Folder or single file → the sources of its items, in order.
    items: dict[str, list[Source]] = field(default_factory=dict)

    def problem(self, path: Path_, message: str, *, at_key: bool = False) -> Problem:
        """Return a problem at a place in the guide: ``("attributes", 3, "values", 0, "label")``."""
        part, *inside = path
        if part == AREA:
            part = f"{AREA}/{inside.pop(0)}"
        sources = self.items[str(part)]
        if str(part) in FOLDERS:
            index = int(inside.pop(0))
            return sources[index].problem(tuple(inside), message, at_key=at_key)
        return sources[0].problem(tuple(inside), message, at_key=at_key)


class _ProblemTexts:
    """Texts of the problems of reading, in English, from ``interface.yml``: read only once one is needed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "interface.yml"

    def __call__(self, message: str, values: Mapping[str, Any]) -> str:
        data = read(self.path).data
        text = data.get(f"problem_{message}") if isinstance(data, dict) else None
        if not isinstance(text, dict) or not isinstance(text.get(MAINTAINERS), str):
            return english(message, values)
        return fill(text[MAINTAINERS], **values)


def find_data() -> Path:
    """Return the folder ``guide_data/`` of the checkout that holds this package, or of the working directory."""
    for root in (Path(__file__).resolve().parents[2], Path.cwd()):
        if (root / "guide_data" / "about.yml").exists():
            return root / "guide_data"
    raise FileNotFoundError("no guide_data/ here: run this in a checkout of the guide, or name the folder")


def load(folder: Path | None = None) -> Guide:
    """Return the validated guide.

    Raises :class:`GuideError` with every problem of every file, or ``FileNotFoundError`` without a data folder.
    """
    return load_with_sources(folder)[0]


def load_with_sources(folder: Path | None = None) -> tuple[Guide, Sources]:
    """Return the validated guide and where its parts were read from; raises as :func:`load` does."""
    folder = folder or find_data()
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder")
    sources, problems = Sources(), list[Problem]()
    parts: dict[str, Any] = {}
    unread: set[str] = set()
    say = _ProblemTexts(folder)
    for name, model in FOLDERS.items():
        read_files = [read(path, _shown(path, folder), say) for path in sorted((folder / name).glob("*.yml"))]
        problems += _misnamed(read_files)
        parts[name], sources.items[name] = [], []
        for source in read_files:
            problems += source.problems
            item = _validated(model, source, source.data, (), problems)
            if item is None:
                unread |= _ids(source.data)
            else:
                parts[name].append(item)
                sources.items[name].append(source)
    for name in (*LISTS, *SINGLE, *TEXTS):
        source = read(folder / f"{name}.yml", f"{folder.name}/{name}.yml", say)
        problems += source.problems
        sources.items[name] = [source]
        parts[name] = _read_single(name, source, problems)
        unread |= _ids(source.data) if problems else set()
    area: dict[str, Any] = {}
    for name, model in (area_content.LISTS | area_content.SINGLE).items():
        source = read(folder / AREA / f"{name}.yml", f"{folder.name}/{AREA}/{name}.yml", say)
        problems += source.problems
        sources.items[f"{AREA}/{name}"] = [source]
        if name in area_content.LISTS:
            area[name] = _validated_list(model, source, problems)
        else:
            area[name] = _validated(model, source, source.data, (), problems)
        unread |= _ids(source.data) if problems else set()
    parts[AREA] = area_content.Area.model_construct(**area)
    problems += _unexpected_files(folder)
    guide = Guide.model_construct(**parts)
    dangling = references.check(guide, frozenset(unread))
    problems += [sources.problem(found.path, found.message, at_key=found.at_key) for found in dangling]
    if problems:
        raise GuideError(problems)
    guide.interface.update(_derived(guide))
    return guide, sources


def _derived(guide: Guide) -> dict[str, Text]:
    """Return texts of the interface that other data holds: the credit, the official goal, how each edition is cited."""
    cited = guide.interface["citation"].texts
    found = {
        f"citation_{one.id}": Text(**{code: fill(text, edition=one.number) for code, text in cited.items()})
        for one in guide.editions
    }
    types = next(one for one in guide.decisions if one.id == guide.official_line.next)
    goal = next(one.label for one in types.outcomes if one.id == guide.official_line.goal)
    return {"attribution": guide.about.attribution, "official_goal": goal, **found}


def _ids(data: Any) -> set[str]:
    """Return every id in raw data, so that references to what could not be read are not called dangling."""
    if isinstance(data, dict):
        own = {str(data["id"])} if "id" in data else set()
        return own.union(*map(_ids, data.values()))
    return set().union(*map(_ids, data)) if isinstance(data, list) else set()


def _shown(path: Path, folder: Path) -> str:
    """Return the path as people see it: relative to the folder that holds ``guide_data/``."""
    return path.relative_to(folder.parent).as_posix()


def _read_single(name: str, source: Source, problems: list[Problem]) -> Any:
    """Return the content of one of the single files, checked."""
    data = source.data
    if name in SINGLE:
        return _validated(SINGLE[name], source, data, (), problems)
    if name in TEXTS:
        entries = data if isinstance(data, dict) else {}
        texts = {key: _validated(Text, source, value, (key,), problems) for key, value in entries.items()}
        problems += [
            source.problem((key,), f"{key!r} must be of small letters, digits and _", at_key=True)
            for key in entries
            if not re.fullmatch(r"[a-z][a-z0-9_]*", key)
        ]
        found = {key: text for key, text in texts.items() if text is not None}
        return {**found, **SEPARATORS} if name == "interface" else found
    return _validated_list(LISTS[name], source, problems)


def _validated_list(model: type[Item], source: Source, problems: list[Problem]) -> list[Item]:
    """Return the items of a file that holds a list, checked."""
    items = source.data if isinstance(source.data, list) else []
    checked = [_validated(model, source, item, (index,), problems) for index, item in enumerate(items)]
    return [item for item in checked if item is not None]


def _validated(model: type[Item], source: Source, data: Any, base: Path_, problems: list[Problem]) -> Item | None:
    """Return ``data`` as ``model``, or add to ``problems`` what is wrong with it."""
    if source.problems and data is None:
        return None
    try:
        return model.model_validate(data)
    except pydantic.ValidationError as error:
        found: dict[Path_, list[Any]] = {}
        for detail in error.errors(include_url=False):
            found.setdefault(place_of(detail["loc"], data), []).append(detail)
        for path, details in found.items():
            detail = details[0]
            at_key = detail["type"] == "extra_forbidden"
            problems.append(source.problem((*base, *path), _message(model, path, details), at_key=at_key))
    return None


def _message(model: type[Item], path: Path_, details: list[Any]) -> str:
    """Say what is wrong at one place, with the nearest valid choice where there is one."""
    detail = details[0]
    where = ".".join(map(str, path)) or "the file"
    match detail["type"]:
        case "missing":
            return f"{path[-1]!r} is missing" if path else "the file is empty"
        case "extra_forbidden":
            return f"{path[-1]!r} is not a key here{nearest(str(path[-1]), keys_of(model))}"
        case "literal_error":
            expected = detail["ctx"]["expected"]
            known = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
            return f"{where}: {detail['input']!r} must be {expected}{nearest(str(detail['input']), known)}"
    if len(details) > 1:
        return f"{where}: {detail['input']!r} has none of the forms allowed here"
    given = "" if isinstance(detail["input"], (dict, list)) else f" (it is {detail['input']!r})"
    return f"{where}: {detail['msg'].removeprefix('Value error, ')}{given}"


def _misnamed(sources: list[Source]) -> list[Problem]:
    """Return the files whose name is not a number, ``_`` and the id of the item in them.

    An edition's file is named after its number: ``3_0.yml`` holds edition 3.0.
    """
    problems = []
    for source in sources:
        stem = Path(source.file).stem
        if isinstance(source.data, dict) and stem == str(source.data.get("number")).replace(".", "_"):
            continue
        number, _, name = stem.partition("_")
        item_id = source.data.get("id") if isinstance(source.data, dict) else None
        if item_id is not None and (not number.isdigit() or name != item_id):
            problems.append(source.problem(("id",), f"the file {stem}.yml must be named NN_{item_id}.yml, as its id"))
    return problems


def _unexpected_files(folder: Path) -> list[Problem]:
    """Return the files that nothing reads: a folder or a name spelt wrong."""
    known = {*FOLDERS, *NOTES, *APART, VISION_DATA, AREA, *(f"{name}.yml" for name in (*LISTS, *SINGLE, *TEXTS))}
    area = [f"{name}.yml" for name in (*area_content.LISTS, *area_content.SINGLE)]
    problems = [
        Problem(_shown(path, folder), 1, 1, f"nothing reads this{nearest(path.name, area)}")
        for path in sorted((folder / AREA).glob("[!.]*"))
        if path.name not in area
    ]
    for path in sorted(folder.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            problems.append(Problem(_shown(path, folder), 1, 1, f"nothing reads this{nearest(path.name, [*known])}"))
        elif path.name in FOLDERS:
            strays = [inner for inner in sorted(path.iterdir()) if inner.suffix != ".yml" and inner.name[0] != "."]
            problems += [
                Problem(_shown(stray, folder), 1, 1, "nothing reads this: items end in .yml") for stray in strays
            ]
    return problems
