"""The labels that results and documents are written with, by kind and id, in every language."""

from typing import Any

from dcb_guide.core.languages import LANGUAGES
from dcb_guide.core.values import word
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Decision, Outcome


def labels(guide: Guide) -> dict[str, Any]:
    """Return the labels a result is written with: ``{kind: {id: {language code: text}}}``.

    A language that is not complete may lack some; :func:`~dcb_guide.core.languages.text_in` reads them.
    """

    inputs: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for item in guide.inputs:
        for one in (item, *item.facets):
            inputs[one.id] = one.label.texts
            values[one.id] = {word(value.id): value.label.texts for value in one.values}
    return {
        "inputs": inputs,
        "values": values,
        "decisions": {item.id: item.label.texts for item in guide.decisions},
        "outcomes": {
            item.id: {outcome.id: outcome.label.texts for outcome in item.outcomes} for item in guide.decisions
        },
        "requirements": {item.id: item.title.texts for item in guide.requirements},
        "checks": {item.id: item.title.texts for item in guide.checks},
        "cautions": {caution.id: caution.text.texts for item in guide.organisations for caution in item.cautions},
        "interface": {name: text.texts for name, text in guide.interface.items()},
        # What a vision's document is drafted with.
        "draft": {name: text.texts for name, text in guide.draft.items()},
        "meanings": {
            item.id: {outcome.id: outcome.meaning.texts for outcome in item.outcomes} for item in guide.decisions
        },
        "remedies": {item.id: item.remedy.texts for item in guide.requirements},
        "check_remedies": {item.id: item.remedy.texts for item in guide.checks},
        # What is told of an outcome first: the sentence, the first steps, whom to call in.
        "advice": {item.id: {outcome.id: _advice(outcome) for outcome in item.outcomes} for item in guide.decisions},
        "procedures": [
            {
                "id": item.id,
                "label": {one: f"{item.number} {label}" for one, label in item.label.texts.items()},
                "leads": guide.leading_parties(item.id),
            }
            for item in guide.procedures
        ],
        "steps": [{"label": item.label.texts, "summary": item.summary.texts} for item in guide.steps],
        # What interviews said of shared costs: shown beside a comparison, never computed with.
        "savings": [
            {"label": item.label.texts, "text": item.text.texts, "source": item.source} for item in guide.survey.savings
        ],
        "order": list(inputs),
        "official": _official(guide),
        "roadmap": _roadmap(guide),
        # Who takes part, what each does in the steps, and the terms a document explains.
        "parties": [
            {
                "id": one.id,
                "label": one.label.texts,
                "summary": one.summary.texts,
                "leads": [task.text.texts for task in guide.tasks if task.accountable == one.id],
            }
            for one in guide.parties
        ],
        "glossary": [
            {"id": one.id, "term": {code: getattr(one, code, None) for code in LANGUAGES}, "meaning": one.meaning.texts}
            for one in guide.glossary
        ],
        "states": {one.id: one.label.texts for one in guide.area.prefectures.states},
        "document": {
            **guide.document.model_dump(mode="json", by_alias=True),
            "settled": [item.id for item in guide.decisions if item.settles],
            "choosable": [item.id for item in guide.decisions if item.choosable],
            "opens_gaps": [item.id for item in guide.decisions if item.opens_gaps],
            "eras": [one.model_dump() for one in guide.publication.eras],
        },
    }


def _advice(outcome: Outcome) -> dict[str, Any]:
    """Return what is told of an outcome beside its meaning; what it has no text for is left out."""
    told: dict[str, Any] = {"first_steps": [step.texts for step in outcome.first_steps]} if outcome.first_steps else {}
    for name in ("sentence", "contacts"):
        if (text := getattr(outcome, name)) is not None:
            told[name] = text.texts
    return told


def _official(guide: Guide) -> dict[str, Any]:
    """Return what the official line is written with: short names, patterns with their tasks, notes of rules."""
    line = guide.official_line
    read = [item for item in guide.decisions if item.id in (line.now, line.way, line.next)]
    return {
        "line": {"now": line.now, "way": line.way, "next": line.next, "goal": line.goal},
        "not_covered": [
            {"where": one.model_dump(mode="json", by_alias=True)["where"], "text": one.text.texts}
            for one in line.not_covered
        ],
        "shorts": {one.id: one.short.texts for item in read for one in item.outcomes if one.short},
        "pattern_of": {
            one.id: one.transition_pattern for item in read for one in item.outcomes if one.transition_pattern
        },
        "notes": {item.id: _notes(item) for item in read},
        "patterns": {
            one.id: {
                "letter": one.letter,
                "label": one.label.texts,
                "summary": one.summary.texts,
                "reaches": one.reaches,
                "joined_by": one.joined_by,
                "adds_tasks_of": one.adds_tasks_of,
                "tasks": [{**task.model_dump(exclude={"text"}), "text": task.text.texts} for task in one.tasks],
            }
            for one in guide.transition_patterns
        },
    }


def _roadmap(guide: Guide) -> dict[str, Any]:
    """Return the tasks of a plan and the fiscal year it is laid along."""
    roadmap = guide.roadmap
    return {
        "fiscal_year_starts": roadmap.fiscal_year_starts,
        "budget": {
            name: {"month": date.month, "label": date.label.texts}
            for name, date in (("request", roadmap.budget.request), ("assembly", roadmap.budget.assembly))
        },
        "tasks": [
            {
                **task.model_dump(exclude={"title", "output", "source", "basis"}),
                "title": task.title.texts,
                "output": task.output.texts,
            }
            for task in roadmap.tasks
        ],
    }


def _notes(decision: Decision) -> dict[str, Any]:
    """Return what rules that are a judgement say of what the guidebook leaves open."""
    return {rule.id: rule.note.texts for rule in decision.rules if rule.note and rule.basis == "judgement"}
