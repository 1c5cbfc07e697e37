"""A result as text for people, in any of the languages."""

from collections.abc import Iterator
from typing import Any

from dcb_guide.core import official_line
from dcb_guide.core.citation import sections_of
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode, text_in


def lines(engine: Engine, result: dict[str, Any], language: LanguageCode) -> Iterator[str]:
    """Yield the lines of a result.

    First in official names: the line, its decisions, what the official text leaves open, the pattern's tasks. Then the
    other decisions, what is missing, what contradicts itself, what to ask next.
    """
    texts = engine.texts

    def word(key: str) -> str:
        return text_in(texts["interface"][key], language)

    def outcome(decision: str, name: str) -> str:
        return f"{text_in(texts['outcomes'][decision][name], language)} ({name})"

    def decided(decision: str) -> Iterator[str]:
        answer = result[decision]
        label = text_in(texts["decisions"][decision], language)
        if answer["id"] is not None:
            yield f"  {label}: {outcome(decision, answer['id'])}"
        else:
            possible = " / ".join(outcome(decision, name) for name in answer["possible"])
            yield f"  {label}: {word('undetermined')} – {word('result_possible')}: {possible}"
        if answer.get("alternative"):
            yield f"    {word('result_alternative')}: {outcome(decision, answer['alternative'])}"
        for caution in answer.get("cautions", []):
            yield f"    {word('result_cautions')}: {text_in(texts['cautions'][caution], language)}"

    yield text_in(result["name"], language) or word("unnamed")
    line = official_line.stations(result, texts)
    yield f"  {official_line.in_words(line, texts, language)}"
    official, finer = official_line.official_first((decision.id for decision in engine.decisions), texts)
    for decision in official:
        yield from decided(decision)
    for note in official_line.not_covered(line, result["trace"], texts, language):
        yield f"    {word('not_covered')}: {note}"
    if pattern := official_line.pattern_of(line):
        yield f"  {official_line.tasks_title(pattern, texts, language)}:"
        for task in official_line.tasks(pattern, texts, language):
            marks = " · ".join(mark for mark in (task.mark, task.area, task.kind) if mark)
            yield f"    [{marks}] {task.text} ({task.rests_on})"
        if added := official_line.tasks_added(pattern, texts, language):
            yield f"    {added}"
    yield f"  {word('finer_reading')}:"
    for decision in finer:
        yield from decided(decision)
    for part, kind in (("gaps", "requirements"), ("findings", "checks")):
        if result[part]:
            yield f"  {word(f'result_{part}')}:"
        for item in result[part]:
            shown = [word(f"severity_{item['severity']}")]
            if part == "gaps":
                shown.insert(0, word(f"status_{item['status']}"))
            basis = word(f"result_basis_{item['basis']}")
            title = text_in(texts[kind][item["id"]], language)
            sections = sections_of(item["source"], texts["interface"], language)
            yield f"    [{' · '.join(shown)}] {title} ({sections}, {basis})"
    if result["next_question"]:
        yield f"  {word('result_next_question')}: {text_in(texts['inputs'][result['next_question']], language)}"
