"""Decision diagrams: functions of many small variables as shared graphs.

A diagram is a number: an inner node (a variable and one child for each of its values) or a leaf (any hashable
value). Equal functions are the same number, because nodes are shared and a node whose children are all the same is
never made; variables are met in rising order on every path.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

type Ref = int


class Diagrams:
    """A store of diagrams over variables numbered from 0; variable ``v`` has ``sizes[v]`` values."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = list(sizes)
        self._nodes: list[tuple[int, Any]] = []
        self._numbers: dict[tuple[int, Any], Ref] = {}
        self._leaf_level = len(sizes)

    def leaf(self, value: Hashable) -> Ref:
        """Return the constant function."""
        # True == 1 and (True,) == (1,): how a value is written keeps them apart.
        return self._intern((self._leaf_level, repr(value)), (self._leaf_level, value))

    def node(self, variable: int, children: Sequence[Ref]) -> Ref:
        """Return the function that is ``children[a]`` where the variable has its value number ``a``."""
        if all(child == children[0] for child in children):
            return children[0]
        key = tuple(children)
        return self._intern((variable, key), (variable, key))

    def variable(self, variable: int, leaves: Sequence[Hashable]) -> Ref:
        """Return the function of one variable with the given value for each of its values."""
        return self.node(variable, [self.leaf(value) for value in leaves])

    def _intern(self, key: tuple[int, Any], node: tuple[int, Any]) -> Ref:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._nodes)
            self._nodes.append(node)
        return number

    def is_leaf(self, ref: Ref) -> bool:
        """Return whether a diagram is a constant."""
        return self._nodes[ref][0] == self._leaf_level

    def value(self, leaf: Ref) -> Any:
        """Return a constant's value."""
        return self._nodes[leaf][1]

    def level(self, ref: Ref) -> int:
        """Return the first variable a diagram depends on; past the last one for a leaf."""
        return self._nodes[ref][0]

    def child(self, ref: Ref, variable: int, value: int) -> Ref:
        """Return the function left once ``variable``, which no earlier variable precedes, has its value ``value``."""
        level, children = self._nodes[ref]
        return children[value] if level == variable else ref

    def apply(self, function: Callable[..., Hashable], *operands: Ref) -> Ref:
        """Return the diagram of ``function`` of the operands' values."""
        memo: dict[tuple[Ref, ...], Ref] = {}

        def combine(refs: tuple[Ref, ...]) -> Ref:
            done = memo.get(refs)
            if done is None:
                first = min(map(self.level, refs))
                if first == self._leaf_level:
                    done = self.leaf(function(*map(self.value, refs)))
                else:
                    values = range(self.sizes[first])
                    done = self.node(first, [combine(tuple(self.child(r, first, a) for r in refs)) for a in values])
                memo[refs] = done
            return done

        return combine(operands)

    def leaves(self, ref: Ref) -> set[Any]:
        """Return every value the function has."""
        return {self.value(node) for node in self.reachable(ref) if self.is_leaf(node)}

    def support(self, ref: Ref) -> set[int]:
        """Return the variables the function depends on."""
        return {self.level(node) for node in self.reachable(ref) if not self.is_leaf(node)}

    def reachable(self, *refs: Ref) -> Iterator[Ref]:
        """Yield every node of the diagrams once, children before parents."""
        seen: set[Ref] = set()
        stack = [(ref, False) for ref in reversed(refs)]
        while stack:
            ref, expanded = stack.pop()
            if expanded:
                yield ref
            elif ref not in seen:
                seen.add(ref)
                stack.append((ref, True))
                if not self.is_leaf(ref):
                    stack += [(child, False) for child in self._nodes[ref][1] if child not in seen]

    def children(self, ref: Ref) -> tuple[Ref, ...]:
        """Return an inner node's children, one for each value of its variable."""
        children: tuple[Ref, ...] = self._nodes[ref][1]
        return children

    def example(self, ref: Ref, wanted: Callable[[Any], bool]) -> dict[int, int] | None:
        """Return values of the variables met on a path to a leaf that is ``wanted``, or None where there is none."""
        good = {node for node in self.reachable(ref) if self.is_leaf(node) and wanted(self.value(node))}
        for node in self.reachable(ref):
            if not self.is_leaf(node) and any(child in good for child in self.children(node)):
                good.add(node)
        if ref not in good:
            return None
        path = {}
        while not self.is_leaf(ref):
            index, child = next((i, c) for i, c in enumerate(self.children(ref)) if c in good)
            path[self.level(ref)] = index
            ref = child
        return path

    def evaluate(self, ref: Ref, values: Sequence[int]) -> Any:
        """Return the function's value for a value number of each variable."""
        while not self.is_leaf(ref):
            ref = self.child(ref, self.level(ref), values[self.level(ref)])
        return self.value(ref)

    def depends_on(self, ref: Ref, variable: int) -> Ref:
        """Return the yes/no diagram: does the function change with ``variable``, the others being as they are?"""
        versions = [self.fix(ref, variable, value) for value in range(self.sizes[variable])]
        return self.apply(lambda *values: len(set(values)) > 1, *versions)

    def fix(self, ref: Ref, variable: int, value: int) -> Ref:
        """Return the function with one variable fixed."""
        memo: dict[Ref, Ref] = {}

        def fixed(node: Ref) -> Ref:
            level = self.level(node)
            if level > variable:
                return node
            if level == variable:
                return self.children(node)[value]
            if node not in memo:
                memo[node] = self.node(level, [fixed(child) for child in self.children(node)])
            return memo[node]

        return fixed(ref)

    def with_unknowns(self, ref: Ref, target: "Diagrams", summary: Callable[[frozenset[Any]], Hashable]) -> Ref:
        """Return, in ``target``, the diagram in which each variable has "unknown" as one more value, its first.

        Its leaf for a partial assignment is ``summary`` of the set of values that the completions reach.
        """
        memo: dict[frozenset[Ref], Ref] = {}

        def lift(refs: frozenset[Ref]) -> Ref:
            done = memo.get(refs)
            if done is None:
                first = min(map(self.level, refs))
                if first == self._leaf_level:
                    done = target.leaf(summary(frozenset(map(self.value, refs))))
                else:
                    known = [frozenset(self.child(ref, first, a) for ref in refs) for a in range(self.sizes[first])]
                    done = target.node(first, [lift(frozenset().union(*known)), *map(lift, known)])
                memo[refs] = done
            return done

        return lift(frozenset([ref]))
