"""A result as text for people, in either language."""

from collections.abc import Iterator
from typing import Any

from dcb_guide.core.citation import sections_of
from dcb_guide.core.engine import Engine
from dcb_guide.guide.decision_types import Language


def name_of(name: Any, language: Language, unnamed: str) -> str:
    """Return a record's name in the reader's language, in the other one, or ``unnamed``."""
    if isinstance(name, dict):
        return str(name.get(language) or next(iter(name.values())))
    return str(name) if name else unnamed


def lines(engine: Engine, result: dict[str, Any], language: Language) -> Iterator[str]:
    """Yield the lines that tell a result: the decisions, what is missing, what contradicts itself, what to ask next."""
    texts = engine.texts

    def word(key: str) -> str:
        return str(texts["interface"][key][language])

    def outcome(decision: str, name: str) -> str:
        return f"{texts['outcomes'][decision][name][language]} ({name})"

    yield name_of(result["name"], language, word("unnamed"))
    for decision in engine.decisions:
        answer = result[decision.id]
        label = texts["decisions"][decision.id][language]
        if answer["id"] is not None:
            yield f"  {label}: {outcome(decision.id, answer['id'])}"
        else:
            possible = " / ".join(outcome(decision.id, name) for name in answer["possible"])
            yield f"  {label}: {word('undetermined')} – {word('result_possible')}: {possible}"
        if answer.get("alternative"):
            yield f"    {word('result_alternative')}: {outcome(decision.id, answer['alternative'])}"
        for caution in answer.get("cautions", []):
            yield f"    {word('result_cautions')}: {texts['cautions'][caution][language]}"
    for part, kind in (("gaps", "requirements"), ("findings", "checks")):
        if result[part]:
            yield f"  {word(f'result_{part}')}:"
        for item in result[part]:
            marks = [word(f"severity_{item['severity']}")]
            if part == "gaps":
                marks.insert(0, word(f"status_{item['status']}"))
            basis = word(f"result_basis_{item['basis']}")
            rests_on = f"({sections_of(item['source'])}, {basis})"
            yield f"    [{' · '.join(marks)}] {texts[kind][item['id']][language]} {rests_on}"
    if result["next_question"]:
        yield f"  {word('result_next_question')}: {texts['inputs'][result['next_question']][language]}"
