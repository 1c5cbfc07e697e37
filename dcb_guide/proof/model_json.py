"""A validated guide as ``model.json``, which the engine interprets.

Every table, requirement and check becomes a decision diagram in which "unknown" is one more value of each input
(docs/adr/0002-decision-diagrams.md).
"""

from collections.abc import Hashable, Sequence
from typing import Any

from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Below, Check, Decision, Severity
from dcb_guide.proof.decision_tables import SEVERITIES, Compiled, Variable, gap_of
from dcb_guide.proof.diagrams import Diagrams, Ref
from dcb_guide.proof.labels import labels


def model_json(guide: Guide, compiled: Compiled | None = None) -> dict[str, Any]:
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
    requirements = [lift(ref, gap_of) for ref in compiled.requirements]
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
        "principles_checks": guide.principles_checks.model_dump(mode="json", by_alias=True),
        "ranking": guide.ranking.model_dump(mode="json"),
        "nodes": packed.nodes,
        "leaves": packed.leaves,
        "texts": labels(guide),
    }  # fmt: skip


def _rules_hit(reached: frozenset[Any]) -> Hashable:
    return tuple(sorted({number for hit in reached for number in hit}))


def _finding(reached: frozenset[Severity | None]) -> Hashable:
    """Return the mildest severity where a check holds in every completion (MODEL 5), else None."""
    return None if None in reached else min((one for one in reached if one is not None), key=SEVERITIES.index)


def _names_in(item: Check) -> list[str]:
    names = list(item.given)
    for case in item.cases:
        for name, test in case.when.items():
            names += [name, test.below] if isinstance(test, Below) else [name]
    return names


def _input(variable: Variable, classes: list[int]) -> dict[str, Any]:
    values = [list(value) if isinstance(value, tuple) else value for value in variable.values]
    after = variable.item.after if variable.facet_of is None else []
    return {
        "id": variable.id, "part": variable.part, "kind": variable.kind, "facet_of": variable.facet_of,
        "after": after, "values": values, "classes": classes,
    }  # fmt: skip


def _decision(compiled: Compiled, decision: Decision, root: int) -> dict[str, Any]:
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
    """Diagrams as lists of numbers, with values that no node distinguishes merged into classes."""

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
