"""Records from files: YAML, JSON, JSON Lines, CSV and xlsx, with the place of every error in them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LanguageCode, text_in
from dcb_guide.core.values import fill, shown
from dcb_guide.files import json_text, yaml_positions
from dcb_guide.files.csv_rows import Cell, TableError, delimiter_of, rows_of_csv
from dcb_guide.files.decode import Decoded, decode
from dcb_guide.files.limits import DEFAULT, Limits
from dcb_guide.files.problem import Path_, Problem, at_cell
from dcb_guide.files.workbook_rows import read_workbook
from dcb_guide.files.yaml_positions import Source
from dcb_guide.records.read_tables import TableReader, problem_text

YAML_SUFFIXES = (".yml", ".yaml")
SUFFIXES = (*YAML_SUFFIXES, ".json", ".jsonl", ".csv", ".xlsx", ".xlsm")


@dataclass
class ReadRecord:
    """One record of a file: its valid answers by input id, and every problem with the rest."""

    name: Any = None
    #: The version of the model the record was made with, where it says so.
    model_version: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    #: What the record notes of its answers, for oneself: input id → text. It is never published.
    notes: dict[str, str] = field(default_factory=dict)
    #: What a vision publishes beside the answers: input id → text.
    public_notes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    #: What was noticed of the file and does no harm, such as its encoding.
    notices: list[Problem] = field(default_factory=list)


class RecordFiles:
    """Reads files of records against a model; problems are in one language, and at most so many a file (limits)."""

    def __init__(self, engine: Engine, language: LanguageCode, limits: Limits = DEFAULT) -> None:
        self.engine = engine
        self.language = language
        self.limits = limits
        self.tables = TableReader(engine)

    def say(self, message: str, values: Mapping[str, Any]) -> str:
        """Return a problem's text in the reader's language."""
        text = text_in(self.engine.texts["interface"][f"problem_{message}"], self.language)
        return fill(text, **{name: shown(value) for name, value in values.items()})

    def read(self, path: Path) -> Iterator[ReadRecord]:
        """Yield the records of a file; one that cannot be read at all yields a record of problems alone."""
        try:
            with path.open("rb") as file:
                data = file.read(self.limits.bytes + 1)
        except OSError as error:
            yield self._failure(str(path), "file", {"value": error.strerror or ""})
            return
        yield from self.read_bytes(data, str(path))

    def read_bytes(self, data: bytes, name: str) -> Iterator[ReadRecord]:
        """Yield the records of a file's bytes; its kind is by its name's ending."""
        suffix = Path(name).suffix.lower()
        if suffix not in SUFFIXES:
            near = {"choices": self._list(SUFFIXES)}
            yield self._failure(name, "file_kind", near)
        elif suffix in (".xlsx", ".xlsm"):
            yield from self._counted(self._read_workbook(data, name), name)
        else:
            decoded = decode(data, name, self.say, self.limits)
            if decoded.text is None:
                yield ReadRecord(problems=decoded.problems)
                return
            yield from self._counted(self._read_text(suffix, decoded, name), name)

    def _read_text(self, suffix: str, decoded: Decoded, name: str) -> Iterator[ReadRecord]:
        text = decoded.text or ""
        if decoded.notices:
            yield ReadRecord(notices=decoded.notices)
        if suffix == ".jsonl":
            for number, line in enumerate(text.split("\n"), start=1):  # U+2028 ends no line of JSON
                if line.strip():
                    yield from self._read_json(line, name, number)
        elif suffix == ".json":
            yield from self._read_json(text, name)
        elif suffix == ".csv":
            yield from self._read_csv(text, name)
        else:
            yield from self.read_yaml(text, name)

    def read_stream(self, stream: BinaryIO, name: str) -> Iterator[ReadRecord]:
        """Yield a record for each line of a stream as it comes; memory does not grow with the stream's length."""
        number = 0
        while raw := stream.readline(self.limits.bytes + 1):
            number += 1
            if len(raw) > self.limits.bytes:
                yield self._failure(name, "file_too_large", {"limit": f"{self.limits.bytes / 1e6:g} MB"}, line=number)
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(self.limits.bytes)
                continue
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                yield self._failure(name, "file_encoding", {}, line=number, column=error.start + 1)
                continue
            if line.strip():
                yield from self._read_json(line, name, number)

    def read_yaml(self, text: str, name: str) -> Iterator[ReadRecord]:
        """Yield the records of YAML text."""
        for index, source in enumerate(yaml_positions.items(text, name, self.say, self.limits)):
            if source.problems:
                yield self._flawed(source.problems, source.data, (), source)
            elif index == 0 or source.data is not None:
                yield self._record(source.data, (), partial(_itself, source))

    def _read_json(self, text: str, name: str, first_line: int = 1) -> Iterator[ReadRecord]:
        parsed = json_text.parse(text, name, first_line, self.say, self.limits)
        flawed = _by_item(parsed)
        if parsed.problems and flawed is None:
            yield self._flawed(parsed.problems, parsed.data, (), parsed)
            return
        data = parsed.data
        found: list[Source] = [parsed] if parsed.problems else []

        def source() -> Source:
            if not found:
                found.append(json_text.positions(text, name, first_line, self.say, self.limits))
            return found[0]

        for index, record in enumerate(data if isinstance(data, list) else [data]):
            if index >= self.limits.records:
                yield self._failure(name, "file_too_many_records", {"limit": self.limits.records})
                return
            base: Path_ = (index,) if isinstance(data, list) else ()
            if flawed and index in flawed:
                yield self._flawed(flawed[index], record, base, parsed)
            else:
                yield self._record(record, base, source)

    def _read_csv(self, text: str, name: str) -> Iterator[ReadRecord]:
        if delimiter_of(text) != ",":
            value = {";": ";", "\t": "tab"}[delimiter_of(text)]
            yield ReadRecord(notices=[Problem(name, 1, 1, self.say("notice_delimiter", {"value": value}))])
        broken: list[Problem] = []
        yield from self._read_rows(rows_of_csv(text, name, self.say, self.limits, broken.append), name, broken)

    def _read_workbook(self, data: bytes, name: str) -> Iterator[ReadRecord]:
        book = read_workbook(data, name, self.say, self.limits)
        if book.problems or book.notices:
            yield ReadRecord(problems=book.problems, notices=book.notices)
        if not book.problems and not any(sheet.rows for sheet in book.sheets):
            yield self._failure(name, "file_empty", {})
        for sheet in book.sheets:
            if sheet.rows:
                yield from self._read_rows(iter(sheet.rows), name)

    def _read_rows(
        self, rows: Iterator[list[Cell]], name: str, broken: list[Problem] | None = None
    ) -> Iterator[ReadRecord]:
        """Yield a record for each row of a table; what is wrong with its head comes first, as a record of problems.

        ``broken`` are rows that could not be read, noted while the others are.
        """
        problems: list[Problem] = []
        unread = broken if broken is not None else []

        def report(place: str, message: str, value: Any, choices: list[Any], near: str | None) -> None:
            problem = {"path": [], "message": message, "value": value, "nearest": near, "choices": choices}
            problems.append(at_cell(name, place, self._message(problem)))

        columns: list[str | None] | None = None
        try:
            for row in rows:
                if unread:
                    yield ReadRecord(problems=[*unread])
                    unread.clear()
                if not any(text.strip() for text, _ in row):
                    continue
                problems = []
                if columns is None:
                    columns = self.tables.head(row, report)
                    if problems:
                        yield ReadRecord(problems=problems)
                    continue
                for text, place in row[len(columns) :]:
                    if text.strip():
                        report(place, "cell_beyond_header", text, [], None)
                record, places = self.tables.record(columns, row, report)
                answers, found = self.engine.read(record)
                for one in found:
                    cell = next((places[key] for key in reversed(one["path"]) if key in places), row[0][1])
                    problems.append(at_cell(name, cell, self._message(one)))
                yield ReadRecord(record.get("name"), None, answers, problems=problems)
        except TableError as error:
            unread.append(error.problem)
        if unread:
            yield ReadRecord(problems=unread)
        elif columns is None:
            yield self._failure(name, "file_empty", {})

    def _flawed(self, problems: list[Problem], data: Any, base: Path_, source: Source) -> ReadRecord:
        """Return a record that was not read whole: it has no answers, and names what is wrong with the rest too."""
        places = {(one.line, one.column) for one in problems}
        found = self._record(data, base, lambda: source).problems if isinstance(data, dict) else []
        others = [one for one in found if (one.line, one.column) not in places]
        return ReadRecord(problems=sorted([*problems, *others]))

    def _record(self, data: Any, base: Path_, source: Callable[[], Source]) -> ReadRecord:
        answers, found = self.engine.read(data)
        mapping = data if isinstance(data, dict) else {}
        version = mapping.get("model")
        read = ReadRecord(mapping.get("name"), version if isinstance(version, str) else None, answers)
        read.notes, read.public_notes = _texts(mapping.get("notes")), _texts(mapping.get("public_notes"))
        if found:
            places = source()
            read.problems = [
                places.problem((*base, *problem["path"]), self._message(problem), at_key=problem["at_key"])
                for problem in found
            ]
        return read

    def _counted(self, records: Iterator[ReadRecord], name: str) -> Iterator[ReadRecord]:
        """Pass the records on; problems past the limit are counted, and the last record says how many there are."""
        reported = more = 0
        for record in records:
            room = max(0, self.limits.problems - reported)
            more += max(0, len(record.problems) - room)
            if record.problems and not room:
                continue
            record.problems = record.problems[:room]
            reported += len(record.problems)
            yield record
        if more:
            yield self._failure(name, "more", {"count": more})

    def _failure(
        self, file: str, message: str, values: Mapping[str, Any], *, line: int = 1, column: int = 1
    ) -> ReadRecord:
        return ReadRecord(problems=[Problem(file, line, column, self.say(message, values))])

    def _message(self, problem: dict[str, Any]) -> str:
        return problem_text(self.engine, problem, self.language)

    def _list(self, words: Any) -> str:
        separator: str = self.engine.texts["interface"]["list_separator"][self.language]
        return separator.join(words)


def _texts(notes: Any) -> dict[str, str]:
    return {key: text for key, text in notes.items() if isinstance(text, str)} if isinstance(notes, dict) else {}


def _by_item(parsed: Source) -> dict[int, list[Problem]] | None:
    """Return the problems of a list in a file by the item they are in; None where it is no list, or not known."""
    if not isinstance(parsed.data, list):
        return None
    starts = [place for index in range(len(parsed.data)) if (place := parsed.values.get((index,)))]
    if len(starts) < len(parsed.data):
        return {} if not parsed.problems else None
    found: dict[int, list[Problem]] = {}
    for one in parsed.problems:
        found.setdefault(bisect_right(starts, (one.line, one.column)) - 1, []).append(one)
    return found


def _itself(source: Source) -> Source:
    return source
