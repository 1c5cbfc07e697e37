"""What is published of a vision: plain data (``vision.json``), computed from the vision, its records and the rules."""

from collections import defaultdict
from typing import Any

from dcb_guide.core import published_platform
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode, in_every_language, joined
from dcb_guide.guide.content import Guide
from dcb_guide.vision.open_points import open_points
from dcb_guide.vision.read_vision import LoadedPlatform, LoadedVision, purpose_label

FORMAT = "dcb-guide-vision/1"


def published(loaded: LoadedVision, guide: Guide, engine: Engine) -> dict[str, Any]:
    """Return the content of ``vision.json``; its form is :func:`schema`'s."""
    vision = loaded.vision
    prefecture = next(one for one in guide.prefectures if one.code == vision.prefecture)
    data = vision.model_dump(
        exclude={"schema_version", "model", "prefecture", "platforms", "purposes", "logo", "colour"}
    )
    return {
        "format": FORMAT,
        "guide": {**published_platform.guide(engine), "edition": guide.edition_in_force.date},
        "prefecture": {"code": prefecture.code, "name": in_every_language(prefecture.name.texts)},
        **data,
        "purposes": [
            {"id": one.id, "label": {**dict.fromkeys(LANGUAGES), **purpose_label(guide, one)},
             "measures": [measure.model_dump() for measure in one.measures]}
            for one in vision.purposes
        ],
        "platforms": [_platform(one, engine) for one in loaded.platforms],
        "departures": departures(loaded.platforms),
        "open_points": open_points(loaded, guide, engine),
    }  # fmt: skip


def _platform(platform: LoadedPlatform, engine: Engine) -> dict[str, Any]:
    choice = platform.entry.choice
    return published_platform.platform(
        engine,
        platform.record.answers,
        id=platform.entry.id,
        name=platform.name,
        field=platform.entry.field.model_dump(),
        notes=platform.record.notes,
        chosen=choice.model_dump(exclude={"reason"}),
        reason=choice.reason.model_dump() if choice.reason else None,
    )


def departures(platforms: list[LoadedPlatform]) -> list[dict[str, Any]]:
    """Return where the platforms together depart from the three principles (§1.1) or do not fit together (§3.4)."""
    found: list[dict[str, Any]] = []
    by_field: dict[str, list[LoadedPlatform]] = defaultdict(list)
    for one in platforms:
        by_field["*" if one.record.answers.get("field_scope") == "cross_field" else one.entry.field[FIRST]].append(one)
    for field, several in by_field.items():
        if len(several) > 1:
            names = _joined(several)
            found.append(_departure("cross_field", names, "1.1") if field == "*" else _departure("field", names, "1.1"))
    outside = [one for one in platforms if one.record.answers.get("recommended_module") is False]
    found += [_departure("technology", _joined([one]), "1.1") for one in outside]
    exchanging = [one for one in platforms if _exchanges_personal_data(one.record.answers)]
    for name in ("identity_proofing", "authentication"):
        levels = {one.record.answers[name] for one in exchanging if name in one.record.answers}
        if len(levels) > 1:
            found.append(_departure("levels", _joined(exchanging), "3.4"))
            break
    return found


def _exchanges_personal_data(answers: dict[str, Any]) -> bool:
    return answers.get("data_exchange") is True and answers.get("personal_broker", "none") != "none"


def _departure(name: str, what: dict[LanguageCode, str], source: str) -> dict[str, Any]:
    return {"id": name, "what": what, "source": source, "basis": "guidebook"}


def _joined(platforms: list[LoadedPlatform]) -> dict[LanguageCode, str]:
    return joined([one.name for one in platforms])
