"""Turn a validated guide into ``model.json``: every table, requirement and check as a decision diagram.

The diagrams are first made over complete descriptions (:class:`Compiled`), where the tables' proofs are run
(:mod:`dcb_guide.verify`), and then with "unknown" as one more value of each input (:func:`model`), which is what the
engine walks. ``docs/adr/0002-decision-diagrams.md`` says why.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dcb_guide import models
from dcb_guide.diagram import Diagrams, Ref

#: What a leaf of a requirement's diagram holds for one completion; None where the requirement does not apply.
type Need = tuple[bool | None, tuple[Any, ...] | None, models.Weight]
SEVERITIES = ("notice", "warning", "error")
WEIGHTS = ("recommended", "required")


@dataclass(frozen=True)
class Variable:
    """An input, or a facet of one, as a variable of the diagrams."""

    id: str
    number: int
    part: str
    item: models.Input
    kind: str
    #: Every value; for a set every subset, in the order of its members.
    values: tuple[Any, ...]
    facet_of: str | None = None


def variables(guide: models.Guide) -> list[Variable]:
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

    def __init__(self, guide: models.Guide) -> None:
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

    def when(self, when: models.When) -> Ref:
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
        match test:
            case models.Includes():
                return apply(lambda members: test.includes in members, own)
            case models.Below():
                levels = _levels(self.by_id[name].item, self.by_id[test.below].item)
                return apply(lambda a, b: _is_below(a, b, levels), own, self.value(test.below))
            case models.SameAs():
                return apply(lambda a, b: a == b, own, self.outcomes[test.same_as])
            case models.AcceptedBy():
                return apply(lambda a, accepted: a in accepted, own, self.accepted[test.accepted_by])
            case models.Not():
                excluded = as_list(test.not_)
                return apply(lambda value: value is not None and not _among(value, excluded), own)
        wanted = as_list(test)
        return apply(lambda value: _among(value, wanted), own)

    # ── Decisions ───────────────────────────────────────────────────────────────────────────────────────────

    def _add_decision(self, decision: models.Decision) -> None:
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

    def _requirement(self, item: models.Requirement) -> Ref:
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
        if isinstance(requires, models.HighestOf):
            levels = self.by_id[attribute].item.levels
            least = self.diagrams.leaf(0)
            for asked in requires.highest_of:
                level = self.diagrams.leaf(asked.level) if asked.level else self.value(asked.level_of or "")
                least = self.diagrams.apply(
                    lambda now, holds, one: max(now, levels.index(one)) if holds and one in levels else now,
                    least, self.when(asked.when), level,
                )  # fmt: skip
            return self.diagrams.apply(lambda index: tuple(levels[index:]), least)
        if isinstance(requires, models.AcceptedBy):
            accepted = self.accepted[requires.accepted_by]
            return self.diagrams.apply(lambda ok: tuple(value for value in values if value in ok), accepted)
        if isinstance(requires, models.Not):
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

    def _check(self, item: models.Check) -> Ref:
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


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def _among(value: Any, listed: Sequence[Any]) -> bool:
    """Tell whether a value is in a list, yes/no and numbers kept apart."""
    return any(value == one and isinstance(value, bool) is isinstance(one, bool) for one in listed)


def _levels(*items: models.Input) -> list[str]:
    return max((item.levels for item in items), key=len)


def _is_below(level: str, other: str, levels: list[str]) -> bool:
    return level in levels and other in levels and levels.index(level) < levels.index(other)


# ── model.json ──────────────────────────────────────────────────────────────────────────────────────────────────


def model(guide: models.Guide, compiled: Compiled | None = None) -> dict[str, Any]:
    """Return the model as plain data for the engine: inputs, tables' rules, diagrams with unknowns, and texts."""
    compiled = compiled or Compiled(guide)
    base = compiled.diagrams
    lifted = Diagrams([size + 1 for size in base.sizes])

    def lift(ref: Ref, summary: Any) -> Ref:
        return base.with_unknowns(ref, lifted, summary)

    settling = [compiled.outcomes[decision.id] for decision in guide.decisions if decision.settles]
    decisions = [lift(compiled.hits[item.id], _rules_hit) for item in guide.decisions]
    relevance = {
        variable.id: lift(ref, any)
        for variable in compiled.variables
        if (ref := compiled.any_of([base.depends_on(one, variable.number) for one in settling])) != compiled.no
    }
    requirements = [lift(ref, _gap) for ref in compiled.requirements]
    checks = [lift(ref, _finding) for ref in compiled.checks]
    roots = [*decisions, *relevance.values(), *requirements, *checks]
    packed = _Packed(lifted, roots)
    return {
        "version": guide.about.model_version,
        "inputs": [_input(variable, packed.classes[variable.number]) for variable in compiled.variables],
        "decisions": [
            _decision(compiled, decision, packed.number[root])
            for decision, root in zip(guide.decisions, decisions, strict=True)
        ],
        "relevance": {name: packed.number[root] for name, root in relevance.items()},
        "requirements": [
            {
                "id": item.id, "attribute": item.attribute, "challenge": item.challenge, "step": item.step,
                "source": item.source, "basis": item.basis, "root": packed.number[root],
            }
            for item, root in zip(guide.requirements, requirements, strict=True)
        ],
        "checks": [
            {
                "id": item.id, "given": item.given, "source": item.source, "basis": item.basis,
                "inputs": compiled.inputs_behind(_names_in(item)), "root": packed.number[root],
            }
            for item, root in zip(guide.checks, checks, strict=True)
        ],
        "nodes": packed.nodes,
        "leaves": packed.leaves,
        "texts": texts(guide),
    }  # fmt: skip


