"""Proofs about the decision model: over all combinations, not a sample (MODEL 7)."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.inputs import UNKNOWN
from dcb_guide.core.values import word
from dcb_guide.files.problem import Path_, Problem
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Decision, Input, Question, Value
from dcb_guide.guide.read_guide import Sources
from dcb_guide.proof.decision_tables import Compiled, Variable
from dcb_guide.proof.diagrams import Ref
from dcb_guide.proof.model_json import model_json

type Defect = tuple[Path_, str]


class ProofError(Exception):
    """The engine and the tables disagree: a mistake in the program, not in the data."""


def defects(guide: Guide, sources: Sources) -> list[Problem]:
    """Return everything wrong with the model, each at its file and line, with one combination that shows it."""
    return sorted(sources.problem(path, message) for path, message in find_defects(Compiled(guide)))


def find_defects(compiled: Compiled) -> Iterator[Defect]:
    """Yield every defect as (place in the guide, message)."""
    for index, decision in enumerate(compiled.guide.decisions):
        yield from _table_defects(compiled, index, decision)
    yield from _idle(compiled)
    for part, items in (("attributes", compiled.guide.attributes), ("context", compiled.guide.context)):
        for index, item in enumerate(items):
            yield from _equivalence_defects(compiled, (part, index), item)


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _table_defects(compiled: Compiled, index: int, decision: Decision) -> Iterator[Defect]:
    """Gaps, overlaps, rules that never hit, outcomes that are never given."""
    diagrams, hits = compiled.diagrams, compiled.hits[decision.id]
    reached = diagrams.leaves(hits)
    if () in reached:
        yield ("decisions", index, "rules"), f"gap: no rule of {decision.id} covers {_example(compiled, hits, ())}"
    for several in sorted(hit for hit in reached if len(hit) > 1):
        names = " and ".join(decision.rules[number].id for number in several)
        message = f"overlap: {names} of {decision.id} both cover {_example(compiled, hits, several)}"
        yield ("decisions", index, "rules", several[-1]), message
    used = {number for hit in reached for number in hit}
    for number, rule in enumerate(decision.rules):
        if number not in used:
            shown_by = _why_dead(compiled, decision, number)
            yield ("decisions", index, "rules", number), f"dead rule: nothing hits {rule.id} of {decision.id}{shown_by}"
    given = {decision.rules[number].then for number in used}
    for row, outcome in enumerate(decision.outcomes):
        if outcome.id not in given:
            place = ("decisions", index, "outcomes", row)
            yield (
                place,
                f"unreachable outcome: no rule of {decision.id} gives {outcome.id}, not even {_any(compiled, hits)}",
            )


def _why_dead(compiled: Compiled, decision: Decision, number: int) -> str:
    """Return the tests of a dead rule that cannot hold together."""
    tests = list(decision.rules[number].when.items())
    for size in range(1, len(tests) + 1):
        for some in combinations(tests, size):
            if compiled.when(dict(some)) == compiled.no:
                return f"; these never hold together: {', '.join(name for name, _ in some)}"
    return ""


def _idle(compiled: Compiled) -> Iterator[Defect]:
    """Requirements that are always met or never apply, and checks that never find anything."""
    for index, ref in enumerate(compiled.requirements):
        if all(need is None or need[0] for need in compiled.diagrams.leaves(ref)):
            yield ("requirements", index), f"{compiled.guide.requirements[index].id} is never a gap"
    for index, ref in enumerate(compiled.checks):
        for row, case in enumerate(compiled.guide.checks[index].cases):
            if compiled.when(case.when) == compiled.no:
                yield ("checks", index, "cases", row), f"this case of {compiled.guide.checks[index].id} never holds"
        if compiled.diagrams.leaves(ref) == {None}:
            yield ("checks", index), f"{compiled.guide.checks[index].id} never finds anything"


# ── Values that no rule distinguishes ─────────────────────────────────────────────────────────────────────────────


def _equivalence_defects(compiled: Compiled, path: Path_, item: Input) -> Iterator[Defect]:
    """Values that no rule distinguishes are listed as such, and no others."""
    for row, question in enumerate((item, *item.facets)):
        variable = compiled.by_id[question.id]
        place = path if row == 0 else (*path, "facets", row - 1)
        declared = item.indistinguishable if row == 0 else []
        if variable.kind == "choices":
            yield from _members(compiled, place, item, variable)
        else:
            yield from _values(compiled, place, question, variable, declared)


def _values(
    compiled: Compiled,
    place: Path_,
    question: Question,
    variable: Variable,
    declared: Sequence[list[Value]],
) -> Iterator[Defect]:
    group_of = {_key(value): number for number, group in enumerate(declared) for value in group}
    for (first, a), (second, b) in combinations(enumerate(variable.values), 2):
        listed = _key(a) in group_of and group_of[_key(a)] == group_of.get(_key(b))
        difference = _difference(compiled, variable, first, second)
        if difference is None and not listed:
            message = f"no rule distinguishes {question.id}={word(a)} from {question.id}={word(b)}"
            yield (*place, "values", second), f"{message}: add a rule, or list both under indistinguishable"
        elif difference is not None and listed:
            message = (
                f"{question.id}={word(a)} and {word(b)} are listed as indistinguishable, but differ with {difference}"
            )
            yield (*place, "indistinguishable", group_of[_key(a)]), message


def _members(compiled: Compiled, place: Path_, item: Input, variable: Variable) -> Iterator[Defect]:
    """Two members of a set are indistinguishable where each may replace the other; one is unused where it may go."""
    number = {subset: index for index, subset in enumerate(variable.values)}
    members = [value.id for value in item.values]

    def first_difference(change: Any) -> str | None:
        for subset in variable.values:
            other = tuple(member for member in members if member in change(set(subset)))
            found = _difference(compiled, variable, number[subset], number[other])
            if found is not None:
                return f"{item.id}={word(subset)} against {word(other)} and {found}"
        return None

    for row, member in enumerate(members):
        difference = first_difference(lambda subset, one=member: subset - {one})
        if difference is None and member not in item.unused:
            message = f"no rule asks for {item.id} including {member}: add one, or list it under unused"
            yield (*place, "values", row), message
        elif difference is not None and member in item.unused:
            yield (*place, "values", row), f"{item.id}: {member} is listed as unused, but matters with {difference}"
    for a, b in combinations(members, 2):
        swap = {a: b, b: a}
        difference = first_difference(lambda subset, to=swap: {to.get(one, one) for one in subset})
        listed = any(a in group and b in group for group in item.indistinguishable)
        place_of_b = (*place, "values", members.index(str(b)))
        if difference is None and not listed:
            message = (
                f"no rule distinguishes {a} from {b} in {item.id}: add a rule, or list both under indistinguishable"
            )
            yield place_of_b, message
        elif difference is not None and listed:
            yield place_of_b, f"{item.id}: {a} and {b} are listed as indistinguishable, but differ with {difference}"


def _difference(compiled: Compiled, variable: Variable, first: int, second: int) -> str | None:
    """Return a combination in which two values of a variable lead to something else, or None where there is none."""
    diagrams = compiled.diagrams
    for ref in compiled.readers():
        one, other = (diagrams.fix(ref, variable.number, value) for value in (first, second))
        if one != other:
            differs = diagrams.apply(lambda a, b: repr(a) != repr(b), one, other)
            return _answers_text(compiled, diagrams.example(differs, bool) or {})
    return None


def _key(value: Value) -> tuple[bool, Value]:
    return isinstance(value, bool), value


def _example(compiled: Compiled, ref: Ref, wanted: Any) -> str:
    return _answers_text(compiled, compiled.diagrams.example(ref, lambda leaf: leaf == wanted) or {})


def _any(compiled: Compiled, ref: Ref) -> str:
    return _answers_text(compiled, compiled.diagrams.example(ref, lambda _: True) or {})


def _answers_text(compiled: Compiled, path: dict[int, int]) -> str:
    answers = compiled.describe(path)
    answered = (f"{name}={word(value)}" for name, value in answers.items())
    return ", ".join(answered) or "anything"


# ── Descriptions ────────────────────────────────────────────────────────────────────────────────────────────────


def evaluate_all(compiled: Compiled) -> int:
    """Run the engine on every complete description of a platform and return how many there are.

    Each must have an outcome possible for every decision; those that read nothing but the platform exactly one, which
    is the outcome of the diagrams the tables were proved on. Raises :class:`ProofError` with the description otherwise.
    """
    engine = Engine(model_json(compiled.guide, compiled))
    platform = [variable for variable in compiled.variables if variable.part == "platform"]
    numbers = {variable.number for variable in platform}
    settled = {
        decision.id
        for decision in compiled.guide.decisions
        if compiled.diagrams.support(compiled.outcomes[decision.id]) <= numbers
    }
    count = 0
    codes = [UNKNOWN] * len(engine.inputs)
    values = [0] * len(engine.inputs)
    for choice in product(*(range(len(variable.values)) for variable in platform)):
        if _says_facets_of_nothing(platform, choice):
            continue
        count += 1
        for variable, value in zip(platform, choice, strict=True):
            codes[variable.number] = engine.inputs[variable.number].codes[value]
            values[variable.number] = value
        for decision in engine.decisions:
            answer = decision.answer(codes)[1]
            if decision.id in settled:
                expected = compiled.diagrams.evaluate(compiled.outcomes[decision.id], values)
                if answer["id"] != expected:
                    raise ProofError(f"{decision.id} is {answer['id']}, not {expected}, for {choice}")
            if not answer["possible"]:
                raise ProofError(f"{decision.id} has no outcome for {choice}")
    return count


def _says_facets_of_nothing(platform: Sequence[Variable], choice: Sequence[int]) -> bool:
    """Return whether facets vary of something that does not exist: such descriptions are one."""
    absent = {
        variable.id
        for variable, value in zip(platform, choice, strict=True)
        if variable.kind == "record" and variable.values[value] == "none"
    }
    return any(value for variable, value in zip(platform, choice, strict=True) if variable.facet_of in absent)


def combinations_of(compiled: Compiled) -> int:
    """Return how many complete descriptions of a platform and its context there are."""
    count = 1
    for variable in compiled.variables:
        if variable.kind == "record":
            facets = 1
            for facet in variable.item.facets:
                facets *= len(facet.values)
            count *= len(variable.values) - 1 + facets
        elif variable.facet_of is None:
            count *= len(variable.values)
    return count
