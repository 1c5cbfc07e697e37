"""Inputs of a model: how answers are written, and the code by which decision diagrams know each of them."""

from typing import Any

UNKNOWN = 1
FIRST_CODE = 2


class CodedInput:
    """One input of the model: how its answers are written and which code each has."""

    def __init__(self, position: int, data: dict[str, Any]) -> None:
        self.position = position
        self.id: str = data["id"]
        self.part: str = data["part"]
        self.kind: str = data["kind"]
        self.facet_of: str | None = data["facet_of"]
        self.after: list[str] = data["after"]
        #: Every answer, in the data's order; for a set, every subset as a list.
        self.values: list[Any] = data["values"]
        self.codes: list[int] = [FIRST_CODE + number for number in data["classes"]]
        self.code_of = {_key(value): code for value, code in zip(self.values, self.codes, strict=True)}
        #: Code → how many values it represents.
        self.weights = {code: self.codes.count(code) for code in dict.fromkeys(self.codes)}

    def code(self, answer: Any) -> int:
        """Return the code of a valid answer; a count has that of the highest threshold it reaches."""
        if self.kind == "count":
            answer = max(value for value in self.values if value <= answer)
        return self.code_of[_key(answer)]


def _key(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
