"""What follows from a prefecture's own choices: outcomes, gaps and tasks are worked out for the chosen form.

The tables are those of the guide; where a decision was made by choice, its outcome there is the chosen one, whatever
the answers say.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dcb_guide.proof.decision_tables import Compiled, Variable, gap_of
from dcb_guide.proof.diagrams import Ref

if TYPE_CHECKING:
    from dcb_guide.guide.content import Guide
    from dcb_guide.guide.decision_types import Decision

#: Decision → the outcome that was chosen.
type Chosen = Mapping[str, str]


class _Tables(Compiled):
    """The guide's diagrams, in which chosen decisions have their chosen outcome."""

    def __init__(self, guide: "Guide", chosen: Chosen) -> None:
        self.chosen = chosen
        super().__init__(guide)

    def _add_decision(self, decision: "Decision") -> None:
        super()._add_decision(decision)
        if outcome := self.chosen.get(decision.id):
            self.outcomes[decision.id] = self.diagrams.leaf(outcome)
            self.accepted[decision.id] = self.diagrams.leaf((outcome,))

    def reached(self, ref: Ref, answers: Mapping[str, Any]) -> frozenset[Any]:
        """Return every value of a diagram that some completion of the answers reaches."""
        found, seen, stack = set(), {ref}, [ref]
        while stack:
            one = stack.pop()
            if self.diagrams.is_leaf(one):
                found.add(self.diagrams.value(one))
                continue
            variable = self.variables[self.diagrams.level(one)]
            children = self.diagrams.children(one)
            answer = answers.get(variable.id)
            further = children if answer is None else (children[_number(variable, answer)],)
            stack += [child for child in dict.fromkeys(further) if child not in seen]
            seen.update(further)
        return frozenset(found)


def _number(variable: Variable, answer: Any) -> int:
    """Return which of a variable's values an answer is; a count is the highest threshold it reaches."""
    if variable.kind == "count":
        answer = max(value for value in variable.values if value <= answer)
    return variable.values.index(tuple(answer) if isinstance(answer, list) else answer)


class Choices:
    """Applies choices to answers, by the tables of one guide."""

    def __init__(self, guide: "Guide") -> None:
        self.guide = guide
        self._tables: Callable[[tuple[tuple[str, str], ...]], _Tables] = lru_cache(maxsize=64)(
            lambda chosen: _Tables(guide, dict(chosen))
        )

    def outcomes(self, answers: Mapping[str, Any], chosen: Chosen) -> dict[str, dict[str, Any]]:
        """Return each decision with the choices made: ``{id: {"id": outcome or None, "possible": [...]}}``."""
        tables = self._of(chosen)
        found: dict[str, dict[str, Any]] = {}
        for decision in self.guide.decisions:
            reached = tables.reached(tables.outcomes[decision.id], answers)
            possible = [one.id for one in decision.outcomes if one.id in reached]
            found[decision.id] = {"id": possible[0] if len(possible) == 1 else None, "possible": possible}
        return found

    def gaps(self, answers: Mapping[str, Any], chosen: Chosen, settled: Iterable[str] = ()) -> list[dict[str, Any]]:
        """Return what the chosen form asks for and the platform lacks, in the form of a result's ``gaps`` (MODEL 4).

        ``settled`` requirements are met already, by what the vision says.
        """
        tables, decided = self._of(chosen), self.outcomes(answers, chosen)
        if any(decided[one.id]["id"] is None for one in self.guide.decisions if one.opens_gaps):
            return []
        passed_over = set(settled)
        gaps = []
        for item, ref in zip(self.guide.requirements, tables.requirements, strict=True):
            gap = gap_of(tables.reached(ref, answers))
            if gap is None or item.id in passed_over:
                continue
            status, accepted, severity = gap
            current = decided[item.attribute]["id"] if item.attribute in decided else answers.get(item.attribute or "")
            gaps.append(
                {
                    "id": item.id,
                    "attribute": item.attribute,
                    "current": current,
                    "required": None if accepted is None else list(accepted),
                    "status": status,
                    "severity": severity,
                    "challenge": item.challenge,
                    "step": item.step,
                    "source": item.source,
                    "basis": item.basis,
                }
            )
        return gaps

    def _of(self, chosen: Chosen) -> _Tables:
        return self._tables(tuple(sorted(chosen.items())))


def is_excluded(outcome: str, suggested: Mapping[str, Any]) -> bool:
    """Return whether the rules exclude an outcome; ``suggested`` is their answer, without any choice."""
    return outcome not in (*suggested["possible"], suggested.get("alternative"))
