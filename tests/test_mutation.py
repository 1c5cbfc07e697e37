"""Changing any single cell of any table is noticed: by the proof, or by a worked case."""

import pytest

from dcb_guide.core.engine import Engine
from dcb_guide.guide.decision_types import HighestOf, Includes, Not, as_list
from dcb_guide.proof.decision_tables import Compiled
from dcb_guide.proof.model_json import model_json
from dcb_guide.proof.verify import find_defects
from tests import test_cases, test_gaps, test_tables

BOUNDS = test_gaps.read("gaps.yml")
#: The tests of worked cases, and the cases of each: what must notice a change that the proof does not.
WORKED = [
    (test_tables.test_row_gives_its_outcome, test_tables.ROWS),
    (test_gaps.test_a_gap_is_told_where_it_is_one, [case for case in BOUNDS if "gap" in case]),
    (
        test_gaps.test_a_finding_is_told_where_it_holds_in_every_completion,
        [case for case in BOUNDS if "finding" in case],
    ),
    (test_cases.test_result_is_as_worked_out, test_cases.CASES),
]


def noticed(guide) -> bool:
    """Whether the proof or a worked case tells a changed guide from the right one."""
    compiled = Compiled(guide)
    if any(find_defects(compiled)):
        return True
    engine = Engine(model_json(guide, compiled))
    try:
        for test, cases in WORKED:
            for case in cases:
                test(engine, case)
    except AssertionError:
        return True
    return False


def test_nothing_is_noticed_of_the_guide_as_it_is(guide):
    assert not noticed(guide)


def other_tests(guide, name, test):
    """Other things a cell could say: nothing, the opposite, another value."""
    yield None
    if isinstance(test, Not):
        yield test.not_
    elif isinstance(test, bool):
        yield not test
    elif isinstance(test, (list, str, int)):
        yield Not.model_validate({"not": test})
        values = [
            one.id
            for item in (*guide.inputs, *(f for i in guide.inputs for f in i.facets))
            if item.id == name
            for one in item.values
        ]
        values += [one.id for item in guide.decisions if item.id == name for one in item.outcomes]
        yield from [value for value in values if value not in as_list(test)][:1]
        if isinstance(test, list):
            yield from (test[:index] + test[index + 1 :] for index in range(len(test)))
    elif isinstance(test, Includes):
        members = [value.id for item in guide.inputs if item.id == name for value in item.values]
        yield Includes(includes=next(one for one in members if one != test.includes))


def other_whens(guide, when):
    """A condition with one of its cells changed."""
    for name, test in when.items():
        for other in other_tests(guide, name, test):
            rest = {key: one for key, one in when.items() if key != name}
            yield f"{name}: {other!r}", rest if other is None else {**when, name: other}


def mutations(guide):
    """Every guide that differs from ``guide`` in one cell: (what was changed, the guide)."""
    for number, decision in enumerate(guide.decisions):
        for row, rule in enumerate(decision.rules):
            changed = [(what, {"when": when}) for what, when in other_whens(guide, rule.when)]
            changed += [(f"then {one.id}", {"then": one.id}) for one in decision.outcomes if one.id != rule.then]
            if rule.alternative:
                changed.append(("no alternative", {"alternative": None}))
            for what, update in changed:
                rules = [*decision.rules[:row], rule.model_copy(update=update), *decision.rules[row + 1 :]]
                yield f"{decision.id}.{rule.id} {what}", _with(guide, "decisions", number, {"rules": rules})
    for number, condition in enumerate(guide.conditions):
        for row, when in enumerate(condition.any_of):
            for what, other in [("gone", None), *other_whens(guide, when)]:
                parts = [*condition.any_of[:row], *([] if other is None else [other]), *condition.any_of[row + 1 :]]
                yield f"{condition.id} {what}", _with(guide, "conditions", number, {"any_of": parts})
    for number, item in enumerate(guide.requirements):
        for what, update in _requirement_mutations(guide, item):
            yield f"{item.id} {what}", _with(guide, "requirements", number, update)
    for number, item in enumerate(guide.checks):
        for row, case in enumerate(item.cases):
            others = [(what, {"when": when}) for what, when in other_whens(guide, case.when)]
            others += [(one, {"severity": one}) for one in ("error", "warning", "notice") if one != case.severity]
            for what, update in others:
                cases = [*item.cases[:row], case.model_copy(update=update), *item.cases[row + 1 :]]
                yield f"{item.id} {what}", _with(guide, "checks", number, {"cases": cases})
        if item.given:
            yield f"{item.id} given", _with(guide, "checks", number, {"given": []})


