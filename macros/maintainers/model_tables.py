"""Tables of the decision model page, made from the guide's data with the ids that the data and the code use."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

from dcb_guide.core.languages import FIRST
from dcb_guide.core.values import as_list
from dcb_guide.guide.decision_types import (
    AcceptedBy,
    Below,
    Cited,
    Decision,
    HighestOf,
    Includes,
    Input,
    Not,
    Question,
    Requirement,
    SameAs,
    When,
)
from dcb_guide.guide.wording import Wording


def table(words: Wording, name: str) -> str:
    """Return a table by its name: ``attributes``, ``context``, ``conditions``, ``decisions``, ``requirements`` …"""
    return "\n".join(TABLES[name](words))


def count(words: Wording, what: str) -> str:
    """Return a number of the model: ``descriptions`` (complete ones of a platform), or how long a list of it is."""
    if what == "descriptions":
        return f"{descriptions(words.guide.attributes):,}"
    return str(len(getattr(words.guide, what)))


def descriptions(attributes: Sequence[Input]) -> int:
    """Return how many complete descriptions of a platform there are; one that exists has each value of its facets."""

    def answers(item: Input) -> int:
        if not item.facets:
            return len(item.values)
        return len(item.values) - 1 + prod(len(facet.values) for facet in item.facets)

    return prod(map(answers, attributes))


def _inputs(words: Wording, items: Sequence[Input]) -> Iterator[str]:
    yield from _head("id", "label (in the guidebook)", "values, in order", "asked after", "rests on")
    for item in items:
        values = _values(item) + "".join(f"; `{facet.id}`: {_values(facet)}" for facet in item.facets)
        if item.kind == "choices":
            values = f"a set of {values}"
        name = f'{_cell(words(item.label))} (<span lang="{FIRST}">{_cell(item.label[FIRST])}</span>)'
        yield _row(f"`{item.id}`", name, values, ", ".join(map(_code, item.after)) or "–", _cited(item))


def _values(item: Question) -> str:
    return ", ".join(_code(value.id) for value in item.values)


def _conditions(words: Wording) -> Iterator[str]:
    yield from _head("id", "holds where")
    for item in words.guide.conditions:
        yield _row(f"`{item.id}`", " **or** ".join(map(_when, item.any_of)))


def _decisions(words: Wording) -> Iterator[str]:
    for decision in words.guide.decisions:
        settles = " It is one of those that a complete set of answers must settle." if decision.settles else ""
        yield f"\n### `{decision.id}` {{ #model-{decision.id} }}\n"
        yield f"{_cell(words(decision.explanation))}{settles}\n"
        yield from _rules(decision)


def _rules(decision: Decision) -> Iterator[str]:
    yield from _head(*(f"`{column}`" for column in decision.columns), "→", "rule", "rests on")
    for rule in decision.rules:
        cells = [_test(rule.when[column]) if column in rule.when else "–" for column in decision.columns]
        alternative = f" (or `{rule.alternative}`)" if rule.alternative else ""
        yield _row(*cells, f"`{rule.then}`{alternative}", f"`{rule.id}`", _cited(rule))


def _requirements(words: Wording) -> Iterator[str]:
    yield from _head("id", "applies where", "asks", "severity", "challenge, procedure", "rests on")
    for item in words.guide.requirements:
        applies = _any_of(item.applies) + (f"; not where {_any_of(item.unless)}" if item.unless else "")
        weight = item.severity + "".join(f"; {one.severity} where {_when(one.when)}" for one in item.severity_where)
        handled = f"{item.challenge or '–'}, `{item.step}`"
        yield _row(f"`{item.id}`", applies, _asked(item), weight, handled, _cited(item))


def _asked(item: Requirement) -> str:
    if item.attribute is None:
        return "what no answer shows"
    if not isinstance(item.requires, HighestOf):
        return _tested(item.attribute, item.requires)
    levels = [f"{_code(one.level or one.level_of)} where {_when(one.when)}" for one in item.requires.highest_of]
    return f"`{item.attribute}` at least the highest of: {'; '.join(levels)}"


def _checks(words: Wording) -> Iterator[str]:
    yield from _head("id", "reported where", "rests on")
    for item in words.guide.checks:
        given = f" (and {', '.join(map(_code, item.given))} answered)" if item.given else ""
        cases = "; ".join(f"**{case.severity}**: {_when(case.when)}{given}" for case in item.cases)
        yield _row(f"`{item.id}`", cases, _cited(item))


TABLES: dict[str, Any] = {
    "attributes": lambda words: _inputs(words, words.guide.attributes),
    "context": lambda words: _inputs(words, words.guide.context),
    "conditions": _conditions,
    "decisions": _decisions,
    "requirements": _requirements,
    "checks": _checks,
}


def _any_of(whens: When | list[When]) -> str:
    return " **or** ".join(_when(when) for when in as_list(whens))


def _when(when: When) -> str:
    return " and ".join(_tested(key, test) for key, test in when.items()) or "always"


def _tested(key: str, test: Any) -> str:
    if isinstance(test, (SameAs, AcceptedBy, Below, Includes, Not)):
        return f"`{key}` {_test(test)}"
    return f"`{key}` = {_test(test)}"


def _test(test: Any) -> str:
    match test:
        case Not():
            return f"≠ {_codes(test.not_)}"
        case Includes():
            return f"includes `{test.includes}`"
        case Below():
            return f"below `{test.below}`"
        case SameAs():
            return f"the same as `{test.same_as}`"
        case AcceptedBy():
            return f"the outcome of `{test.accepted_by}` or its alternative"
    return _codes(test)


def _codes(value: Any) -> str:
    return " or ".join(_code(one) for one in as_list(value))


def _code(value: Any) -> str:
    return "yes" if value is True else "no" if value is False else f"`{value}`"


def _cited(item: Cited) -> str:
    return f"{item.source}, {item.basis}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield f"|{'---|' * len(cells)}"
