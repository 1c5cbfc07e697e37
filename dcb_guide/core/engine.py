"""The decision engine: plain data in, plain data out, standard library only.

It knows no rule. A model (``model.json``, made by :mod:`dcb_guide.proof.model_json` from ``guide_data/``) holds every
table, requirement and check as a *decision diagram* in which "unknown" is one more value of each input, so that the
leaf reached already says what all completions of the unknown inputs lead to (MODEL 3). Evaluation, complete or
partial, is a walk from a root to a leaf; what-if and the next question are walks with one answer changed.

A description of a platform is a list of codes, one for each input in the model's order: ``UNKNOWN``, or 2 and more
for a class of values that no rule distinguishes. A node is ``[input, child if unknown, child for code 2, …]``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from math import log2
from typing import Any

from dcb_guide.core.inputs import UNKNOWN, CodedInput
from dcb_guide.core.record import RecordReader

#: Two questions whose means differ by less leave equally much open (MODEL 3).
TIE = 1e-9

type Codes = list[int]
type Record = dict[str, Any]


class DecisionDiagram:
    """One decision table: its diagram and what each set of rules that completions hit means."""

    def __init__(self, data: dict[str, Any], root: Any) -> None:
        self.id: str = data["id"]
        self.root = root
        self.settles: bool = data["settles"]
        self.opens_gaps: bool = data["opens_gaps"]
        self.reads: list[str] = data["reads"]
        self.rules: list[dict[str, Any]] = data["rules"]
        self.outcomes: list[str] = data["outcomes"]
        self.cautions: dict[str, list[str]] | None = data["cautions"]
        self._answers: dict[tuple[int, ...], dict[str, Any]] = {}
        self._widths: dict[tuple[int, ...], float] = {}

    def answer(self, codes: Codes) -> tuple[tuple[int, ...], dict[str, Any]]:
        """Return the rules that completions hit, and the decision's part of a result."""
        hit = walk(self.root, codes)
        answer = self._answers.get(hit)
        if answer is None:
            answer = self._answers[hit] = self._describe(hit)
        return hit, answer

    def width(self, codes: Codes) -> float:
        """Return how much is open, in bits: 0 where one outcome is possible."""
        hit = walk(self.root, codes)
        width = self._widths.get(hit)
        if width is None:
            width = self._widths[hit] = log2(len({self.rules[number]["then"] for number in hit}))
        return width

    def _describe(self, hit: tuple[int, ...]) -> dict[str, Any]:
        reached = {self.rules[number]["then"] for number in hit}
        possible = [outcome for outcome in self.outcomes if outcome in reached]
        settled = possible[0] if len(possible) == 1 else None
        answer: dict[str, Any] = {"id": settled, "possible": possible}
        if self.cautions is not None:
            alternatives = {self.rules[number]["alternative"] for number in hit}
            answer["alternative"] = alternatives.pop() if len(alternatives) == 1 else None
            answer["cautions"] = self.cautions[settled] if settled else []
        return answer


def walk(node: Any, codes: Codes) -> Any:
    """Follow a diagram to its leaf."""
    while type(node) is list:
        node = node[codes[node[0]]]
    return node


