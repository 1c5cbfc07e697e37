"""Begin a vision: commented files that are valid and build as they are."""

import datetime
import re
from pathlib import Path
from typing import Any

import yaml

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, text_in
from dcb_guide.core.values import fill, word
from dcb_guide.guide.content import Guide, Prefecture
from dcb_guide.guide.decision_types import Input, Text
from dcb_guide.records.read_files import ReadRecord

TEMPLATE = Path(__file__).with_name("template.yml")


class StartError(Exception):
    """A vision that cannot be begun; the text says why."""


def begin(folder: Path, guide: Guide, engine: Engine, code: str, records: list[tuple[str, ReadRecord]]) -> list[Path]:
    """Write the files of a new vision and return them; nothing that is there is changed.

    ``records`` are (suggested id, record). Raises :class:`StartError` for an unknown prefecture, or where one is begun.
    """
    prefecture = next((one for one in guide.prefectures if one.code == code), None)
    if prefecture is None:
        raise StartError(f"{code}: JIS X 0401 01–47")
    target = folder / "vision.yml"
    if target.exists():
        raise StartError(f"{target}: already there")
    platforms: dict[str, str] = {}
    for suggested, record in records or [("platform_1", ReadRecord())]:
        platforms[_free_id(suggested, platforms)] = record_text(record, guide, engine)
    named = [_one_line(record.name) for _, record in records] or [""]
    entries = "\n".join(
        _entry(name, f"  # {called}" if called else "", fill(guide.draft["new_field"][FIRST], number=number), guide)
        for number, (name, called) in enumerate(zip(platforms, named, strict=True), start=1)
    )
    text = _vision_text(guide, engine, prefecture, entries, datetime.date.today().isoformat())
    files = {target: text, **{folder / "platforms" / f"{name}.yml": record for name, record in platforms.items()}}
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return list(files)


def template_text(guide: Guide, engine: Engine) -> str:
    """Return a ``vision.yml`` to start from, valid as it is; the prefecture is still to be filled in."""
    prefecture = guide.prefectures[0]
    entry = _entry("platform_1", "", fill(guide.draft["new_field"][FIRST], number=1), guide)
    return _vision_text(guide, engine, prefecture, entry, guide.edition_in_force.date)


def _entry(name: str, comment: str, field: str, guide: Guide) -> str:
    """Return a platform of ``vision.yml``."""
    example = _in_all(guide.draft["new_field_example"])
    return f"  - id: {name}{comment}\n    field: {field}  # {example}\n    # owner: prefecture  # prefecture, other"


def _vision_text(guide: Guide, engine: Engine, prefecture: Prefecture, entries: str, day: str) -> str:
    fields = {
        "model": engine.version, "code": prefecture.code, "prefecture": _in_all(prefecture.name), "platforms": entries,
        "title": fill(guide.draft["title"][FIRST], prefecture=prefecture.name[FIRST]),
        "indicators": ", ".join(one.id for one in guide.area.indicators),
        "today": day,
    }  # fmt: skip
    return fill(TEMPLATE.read_text(encoding="utf-8"), **fields)


def _one_line(name: Any) -> str:
    """Return a record's name as a comment holds it."""
    return " ".join(text_in(name, FIRST).split()) if isinstance(name, (str, dict)) else ""


def _free_id(suggested: str, taken: dict[str, str]) -> str:
    base = re.sub(r"[^a-z0-9_]+", "_", suggested.lower()).strip("_")
    base = base if base[:1].isalpha() else "platform_1"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base.removesuffix('_1')}_{number}"
    return name


def record_text(record: ReadRecord, guide: Guide, engine: Engine) -> str:
    """Return a record as YAML with every question in it as a comment, so that what is unknown can be filled in."""
    name = record.name or guide.draft["new_platform"].texts
    lines = [_dumped({"name": name}), f"model: {engine.version}"]
    for part, inputs in (("platform", guide.attributes), ("context", guide.context)):
        lines.append(f"{part}:")
        for item in inputs:
            choices = "number" if item.kind == "count" else ", ".join(word(value.id) for value in item.values)
            lines.append(f"  # {_in_all(item.question)}")
            answer = _answer(record, item)
            shown = "null" if answer is None else _flow(answer)
            lines.append(f"  {item.id}: {shown}  # {choices}")
    for part, notes in (("notes", record.notes), ("public_notes", record.public_notes)):
        if notes:
            lines.append(_dumped({part: notes}))
    return "\n".join(line.rstrip("\n") for line in lines) + "\n"


def _in_all(text: Text) -> str:
    """Return a text in every language it has, for a file that speakers of each edit."""
    return " / ".join(text.texts.values())


def _answer(record: ReadRecord, item: Input) -> Any:
    answer = record.answers.get(item.id)
    if item.kind == "record" and answer == "exists":
        return {facet.id: record.answers[facet.id] for facet in item.facets if facet.id in record.answers}
    return answer


def _dumped(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).strip()


def _flow(answer: Any) -> str:
    """Return an answer on one line, yes/no as people write it."""
    if isinstance(answer, bool):
        return word(answer)
    return yaml.safe_dump(answer, default_flow_style=True, allow_unicode=True).split("\n...")[0].strip()
