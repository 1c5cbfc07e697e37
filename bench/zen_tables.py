"""The guide's decision tables as a decision graph of zen-engine (GoRules' JDM), for a fair comparison."""

from itertools import pairwise
from typing import Any

from dcb_guide.core.values import as_list
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import Decision, Not, Value, When


def graph(guide: Guide) -> dict[str, Any]:
    """Return the graph: each table a node, the conditions it names an expression node before it."""
    nodes: list[dict[str, Any]] = [_node("in", "inputNode", None)]
    for decision in guide.decisions:
        named = [item for item in guide.conditions if item.id in decision.columns]
        if named:
            expressions = [
                {"id": item.id, "key": item.id, "value": " or ".join(f"({_all(when)})" for when in item.any_of)}
                for item in named
            ]
            content = {"expressions": expressions, "passThrough": True}
            nodes.append(_node(f"{decision.id}_conditions", "expressionNode", content))
        nodes.append(_node(decision.id, "decisionTableNode", _table(decision)))
    nodes.append(_node("out", "outputNode", None))
    edges = [
        {"id": f"e{number}", "sourceId": a["id"], "targetId": b["id"], "type": "edge"}
        for number, (a, b) in enumerate(pairwise(nodes))
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _node(name: str, kind: str, content: dict[str, Any] | None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def _table(decision: Decision) -> dict[str, Any]:
    return {
        "hitPolicy": "first",
        "inputs": [{"id": column, "name": column, "field": column} for column in decision.columns],
        "outputs": [{"id": "then", "name": "then", "field": decision.id}],
        "rules": [
            {
                "_id": rule.id,
                "then": _word(rule.then),
                **{column: _cell(rule.when[column]) if column in rule.when else "" for column in decision.columns},
            }
            for rule in decision.rules
        ],
        "passThrough": True,
    }


def _cell(test: Any) -> str:
    if isinstance(test, Not):
        return f"not in [{', '.join(map(_word, as_list(test.not_)))}]"
    return ", ".join(map(_word, as_list(test)))


def _all(when: When) -> str:
    tests = []
    for name, test in when.items():
        values = as_list(test.not_ if isinstance(test, Not) else test)
        operator = "not in" if isinstance(test, Not) else "in"
        tests.append(f"({name} {operator} [{', '.join(map(_word, values))}])")
    return " and ".join(tests)


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f"'{value}'"