def _rules_hit(reached: frozenset[Any]) -> Hashable:
    return tuple(sorted({number for hit in reached for number in hit}))


def _gap(reached: frozenset[Need | None]) -> Hashable:
    """Summarise what completions say of a requirement (MODEL 4): its status, what is accepted, how much it weighs."""
    needs = [need for need in reached if need is not None]
    lacking = [need for need in needs if not need[0]]
    if not lacking:
        return None
    certain = len(lacking) == len(reached) and all(need[0] is False for need in lacking)
    accepted = {need[1] for need in needs}
    weight = min((need[2] for need in lacking), key=WEIGHTS.index)
    return ("unmet" if certain else "unknown", accepted.pop() if len(accepted) == 1 else None, weight)


def _finding(reached: frozenset[models.Severity | None]) -> Hashable:
    """Return the mildest severity where a check holds in every completion (MODEL 5), else None."""
    return None if None in reached else min((one for one in reached if one is not None), key=SEVERITIES.index)


def _names_in(item: models.Check) -> list[str]:
    names = list(item.given)
    for case in item.cases:
        for name, test in case.when.items():
            names += [name, test.below] if isinstance(test, models.Below) else [name]
    return names


def _input(variable: Variable, classes: list[int]) -> dict[str, Any]:
    values = [list(value) if isinstance(value, tuple) else value for value in variable.values]
    after = variable.item.after if variable.facet_of is None else []
    return {
        "id": variable.id, "part": variable.part, "kind": variable.kind, "facet_of": variable.facet_of,
        "after": after, "values": values, "classes": classes,
    }  # fmt: skip


def _decision(compiled: Compiled, decision: models.Decision, root: int) -> dict[str, Any]:
    organisations = {item.id: [caution.id for caution in item.cautions] for item in compiled.guide.organisations}
    cautions = {item.id: organisations[item.organisation] for item in decision.outcomes if item.organisation}
    gives_cautions = any(rule.alternative for rule in decision.rules)
    return {
        "id": decision.id,
        "settles": decision.settles,
        "opens_gaps": decision.opens_gaps,
        "reads": compiled.expanded(decision.columns),
        "outcomes": [outcome.id for outcome in decision.outcomes],
        "cautions": cautions if gives_cautions else None,
        "rules": [
            {"id": r.id, "then": r.then, "alternative": r.alternative, "source": r.source, "basis": r.basis}
            for r in decision.rules
        ],
        "root": root,
    }


