"""The texts with which the tool's page shows a result, in one language."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcb_guide.core.languages import LanguageCode
from dcb_guide.guide.content import TransitionPattern, WalkQuestion
from dcb_guide.guide.decision_types import Check, Decision, Outcome, Requirement
from macros import fallback

if TYPE_CHECKING:
    from macros.render import View


#: The scripts of the tool's page.
SCRIPTS = [Path(__file__).parent.parent / "overrides" / "assets" / folder for folder in ("tool", "page")]
#: A name of a text in a script, whole or (`line_${role}`) the beginning of several.
NAME = re.compile(r"[a-z][a-z0-9_]*")
BEGINNING = re.compile(r"`([a-z][a-z0-9_]*_)\$\{")


@cache
def _named_by_scripts() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of the scripts, among which are the names of the texts they show, and beginnings of names."""
    scripts = [path.read_text(encoding="utf-8") for folder in SCRIPTS for path in sorted(folder.glob("*.js"))]
    words = frozenset(word for script in scripts for word in NAME.findall(script))
    return words, tuple({beginning for script in scripts for beginning in BEGINNING.findall(script)})


def _is_shown(key: str) -> bool:
    words, beginnings = _named_by_scripts()
    return key in words or key.startswith(beginnings)


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
        "groups": {item.id: view(item.label) for item in guide.groups},
        "decisions": [
            {
                "id": item.id,
                "label": view(item.label),
                **_heading(view, item.id),
                "settles": item.settles,
                "opens_gaps": item.opens_gaps,
                "outcomes": {outcome.id: _outcome(view, item, outcome) for outcome in item.outcomes},
                "rules": [{"id": rule.id, "when": view.when(rule.when), "outcome": rule.then} for rule in item.rules],
            }
            for item in guide.decisions
        ],
        "requirements": {item.id: _advice(view, item) for item in guide.requirements},
        "checks": {item.id: _advice(view, item) for item in guide.checks},
        "cautions": {caution.id: view(caution.text) for item in guide.organisations for caution in item.cautions},
        "procedures": [
            {"id": item.id, "label": f"{item.number} {view(item.label)}", "leads": _leads(view, item.id)}
            for item in guide.procedures
        ],
        "challenges": {item.id: view(item.label) for item in guide.challenges},
        "official": _official(view),
        "walk": [_walk_question(view, item) for item in guide.official_walk],
        "ui": {key: view(text) for key, text in guide.interface.items() if _is_shown(key)},
    }


def _heading(view: "View", decision: str) -> dict[str, str]:
    """Return a decision's short label, where the interface has one: such decisions are shown in the result."""
    text = view.guide.interface.get(f"heading_{decision}")
    return {"heading": view(text)} if text else {}


def _official(view: "View") -> dict[str, Any]:
    """Return what the official line is shown with: the decisions it reads, and the transition patterns."""
    line = view.guide.official_line
    labels = {one.id: view(one.label) for one in view.guide.transition_patterns}
    return {
        "decisions": [line.now, line.way, line.next],
        "patterns": {one.id: _pattern(view, one, labels) for one in view.guide.transition_patterns},
    }


def _leads(view: "View", stage: str) -> list[dict[str, str]]:
    """Return the parties that lead the tasks of a procedure, each with the page of its role."""
    return [
        {"label": view(view.parties[one].label), "place": f"roles-{one.replace('_', '-')}/"}
        for one in view.guide.leading_parties(stage)
    ]


def _pattern(view: "View", pattern: TransitionPattern, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "label": labels[pattern.id],
        "letter": pattern.letter,
        "place": view.pattern_place(pattern.id),
        "summary": view(pattern.summary),
        "key_issues": [view(one) for one in pattern.key_issues],
        "adds_tasks_of": [labels[name] for name in pattern.adds_tasks_of],
        "tasks": [
            {
                "area": task.area,
                "kind": task.kind,
                "text": view(task.text),
                "most_important": task.most_important,
                "source": task.source,
                "basis": task.basis,
            }
            for task in pattern.tasks
        ],
    }


def _walk_question(view: "View", item: WalkQuestion) -> dict[str, Any]:
    """Return when a question of the official flow is asked, and what its answers fill in."""
    return {
        "id": item.id,
        "question": view(item.question),
        "when": item.when,
        "answers": {
            answer.id: {"label": view(answer.label),
                        "fills": {name: view.word(value) for name, value in answer.fills.items()},
                        "note": view(answer.note) if answer.note else None}
            for answer in item.answers
        },
    }  # fmt: skip


def _outcome(view: "View", decision: Decision, outcome: Outcome) -> dict[str, Any]:
    texts: dict[str, Any] = {
        "label": view(outcome.label),
        "meaning": view(outcome.meaning),
        "place": view.outcome_place(decision.id, outcome.id),
    }
    if outcome.first_steps:
        texts["first_steps"] = [view(step) for step in outcome.first_steps]
    for name in ("sentence", "contacts", "does_not_mean"):
        text = getattr(outcome, name)
        if text is not None:
            texts[name] = view(text)
    return texts


def _advice(view: "View", item: Requirement | Check) -> dict[str, str]:
    return {"title": view(item.title), "reason": view(item.reason), "remedy": view(item.remedy)}
