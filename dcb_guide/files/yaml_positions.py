"""YAML (and JSON, which is YAML too) as plain data that remembers the position of every part.

Data is built from the parser's events, one at a time, so that depth and size are checked before anything of that depth
or size exists. Only those of YAML's types remain that read as they look: texts, yes/no, true/false, null, decimal
numbers and days. What YAML 1.1 would read otherwise than people do (``010`` is 8, ``1:30`` is 90) is a problem that
says what to write instead.
"""

import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dcb_guide.files.decode import decode
from dcb_guide.files.limits import DEFAULT, Limits
from dcb_guide.files.problem import Path_, Problem, Say

#: The C parser where there is one; in the browser PyYAML's own.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False, "yes": True, "no": False}
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: What YAML 1.1 reads as a number that is not the one people see.
OTHER_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|0[xXoO][0-9a-fA-F_]+|0[bB][01_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[0-9]+(_[0-9]+)+)"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[-+]?Infinity|NaN"
)
#: How deep containers that are too deep are still read past, to reach what follows them.
MAX_SKIPPED = 500
TEXT_TAG = "tag:yaml.org,2002:str"


def english(message: str, values: Any) -> str:
    """Say a problem by its id and values, for readers without texts."""
    return f"{message} {', '.join(f'{key}={value}' for key, value in values.items())}".strip()


@dataclass
class Source:
    """A file's data, and the position of every mapping key, item and value in it."""

    file: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    #: Path from the top → (line, column) of the value, and of the key that holds it.
    values: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)

    def problem(self, path: Path_, message: str, *, at_key: bool = False) -> Problem:
        """Return a problem at ``path``, or at the nearest part around it that is in the file."""
        where = self.keys if at_key else self.values
        while path and path not in where:
            path, where = path[:-1], self.values
        line, column = where.get(path, (1, 1))
        return Problem(self.file, line, column, message)


def read(path: Path, shown_as: str | None = None, say: Say = english, limits: Limits = DEFAULT) -> Source:
    """Read a YAML (or JSON) file. Anything wrong is in ``problems``; ``data`` then holds what could be read."""
    name = shown_as or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except OSError as error:
        return Source(name, problems=[Problem(name, 1, 1, say("file", {"value": error.strerror or ""}))])
    decoded = decode(data, name, say, limits)
    if decoded.text is None:
        return Source(name, problems=decoded.problems)
    return parse(decoded.text, name, say=say, limits=limits)


def parse(text: str, file: str, first_line: int = 1, say: Say = english, limits: Limits = DEFAULT) -> Source:
    """Parse YAML text whose first line is line ``first_line`` of ``file``."""
    return _Builder(text, file, first_line, say, limits).whole()


def items(text: str, file: str, say: Say = english, limits: Limits = DEFAULT) -> Iterator[Source]:
    """Yield the items of a YAML text that is a list, one at a time, each with its own problems; else the text itself.

    Of several documents in one text each is read so.

    What follows a syntax error cannot be read: the error is the last item's, whose data is what comes before it.
    """
    yield from _Builder(text, file, 1, say, limits).items()


class _StopError(Exception):
    """The rest of the file cannot be read."""


