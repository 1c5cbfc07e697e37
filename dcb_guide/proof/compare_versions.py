"""What a newer model says differently: computed over all complete descriptions, never written by hand."""

from collections.abc import Callable, Iterator
from typing import Any

from dcb_guide.core.values import word
from dcb_guide.proof.decision_tables import Compiled
from dcb_guide.proof.diagrams import Ref

#: Longer lists of conditions are cut, with a count.
MAX_LISTED = 40
UNASKED = "(not asked)"


def changes(old: dict[str, Any], new: Compiled) -> Iterator[str]:
    """Yield Markdown lines: which combinations changed their outcome between an older ``model.json`` and a guide."""
    earlier = _Earlier(old, new)
    yield f"## {old['version']} → {new.guide.about.model_version}"
    yield ""
    added = list(_additions(old, new))
    if added:
        yield from ["### New or gone", "", *added, ""]
    found = False
    for title, before, after in _pairs(earlier, old, new):
        lines = list(_difference(new, before, after))
        if lines:
            found = True
            yield f"### {title}"
            yield ""
            yield from lines
            yield ""
    bases = list(_bases(old, new))
    if bases:
        yield from ["### What it rests on", "", *bases, ""]
    if not found:
        yield "No combination changed its outcome, gaps or findings."


def _additions(old: dict[str, Any], new: Compiled) -> Iterator[str]:
    """Yield what an older model did not have or is no longer there: it changes no outcome by itself."""
    values = {item["id"]: [word(_plain(value)) for value in item["values"]] for item in old["inputs"]}
    present = {variable.id: [word(value) for value in variable.values] for variable in new.variables}
    for name in [*values, *(name for name in present if name not in values)]:
        if name not in values or name not in present:
            yield f"- {'question' if name in present else 'no longer asked:'} {name}"
        else:
            yield from (f"- answer {name}={value}" for value in present[name] if value not in values[name])
            yield from (
                f"- no longer an answer: {name}={value}" for value in values[name] if value not in present[name]
            )
    for kind, key, items in (
        ("decision", "decisions", new.guide.decisions),
        ("requirement", "requirements", new.guide.requirements),
        ("check", "checks", new.guide.checks),
    ):
        named, now = [item["id"] for item in old[key]], [item.id for item in items]
        yield from (f"- {kind} {name}" for name in now if name not in named)
        yield from (f"- {kind} {name} is gone" for name in named if name not in now)


def _bases(old: dict[str, Any], new: Compiled) -> Iterator[str]:
    """Yield the rules, requirements and checks whose source or basis changed."""
    rules = {item["id"]: {rule["id"]: rule for rule in item["rules"]} for item in old["decisions"]}
    pairs: list[tuple[str, dict[str, Any] | None, Any]] = [
        (f"{decision.id}.{rule.id}", rules.get(decision.id, {}).get(rule.id), rule)
        for decision in new.guide.decisions
        for rule in decision.rules
    ]
    for key, items in (("requirements", new.guide.requirements), ("checks", new.guide.checks)):
        named = {item["id"]: item for item in old[key]}
        pairs += [(item.id, named.get(item.id), item) for item in items]
    for name, before, after in pairs:
        if before is not None and (before["source"], before["basis"]) != (after.source, after.basis):
            yield f"- {name}: {before['source']} ({before['basis']}) → {after.source} ({after.basis})"


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _pairs(earlier: "_Earlier", old: dict[str, Any], new: Compiled) -> Iterator[tuple[str, Ref, Ref]]:
    """Yield what both models have: its name, the older diagram and the newer."""
    older = {item["id"]: item for item in old["decisions"]}
    for decision in new.guide.decisions:
        if decision.id in older:
            yield f"Decision {decision.id}", earlier.decision(older[decision.id]), new.outcomes[decision.id]
    for kind, key, items, refs, as_text in (
        ("Gap", "requirements", new.guide.requirements, new.requirements, _need_text),
        ("Finding", "checks", new.guide.checks, new.checks, lambda severity: severity or "–"),
    ):
        named = {item["id"]: item for item in old[key]}
        present = dict(zip([item.id for item in items], refs, strict=True))
        for name in (name for name in named if name in present):
            before = earlier.leaf_of(named[name], as_text=_gap_text)
            yield f"{kind} {name}", before, new.diagrams.apply(as_text, present[name])


