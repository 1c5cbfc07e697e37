"""Open points of a vision: what a reader would ask, though it can be published."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode, in_every_language, joined, text_in
from dcb_guide.core.roadmap import order_problems
from dcb_guide.guide.content import Guide
from dcb_guide.vision.cost_agreement import is_shared
from dcb_guide.vision.read_vision import LoadedPlatform, LoadedVision, purpose_label

type Point = dict[str, Any]


def open_points(loaded: LoadedVision, guide: Guide, engine: Engine) -> list[Point]:
    """Return the open points, each ``{"id": …, "what": text by language, or plain}``."""
    return [{"id": name, "what": what} for name, what in _points(loaded, guide, engine)]


def _points(loaded: LoadedVision, guide: Guide, engine: Engine) -> Iterator[tuple[str, Any]]:
    vision = loaded.vision
    yield from _of_platforms(loaded, guide, engine)
    if not vision.platforms:
        yield "no_platforms", ""
    if not vision.purposes:
        yield "no_purposes", ""
    for purpose in vision.purposes:
        if not any(measure.target for measure in purpose.measures):
            yield "no_target", in_every_language(purpose_label(guide, purpose))
    if not vision.initiatives:
        yield "no_initiatives", ""
    for initiative in vision.initiatives:
        for name in ("owner", "start", "end", "cost_million_yen"):
            if getattr(initiative, name) is None:
                yield f"no_{name}", in_every_language(initiative.title.texts)
    handled = {initiative.procedure for initiative in vision.initiatives}
    for procedure in guide.procedures:
        if vision.initiatives and procedure.id not in handled:
            yield "no_initiative_for", in_every_language(procedure.label.texts)
    yield from _of_order(loaded, engine)
    if cost_sharing_matters(loaded, engine) and not is_settled(loaded, "cost_sharing"):
        yield "cost_sharing", ""
    for name in ("data", "terms", "consent"):
        if getattr(vision.principles, name) is None:
            yield "no_principle", in_every_language(guide.draft[f"principle_{name}"].texts)
    if not any((vision.contact.telephone, vision.contact.email, vision.contact.page)):
        yield "no_contact", ""
    if not vision.history:
        yield "no_history", ""
    yield from _untranslated(loaded, guide)


def _of_order(loaded: LoadedVision, engine: Engine) -> Iterator[tuple[str, Any]]:
    """Yield what is unrealistic in the order of the initiatives."""
    vision = loaded.vision
    today = vision.day or (vision.history[-1].date if vision.history else None)
    initiatives = [one.model_dump() for one in vision.initiatives]
    for problem in order_problems(initiatives, engine.texts["roadmap"], today):
        what = [problem.initiative["title"]]
        if problem.kind == "too_early":
            what.append(problem.other["title"])
        elif problem.other is not None:
            what.append(str(problem.other))
        yield f"order_{problem.kind}", joined(what)


def cost_sharing_matters(loaded: LoadedVision, engine: Engine) -> bool:
    """Return whether costs have to be shared among the platforms' bodies, by the rule of the guide's data."""
    rule = engine.texts["document"]["cost_sharing"]
    return len(loaded.platforms) >= rule["platforms"] or any(
        holds(rule["or_where"], one.record.answers) for one in loaded.platforms
    )


def _of_platforms(loaded: LoadedVision, guide: Guide, engine: Engine) -> Iterator[tuple[str, Any]]:
    questions = {one.id: one.label for item in guide.inputs for one in (item, *item.facets)}
    for one in loaded.platforms:
        if one.is_waiting:
            yield "no_record", in_every_language(one.name)
            continue
        if one.name == one.entry.id:
            yield "no_name", in_every_language(one.name)
        result = engine.result(one.record.answers)
        if question := result["next_question"]:
            yield "unanswered", _of(one, questions[question].texts)
        for finding in result["findings"]:
            if finding["severity"] == "error":
                title = next(item.title for item in guide.checks if item.id == finding["id"])
                yield "contradiction", _of(one, title.texts)


def _of(platform: LoadedPlatform, texts: Mapping[LanguageCode, str]) -> dict[LanguageCode, str]:
    """Return the name of a platform and what is open there, for the readers of each language."""
    return {code: f"{text_in(platform.name, code)}{row.colon}{text_in(texts, code)}" for code, row in LANGUAGES.items()}


def is_settled(loaded: LoadedVision, part: str) -> bool:
    """Return whether a part of a vision has all its answers; how costs are shared may be answered by the cost plan."""
    if part == "cost_sharing":
        return is_shared(loaded.vision, loaded.cost_plan)
    return is_filled(getattr(loaded.vision, part))


def is_filled(part: BaseModel) -> bool:
    """Return whether a part of a vision has all its answers; a note is none."""
    return all(value is not None for value in part.model_dump(exclude={"note"}).values())


def _untranslated(loaded: LoadedVision, guide: Guide) -> Iterator[tuple[str, Any]]:
    """Yield what has a text in the first language and none in another, by the parts of the vision."""
    labels = {field.path: field.label for field in guide.publication.fields_}
    for code in LANGUAGES:
        if code == FIRST:
            continue
        parts = [
            name
            for name, value in loaded.vision.model_dump(exclude={"confirmed_public"}).items()
            if any(code in texts and not texts[code] and _has_words(texts[FIRST]) for texts in _texts(value))
            # What a record calls its platform is shown where the vision gives no name.
            or (name == "platforms" and any(_lacks(one.name, code) for one in loaded.platforms))
        ]
        chapters = [name for name, texts in loaded.chapters.items() if FIRST in texts and code not in texts]
        named = [labels[name].texts for name in parts if name in labels]
        named += [guide.draft[f"chapter_{name}"].texts for name in chapters]
        if named:
            yield "untranslated", joined(list(named))


def _has_words(text: str) -> bool:
    """Return whether a text is in a language at all: figures and names such as ``CC BY 4.0`` need no translation."""
    return not text.isascii()


def _lacks(name: Any, code: LanguageCode) -> bool:
    """Return whether a platform's name, a text or one by language, is missing in a language."""
    texts = {FIRST: name} if isinstance(name, str) else name
    return _has_words(texts.get(FIRST) or "") and not texts.get(code)


def _texts(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every text by language in plain data."""
    if isinstance(data, dict):
        if FIRST in data and set(data) <= set(LANGUAGES):
            yield data
        else:
            for value in data.values():
                yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
