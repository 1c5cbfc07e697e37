"""Records: how a description of a platform is written, and what is wrong with one that cannot be read.

Standard library only: the browser reads records with the same code.
"""

from typing import Any

from dcb_guide.core.inputs import CodedInput
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.core.nearest import nearest_word
from dcb_guide.core.values import STEERING, YES_NO

PARTS = ("platform", "context")
#: Notes for oneself, and notes that a vision publishes.
NOTES = ("notes", "public_notes")
KEYS = ("name", "model", *PARTS, *NOTES)
#: How people write a yes/no answer → the answer.
YES_NO_WORDS = {text: answer for answer, text in YES_NO.items()}
#: Characters of a name, and the largest count a form can hold.
MAX_NAME = 200
MAX_COUNT = 999_999_999


class RecordReader:
    """Reads records against a model's inputs."""

    def __init__(self, inputs: list[CodedInput]) -> None:
        self.inputs = {
            part: {item.id: item for item in inputs if item.part == part and item.facet_of is None} for part in PARTS
        }
        self.facets: dict[str, dict[str, CodedInput]] = {}
        for item in inputs:
            if item.facet_of is not None:
                self.facets.setdefault(item.facet_of, {})[item.id] = item
        #: A set's members, from its subsets of one.
        self.members = {
            item.id: [value[0] for value in item.values if len(value) == 1] for item in inputs if item.kind == "choices"
        }

    def read(self, record: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the valid answers (input id → answer) and a list of problems; see ``Model.read`` of the engine."""
        answers: dict[str, Any] = {}
        problems: list[dict[str, Any]] = []
        if not isinstance(record, dict):
            return answers, [_problem([], "not_a_record", record)]
        for key, value in record.items():
            if key in PARTS:
                self._read_part(key, value, answers, problems)
            elif key == "name":
                if not _is_name(value):
                    problems.append(_problem([key], "not_a_name", value))
            elif key == "model":
                if not _is_text(value):
                    problems.append(_problem([key], "not_a_text", value))
            elif key in NOTES:
                self._read_notes(key, value, problems)
            else:
                problems.append(_unknown_key([key], KEYS))
        return answers, problems

    def _read_part(self, part: str, data: Any, answers: dict[str, Any], problems: list[dict[str, Any]]) -> None:
        if data is None:
            return
        if not isinstance(data, dict):
            problems.append(_problem([part], "not_a_mapping", data))
            return
        inputs = self.inputs[part]
        for key, value in data.items():
            item = inputs.get(key)
            if item is None:
                problems.append(_unknown_key([part, key], [name for names in self.inputs.values() for name in names]))
            elif value is None:
                continue
            elif item.kind == "record" and isinstance(value, dict):
                answers[key] = "exists"
                self._read_facets(item, [part, key], value, answers, problems)
            else:
                self._read_answer(item, [part, key], value, answers, problems)

    def _read_facets(
        self,
        item: CodedInput,
        path: list[Any],
        data: dict[str, Any],
        answers: dict[str, Any],
        problems: list[dict[str, Any]],
    ) -> None:
        for key, value in data.items():
            facet = self.facets[item.id].get(key)
            if facet is None:
                problems.append(_unknown_key([*path, key], self.facets[item.id]))
            elif value is not None:
                self._read_answer(facet, [*path, key], value, answers, problems)

    def _read_answer(
        self,
        item: CodedInput,
        path: list[Any],
        value: Any,
        answers: dict[str, Any],
        problems: list[dict[str, Any]],
    ) -> None:
        match item.kind:
            case "yes_no":
                if isinstance(value, str):
                    value = YES_NO_WORDS.get(value, value)
                if isinstance(value, bool):
                    answers[item.id] = value
                else:
                    problems.append(_problem(path, "unknown_value", value, list(YES_NO_WORDS)))
            case "count":
                if type(value) is int and 0 <= value <= MAX_COUNT:
                    answers[item.id] = value
                else:
                    problems.append(_problem(path, "not_a_count", value))
            case "choices":
                self._read_set(item, path, value, answers, problems)
            case _:
                if isinstance(value, str) and value in item.code_of:
                    answers[item.id] = value
                else:
                    problems.append(_problem(path, "unknown_value", value, item.values))

    def _read_set(
        self,
        item: CodedInput,
        path: list[Any],
        value: Any,
        answers: dict[str, Any],
        problems: list[dict[str, Any]],
    ) -> None:
        members = self.members[item.id]
        if not isinstance(value, list):
            problems.append(_problem(path, "not_a_set", value))
            return
        wrong = [(index, one) for index, one in enumerate(value) if not (isinstance(one, str) and one in members)]
        problems += [_problem([*path, index], "unknown_value", one, members) for index, one in wrong]
        if not wrong:
            answers[item.id] = [member for member in members if member in value]

    def _read_notes(self, part: str, notes: Any, problems: list[dict[str, Any]]) -> None:
        if notes is None:
            return
        if not isinstance(notes, dict):
            problems.append(_problem([part], "not_a_mapping", notes))
            return
        known = [name for names in (*self.inputs.values(), *self.facets.values()) for name in names]
        for key, text in notes.items():
            if key not in known:
                problems.append(_unknown_key([part, key], known))
            elif not _is_text(text):
                problems.append(_problem([part, key], "not_a_text", text))


def _is_name(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) <= set(LANGUAGES) and bool(value) and all(map(_is_short_line, value.values()))
    return value is None or _is_short_line(value)


def _is_text(value: Any) -> bool:
    """Return whether a value is a text without controls (but line ends and tabs) and without lone surrogates."""
    return isinstance(value, str) and not (set(STEERING.findall(value)) - {"\n", "\t", "\r"})


def _is_short_line(value: Any) -> bool:
    """Return whether a value is a text of one line, of a name's length, that steers no terminal."""
    return isinstance(value, str) and len(value) <= MAX_NAME and not STEERING.search(value)


def _problem(path: list[Any], message: str, value: Any, choices: list[Any] | None = None) -> dict[str, Any]:
    """Return a problem at ``path``; ``nearest`` is the valid choice most like the value, if any is near."""
    near = nearest_word(str(value), map(str, choices)) if choices else None
    return {
        "path": path,
        "message": message,
        "value": value,
        "nearest": near,
        "choices": choices or [],
        "at_key": False,
    }


def _unknown_key(path: list[Any], known: Any) -> dict[str, Any]:
    return {**_problem(path, "unknown_key", path[-1], list(known)), "choices": [], "at_key": True}
