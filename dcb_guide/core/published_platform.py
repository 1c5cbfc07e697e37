"""A platform as it is published in a vision. Standard library only: the browser makes it too."""

from typing import Any

from dcb_guide import __version__
from dcb_guide.core.engine import Engine

#: Of which a prefecture sets principles for residents.
PRINCIPLES = ("data", "terms", "consent")


def platform(engine: Engine, answers: dict[str, Any], **about: Any) -> dict[str, Any]:
    """Return a platform as it is published: answers, what the rules suggest, what is missing; ``about`` the rest."""
    result = engine.result(answers)
    decisions = [step["decision"] for step in result["trace"]]
    return {
        **about,
        "answers": answers,
        "suggested": {
            step["decision"]: {"cautions": [], **result[step["decision"]], "rules": step["rules"]}
            for step in result["trace"]
        },
        # The prefecture's own choices may decide otherwise; without any, the rules do.
        "decided": {name: {"id": result[name]["id"], "possible": result[name]["possible"]} for name in decisions},
        "gaps": result["gaps"],
        "findings": result["findings"],
        "next_question": result["next_question"],
    }


def made_with(engine: Engine) -> dict[str, str]:
    """Return the versions of the guide and of its model."""
    return {"version": __version__, "model": engine.version}


def of_one_record(engine: Engine, answers: dict[str, Any], name: Any) -> dict[str, Any]:
    """Return an empty vision with one platform, of no prefecture yet."""
    entry = platform(engine, answers, id="platform", name=name, field="", notes={}, chosen={}, excluded=[], reason=None)
    unsettled = ("prefecture_percent", "basis", "collection", "late_joiners", "non_participants", "note")
    question = entry["next_question"]
    return {
        "guide": made_with(engine),
        "prefecture": None,
        "title": None,
        "department": "",
        "contact": {},
        "purposes": [],
        "platforms": [entry],
        "departures": [],
        "prefecture_state": None,
        "initiatives": [],
        "cost_sharing": dict.fromkeys(unsettled),
        "principles": dict.fromkeys(PRINCIPLES),
        "history": [],
        "state": "draft",
        "day": None,
        "frame": dict.fromkeys(("aim", "place", "background", "period", "follow_up")),
        "roles": [],
        "survey": None,
        "costs": None,
        # What the rules say of platforms is no plan of a whole prefecture.
        "scope": "platforms",
        "open_points": [
            *([{"id": "unanswered", "what": engine.texts["inputs"][question]}] if question else []),
            *({"id": name, "what": ""} for name in ("no_frame", "no_purposes", "no_initiatives", "cost_sharing")),
            *({"id": "no_principle", "what": engine.texts["draft"][f"principle_{name}"]} for name in PRINCIPLES),
        ],
    }


def of_records(
    engine: Engine, records: list[tuple[dict[str, Any], Any, dict[str, str]]], prefecture: str
) -> dict[str, Any]:
    """Return an empty vision with platforms; each is its answers, its name, and the notes that may be published.

    ``prefecture`` is its name; empty where it is not known.
    """
    visions = [of_one_record(engine, answers, name) for answers, name, _ in records]
    platforms = [
        {**vision["platforms"][0], "id": f"platform_{number}", "notes": notes}
        for number, (vision, (_, _, notes)) in enumerate(zip(visions, records, strict=True), start=1)
    ]
    points = [point for vision in visions for point in vision["open_points"]]
    return {
        **visions[0],
        "prefecture": {"name": prefecture} if prefecture else None,
        "platforms": platforms,
        "open_points": [point for number, point in enumerate(points) if point not in points[:number]],
    }