def _need_text(need: Any) -> str:
    """Return a newer requirement's leaf for one complete description, as :func:`_gap_text` an older one's."""
    if need is None or need[0]:
        return "–"
    return f"{'unmet' if need[0] is False else 'unknown'}, {need[2]}"


def _gap_text(leaf: Any) -> str:
    if isinstance(leaf, dict):
        return f"{leaf['status']}, {leaf['severity']}"
    return leaf or "–"


def _difference(new: Compiled, before: Ref, after: Ref) -> Iterator[str]:
    diagrams = new.diagrams
    differs = diagrams.apply(lambda a, b: None if UNASKED in (a, b) or a == b else (a, b), before, after)
    paths = list(_paths(new, differs, {}))
    for condition, (was, now) in paths[:MAX_LISTED]:
        yield f"- {condition or 'always'}: {was} → {now}"
    if len(paths) > MAX_LISTED:
        yield f"- … and {len(paths) - MAX_LISTED} more conditions"


def _paths(new: Compiled, ref: Ref, given: dict[str, str]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield each way to a difference: the condition, and what was and is now; values that lead alike stay together."""
    diagrams = new.diagrams
    if diagrams.is_leaf(ref):
        if diagrams.value(ref) is not None:
            yield ", ".join(f"{name}={values}" for name, values in given.items()), diagrams.value(ref)
        return
    variable = new.variables[diagrams.level(ref)]
    children = diagrams.children(ref)
    for child in dict.fromkeys(children):
        values = [word(value) for value, one in zip(variable.values, children, strict=True) if one == child]
        yield from _paths(new, child, {**given, variable.id: "|".join(values)})


class _Earlier:
    """An older model's diagrams, over the newer guide's variables."""

    def __init__(self, old: dict[str, Any], new: Compiled) -> None:
        self.old = old
        self.new = new
        self._nodes: dict[int, Ref] = {}

    def decision(self, item: dict[str, Any]) -> Ref:
        """Return the diagram of an older decision's outcome; several where an input it read is no longer asked."""
        thens = [rule["then"] for rule in item["rules"]]

        def outcomes_text(leaf: Any) -> str:
            return leaf if leaf == UNASKED else "/".join(dict.fromkeys(thens[number] for number in leaf))

        return self.leaf_of(item, as_text=outcomes_text)

    def leaf_of(self, item: dict[str, Any], as_text: Callable[[Any], str]) -> Ref:
        """Return the diagram of an older item, with its leaves as text."""
        leaves = self.old["leaves"]
        ref = self._node(item["root"])
        return self.new.diagrams.apply(lambda number: as_text(UNASKED if number is None else leaves[number]), ref)

    def _node(self, number: int) -> Ref:
        """Return an older node as a diagram of older leaves' numbers; None for values not asked then."""
        diagrams = self.new.diagrams
        if number < 0:
            return diagrams.leaf(~number)
        if number not in self._nodes:
            position, unknown, *children = self.old["nodes"][number]
            asked = self.old["inputs"][position]
            variable = self.new.by_id.get(asked["id"])
            if variable is None:
                self._nodes[number] = self._node(unknown)
            else:
                code = [self._class(asked, value) for value in variable.values]
                chosen = diagrams.variable(variable.number, code)
                branches = [self._node(child) for child in children]
                self._nodes[number] = diagrams.apply(
                    lambda which, *values: None if which is None else values[which], chosen, *branches
                )
        return self._nodes[number]

    def _class(self, asked: dict[str, Any], value: Any) -> int | None:
        """Return the older class of a newer value."""
        plain = list(value) if isinstance(value, tuple) else value
        if asked["kind"] == "count":
            plain = max((one for one in asked["values"] if one <= plain), default=None)
        for one, number in zip(asked["values"], asked["classes"], strict=True):
            if one == plain and isinstance(one, bool) is isinstance(plain, bool):
                return int(number)
        return None