class _Builder:
    """Builds data from the events of one text."""

    def __init__(self, text: str, file: str, first_line: int, say: Say, limits: Limits) -> None:
        self.events = yaml.parse(text, Loader=LOADER)
        self.source = Source(file)
        self.first_line = first_line
        self.say = say
        self.limits = limits
        self.nodes = 0
        self.count = 0
        #: After a syntax error, what was read of the text or its item up to there.
        self.unfinished: Any = None

    def whole(self) -> Source:
        source = self.source
        try:
            start = self._document()
            if start is not None:
                source.data = self._build(start, (), 0)
                self._end()
        except (_StopError, yaml.YAMLError) as error:
            self._fail(error)
        return source

    def items(self) -> Iterator[Source]:
        try:
            start = self._document()
            if start is None:
                yield self.source
            while start is not None:
                yield from self._items_of(start)
                start = self._next_document()
        except (_StopError, yaml.YAMLError) as error:
            # What was read up to here has mistakes of its own.
            self.source.data = self.unfinished
            self._fail(error)
            yield self.source

    def _items_of(self, start: Any) -> Iterator[Source]:
        """Yield the items of a document that is a list, else the document itself."""
        is_list = isinstance(start, yaml.SequenceStartEvent)
        event = self._next() if is_list else start
        while not (is_list and isinstance(event, yaml.SequenceEndEvent)):
            self.count += 1
            if self.count > self.limits.records:
                self._report(event, "file_too_many_records", limit=self.limits.records)
                raise _StopError
            self.source, self.nodes = Source(self.source.file), 0
            self.source.data = self._build(event, (), 0)
            yield self.source
            self.source = Source(self.source.file)
            if not is_list:
                return
            event = self._next()

    # ── Events ──────────────────────────────────────────────────────────────────────────────────────────────

    def _next(self) -> Any:
        return next(self.events)

    def _document(self) -> Any:
        """Return the first event of the document's content; None where the text holds nothing."""
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        return self._next()

    def _end(self) -> None:
        """See that nothing follows the document."""
        self._next()
        if not isinstance(event := self._next(), yaml.StreamEndEvent):
            self._report(event, "yaml_second_document")

    def _next_document(self) -> Any:
        """Return the first event of the next document's content; None where there is none."""
        self._next()  # this document ends
        return None if isinstance(self._next(), yaml.StreamEndEvent) else self._next()

    def _report(self, event: Any, message: str, **values: Any) -> None:
        self.source.problems.append(Problem(self.source.file, *self._at(event), self.say(message, values)))

    def _at(self, event: Any) -> tuple[int, int]:
        return event.start_mark.line + self.first_line, event.start_mark.column + 1

    def _fail(self, error: Exception) -> None:
        if isinstance(error, yaml.YAMLError):
            mark = getattr(error, "problem_mark", None)
            line, column = (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)
            self.source.problems.append(Problem(self.source.file, line, column, self.say("yaml", {})))

    # ── Data ────────────────────────────────────────────────────────────────────────────────────────────────

    def _build(self, event: Any, path: Path_, depth: int) -> Any:
        self.source.values.setdefault(path, self._at(event))
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self._report(event, "file_too_much", limit=self.limits.nodes)
            raise _StopError
        if isinstance(event, yaml.AliasEvent):
            self._report(event, "yaml_alias")
            return None
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if event.tag is not None and not event.tag.startswith("tag:yaml.org,2002:"):
            self._report(event, "yaml_tag", value=event.tag)
        if depth >= self.limits.depth:
            self._report(event, "too_deep")
            self._skip()
            return None
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        return self._mapping(path, depth)

    def _sequence(self, path: Path_, depth: int) -> list[Any]:
        found: list[Any] = []
        try:
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                found.append(self._build(item, (*path, len(found)), depth + 1))
        except yaml.YAMLError:
            # Of a list that breaks off nobody knows what it would say.
            self.unfinished = None if self.unfinished is None else [*found, self.unfinished]
            raise
        return found

    def _mapping(self, path: Path_, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        try:
            self._fill_mapping(result, path, depth)
        except yaml.YAMLError:
            if self.unfinished is not None:
                result[[*result][-1]] = self.unfinished
            self.unfinished = result
            raise
        return result

    def _fill_mapping(self, result: dict[str, Any], path: Path_, depth: int) -> None:
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._report(event, "yaml_key")
                if not isinstance(event, yaml.AliasEvent):
                    self._skip()
                self._pass_over(self._next())
                continue
            key = event.value[: self.limits.text]
            if key in result:
                self._report(event, "duplicate_key", value=key)
                self._pass_over(self._next())
                continue
            self.source.keys[(*path, key)] = self._at(event)
            result[key] = None
            result[key] = self._build(self._next(), (*path, key), depth + 1)

    def _pass_over(self, event: Any) -> None:
        """Read a value that is not wanted."""
        if isinstance(event, yaml.CollectionStartEvent):
            self._skip()

    def _skip(self) -> None:
        """Read to the end of the container just begun, however deep it is."""
        inside = 1
        while inside:
            if inside > MAX_SKIPPED:  # the parser takes time with the square of the depth
                raise _StopError
            event = self._next()
            inside += isinstance(event, yaml.CollectionStartEvent)
            inside -= isinstance(event, yaml.CollectionEndEvent)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if len(text) > self.limits.text:
            self._report(event, "text_too_long", limit=self.limits.text)
            return None
        if event.tag not in (None, "!", TEXT_TAG):
            self._report(event, "yaml_tag", value=event.tag)
            return None
        # (True, False): neither quotes nor a tag say what it is.
        return self._plain(event, text) if event.implicit[0] else text

    def _plain(self, event: Any, text: str) -> Any:
        """Return what a text without quotes stands for."""
        if text.lower() in CONSTANTS and text in (text.lower(), text.title(), text.upper()):
            return CONSTANTS[text.lower()]
        if INTEGER.fullmatch(text):
            if len(text) > self.limits.digits:
                self._report(event, "number_too_long", limit=self.limits.digits)
                return None
            return int(text)
        if DECIMAL.fullmatch(text):
            number = float(text)
            if len(text) > self.limits.text or not math.isfinite(number):
                self._report(event, "number_too_long", limit=self.limits.digits)
                return None
            return number
        if OTHER_NUMBER.fullmatch(text):
            self._report(event, "yaml_number", value=text[: self.limits.digits])
            return None
        if DAY.fullmatch(text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                return text
        return text
