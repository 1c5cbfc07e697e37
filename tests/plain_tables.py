"""The tables read row by row, as a person would: the slow meaning that the diagrams must keep.

It interprets the same data as the engine, by another way, and holds no rule of its own.
"""

from dcb_guide.guide.decision_types import Not


class PlainTables:
    """Evaluates a guide's decisions on complete answers."""

    def __init__(self, guide):
        self.guide = guide
        self.conditions = {item.id: item for item in guide.conditions}
        self.decisions = {item.id: item for item in guide.decisions}
        self.inputs = {item.id: item for item in guide.inputs}

    def decide(self, decision, answers):
        """Return the one rule that holds."""
        rules = [rule for rule in self.decisions[decision].rules if self.when(rule.when, answers)]
        assert len(rules) == 1, (decision, answers, [rule.id for rule in rules])
        return rules[0]

    def when(self, when, answers):
        return all(self.test(name, test, answers) for name, test in when.items())

    def test(self, name, test, answers):
        if name in self.conditions:
            value = any(self.when(when, answers) for when in self.conditions[name].any_of)
        elif name in self.decisions:
            value = self.decide(name, answers).then
        else:
            value = answers[name]
            if self.inputs[name].kind == "count":
                value = max(one.id for one in self.inputs[name].values if one.id <= value)
        if isinstance(test, Not):
            return value not in (test.not_ if isinstance(test.not_, list) else [test.not_])
        return value in (test if isinstance(test, list) else [test])
