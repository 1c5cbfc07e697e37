"""What is published of a vision: plain data (``vision.json``), computed from the vision, its records and the rules."""

from typing import Any

from dcb_guide.core import official_line, published_platform
from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, in_every_language, joined
from dcb_guide.guide.content import Guide
from dcb_guide.prefecture.principles import (
    GroupedPlatform,
    Partition,
    check_principles,
    platform_by_its_data,
    platform_in_its_field,
)
from dcb_guide.prefecture.state import ExistingPlatform, State, state_of
from dcb_guide.vision.attachments import published_costs, published_survey
from dcb_guide.vision.choices import Choices, is_excluded
from dcb_guide.vision.cost_agreement import agreed_sharing
from dcb_guide.vision.open_points import is_settled, open_points
from dcb_guide.vision.read_vision import LoadedPlatform, LoadedVision, purpose_label
from dcb_guide.vision.vision_types import Measure, Vision

FORMAT = "dcb-guide-vision/2"
#: Parts of ``vision.yml`` that are not published, or are published in another form.
LEFT_OUT = {
    *("schema_version", "model", "prefecture", "platforms", "purposes", "logo", "colour"),
    *("confirmed_public", "publish_open_points", "survey", "cost_plan"),
}


def published(loaded: LoadedVision, guide: Guide, engine: Engine) -> dict[str, Any]:
    """Return the content of ``vision.json``; its form is :func:`schema`'s.

    Notes that a record keeps to itself are no part of it; open points, and contradictions in the answers, are where the
    vision says so.
    """
    vision = loaded.vision
    prefecture = next(one for one in guide.prefectures if one.code == vision.prefecture)
    choices = Choices(guide)
    settled = settled_requirements(loaded, guide)
    days = sorted([*(change.date for change in vision.history), *([vision.day] if vision.day else [])])
    data: dict[str, Any] = {
        "format": FORMAT,
        "guide": {**published_platform.made_with(engine), "edition": guide.edition_in_force.date},
        "prefecture": {"code": prefecture.code, "name": in_every_language(prefecture.name.texts)},
        **vision.model_dump(exclude=LEFT_OUT),
        "begun": days[0] if days else None,
        "changed": days[-1] if days else None,
        "pictures": sorted(loaded.pictures),
        "chapters": {name: dict(texts) for name, texts in loaded.chapters.items()},
        "purposes": [
            {"id": one.id, "label": {**dict.fromkeys(LANGUAGES), **purpose_label(guide, one)},
             "measures": [_measure(measure, guide) for measure in one.measures]}
            for one in vision.purposes
        ],
        "platforms": [_platform(one, engine, choices, settled, vision) for one in loaded.platforms],
        "prefecture_state": prefecture_state(loaded.platforms, engine),
        "survey": published_survey(loaded.survey),
        "costs": published_costs(loaded.cost_plan),
        "cost_sharing": agreed_sharing(vision, loaded.cost_plan).model_dump(),
        "departures": departures(loaded.platforms, engine, vision.partition),
    }  # fmt: skip
    if vision.publish_open_points:
        data["open_points"] = open_points(loaded, guide, engine)
    return data


def settled_requirements(loaded: LoadedVision, guide: Guide) -> list[str]:
    """Return the requirements that the vision itself settles, such as how costs are shared."""
    return [requirement for requirement, part in guide.publication.settled_by.items() if is_settled(loaded, part)]


def _platform(
    platform: LoadedPlatform, engine: Engine, choices: Choices, settled: list[str], vision: Vision
) -> dict[str, Any]:
    entry, answers = platform.entry, platform.record.answers
    chosen = {name: outcome for name, outcome in entry.choice.outcomes.items() if outcome}
    found = published_platform.platform(
        engine,
        answers,
        id=entry.id,
        name=platform.name,
        field=entry.field.model_dump(),
        owner=entry.owner,
        used_by=entry.used_by,
        notes=platform.record.public_notes,
        chosen={name: chosen.get(name) for name in engine.texts["document"]["choosable"]},
        reason=entry.choice.reason.model_dump() if entry.choice.reason else None,
    )
    found["excluded"] = [name for name, outcome in chosen.items() if is_excluded(outcome, found["suggested"][name])]
    found["decided"] = choices.outcomes(answers, chosen)
    # The type next on the line is the one that document, page and data all say.
    following = next(one for one in official_line.of_platform(found, engine.texts) if one["role"] == "next")
    found["decided"][following["decision"]] = {"id": following["id"], "possible": following["possible"]}
    found["gaps"] = choices.gaps(answers, chosen, settled)
    if not vision.publish_open_points:
        found |= {"findings": [], "next_question": None}
    return found


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


def departures(
    platforms: list[LoadedPlatform], engine: Engine, partition: Partition = "by_field"
) -> list[dict[str, Any]]:
    """Return where the platforms together depart from the principles, each departure with the platforms it concerns.

    ``partition`` says how fields are cut (§1.2(2)); the checks are those of an inventory.
    """
    rules = engine.principles_checks
    grouped = [_grouped(one, engine, partition) for one in platforms]
    names = {one.entry.id: one.name for one in platforms}
    return [
        {
            "id": result.id,
            "platforms": list(departure),
            "what": joined([names[name] for name in departure]),
            "source": result.source,
            "basis": result.basis,
        }
        for result in check_principles(grouped, rules, partition)
        for departure in result.departures
    ]


def _grouped(platform: LoadedPlatform, engine: Engine, partition: Partition) -> GroupedPlatform:
    answers, rules = platform.record.answers, engine.principles_checks
    if partition == "by_data":
        return platform_by_its_data(platform.entry.id, engine.decide(answers)["data_kind"]["id"], answers, rules)
    return platform_in_its_field(platform.entry.id, platform.entry.field[FIRST], answers, rules)
