"""Changing any single cell of any table is noticed: by the proof, or by a worked case."""

from copy import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from dcb_guide.core.engine import Engine
from dcb_guide.core.values import as_list
from dcb_guide.guide.decision_types import HighestOf, Includes, Not
from dcb_guide.proof.decision_tables import Compiled, gap_of
from dcb_guide.proof.model_json import _finding, model_json
from dcb_guide.proof.verify import find_defects
from tests.reference.model import DECISIONS
from tests.test_cases import CASES

ROWS = yaml.safe_load((Path(__file__).parent / "cases" / "tables.yml").read_text(encoding="utf-8"))
DETAILS = yaml.safe_load((Path(__file__).parent / "cases" / "gaps.yml").read_text(encoding="utf-8"))


def noticed_at_once(sound, part, item) -> bool:
    """Whether a worked row or detail of one changed item differs: tried first, for it compiles that item alone."""
    compiled = copy(sound)
    match part:
        case "decisions":
            compiled.hits, compiled.outcomes, compiled.accepted = dict(sound.hits), dict(sound.outcomes), {}
            compiled._add_decision(item)
            hits = compiled.hits[item.id]
            return any(row_differs(compiled, item, hits, row) for row in ROWS if row["decision"] == item.id)
        case "requirements":
            ref = compiled._requirement(item)
            return any(gap_differs(compiled, ref, case) for case in DETAILS if case.get("gap") == item.id)
        case "checks":
            ref = compiled._check(item)
            return any(finding_differs(compiled, item, ref, case) for case in DETAILS if case.get("finding") == item.id)
    return False


def noticed(guide) -> bool:
    """Whether a worked case or the proof tells a changed guide from the right one."""
    compiled = Compiled(guide)
    decisions = {one.id: (one, compiled.hits[one.id]) for one in guide.decisions}
    requirements = dict(zip([one.id for one in guide.requirements], compiled.requirements, strict=True))
    checks = {one.id: (one, ref) for one, ref in zip(guide.checks, compiled.checks, strict=True)}
    return (
        any(row_differs(compiled, *decisions[row["decision"]], row) for row in ROWS)
        or any(gap_differs(compiled, requirements[case["gap"]], case) for case in DETAILS if "gap" in case)
        or any(finding_differs(compiled, *checks[case["finding"]], case) for case in DETAILS if "finding" in case)
        or next(find_defects(compiled), None) is not None
        or any_case_differs(Engine(model_json(guide, compiled)))
    )


def reached(compiled, ref, given):
    """The leaves of a diagram that the completions of some answers reach."""
    known = {}
    for name, answer in given.items():
        variable = compiled.by_id[name]
        if variable.kind == "count":
            answer = max(value for value in variable.values if value <= answer)
        plain = tuple(answer) if isinstance(answer, list) else answer
        known[variable.number] = variable.values.index(plain)
    diagrams, leaves, seen, stack = compiled.diagrams, set(), set(), [ref]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        if diagrams.is_leaf(node):
            leaves.add(diagrams.value(node))
        elif diagrams.level(node) in known:
            stack.append(diagrams.children(node)[known[diagrams.level(node)]])
        else:
            stack += diagrams.children(node)
    return frozenset(leaves)


def row_differs(compiled, decision, ref, row) -> bool:
    hits = reached(compiled, ref, row["given"])
    if any(len(hit) != 1 for hit in hits):
        return True
    told = {(decision.rules[number].then, decision.rules[number].alternative) for (number,) in hits}
    return told != {(row["gives"], row.get("alternative"))}


def gap_differs(compiled, ref, case) -> bool:
    settled = len(reached(compiled, compiled.outcomes["pattern"], case["given"])) == 1
    gap: Any = gap_of(reached(compiled, ref, case["given"])) if settled else None
    status, accepted, severity = gap or (None, None, None)
    told = {"status": status, "required": None if accepted is None else list(accepted), "severity": severity}
    return any(told[name] != case[name] for name in told if name in case)


def finding_differs(compiled, item, ref, case) -> bool:
    answered = all(name in case["given"] for name in item.given)
    found = _finding(reached(compiled, ref, case["given"])) if answered else None
    return bool(found != case["severity"])


def any_case_differs(engine) -> bool:
    for case in CASES:
        answers, _ = engine.read(case["record"])
        result, expected = engine.result(answers), case["expected"]
        gaps = [{"id": gap["id"], "status": gap["status"]} for gap in result["gaps"]]
        found = {(one["id"], one["severity"]) for one in result["findings"]}
        if (
            any(result[name]["possible"] != expected[name] for name in DECISIONS)
            or gaps != expected["gaps"]
            or found != {(one["id"], one["severity"]) for one in expected["findings"]}
            or result["next_question"] != expected["next_question"]
        ):
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


def test_every_exception_is_a_change_that_is_tried(guide):
    assert {what for what, _ in mutations(guide)} >= EQUIVALENT


@pytest.mark.slow
@pytest.mark.parametrize("part", ["decisions", "conditions", "requirements", "checks"])
def test_no_cell_can_change_unnoticed(guide, part):
    assert not noticed(guide), "the model as it is fails a worked case: nothing could be told from it"
    sound = Compiled(guide)
    tried, unnoticed = set(), []
    for what, changed in mutations(guide):
        for item, other in zip(getattr(guide, part), getattr(changed, part), strict=True):
            if item != other:
                tried.add(item.id)
                if what not in EQUIVALENT and not noticed_at_once(sound, part, other) and not noticed(changed):
                    unnoticed.append(what)
    assert tried == {item.id for item in getattr(guide, part)}
    assert unnoticed == []
