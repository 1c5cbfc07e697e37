"""What is told of a platform in a vision. Standard library only: the tool tells it in the browser too."""

from typing import Any

from dcb_guide import __version__
from dcb_guide.core.engine import Engine


def platform(engine: Engine, answers: dict[str, Any], **about: Any) -> dict[str, Any]:
    """Return a platform as it is published: answers, what the rules suggest, what is missing; ``about`` the rest."""
    result = engine.result(answers)
    return {
        **about,
        "answers": answers,
        "suggested": {
            step["decision"]: {"cautions": [], **result[step["decision"]], "rules": step["rules"]}
            for step in result["trace"]
        },
        "gaps": result["gaps"],
        "findings": result["findings"],
        "next_question": result["next_question"],
    }


def guide(engine: Engine) -> dict[str, str]:
    """Return with which guide something was made."""
    return {"version": __version__, "model": engine.version}


def of_one_record(engine: Engine, answers: dict[str, Any], name: Any) -> dict[str, Any]:
    """Return a vision, yet to be written, of a prefecture yet to be named, with one platform."""
    entry = platform(engine, answers, id="platform", name=name, field="", notes={}, chosen={}, reason=None)
    unsettled = ("prefecture_percent", "basis", "collection", "late_joiners", "non_participants", "note")
    question = entry["next_question"]
    return {
        "guide": guide(engine),
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
        "principles": dict.fromkeys(("data", "terms", "consent")),
        "history": [],
        "open_points": [{"id": "unanswered", "what": engine.texts["inputs"][question]}] if question else [],
    }
