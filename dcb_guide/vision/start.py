"""Begin a vision: commented files that are valid and build as they are.

What they are made of is plain data, so that the site's page on a prefecture's inventory begins a vision too.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.inputs import CodedInput
from dcb_guide.core.languages import FIRST, text_in
from dcb_guide.core.values import fill, word
from dcb_guide.files import write_yaml
from dcb_guide.prefecture.inventory import IDEA, surveyed
from dcb_guide.prefecture.survey import PREFECTURE, Survey
from dcb_guide.prefecture.survey_tables import yaml_text

if TYPE_CHECKING:
    from dcb_guide.guide.content import Guide
    from dcb_guide.records.read_files import ReadRecord

VISION = "vision.yml"
#: The survey a vision was begun from lies beside it.
SURVEY = "survey.yml"


class StartError(Exception):
    """A vision that cannot be begun; ``message`` names a text of the publication's data, ``value`` goes into it."""

    def __init__(self, message: str, value: object) -> None:
        super().__init__(f"{message} {value}")
        self.message = message
        self.value = value


@dataclass(frozen=True)
class FirstPlatform:
    """A platform to begin a vision with; its id is made from ``suggested``, a blank field is left to be filled in."""

    suggested: str = "platform_1"
    name: Any = None
    answers: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    public_notes: dict[str, str] = field(default_factory=dict)
    in_field: Any = ""
    #: ``prefecture``, ``other`` or blank.
    owner: str = ""
    #: What else ``vision.yml`` says of it, by key, such as the prefecture's ``choice``.
    further: dict[str, Any] = field(default_factory=dict)


def begin(
    folder: Path,
    guide: "Guide",
    engine: Engine,
    code: str,
    records: "Sequence[tuple[str, ReadRecord]]",
    survey: Survey | None = None,
) -> list[Path]:
    """Write the files of a new vision and return them; nothing that is there is changed.

    ``records`` are (suggested id, record); the platforms of a ``survey`` come after them. Raises :class:`StartError`
    for an unknown prefecture, or where a vision is begun already.
    """
    from dcb_guide.guide.content import survey_texts

    if (folder / VISION).exists():
        raise StartError("init_already_there", folder / VISION)
    given = [FirstPlatform(suggested, one.name, one.answers, one.notes, one.public_notes) for suggested, one in records]
    made = vision_files(survey_texts(guide), engine, code, given, survey)
    paths = []
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        paths.append(path)
    return paths


def vision_files(
    form: Mapping[str, Any],
    engine: Engine,
    code: str,
    given: Sequence[FirstPlatform] = (),
    survey: Survey | None = None,
    day: str | None = None,
    own: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, str]:
    """Return the files of a new vision: path in its folder → text.

    ``day`` (``YYYY-MM-DD``) is the first of its history, today where None is given. ``form`` is the survey's form
    (:func:`dcb_guide.guide.content.survey_texts`). A survey's platforms that exist or are decided each become one of
    the vision, with their answers and those that follow from the survey; the survey lies beside them without its
    notes. ``own`` are fields of ``vision.yml`` that are filled in already, by key, without the platforms. Raises
    :class:`StartError` for an unknown prefecture.
    """
    draft = engine.texts["draft"]
    name = form["prefectures"].get(code)
    if name is None:
        raise StartError("init_prefecture", code)
    first = [*given, *(_of_survey(survey, engine) if survey is not None else ())] or [FirstPlatform()]
    platforms: dict[str, FirstPlatform] = {}
    for one in first:
        platforms[free_id(one.suggested, platforms)] = one
    entries = "\n".join(
        f"  - id: {identity}{_comment(one)}\n    field: {_field(one, number, draft)}\n    {_owner(one)}{_further(one)}"
        for number, (identity, one) in enumerate(platforms.items(), start=1)
    )
    fields = {
        "model": engine.version, "code": code, "prefecture": _in_all(name), "platforms": entries,
        "title": fill(draft["title"][FIRST], prefecture=name[FIRST]),
        "indicators": ", ".join(form["indicators"]),
        "survey": f"survey: {SURVEY}" if survey is not None else f"# survey: {SURVEY}",
        "today": day or datetime.date.today().isoformat(),
    }  # fmt: skip
    template = files("dcb_guide.vision").joinpath("template.yml").read_text(encoding="utf-8")
    found = {VISION: _with_own(fill(template, **fields), own)}
    for identity, one in platforms.items():
        found[f"platforms/{identity}.yml"] = record_text(one, form["questions"], engine)
    if survey is not None:
        found[SURVEY] = yaml_text(_as_begun(survey))
    return found


def template_text(guide: "Guide", engine: Engine) -> str:
    """Return a ``vision.yml`` to start from, valid as it is; the prefecture is still to be filled in."""
    from dcb_guide.guide.content import survey_texts

    code = guide.prefectures[0].code
    return vision_files(survey_texts(guide), engine, code, day=guide.edition_in_force.date)[VISION]


