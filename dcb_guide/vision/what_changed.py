"""What a release of the guide changed for one vision: outcomes, what is missing, and the texts the vision uses.

What the guide says of a vision is kept beside it in ``guide_state.json``; an update compares it with what the new guide
says.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode, in_every_language, text_in
from dcb_guide.core.values import fill
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Text
from dcb_guide.guide.publication import Renamed
from dcb_guide.vision.given import given
from dcb_guide.vision.plain_guide import plain_guide
from dcb_guide.vision.read_vision import STATE, LoadedVision
from dcb_guide.vision.vision_json import published, settled_requirements

FORMAT = "dcb-guide-state/1"
#: Longer texts are cut where a change is shown.
MAX_SHOWN = 160


def guide_state(loaded: LoadedVision, guide: Guide, engine: Engine) -> dict[str, Any]:
    """Return what the guide says of a vision: versions, outcomes and gaps by platform, and the texts it uses by key."""
    vision = published(loaded, guide, engine)
    settled = settled_requirements(given(loaded), plain_guide(guide))
    platforms: dict[str, Any] = {}
    texts: dict[str, Text] = {}
    for platform in vision["platforms"]:
        platforms[platform["id"]] = {
            "name": in_every_language(platform["name"]),
            "outcomes": {name: answer["id"] for name, answer in platform["suggested"].items()},
            "gaps": {gap["id"]: gap["severity"] for gap in platform["gaps"]},
            # What the prefecture itself wrote: what follows from a change of that is no change of the guide.
            "given": {"answers": platform["answers"], "chosen": platform["chosen"], "settled": settled},
        }
        texts |= _texts_used(platform, guide)
    return {
        "format": FORMAT,
        "guide": vision["guide"],
        "platforms": platforms,
        "texts": {key: text.texts for key, text in sorted(texts.items())},
    }


def _texts_used(platform: dict[str, Any], guide: Guide) -> dict[str, Text]:
    """Return the guide's texts that a platform's part of the document is made of, by key."""
    found: dict[str, Text] = {}
    for decision in guide.decisions:
        for outcome in decision.outcomes:
            if outcome.id in (platform["decided"][decision.id]["id"], platform["suggested"][decision.id]["id"]):
                found[f"{decision.id}.{outcome.id}.label"] = outcome.label
                found[f"{decision.id}.{outcome.id}.meaning"] = outcome.meaning
                pattern = next((one for one in guide.transition_patterns if outcome.id in one.pathways), None)
                if decision.id == guide.official_line.way and pattern:
                    found |= {f"{pattern.id}.tasks.{row}": task.text for row, task in enumerate(pattern.tasks)}
    missing = {gap["id"] for gap in platform["gaps"]}
    for item in guide.requirements:
        if item.id in missing:
            found |= {f"{item.id}.title": item.title, f"{item.id}.remedy": item.remedy}
    return found


def read_state(folder: Path) -> dict[str, Any] | None:
    """Return what is kept beside a vision; None where nothing is, or nothing that can be read."""
    try:
        data = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and data.get("format") == FORMAT else None


def write_state(folder: Path, state: dict[str, Any]) -> bool:
    """Keep what the guide says beside the vision; whether the file changed."""
    path = folder / STATE
    text = json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    if changed:
        path.write_text(text, encoding="utf-8")
    return changed


def changes(before: dict[str, Any], after: dict[str, Any], guide: Guide, language: LanguageCode) -> Iterator[str]:
    """Yield a sentence for each change from one state of the guide to another, in a reader's language."""
    words = guide.publication.texts

    def say(message: str, **values: Any) -> str:
        return fill(words[message][language], **values)

    if before["guide"]["model"] != after["guide"]["model"]:
        yield say("update_versions", before=before["guide"]["model"], after=after["guide"]["model"])
    for name, now in after["platforms"].items():
        was = before["platforms"].get(name)
        if was is None:
            continue
        found = list(_of_platform(was, now, guide, language, before["texts"]))
        if found and "given" in was and _with_present_names(was["given"], guide.publication.renamed) != now["given"]:
            yield say("update_own", name=text_in(now["name"], language))
        yield from found
    for key, texts in after["texts"].items():
        was_text = before["texts"].get(key)
        if was_text is not None and text_in(was_text, language) != text_in(texts, language):
            yield say("update_text", before=_cut(text_in(was_text, language)), after=_cut(text_in(texts, language)))


def _with_present_names(given: dict[str, Any], renamed: Renamed) -> dict[str, Any]:
    """Return what was given with this guide's names for questions and answers."""
    answers = {renamed.questions.get(name, name): value for name, value in given["answers"].items()}
    for question, values in renamed.answers.items():
        if isinstance(answers.get(question), str):
            answers[question] = values.get(answers[question], answers[question])
    return {**given, "answers": answers}


def _of_platform(
    was: dict[str, Any], now: dict[str, Any], guide: Guide, language: LanguageCode, old_texts: dict[str, Any]
) -> Iterator[str]:
    name = text_in(now["name"], language)
    words, undetermined = guide.publication.texts, guide.interface["undetermined"][language]

    def say(message: str, **values: Any) -> str:
        return fill(words[message][language], name=name, **values)

    for decision in guide.decisions:
        outcomes = {one.id: one.label[language] for one in decision.outcomes}
        before, after = was["outcomes"].get(decision.id), now["outcomes"].get(decision.id)
        if decision.settles and before != after:
            old = outcomes.get(before or "") or text_in(old_texts.get(f"{decision.id}.{before}.label"), language)
            new = outcomes.get(after or "", undetermined)
            yield say("update_outcome", decision=decision.label[language], before=old or undetermined, after=new)
    titles = {item.id: item.title[language] for item in guide.requirements}
    for gap in {**was["gaps"], **now["gaps"]}:
        title = titles.get(gap) or text_in(old_texts.get(f"{gap}.title"), language) or gap
        before, after = was["gaps"].get(gap), now["gaps"].get(gap)
        if before is None:
            yield say("update_gap_new", after=title)
        elif after is None:
            yield say("update_gap_gone", before=title)
        elif before != after:
            weights = [guide.interface[f"severity_{one}"][language] for one in (before, after)]
            yield say("update_gap_changed", what=title, before=weights[0], after=weights[1])


def _cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