class Engine:
    """A loaded ``model.json``; holds no state of any record."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.version: str = data["version"]
        self.texts: dict[str, Any] = data["texts"]
        #: Rules about the platforms of a prefecture together, for :mod:`dcb_guide.prefecture.principles`.
        self.principles_checks: dict[str, Any] = data["principles_checks"]
        #: Which platform of a group the others may join, for :mod:`dcb_guide.prefecture.inventory`.
        self.ranking: dict[str, Any] = data["ranking"]
        self.inputs = [CodedInput(position, item) for position, item in enumerate(data["inputs"])]
        self.by_id = {item.id: item for item in self.inputs}
        self.reader = RecordReader(self.inputs)
        nodes = _link(data["nodes"], data["leaves"])

        def root(number: int) -> Any:
            return nodes[number] if number >= 0 else _leaf(data["leaves"][~number])

        self.decisions = [DecisionDiagram(item, root(item["root"])) for item in data["decisions"]]
        self.settling = [decision for decision in self.decisions if decision.settles]
        self.opening = [decision for decision in self.decisions if decision.opens_gaps]
        #: Input → does it still change one of the settling decisions for some completion?
        self.relevance = {name: root(number) for name, number in data["relevance"].items()}
        self.requirements = [(item, root(item["root"])) for item in data["requirements"]]
        self.checks = [(item, root(item["root"])) for item in data["checks"]]
        read = [(decision, _support(decision.root)) for decision in self.settling]
        #: Input → the settling decisions that ever read it.
        self.readers = {
            item.id: [decision for decision, positions in read if item.position in positions] for item in self.inputs
        }

    # ── A record in ─────────────────────────────────────────────────────────────────────────────────────────

    def read(self, record: Any) -> tuple[Record, list[dict[str, Any]]]:
        """Return the valid answers of a record (input id → answer, unknown ones left out) and its problems.

        A problem is ``{"path": [...], "message": id, "value": …, "nearest": …, "choices": [...], "at_key": bool}``;
        its text is ``problem_…`` of the interface. Nothing valid is lost by something invalid beside it.
        """
        return self.reader.read(record)

    def codes(self, answers: Record) -> Codes:
        """Return the codes of valid answers; what is not answered is unknown."""
        codes = [UNKNOWN] * len(self.inputs)
        for name, answer in answers.items():
            item = self.by_id[name]
            codes[item.position] = item.code(answer)
        return codes

    # ── A result out ────────────────────────────────────────────────────────────────────────────────────────

    def decide(self, answers: Record) -> dict[str, Any]:
        """Return each decision of valid answers: ``{id: {"id": outcome or None, "possible": [...]}}``."""
        codes = self.codes(answers)
        return {decision.id: decision.answer(codes)[1] for decision in self.decisions}

    def result(self, answers: Record, name: Any = None) -> dict[str, Any]:
        """Return the full result of valid answers, in the form the command line and the page share."""
        codes = self.codes(answers)
        hits, result = {}, {"name": name, "model": self.version}
        for decision in self.decisions:
            hits[decision.id], result[decision.id] = decision.answer(codes)
        result["findings"] = self.findings(codes, answers)
        result["gaps"] = self.gaps(codes, answers, result)
        result["next_question"] = self.next_question(codes)
        result["trace"] = [self.explain(decision, hits[decision.id], answers, result) for decision in self.decisions]
        result["changes"] = self.changes(codes, answers)
        return result

    def explain(
        self, decision: DecisionDiagram, hit: tuple[int, ...], answers: Record, result: dict[str, Any]
    ) -> dict[str, Any]:
        """Say which rules of a table the completions hit, on which of the known things it reads (MODEL 6)."""
        known = {}
        for name in decision.reads:
            value = answers.get(name) if name in self.by_id else result[name]["id"]
            if value is not None:
                known[name] = value
        rules = [
            {"id": rule["id"], "source": rule["source"], "basis": rule["basis"]}
            for rule in (decision.rules[number] for number in hit)
        ]
        return {"decision": decision.id, "inputs": known, "rules": rules}

    def gaps(self, codes: Codes, answers: Record, decided: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what the target asks for and the platform lacks, or may lack (MODEL 4)."""
        if any(decided[decision.id]["id"] is None for decision in self.opening):
            return []
        gaps = []
        for item, root in self.requirements:
            leaf = walk(root, codes)
            if leaf is None:
                continue
            attribute = item["attribute"]
            current = decided[attribute]["id"] if attribute in decided else answers.get(attribute)
            gaps.append(
                {
                    "id": item["id"],
                    "attribute": attribute,
                    "current": current,
                    "required": leaf["required"],
                    "status": leaf["status"],
                    "severity": leaf["severity"],
                    "challenge": item["challenge"],
                    "step": item["step"],
                    "source": item["source"],
                    "basis": item["basis"],
                }
            )
        return gaps

    def findings(self, codes: Codes, answers: Record) -> list[dict[str, Any]]:
        """Return the contradictions that hold in every completion (MODEL 5)."""
        findings = []
        for item, root in self.checks:
            severity = walk(root, codes)
            if severity is not None and all(name in answers for name in item["given"]):
                finding = {"id": item["id"], "severity": severity, "inputs": item["inputs"]}
                findings.append({**finding, "source": item["source"], "basis": item["basis"]})
        return findings

    def next_question(self, codes: Codes, skipped: Container[str] = ()) -> str | None:
        """Return the unknown input whose answer leaves least open on average, or None when all is settled (MODEL 3).

        ``skipped`` inputs are not asked; those that come after them are.
        """
        return next(self._asked(codes, skipped), None)

    def questions(self, codes: Codes, skipped: Container[str] = ()) -> list[str]:
        """Return the unknown inputs in the order in which ``next_question`` asks them when each is skipped in turn."""
        return list(self._asked(codes, skipped))

    def _asked(self, codes: Codes, skipped: Container[str]) -> Iterator[str]:
        open_inputs = {
            item.id: item
            for item in self.inputs
            if codes[item.position] == UNKNOWN
            and item.id in self.relevance
            and item.id not in skipped
            and (item.facet_of is None or codes[self.by_id[item.facet_of].position] != UNKNOWN)
            and walk(self.relevance[item.id], codes)
        }
        if not open_inputs:
            return
        width = {decision.id: decision.width(codes) for decision in self.settling}
        total = sum(width.values())
        # What an answer leaves open does not depend on what is skipped.
        means: dict[str, float] = {}
        while open_inputs:
            best, least = None, 0.0
            for name, item in open_inputs.items():
                if not open_inputs.keys().isdisjoint(item.after):
                    continue
                if name not in means:
                    means[name] = self._left_open(item, codes, width, total)
                if best is None or means[name] < least - TIE:
                    best, least = name, means[name]
            if best is None:
                return
            del open_inputs[best]
            yield best

    def _left_open(self, item: CodedInput, codes: Codes, width: dict[str, float], total: float) -> float:
        """Return how much an answer to an unknown input leaves open on average; ``width`` is each decision's now."""
        # Of a decision that is settled, no answer opens anything.
        readers = [decision for decision in self.readers[item.id] if width[decision.id]]
        elsewhere = total - sum(width[decision.id] for decision in readers)
        left = 0.0
        for code, weight in item.weights.items():
            codes[item.position] = code
            for decision in readers:
                left += weight * decision.width(codes)
        codes[item.position] = UNKNOWN
        return elsewhere + left / len(item.values)

    def narrowing(self, codes: Codes) -> dict[str, list[str]]:
        """Return, for each settling decision that is still open, the unknown inputs one answer to which narrows it."""
        narrowing: dict[str, list[str]] = {}
        for decision in self.settling:
            now = decision.answer(codes)[1]["possible"]
            if len(now) > 1:
                narrowing[decision.id] = [
                    item.id
                    for item in self.inputs
                    if codes[item.position] == UNKNOWN and self._narrows(item, decision, codes)
                ]
        return narrowing

    def _narrows(self, item: CodedInput, decision: DecisionDiagram, codes: Codes) -> bool:
        if decision not in self.readers[item.id] or (
            item.facet_of and codes[self.by_id[item.facet_of].position] == UNKNOWN
        ):
            return False
        now = decision.answer(codes)[1]["possible"]
        reached = []
        for code in item.weights:
            codes[item.position] = code
            reached.append(decision.answer(codes)[1]["possible"])
        codes[item.position] = UNKNOWN
        return any(possible != now for possible in reached)

    def changes(self, codes: Codes, answers: Record) -> list[dict[str, Any]]:
        """Return the other answers that lead from one settled outcome to another, all else as given (MODEL 6)."""
        now = {decision.id: decision.answer(codes)[1]["id"] for decision in self.settling}
        changes = []
        for item in self.inputs:
            given = codes[item.position]
            if given == UNKNOWN or item.id not in answers:
                continue
            readers = [decision for decision in self.readers[item.id] if now[decision.id] is not None]
            for value, code in zip(item.values, item.codes, strict=True):
                if code == given or not readers:
                    continue
                codes[item.position] = code
                for decision in readers:
                    to = decision.answer(codes)[1]["id"]
                    if to is not None and to != now[decision.id]:
                        changes.append({"input": item.id, "value": value, "decision": decision.id, "to": to})
            codes[item.position] = given
        return changes


def _leaf(leaf: Any) -> Any:
    return tuple(leaf) if isinstance(leaf, list) else leaf


def _link(nodes: list[list[int]], leaves: list[Any]) -> list[Any]:
    """Turn children's numbers into the children themselves (``~n`` is leaf n); children precede parents."""
    ends = [_leaf(leaf) for leaf in leaves]
    linked: list[Any] = []
    for variable, *children in nodes:
        linked.append([variable, *(linked[child] if child >= 0 else ends[~child] for child in children)])
    return linked


def _support(root: Any) -> set[int]:
    """Return the inputs that some path from ``root`` reads."""
    seen: dict[int, Any] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        if type(node) is list and id(node) not in seen:
            seen[id(node)] = node
            stack.extend(node[1:])
    return {node[0] for node in seen.values()}