def _requirement_mutations(guide, item):
    for what, when in other_whens(guide, item.applies):
        yield f"applies {what}", {"applies": when}
    if item.unless:
        yield "no unless", {"unless": []}
        for what, when in other_whens(guide, item.unless[0]):
            yield f"unless {what}", {"unless": [when]}
    if item.severity_where:
        yield "severity", {"severity_where": []}
    if isinstance(item.requires, HighestOf):
        asked = item.requires.highest_of
        for row, one in enumerate(asked):
            yield f"level {row}", {"requires": HighestOf(highest_of=[*asked[:row], *asked[row + 1 :]])}
            for what, when in other_whens(guide, one.when):
                rows = [*asked[:row], one.model_copy(update={"when": when}), *asked[row + 1 :]]
                yield f"level {row} {what}", {"requires": HighestOf(highest_of=rows)}
            for level in ("level_1", "level_2", "level_3"):
                if one.level and level != one.level:
                    rows = [*asked[:row], one.model_copy(update={"level": level}), *asked[row + 1 :]]
                    yield f"level {row} {level}", {"requires": HighestOf(highest_of=rows)}
    elif item.attribute:
        for other in other_tests(guide, item.attribute, item.requires):
            if other is not None:
                yield f"requires {other!r}", {"requires": other}


def _with(guide, part, number, update):
    items = getattr(guide, part)
    return guide.model_copy(
        update={part: [*items[:number], items[number].model_copy(update=update), *items[number + 1 :]]}
    )


#: Cells that may change without changing what any description is told, and why.
EQUIVALENT = {
    # What is shared now has a platform: the column repeats it for the reader.
    "pathway.shared_now_beyond platform_provider: None",
    "pathway.shared_now_within platform_provider: None",
    # A broker that is not there is not one with a shared database either.
    "personal_separation applies personal_broker: None",
    "non_personal_separation applies non_personal_broker: None",
    # A service that asks for level 1 asks for nothing: whether the row is there, and when, cannot be noticed.
    "identity_proofing level 0",
    "identity_proofing level 0 service_kinds: None",
    "identity_proofing level 0 service_kinds: Includes(includes='proofing_and_authentication')",
    "authentication level 0",
    "authentication level 0 service_kinds: None",
    "authentication level 0 service_kinds: Includes(includes='proofing_and_authentication')",
    # The first case that holds counts: the second is only read where there is a non-personal broker.
    "personal_exchange_without_federation non_personal_broker: None",
}


@pytest.mark.slow
@pytest.mark.parametrize("part", ["decisions", "conditions", "requirements", "checks"])
def test_no_cell_can_change_unnoticed(guide, part):
    assert not noticed(guide), "the model as it is fails a worked case: nothing could be told from it"
    names = {item.id for item in getattr(guide, part)}
    unnoticed = []
    tried = 0
    for what, changed in mutations(guide):
        if what.split(" ")[0].split(".")[0] not in names or getattr(changed, part) == getattr(guide, part):
            continue
        tried += 1
        if what not in EQUIVALENT and not noticed(changed):
            unnoticed.append(what)
    assert tried >= len(getattr(guide, part))
    assert unnoticed == []
