"""Open points of a vision: what a reader would ask, though it can be published."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode, in_every_language, joined, text_in
from dcb_guide.core.roadmap import order_problems
from dcb_guide.vision.cost_agreement import is_shared
from dcb_guide.vision.given import Given, GivenPlatform, given
from dcb_guide.vision.plain_guide import plain_guide

if TYPE_CHECKING:
    from dcb_guide.guide.content import Guide
    from dcb_guide.vision.read_vision import LoadedVision

type Point = dict[str, Any]


def open_points(loaded: "LoadedVision", guide: "Guide", engine: Engine) -> list[Point]:
    """Return the open points, each ``{"id": …, "what": text by language, or plain}``."""
    return points_of(given(loaded), plain_guide(guide), engine)


def points_of(vision_given: Given, plain: Mapping[str, Any], engine: Engine) -> list[Point]:
    """Return what :func:`open_points` does of what is given of a vision; ``plain`` is the guide as plain data."""
    return [{"id": name, "what": what} for name, what in _points(vision_given, plain, engine)]


def purpose_label(plain: Mapping[str, Any], purpose: Mapping[str, Any]) -> Mapping[LanguageCode, str | None]:
    """Return the label of a purpose, by language: its own, else that of §2.4."""
    found: Mapping[LanguageCode, str | None] = purpose["label"] or plain["purposes"][purpose["id"]]
    return found


def _points(vision_given: Given, plain: Mapping[str, Any], engine: Engine) -> Iterator[tuple[str, Any]]:
    vision = vision_given.vision
    yield from _of_platforms(vision_given, engine)
    if not vision["platforms"]:
        yield "no_platforms", ""
    if not vision["purposes"]:
        yield "no_purposes", ""
    for purpose in vision["purposes"]:
        if not any(measure["target"] for measure in purpose["measures"]):
            yield "no_target", in_every_language(purpose_label(plain, purpose))
    if not vision["initiatives"]:
        yield "no_initiatives", ""
    for initiative in vision["initiatives"]:
        for name in ("owner", "start", "end", "cost_million_yen"):
            if initiative[name] is None:
                yield f"no_{name}", in_every_language(initiative["title"])
    handled = {initiative["procedure"] for initiative in vision["initiatives"]}
    for procedure, label in plain["procedures"].items():
        if vision["initiatives"] and procedure not in handled:
            yield "no_initiative_for", in_every_language(label)
    yield from _of_order(vision, engine)
    if cost_sharing_matters(vision_given, engine) and not is_settled(vision_given, "cost_sharing"):
        yield "cost_sharing", ""
    for name in ("data", "terms", "consent"):
        if vision["principles"][name] is None:
            yield "no_principle", in_every_language(engine.texts["draft"][f"principle_{name}"])
    if not any(vision["contact"].values()):
        yield "no_contact", ""
    if not vision["history"]:
        yield "no_history", ""
    yield from _untranslated(vision_given, plain, engine)


def _of_order(vision: Mapping[str, Any], engine: Engine) -> Iterator[tuple[str, Any]]:
    """Yield what is unrealistic in the order of the initiatives."""
    today = vision["day"] or (vision["history"][-1]["date"] if vision["history"] else None)
    for problem in order_problems(vision["initiatives"], engine.texts["roadmap"], today):
        what = [problem.initiative["title"]]
        if problem.kind == "too_early":
            what.append(problem.other["title"])
        elif problem.other is not None:
            what.append(str(problem.other))
        yield f"order_{problem.kind}", joined(what)


def cost_sharing_matters(vision_given: Given, engine: Engine) -> bool:
    """Return whether costs have to be shared among the platforms' bodies, by the rule of the guide's data."""
    rule = engine.texts["document"]["cost_sharing"]
    return len(vision_given.platforms) >= rule["platforms"] or any(
        holds(rule["or_where"], one.answers) for one in vision_given.platforms
    )


def _of_platforms(vision_given: Given, engine: Engine) -> Iterator[tuple[str, Any]]:
    for one in vision_given.platforms:
        if one.is_waiting:
            yield "no_record", in_every_language(one.name)
            continue
        if one.name == one.entry["id"]:
            yield "no_name", in_every_language(one.name)
        result = engine.result(one.answers)
        if question := result["next_question"]:
            yield "unanswered", _of(one, engine.texts["inputs"][question])
        for finding in result["findings"]:
            if finding["severity"] == "error":
                yield "contradiction", _of(one, engine.texts["checks"][finding["id"]])


def _of(platform: GivenPlatform, texts: Mapping[LanguageCode, str]) -> dict[LanguageCode, str]:
    """Return the name of a platform and what is open there, for the readers of each language."""
    return {code: f"{text_in(platform.name, code)}{row.colon}{text_in(texts, code)}" for code, row in LANGUAGES.items()}


def is_settled(vision_given: Given, part: str) -> bool:
    """Return whether a part of a vision has all its answers; how costs are shared may be answered by the cost plan."""
    if part == "cost_sharing":
        return is_shared(vision_given.vision[part], vision_given.cost_plan)
    return all(value is not None for name, value in vision_given.vision[part].items() if name != "note")


def _untranslated(vision_given: Given, plain: Mapping[str, Any], engine: Engine) -> Iterator[tuple[str, Any]]:
    """Yield what has a text in the first language and none in another, by the parts of the vision."""
    for code in LANGUAGES:
        if code == FIRST:
            continue
        parts = [
            name
            for name, value in vision_given.vision.items()
            if name != "confirmed_public"
            and (
                any(code in texts and not texts[code] and _has_words(texts[FIRST]) for texts in _texts(value))
                # What a record calls its platform is shown where the vision gives no name.
                or (name == "platforms" and any(_lacks(one.name, code) for one in vision_given.platforms))
            )
        ]
        chapters = [name for name, texts in vision_given.chapters.items() if FIRST in texts and code not in texts]
        named = [plain["fields"][name] for name in parts if name in plain["fields"]]
        named += [engine.texts["draft"][f"chapter_{name}"] for name in chapters]
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
