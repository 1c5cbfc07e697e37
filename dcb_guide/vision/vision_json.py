"""What is published of a vision: plain data (``vision.json``), computed from the vision, its records and the rules."""

from typing import Any

from dcb_guide.core import published_platform
from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, in_every_language, joined
from dcb_guide.guide.content import Guide
from dcb_guide.prefecture.principles import check_principles, platform_in_its_field
from dcb_guide.prefecture.state import ExistingPlatform, State, state_of
from dcb_guide.vision.open_points import PRIVATE, open_points
from dcb_guide.vision.read_vision import LoadedPlatform, LoadedVision, purpose_label
from dcb_guide.vision.vision_types import Measure

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
        "guide": {**published_platform.made_with(engine), "edition": guide.edition_in_force.date},
        "prefecture": {"code": prefecture.code, "name": in_every_language(prefecture.name.texts)},
        **data,
        "purposes": [
            {"id": one.id, "label": {**dict.fromkeys(LANGUAGES), **purpose_label(guide, one)},
             "measures": [_measure(measure, guide) for measure in one.measures]}
            for one in vision.purposes
        ],
        "platforms": [_platform(one, engine) for one in loaded.platforms],
        "prefecture_state": prefecture_state(loaded.platforms, engine),
        "departures": departures(loaded.platforms, engine),
        "open_points": [one for one in open_points(loaded, guide, engine) if one["id"] not in PRIVATE],
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
        chosen={name: choice.outcomes.get(name) for name in engine.texts["document"]["choosable"]},
        reason=choice.reason.model_dump() if choice.reason else None,
    )


def _measure(measure: Measure, guide: Guide) -> dict[str, Any]:
    """Return a measure; one that names an indicator of the guidebook without words of its own has the indicator's."""
    published = measure.model_dump()
    if measure.text is None:
        label = next(one.label for one in guide.area.indicators if one.id == measure.indicator)
        published["text"] = {**dict.fromkeys(LANGUAGES), **label.texts}
    return published


def prefecture_state(platforms: list[LoadedPlatform], engine: Engine) -> State | None:
    """Return the prefecture's state of co-use (v3 6.6) over the vision's platforms; None where it is open."""
    unless = engine.principles_checks["counts_unless"]
    return state_of(
        ExistingPlatform(
            of_prefecture=None if one.entry.owner is None else one.entry.owner == "prefecture",
            co_used=one.record.answers.get("co_used"),
        )
        for one in platforms
        if holds(unless, one.record.answers) is not True
    )


def departures(platforms: list[LoadedPlatform], engine: Engine) -> list[dict[str, Any]]:
    """Return where the platforms together depart from the principles, each departure with the platforms it concerns."""
    rules = engine.principles_checks
    grouped = [
        platform_in_its_field(one.entry.id, one.entry.field[FIRST], one.record.answers, rules) for one in platforms
    ]
    names = {one.entry.id: one.name for one in platforms}
    return [
        {
            "id": result.id,
            "what": joined([names[name] for name in departure]),
            "source": result.source,
            "basis": result.basis,
        }
        for result in check_principles(grouped, rules)
        for departure in result.departures
    ]
