"""A result as text for people, in any of the languages."""

from collections.abc import Iterator
from typing import Any

from dcb_guide.core.citation import sections_of
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode, text_in


def lines(engine: Engine, result: dict[str, Any], language: LanguageCode) -> Iterator[str]:
    """Yield the lines of a result: the decisions, what is missing, what contradicts itself, what to ask next."""
    texts = engine.texts

    def word(key: str) -> str:
        return text_in(texts["interface"][key], language)

    def outcome(decision: str, name: str) -> str:
        return f"{text_in(texts['outcomes'][decision][name], language)} ({name})"

    yield text_in(result["name"], language) or word("unnamed")
    for decision in engine.decisions:
        answer = result[decision.id]
        label = text_in(texts["decisions"][decision.id], language)
        if answer["id"] is not None:
            yield f"  {label}: {outcome(decision.id, answer['id'])}"
        else:
            possible = " / ".join(outcome(decision.id, name) for name in answer["possible"])
            yield f"  {label}: {word('undetermined')} – {word('result_possible')}: {possible}"
        if answer.get("alternative"):
            yield f"    {word('result_alternative')}: {outcome(decision.id, answer['alternative'])}"
        for caution in answer.get("cautions", []):
            yield f"    {word('result_cautions')}: {text_in(texts['cautions'][caution], language)}"
    for part, kind in (("gaps", "requirements"), ("findings", "checks")):
        if result[part]:
            yield f"  {word(f'result_{part}')}:"
        for item in result[part]:
            marks = [word(f"severity_{item['severity']}")]
            if part == "gaps":
                marks.insert(0, word(f"status_{item['status']}"))
            basis = word(f"result_basis_{item['basis']}")
            title = text_in(texts[kind][item["id"]], language)
            yield f"    [{' · '.join(marks)}] {title} ({sections_of(item['source'])}, {basis})"
    if result["next_question"]:
        yield f"  {word('result_next_question')}: {text_in(texts['inputs'][result['next_question']], language)}"
