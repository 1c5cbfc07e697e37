"""What is published of a vision: plain data (``vision.json``), computed from the vision, its records and the rules."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dcb_guide.core import official_line, published_platform
from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, in_every_language, joined
from dcb_guide.prefecture.principles import (
    GroupedPlatform,
    Partition,
    check_principles,
    platform_by_its_data,
    platform_in_its_field,
)
from dcb_guide.prefecture.state import ExistingPlatform, State, state_of
from dcb_guide.vision.choices import Choices, is_excluded
from dcb_guide.vision.cost_agreement import agreed_sharing
from dcb_guide.vision.given import Given, GivenPlatform, given
from dcb_guide.vision.open_points import is_settled, points_of, purpose_label
from dcb_guide.vision.plain_guide import plain_guide
from dcb_guide.vision.published_parts import published_costs, published_survey

if TYPE_CHECKING:
    from dcb_guide.guide.content import Guide
    from dcb_guide.vision.read_vision import LoadedVision

FORMAT = "dcb-guide-vision/2"
#: Parts of ``vision.yml`` that are not published, or are published in another form.
LEFT_OUT = {
    *("schema_version", "model", "prefecture", "platforms", "purposes", "logo", "colour"),
    *("confirmed_public", "publish_open_points", "survey", "cost_plan"),
}


def published(loaded: "LoadedVision", guide: "Guide", engine: Engine) -> dict[str, Any]:
    """Return the content of ``vision.json``; its form is :func:`schema`'s.

    Notes that a record keeps to itself are no part of it; open points, and contradictions in the answers, are where the
    vision says so.
    """
    return published_of(given(loaded), plain_guide(guide), Choices(guide), engine)


def published_of(vision_given: Given, plain: Mapping[str, Any], choices: Choices, engine: Engine) -> dict[str, Any]:
    """Return what :func:`published` does of what is given of a vision; ``plain`` is the guide as plain data."""
    vision = vision_given.vision
    code = vision["prefecture"]
    settled = settled_requirements(vision_given, plain)
    days = sorted([*(change["date"] for change in vision["history"]), *([vision["day"]] if vision["day"] else [])])
    data: dict[str, Any] = {
        "format": FORMAT,
        "guide": {**published_platform.made_with(engine), "edition": plain["edition"]},
        "prefecture": {"code": code, "name": in_every_language(plain["prefectures"][code])},
        **{key: value for key, value in vision.items() if key not in LEFT_OUT},
        "begun": days[0] if days else None,
        "changed": days[-1] if days else None,
        "pictures": vision_given.pictures,
        "chapters": {name: dict(texts) for name, texts in vision_given.chapters.items()},
        "purposes": [
            {"id": one["id"], "label": {**dict.fromkeys(LANGUAGES), **purpose_label(plain, one)},
             "measures": [_measure(measure, plain) for measure in one["measures"]]}
            for one in vision["purposes"]
        ],
        "platforms": [_platform(one, engine, choices, settled, vision) for one in vision_given.platforms],
        "prefecture_state": prefecture_state(vision_given.platforms, engine),
        "survey": published_survey(vision_given.survey),
        "costs": published_costs(vision_given.cost_plan),
        "cost_sharing": agreed_sharing(vision["cost_sharing"], vision_given.cost_plan),
        "departures": departures(vision_given.platforms, engine, vision["partition"]),
    }  # fmt: skip
    if vision["publish_open_points"]:
        data["open_points"] = points_of(vision_given, plain, engine)
    return data


def settled_requirements(vision_given: Given, plain: Mapping[str, Any]) -> list[str]:
    """Return the requirements that the vision itself settles, such as how costs are shared."""
    return [requirement for requirement, part in plain["settled_by"].items() if is_settled(vision_given, part)]


def _platform(
    platform: GivenPlatform, engine: Engine, choices: Choices, settled: list[str], vision: Mapping[str, Any]
) -> dict[str, Any]:
    entry, answers, chosen = platform.entry, platform.answers, platform.chosen
    found = published_platform.platform(
        engine,
        answers,
        id=entry["id"],
        name=platform.name,
        field=entry["field"],
        owner=entry["owner"],
        used_by=entry["used_by"],
        notes=platform.public_notes,
        chosen={name: chosen.get(name) for name in engine.texts["document"]["choosable"]},
        reason=entry["choice"]["reason"],
    )
    found["excluded"] = [name for name, outcome in chosen.items() if is_excluded(outcome, found["suggested"][name])]
    found["decided"] = choices.outcomes(answers, chosen)
    # The type next on the line is the one that document, page and data all say.
    following = next(one for one in official_line.of_platform(found, engine.texts) if one["role"] == "next")
    found["decided"][following["decision"]] = {"id": following["id"], "possible": following["possible"]}
    found["gaps"] = choices.gaps(answers, chosen, settled)
    if not vision["publish_open_points"]:
        found |= {"findings": [], "next_question": None}
    return found


def _measure(measure: Mapping[str, Any], plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return a measure; one that names an indicator of the guidebook without words of its own has the indicator's."""
    if measure["text"] is not None:
        return {**measure}
    return {**measure, "text": {**dict.fromkeys(LANGUAGES), **plain["indicators"][measure["indicator"]]}}


def prefecture_state(platforms: list[GivenPlatform], engine: Engine) -> State | None:
    """Return the prefecture's state of co-use (v3 6.6) over the vision's platforms; None where it is open."""
    unless = engine.principles_checks["counts_unless"]
    return state_of(
        ExistingPlatform(
            of_prefecture=None if one.entry["owner"] is None else one.entry["owner"] == "prefecture",
            co_used=one.answers.get("co_used"),
        )
        for one in platforms
        if holds(unless, one.answers) is not True
    )


def departures(
    platforms: list[GivenPlatform], engine: Engine, partition: Partition = "by_field"
) -> list[dict[str, Any]]:
    """Return where the platforms together depart from the principles, each departure with the platforms it concerns.

    ``partition`` says how fields are cut (§1.2(2)); the checks are those of an inventory.
    """
    rules = engine.principles_checks
    grouped = [_grouped(one, engine, partition) for one in platforms]
    names = {one.entry["id"]: one.name for one in platforms}
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


def _grouped(platform: GivenPlatform, engine: Engine, partition: Partition) -> GroupedPlatform:
    answers, rules = platform.answers, engine.principles_checks
    if partition == "by_data":
        return platform_by_its_data(platform.entry["id"], engine.decide(answers)["data_kind"]["id"], answers, rules)
    return platform_in_its_field(platform.entry["id"], platform.entry["field"][FIRST], answers, rules)