def vision_zip(form: Mapping[str, Any], engine: Engine, survey: Survey) -> bytes:
    """Return the files of a vision begun from a survey as a zip; the first prefecture where the survey names none."""
    code = survey.prefecture or next(iter(form["prefectures"]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in vision_files(form, engine, code, survey=survey).items():
            archive.writestr(f"vision/{name}", text)
    return packed.getvalue()


def _of_survey(survey: Survey, engine: Engine) -> Iterator[FirstPlatform]:
    for row in surveyed(survey, engine):
        one = row.platform
        if one.status != IDEA:
            owner = ("prefecture" if one.owner == PREFECTURE else "other") if one.owner else ""
            yield FirstPlatform(one.id, one.name or one.id, row.answers, in_field=one.field, owner=owner)


def _as_begun(survey: Survey) -> Survey:
    """Return a survey as it lies beside a vision.

    What was written for the prefecture alone is left out, as a vision is public; so is a platform's name that names
    none of the survey. It was said when the replies were read, and would be a mistake of the vision.
    """
    platforms = [replace(one, note="") for one in survey.platforms]
    services = [replace(one, note="", unknown_platform="") for one in survey.services]
    return replace(survey, platforms=platforms, services=services)


def _comment(one: FirstPlatform) -> str:
    """Return the platform's name as a comment, on one line."""
    name = text_in(one.name, FIRST) if isinstance(one.name, (str, dict)) else ""
    return f"  # {' '.join(name.split())}" if name.strip() else ""


def _field(one: FirstPlatform, number: int, draft: Mapping[str, Any]) -> str:
    if one.in_field:
        return _flow(one.in_field)
    return f"{fill(draft['new_field'][FIRST], number=number)}  # {_in_all(draft['new_field_example'])}"


def _further(one: FirstPlatform) -> str:
    """Return what else is said of a platform, as lines of its entry."""
    written = write_yaml.yaml_text(one.further) if one.further else ""
    return "".join(f"\n    {line}" for line in written.splitlines())


def _with_own(text: str, own: Mapping[str, Any]) -> str:
    """Return the start of a ``vision.yml`` with fields filled in; what explains them, and the other fields, stay."""
    lines = text.split("\n")
    for key, value in own.items():
        written = write_yaml.yaml_text({key: value}).removesuffix("\n").split("\n")
        first = next((number for number, line in enumerate(lines) if re.match(rf"(# )?{key}:", line)), None)
        if first is None:
            first = last = next(number for number, line in enumerate(lines) if line.startswith("history:"))
            written.append("")
        else:
            last = first + 1
            while last < len(lines) and re.match(r"  |#   ", lines[last]):
                last += 1
        lines[first:last] = written
    return "\n".join(lines)


def _owner(one: FirstPlatform) -> str:
    return f"{'' if one.owner else '# '}owner: {one.owner or 'prefecture'}  # prefecture, other"


def free_id(suggested: str, taken: Mapping[str, Any]) -> str:
    """Return an id made of what is suggested that is not taken yet."""
    base = re.sub(r"[^a-z0-9_]+", "_", suggested.lower()).strip("_")
    base = base if base[:1].isalpha() else "platform_1"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base.removesuffix('_1')}_{number}"
    return name


def record_text(one: FirstPlatform, questions: Mapping[str, Any], engine: Engine) -> str:
    """Return a record as YAML with every question in it as a comment, so that what is unknown can be filled in."""
    name = one.name or engine.texts["draft"]["new_platform"]
    lines = [write_yaml.yaml_text({"name": name}), f"model: {engine.version}"]
    for part in ("platform", "context"):
        lines.append(f"{part}:")
        for item in engine.inputs:
            if item.part != part or item.facet_of is not None:
                continue
            choices = "number" if item.kind == "count" else ", ".join(map(word, _choices(item)))
            lines.append(f"  # {_in_all(questions[item.id]['question'])}")
            answer = _answer(one.answers, item, engine)
            shown = "null" if answer is None else _flow(answer)
            lines.append(f"  {item.id}: {shown}  # {choices}")
    for part, notes in (("notes", one.notes), ("public_notes", one.public_notes)):
        if notes:
            lines.append(write_yaml.yaml_text({part: notes}))
    return "\n".join(line.rstrip("\n") for line in lines) + "\n"


def _choices(item: CodedInput) -> list[Any]:
    """Return what an answer is chosen from: of a set, its members."""
    return [value[0] for value in item.values if len(value) == 1] if item.kind == "choices" else item.values


def _in_all(text: Mapping[str, str]) -> str:
    """Return a text in every language it has, for a file that speakers of each edit."""
    return " / ".join(text.values())


def _answer(answers: Mapping[str, Any], item: CodedInput, engine: Engine) -> Any:
    answer = answers.get(item.id)
    if item.kind == "record" and answer == "exists":
        facets = [one.id for one in engine.inputs if one.facet_of == item.id]
        return {facet: answers[facet] for facet in facets if facet in answers}
    return answer


def _flow(answer: Any) -> str:
    """Return an answer on one line, yes/no as people write it."""
    return word(answer) if isinstance(answer, bool) else write_yaml.in_one_line(answer)
