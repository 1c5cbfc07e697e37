"""The decision tables, requirements and checks of a guide as decision diagrams over complete descriptions.

On these diagrams the proofs are run (:mod:`dcb_guide.proof.verify`); :mod:`dcb_guide.proof.model_json` makes from them
what the engine interprets. ``docs/adr/0002-decision-diagrams.md`` says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from dcb_guide.core.values import as_list
from dcb_guide.proof.diagrams import Diagrams, Ref

if (
    TYPE_CHECKING
):  # in the browser, where no pydantic is, a guide's tables are plain data (dcb_guide.vision.plain_guide)
    from dcb_guide.guide.content import Guide
    from dcb_guide.guide.decision_types import Check, Decision, Input, Requirement, Weight, When

#: What a leaf of a requirement's diagram holds for one completion; None where the requirement does not apply.
type Need = tuple[bool | None, tuple[Any, ...] | None, Weight]
SEVERITIES = ("notice", "warning", "error")
WEIGHTS = ("recommended", "required")


@dataclass(frozen=True)
class Variable:
    """An input, or a facet of one, as a variable of the diagrams."""

    id: str
    number: int
    part: str
    item: "Input"
    kind: str
    #: Every value; for a set every subset, in the order of its members.
    values: tuple[Any, ...]
    facet_of: str | None = None


def variables(guide: "Guide") -> list[Variable]:
    """Return the variables in the order of MODEL 1, facets behind what they are facets of."""
    found: list[Variable] = []
    for part, items in (("platform", guide.attributes), ("context", guide.context)):
        for item in items:
            ids = [value.id for value in item.values]
            values: tuple[Any, ...] = tuple(ids)
            if item.kind == "choices":
                values = tuple(subset for size in range(len(ids) + 1) for subset in combinations(ids, size))
            found.append(Variable(item.id, len(found), part, item, item.kind, values))
            for facet in item.facets:
                facet_values = tuple(value.id for value in facet.values)
                found.append(Variable(facet.id, len(found), part, item, "choice", facet_values, item.id))
    return found


class Compiled:
    """The diagrams of a guide over complete descriptions of a platform and its context.

    ``hits[d]`` maps a description to the numbers of the rules of decision ``d`` it hits (exactly one in a sound
    table), ``outcomes[d]`` to the outcome; ``requirements`` and ``checks`` are in the guide's order.
    """

    def __init__(self, guide: "Guide") -> None:
        self.guide = guide
        self.variables = variables(guide)
        self.by_id = {variable.id: variable for variable in self.variables}
        self.diagrams = Diagrams([len(variable.values) for variable in self.variables])
        self.yes, self.no = self.diagrams.leaf(True), self.diagrams.leaf(False)
        self.conditions = {item.id: item for item in guide.conditions}
        self.hits: dict[str, Ref] = {}
        self.outcomes: dict[str, Ref] = {}
        self.accepted: dict[str, Ref] = {}
        for decision in guide.decisions:
            self._add_decision(decision)
        self.requirements = [self._requirement(item) for item in guide.requirements]
        self.checks = [self._check(item) for item in guide.checks]

    # ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────

    def all_of(self, refs: Sequence[Ref]) -> Ref:
        """Return the conjunction of yes/no diagrams."""
        result = self.yes
        for ref in refs:
            result = self.diagrams.apply(lambda a, b: a and b, result, ref)
        return result

    def any_of(self, refs: Sequence[Ref]) -> Ref:
        """Return the disjunction of yes/no diagrams."""
        result = self.no
        for ref in refs:
            result = self.diagrams.apply(lambda a, b: a or b, result, ref)
        return result

    def when(self, when: "When") -> Ref:
        """Return the yes/no diagram of a condition."""
        return self.all_of([self.test(name, test) for name, test in when.items()])

    def value(self, name: str) -> Ref:
        """Return the diagram of an input's value, a decision's outcome, or a named condition's truth.

        A facet of something that does not exist has the value None.
        """
        if name in self.conditions:
            return self.any_of([self.when(when) for when in self.conditions[name].any_of])
        if name in self.outcomes:
            return self.outcomes[name]
        variable = self.by_id[name]
        own = self.diagrams.variable(variable.number, variable.values)
        if variable.facet_of is None:
            return own
        whole = self.by_id[variable.facet_of]
        exists = self.diagrams.variable(whole.number, [value == "exists" for value in whole.values])
        return self.diagrams.apply(lambda there, value: value if there else None, exists, own)

    def test(self, name: str, test: Any) -> Ref:
        """Return the yes/no diagram of one test of a condition."""
        apply, own = self.diagrams.apply, self.value(name)
        # A test is known by what it has: see the types of dcb_guide.guide.decision_types.
        if hasattr(test, "includes"):
            return apply(lambda members: test.includes in members, own)
        if hasattr(test, "below"):
            levels = _levels(self.by_id[name].item, self.by_id[test.below].item)
            return apply(lambda a, b: _is_below(a, b, levels), own, self.value(test.below))
        if hasattr(test, "same_as"):
            return apply(lambda a, b: a == b, own, self.outcomes[test.same_as])
        if hasattr(test, "accepted_by"):
            return apply(lambda a, accepted: a in accepted, own, self.accepted[test.accepted_by])
        if hasattr(test, "not_"):
            excluded = as_list(test.not_)
            return apply(lambda value: value is not None and not _among(value, excluded), own)
        wanted = as_list(test)
        return apply(lambda value: _among(value, wanted), own)

    # ── Decisions ───────────────────────────────────────────────────────────────────────────────────────────

    def _add_decision(self, decision: "Decision") -> None:
        hits = self.diagrams.leaf(())
        for number, rule in enumerate(decision.rules):
            condition = self.when(rule.when)
            hits = self.diagrams.apply(lambda hit, holds, n=number: (*hit, n) if holds else hit, hits, condition)
        rules = decision.rules
        self.hits[decision.id] = hits
        self.outcomes[decision.id] = self.diagrams.apply(lambda hit: rules[hit[0]].then if hit else None, hits)
        self.accepted[decision.id] = self.diagrams.apply(
            lambda hit: tuple(filter(None, (rules[hit[0]].then, rules[hit[0]].alternative))) if hit else (),
            hits,
        )

    # ── Requirements and checks ─────────────────────────────────────────────────────────────────────────────

    def _requirement(self, item: "Requirement") -> Ref:
        """Return the diagram whose leaf is a :data:`Need`, or None where the requirement does not apply."""
        apply = self.diagrams.apply
        applies = self.any_of([self.when(when) for when in as_list(item.applies)])
        unless = self.any_of([self.when(when) for when in item.unless])
        weight = self.diagrams.leaf(item.severity)
        for rule in item.severity_where:
            weight = apply(lambda holds, old, new=rule.severity: new if holds else old, self.when(rule.when), weight)
        if item.attribute is None:
            met, accepted = self.diagrams.leaf(None), self.diagrams.leaf(None)
        else:
            accepted = self._accepted_values(item.attribute, item.requires)
            met = apply(lambda value, ok: _among(value, ok), self.value(item.attribute), accepted)
        return apply(
            lambda yes, no, is_met, values, severity: (is_met, values, severity) if yes and not no else None,
            applies, unless, met, accepted, weight,
        )  # fmt: skip

    def _accepted_values(self, attribute: str, requires: Any) -> Ref:
        """Return the diagram whose leaf is the tuple of accepted values, in the data's order."""
        values = self._values(attribute)
        if hasattr(requires, "highest_of"):
            levels = self.by_id[attribute].item.levels
            least = self.diagrams.leaf(0)
            for asked in requires.highest_of:
                level = self.diagrams.leaf(asked.level) if asked.level else self.value(asked.level_of or "")
                least = self.diagrams.apply(
                    lambda now, holds, one: max(now, levels.index(one)) if holds and one in levels else now,
                    least, self.when(asked.when), level,
                )  # fmt: skip
            return self.diagrams.apply(lambda index: tuple(levels[index:]), least)
        if hasattr(requires, "accepted_by"):
            accepted = self.accepted[requires.accepted_by]
            return self.diagrams.apply(lambda ok: tuple(value for value in values if value in ok), accepted)
        if hasattr(requires, "not_"):
            excluded = as_list(requires.not_)
            return self.diagrams.leaf(tuple(value for value in values if not _among(value, excluded)))
        wanted = as_list(requires)
        return self.diagrams.leaf(tuple(value for value in values if _among(value, wanted)))

    def _values(self, name: str) -> tuple[Any, ...]:
        if name in self.by_id:
            return self.by_id[name].values
        return tuple(
            outcome.id for decision in self.guide.decisions if decision.id == name for outcome in decision.outcomes
        )

    def _check(self, item: "Check") -> Ref:
        """Return the diagram whose leaf is the severity of the first case that holds, or None where none does."""
        result = self.diagrams.leaf(None)
        for case in reversed(item.cases):
            condition = self.when(case.when)
            result = self.diagrams.apply(
                lambda holds, rest, own=case.severity: own if holds else rest, condition, result
            )
        return result

    def readers(self) -> list[Ref]:
        """Return every diagram that gives something of a result."""
        return [*self.hits.values(), *self.requirements, *self.checks]

    def describe(self, path: dict[int, int]) -> dict[str, Any]:
        """Return a path of a diagram as answers: input id → value."""
        return {self.variables[number].id: self.variables[number].values[index] for number, index in path.items()}

    def expanded(self, names: Sequence[str]) -> list[str]:
        """Return the inputs and decisions behind names that may be conditions, once each, in the order met."""
        found: list[str] = []
        for name in names:
            inner = [name]
            if name in self.conditions:
                inner = self.expanded([key for when in self.conditions[name].any_of for key in when])
            found += [one for one in inner if one not in found]
        return found

    def inputs_behind(self, names: Sequence[str]) -> list[str]:
        """Return the inputs among :meth:`expanded`, in the order of MODEL 1."""
        expanded = self.expanded(names)
        return [variable.id for variable in self.variables if variable.id in expanded]


def gap_of(
    reached: frozenset[Need | None],
) -> "tuple[Literal['unmet', 'unknown'], tuple[Any, ...] | None, Weight] | None":
    """Summarise what completions say of a requirement (MODEL 4): its status, what is accepted, how much it weighs."""
    needs = [need for need in reached if need is not None]
    lacking = [need for need in needs if not need[0]]
    if not lacking:
        return None
    certain = len(lacking) == len(reached) and all(need[0] is False for need in lacking)
    accepted = {need[1] for need in needs}
    weight = min((need[2] for need in lacking), key=WEIGHTS.index)
    return ("unmet" if certain else "unknown", accepted.pop() if len(accepted) == 1 else None, weight)


def _among(value: Any, listed: Sequence[Any]) -> bool:
    """Return whether a value is in a list, yes/no and numbers are different."""
    return any(value == one and isinstance(value, bool) is isinstance(one, bool) for one in listed)


def _levels(*items: "Input") -> list[str]:
    return max((item.levels for item in items), key=len)


def _is_below(level: str, other: str, levels: list[str]) -> bool:
    return level in levels and other in levels and levels.index(level) < levels.index(other)
