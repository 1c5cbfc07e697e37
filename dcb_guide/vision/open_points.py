"""Open points of a vision: what a reader would ask, though it can be published; and what looks private."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from dcb_guide.core.conditions import holds
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES, LanguageCode, in_every_language, text_in
from dcb_guide.guide.content import Guide
from dcb_guide.vision.read_vision import LoadedPlatform, LoadedVision, purpose_label
from dcb_guide.vision.vision_types import chapter_file

type Point = dict[str, Any]

#: Each begins where its characters do, so that a long run of them is looked at once; "(at)" is how people hide an "@".
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+ ?(?:@|[(\[]at[)\]]) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE)
#: Numbers of mobile telephones, which belong to persons.
MOBILE = re.compile(r"(?<![\d-])(?:0|\+81[- ]?0?)[789]0[- ]?\d{4}[- ]?\d{4}(?![\d-])")
TELEPHONE = re.compile(r"(?<![\d-])0\d{1,4}[- (]\d{1,4}[- )]\d{3,4}(?![\d-])")
#: What people write between digits where a hyphen is meant.
DASH = re.compile(r"(?<=\d)[\u2010-\u2015\u2212\u30fc](?=\d)")
TWELVE_DIGITS = re.compile(r"(?<!\d)\d{4}[- ]?\d{4}[- ]?\d{4}(?!\d)")
#: Open points that quote what looks private: they are named before publishing, and not published themselves.
PRIVATE = ("email", "mobile", "telephone", "my_number")


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
    if cost_sharing_matters(loaded, engine):
        unsettled = [name for name, value in vision.cost_sharing.model_dump(exclude={"note"}).items() if value is None]
        if unsettled:
            yield "cost_sharing", ""
    for name in ("data", "terms", "consent"):
        if getattr(vision.principles, name) is None:
            yield "no_principle", in_every_language(guide.draft[f"principle_{name}"].texts)
    if not any((vision.contact.telephone, vision.contact.email, vision.contact.page)):
        yield "no_contact", ""
    if not vision.history:
        yield "no_history", ""
    yield from ((name, f"{what}, {place}") for name, what, place in private_looking(loaded))


def cost_sharing_matters(loaded: LoadedVision, engine: Engine) -> bool:
    """Return whether costs have to be shared among the platforms' bodies, by the rule of the guide's data."""
    rule = engine.texts["document"]["cost_sharing"]
    return len(loaded.platforms) >= rule["platforms"] or any(
        holds(rule["or_where"], one.record.answers) for one in loaded.platforms
    )


def _of_platforms(loaded: LoadedVision, guide: Guide, engine: Engine) -> Iterator[tuple[str, Any]]:
    decisions = {item.id: item for item in guide.decisions}
    questions = {one.id: one.label for item in guide.inputs for one in (item, *item.facets)}
    for one in loaded.platforms:
        result = engine.result(one.record.answers)
        for name, chosen in one.entry.choice.outcomes.items():
            suggested = result[name]["id"]
            alternative = result[name].get("alternative")
            if chosen and suggested and chosen not in (suggested, alternative) and one.entry.choice.reason is None:
                labels = {outcome.id: outcome.label for outcome in decisions[name].outcomes}
                both = {code: f"{labels[suggested][code]} → {labels[chosen][code]}" for code in LANGUAGES}
                yield "departs", _of(one, both)
        if question := result["next_question"]:
            yield "unanswered", _of(one, questions[question].texts)
        for finding in result["findings"]:
            if finding["severity"] == "error":
                title = next(item.title for item in guide.checks if item.id == finding["id"])
                yield "contradiction", _of(one, title.texts)


def _of(platform: LoadedPlatform, texts: Mapping[LanguageCode, str]) -> dict[LanguageCode, str]:
    """Return the name of a platform and what is open there, for the readers of each language."""
    return {code: f"{text_in(platform.name, code)}{row.colon}{text_in(texts, code)}" for code, row in LANGUAGES.items()}


# ── What looks private ──────────────────────────────────────────────────────────────────────────────────────────


def private_looking(loaded: LoadedVision) -> Iterator[tuple[str, str, str]]:
    """Yield what looks like a person's own: (kind, text, file)."""
    contact = loaded.vision.contact
    for place, written in _texts(loaded):
        text = DASH.sub("-", unicodedata.normalize("NFKC", written))
        for found in EMAIL.findall(text):
            if found != contact.email or _names_a_person(found):
                yield "email", found, place
        for found in MOBILE.findall(text):
            yield "mobile", found, place
        for found in TELEPHONE.findall(MOBILE.sub("", text)):
            if found != contact.telephone:
                yield "telephone", found, place
        for found in TWELVE_DIGITS.findall(text):
            if is_my_number(re.sub(r"\D", "", found)):
                yield "my_number", f"{found[:2]}…{found[-2:]}", place


def _names_a_person(email: str) -> bool:
    """Return whether an address looks like one person's: two names joined, as in ``hanako.yamada@…``."""
    return re.fullmatch(r"[a-z]{2,}[._-][a-z]{2,}", email.partition("@")[0].lower()) is not None


def is_my_number(digits: str) -> bool:
    """Return whether twelve digits have the check digit of an Individual Number (Ordinance No. 85 of 2014, Art. 5)."""
    if len(digits) != 12 or not digits.isdigit():
        return False
    weighted = sum(int(digit) * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(digits[:11]), start=1))
    rest = weighted % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _texts(loaded: LoadedVision) -> Iterator[tuple[str, str]]:
    """Yield every text of a vision, with the name of its file."""
    yield from (("vision.yml", text) for text in _strings(loaded.vision.model_dump()))
    for one in loaded.platforms:
        name = f"platforms/{one.entry.id}.yml"
        yield from ((name, text) for text in (*one.record.notes.values(), *_strings(one.record.name)))
    for chapter, written in loaded.chapters.items():
        yield from ((chapter_file(chapter, language), text) for language, text in written.items())


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
