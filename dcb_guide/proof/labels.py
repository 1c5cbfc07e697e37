"""The labels that results and documents are written with, by kind and id, in every language."""

from typing import Any

from dcb_guide.core.values import word
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import LANGUAGES, Text


def labels(guide: Guide) -> dict[str, Any]:
    """Return the labels a result is told with, in both languages: ``{kind: {id: {"ja": …, "en": …}}}``."""

    def both(text: Text) -> dict[str, str]:
        return {"ja": text.ja, "en": text.en}

    inputs: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for item in guide.inputs:
        for one in (item, *item.facets):
            inputs[one.id] = both(one.label)
            values[one.id] = {word(value.id): both(value.label) for value in one.values}
    return {
        "inputs": inputs,
        "values": values,
        "decisions": {item.id: both(item.label) for item in guide.decisions},
        "outcomes": {
            item.id: {outcome.id: both(outcome.label) for outcome in item.outcomes} for item in guide.decisions
        },
        "requirements": {item.id: both(item.title) for item in guide.requirements},
        "checks": {item.id: both(item.title) for item in guide.checks},
        "cautions": {caution.id: both(caution.text) for item in guide.organisations for caution in item.cautions},
        "interface": {name: both(text) for name, text in guide.interface.items()},
        # What a vision's document is drafted with.
        "draft": {name: both(text) for name, text in guide.draft.items()},
        "meanings": {
            item.id: {outcome.id: both(outcome.meaning) for outcome in item.outcomes} for item in guide.decisions
        },
        "remedies": {item.id: both(item.remedy) for item in guide.requirements},
        "check_remedies": {item.id: both(item.remedy) for item in guide.checks},
        "procedures": [
            {"id": item.id, "label": {one: f"{item.number} {item.label[one]}" for one in LANGUAGES}}
            for item in guide.procedures
        ],
        "steps": [{"label": both(item.label), "summary": both(item.summary)} for item in guide.steps],
        # What interviews said of shared costs: shown beside a comparison, never computed with.
        "savings": [
            {"label": both(item.label), "text": both(item.text), "source": item.source} for item in guide.survey.savings
        ],
        "order": list(inputs),
    }
