"""Begin a vision: commented files that are valid and build as they are."""

import datetime
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

from dcb_guide.core.engine import Engine
from dcb_guide.core.values import word
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Input
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
    entries = "\n".join(
        f"  - id: {name}\n    field: 分野{number}  # 例: 観光 / such as tourism"
        for number, name in enumerate(platforms, start=1)
    )
    fields = {
        "model": engine.version, "code": code, "name_ja": prefecture.name.ja, "name_en": prefecture.name.en,
        "title_ja": guide.draft["title"].ja.replace("{prefecture}", prefecture.name.ja), "platforms": entries,
        "today": datetime.date.today().isoformat(),
    }  # fmt: skip
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in fields.items():
        text = text.replace(f"{{{name}}}", value)
    files = {target: text, **{folder / "platforms" / f"{name}.yml": record for name, record in platforms.items()}}
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return list(files)


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
    name = record.name if record.name else {"ja": "基盤の名前", "en": "Name of the platform"}
    lines = [_dumped({"name": name}), f"model: {engine.version}"]
    for part, inputs in (("platform", guide.attributes), ("context", guide.context)):
        lines.append(f"{part}:")
        for item in inputs:
            choices = "number" if item.kind == "count" else ", ".join(word(value.id) for value in item.values)
            lines.append(f"  # {item.question.ja} / {item.question.en}")
            answer = _answer(record, item)
            shown = "null" if answer is None else _flow(answer)
            lines.append(f"  {item.id}: {shown}  # {choices}")
    if record.notes:
        lines.append(_dumped({"notes": record.notes}))
    return "\n".join(line.rstrip("\n") for line in lines) + "\n"


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


def record_of_address(address: str, engine: Engine) -> dict[str, Any]:
    """Return the record that an address of the tool holds after its ``#``; what fits nowhere stays as written."""
    record: dict[str, Any] = {"platform": {}, "context": {}}
    facets: dict[str, dict[str, str]] = {}
    for key, text in parse_qsl(urlsplit(address).fragment):
        if key == "model":
            record["model"] = text
            continue
        item = engine.by_id.get(key)
        if item is None:
            record["platform"][key] = text
        elif item.facet_of:
            facets.setdefault(item.facet_of, {})[key] = text
        elif item.kind == "count":
            record[item.part][key] = int(text) if text.isdigit() else text
        elif item.kind == "choices":
            record[item.part][key] = [] if text == "none" else text.split(",")
        elif not (item.kind == "record" and text == "exists"):
            record[item.part][key] = text
        else:
            facets.setdefault(key, {})
    for key, found in facets.items():
        record[engine.by_id[key].part].setdefault(key, found)
    return record
