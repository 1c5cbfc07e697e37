"""The texts with which the tool's page shows a result, in one language."""

from typing import TYPE_CHECKING, Any

from dcb_guide.core.languages import LanguageCode
from dcb_guide.guide.decision_types import Check, Outcome, Requirement
from macros import fallback

if TYPE_CHECKING:
    from macros.render import View


def collect(view: "View") -> dict[str, Any]:
    """Return labels, explanations and the form's outline, by id; what has no text in the data is left out.

    Where the page's language lacks texts, ``languages`` maps those in their place to the language they are in.
    """
    languages: dict[str, LanguageCode] = {}
    data = _unmarked(_collect(view), languages)
    return {**data, "languages": languages} if languages else data


def _unmarked(data: Any, languages: dict[str, LanguageCode]) -> Any:
    """Return data without marks; what was marked is added to ``languages``."""
    if isinstance(data, dict):
        return {key: _unmarked(value, languages) for key, value in data.items()}
    if isinstance(data, list):
        return [_unmarked(value, languages) for value in data]
    if isinstance(data, str) and (language := fallback.language_in(data)):
        languages[fallback.plain(data)] = language
        return fallback.plain(data)
    return data


def _collect(view: "View") -> dict[str, Any]:
    guide = view.guide
    return {
        "language": view.language,
        #: Where the guide's pages lie, seen from the tool's.
        "guide": "../",
        "root": f"../{view.row.to_root}",
        "engine": view.fingerprint,
        "model": guide.about.model_version,
        "inputs": [
            {
                "id": one.id,
                "part": "platform" if item in guide.attributes else "context",
                "facet_of": None if one is item else item.id,
                "kind": item.kind if one is item else "choice",
                "group": item.group,
                "label": view(one.label),
                "question": view(one.question),
                "values": {view.word(value.id): view(value.label) for value in one.values},
            }
            for item in guide.inputs
            for one in (item, *item.facets)
        ],
        "decisions": [
            {
                "id": item.id,
                "label": view(item.label),
                **_heading(view, item.id),
                "settles": item.settles,
                "opens_gaps": item.opens_gaps,
                "outcomes": {outcome.id: _outcome(view, outcome) for outcome in item.outcomes},
                "rules": [rule.id for rule in item.rules],
            }
            for item in guide.decisions
        ],
        "requirements": {item.id: _advice(view, item) for item in guide.requirements},
        "checks": {item.id: _advice(view, item) for item in guide.checks},
        "cautions": {caution.id: view(caution.text) for item in guide.organisations for caution in item.cautions},
        "procedures": [{"id": item.id, "label": f"{item.number} {view(item.label)}"} for item in guide.procedures],
        "challenges": {item.id: view(item.label) for item in guide.challenges},
        "ui": {key: view(text) for key, text in guide.interface.items()},
    }


def _heading(view: "View", decision: str) -> dict[str, str]:
    """Return a decision's short label, where the interface has one: such decisions are shown in the result."""
    text = view.guide.interface.get(f"heading_{decision}")
    return {"heading": view(text)} if text else {}


def _outcome(view: "View", outcome: Outcome) -> dict[str, Any]:
    texts: dict[str, Any] = {"label": view(outcome.label), "meaning": view(outcome.meaning)}
    if outcome.first_steps:
        texts["first_steps"] = [view(step) for step in outcome.first_steps]
    for name in ("sentence", "contacts", "does_not_mean"):
        text = getattr(outcome, name)
        if text is not None:
            texts[name] = view(text)
    return texts


def _advice(view: "View", item: Requirement | Check) -> dict[str, str]:
    return {"title": view(item.title), "reason": view(item.reason), "remedy": view(item.remedy)}