class _Packed:
    """Diagrams as lists of numbers, with values that no node tells apart merged into classes."""

    def __init__(self, diagrams: Diagrams, roots: Sequence[Ref]) -> None:
        order = list(diagrams.reachable(*roots))
        signatures: list[list[tuple[Ref, ...]]] = [[() for _ in range(size - 1)] for size in diagrams.sizes]
        for ref in order:
            if not diagrams.is_leaf(ref):
                level = diagrams.level(ref)
                for value, child in enumerate(diagrams.children(ref)[1:]):
                    signatures[level][value] += (child,)
        #: Variable → the class of each of its values, numbered from 0 in the order met.
        self.classes: list[list[int]] = []
        for level_signatures in signatures:
            numbers: dict[tuple[Ref, ...], int] = {}
            self.classes.append([numbers.setdefault(signature, len(numbers)) for signature in level_signatures])
        self.nodes: list[list[int]] = []
        self.leaves: list[Any] = []
        #: Diagram → its place in ``nodes``, or ``~place`` in ``leaves``.
        self.number: dict[Ref, int] = {}
        for ref in order:
            if diagrams.is_leaf(ref):
                self.number[ref] = ~len(self.leaves)
                self.leaves.append(_plain_leaf(diagrams.value(ref)))
            else:
                self.number[ref] = len(self.nodes)
                self.nodes.append(self._node(diagrams.level(ref), diagrams.children(ref)))

    def _node(self, level: int, children: tuple[Ref, ...]) -> list[int]:
        unknown, *known = children
        first_of_class = dict(zip(reversed(self.classes[level]), reversed(known), strict=True))
        return [
            level,
            self.number[unknown],
            *(self.number[first_of_class[n]] for n in sorted(first_of_class)),
        ]


def _plain_leaf(value: Any) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        status, accepted, weight = value
        return {
            "status": status,
            "required": None if accepted is None else list(accepted),
            "severity": weight,
        }
    return list(value) if isinstance(value, tuple) else value


def texts(guide: models.Guide) -> dict[str, Any]:
    """Return the labels a result is told with, in both languages: ``{kind: {id: {"ja": …, "en": …}}}``."""

    def both(text: models.Text) -> dict[str, str]:
        return {"ja": text.ja, "en": text.en}

    inputs: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for item in guide.inputs:
        for one in (item, *item.facets):
            inputs[one.id] = both(one.label)
            values[one.id] = {_word(value.id): both(value.label) for value in one.values}
    return {
        "inputs": inputs,
        "values": values,
        "decisions": {item.id: both(item.label) for item in guide.decisions},
        "outcomes": {
            item.id: {outcome.id: both(outcome.label) for outcome in item.outcomes} for item in guide.decisions
        },
        "requirements": {item.id: both(item.title) for item in guide.requirements},
        "checks": {item.id: both(item.title) for item in guide.checks},
        "cautions": {caution.id: both(caution.text) for item in guide.organisations for caution in item.cautions},
        "interface": {name: both(text) for name, text in guide.interface.items()},
        # What a vision's document is drafted with.
        "draft": {name: both(text) for name, text in guide.draft.items()},
        "meanings": {
            item.id: {outcome.id: both(outcome.meaning) for outcome in item.outcomes} for item in guide.decisions
        },
        "remedies": {item.id: both(item.remedy) for item in guide.requirements},
        "procedures": [
            {"id": item.id, "label": {one: f"{item.number} {item.label[one]}" for one in models.LANGUAGES}}
            for item in guide.procedures
        ],
        "steps": [{"label": both(item.label), "summary": both(item.summary)} for item in guide.steps],
        # What interviews said of shared costs: shown beside a comparison, never computed with.
        "savings": [
            {"label": both(item.label), "text": both(item.text), "source": item.source} for item in guide.survey.savings
        ],
        "order": list(inputs),
    }


def _word(value: models.Value) -> str:
    """Return a value as it is written in addresses and cells."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
