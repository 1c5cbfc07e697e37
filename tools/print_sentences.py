"""Print every sentence that a rule writes, to be read by a person: ``python -m tools.print_sentences``.

A sentence is put together from labels, values and the forms of ``guide_data/interface.yml``; read on a page, a wrong
one is easily missed among thousands.
"""

from collections.abc import Iterator
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES, LanguageCode
from dcb_guide.guide.content import Guide
from dcb_guide.guide.read_guide import load
from dcb_guide.guide.wording import Wording

ROOT = Path(__file__).parent.parent


def sentences(guide: Guide, language: LanguageCode) -> Iterator[tuple[str, str]]:
    """Yield where each sentence comes from, such as ``requirements/scope: asks``, and the sentence as printed."""
    word = Wording(guide, language)
    for condition in guide.conditions:
        yield f"conditions/{condition.id}", word.holds_when(condition)
    for requirement in guide.requirements:
        yield f"requirements/{requirement.id}: applies", word.applies(requirement)
        yield f"requirements/{requirement.id}: asks", word.requires(requirement)
        yield f"requirements/{requirement.id}: severity", word.severity(requirement)
    for check in guide.checks:
        for number, case in enumerate(check.cases, start=1):
            yield f"checks/{check.id}: case {number}", word.case(check, case)
    for decision in guide.decisions:
        for rule in decision.rules:
            yield f"decisions/{decision.id}: {rule.id}", word.rule(rule)


def printed(guide: Guide, language: LanguageCode) -> str:
    """Return the sentences of a language, one a line, each after its place."""
    return "".join(f"{place}\t{sentence}\n" for place, sentence in sentences(guide, language))


def main() -> None:
    """Print the sentences of every language."""
    guide = load(ROOT / "guide_data")
    for language in LANGUAGES:
        print(printed(guide, language))


if __name__ == "__main__":
    main()
