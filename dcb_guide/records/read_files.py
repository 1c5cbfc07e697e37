"""Records from files: YAML, JSON, JSON Lines, CSV and xlsx, with the place of every error in them."""

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES, LanguageCode, text_in
from dcb_guide.core.values import fill, shown
from dcb_guide.guide.yaml_positions import Path_, Problem, Source, parse
from dcb_guide.records.read_tables import Cell, TableReader, rows_of_csv, rows_of_workbook

YAML_SUFFIXES = (".yml", ".yaml")
SUFFIXES = (*YAML_SUFFIXES, ".json", ".jsonl", ".csv", ".xlsx")


#: What JSON may write and YAML may not, though only places are read of it: halves of signs, and tabs.
SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


@dataclass
class ReadRecord:
    """One record of a file: its valid answers by input id, and every problem with the rest."""

    name: Any = None
    #: The version of the model the record was made with, where it says so.
    model_version: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    #: What the record notes of its answers: input id → text.
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class RecordFiles:
    """Reads files of records against a model, telling problems in one language."""

    def __init__(self, engine: Engine, language: LanguageCode) -> None:
        self.engine = engine
        self.language = language

    def read(self, path: Path) -> Iterator[ReadRecord]:
        """Yield the records of a file; one that cannot be read at all yields a record of problems alone."""
        name = str(path)
        if path.suffix not in SUFFIXES:
            yield self._failure(name, "file_kind", path.suffix, choices=list(SUFFIXES))
            return
        if path.suffix == ".xlsx":
            yield from self._read_workbook(path, name)
            return
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            yield self._failure(name, "file", f"UTF-8, {error.reason}")
            return
        except OSError as error:
            yield self._failure(name, "file", error.strerror)
            return
        if path.suffix == ".jsonl":
            yield from self.read_lines(text.splitlines(), name)
        elif path.suffix == ".json":
            yield from self._read_json(text, name)
        elif path.suffix == ".csv":
            yield from self._read_csv(text, name)
        else:
            yield from self.read_text(text, name)

    def read_stream(self, stream: Iterable[bytes], name: str) -> Iterator[ReadRecord]:
        """Yield a record for each line of a stream as it comes; a line that is not UTF-8 is one that cannot be read."""
        for number, raw in enumerate(stream, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                yield self._failure(name, "file", f"UTF-8, {error.reason}", line=number, column=error.start + 1)
                continue
            if line.strip():
                yield from self._read_json(line, name, number)

    def read_lines(self, lines: Iterable[str], name: str) -> Iterator[ReadRecord]:
        """Yield a record for each line of JSON Lines that is not blank; nothing is kept of a line once it is read."""
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield from self._read_json(line, name, number)

    def _read_json(self, text: str, name: str, first_line: int = 1) -> Iterator[ReadRecord]:
        duplicates: list[str] = []

        def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
            keys = [key for key, _ in items]
            duplicates.extend(key for key in set(keys) if keys.count(key) > 1)
            return dict(items)

        try:
            data = json.loads(text, object_pairs_hook=pairs)
        except json.JSONDecodeError as error:
            line = error.lineno + first_line - 1
            yield self._failure(name, "json", error.msg, line=line, column=error.colno)
            return
        except RecursionError:
            yield self._failure(name, "too_deep", None, line=first_line)
            return

        def source() -> Source:
            return parse(SURROGATE.sub("\\\\u0041", text).replace("\t", " "), name, first_line)

        if duplicates:
            yield ReadRecord(problems=source().problems)
            return
        lone = data if isinstance(data, list) else [data]
        for index, record in enumerate(lone):
            base: Path_ = (index,) if isinstance(data, list) else ()
            yield self._record(record, base, source)

    def read_text(self, text: str, name: str) -> Iterator[ReadRecord]:
        """Yield the records of YAML text."""
        try:
            source = parse(text, name)
        except RecursionError:
            yield self._failure(name, "too_deep", None)
            return
        if source.problems:
            yield ReadRecord(problems=source.problems)
        if source.data is None and source.problems:
            return
        lone = source.data if isinstance(source.data, list) else [source.data]
        for index, record in enumerate(lone):
            base: Path_ = (index,) if isinstance(source.data, list) else ()
            yield self._record(record, base, lambda: source)

    def _read_csv(self, text: str, name: str) -> Iterator[ReadRecord]:
        try:
            rows = list(rows_of_csv(text))
        except csv.Error as error:
            yield self._failure(name, "file", f"CSV, {error}")
            return
        yield from self._read_rows(rows, name)

    def _read_workbook(self, path: Path, name: str) -> Iterator[ReadRecord]:
        try:
            sheets = list(rows_of_workbook(path))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            yield self._failure(name, "file", f"xlsx, {error}")
            return
        for rows in sheets:
            yield from self._read_rows(rows, name)

    def _read_rows(self, rows: list[list[Cell]], name: str) -> Iterator[ReadRecord]:
        """Yield a record for each row of a table; what is wrong with its head comes first, as a record of problems."""
        told: list[Problem] = []

        def tell(place: str, message: str, value: Any, choices: list[Any], near: str | None) -> None:
            problem = {"path": [], "message": message, "value": value, "nearest": near, "choices": choices}
            told.append(_at_cell(name, place, self._message(problem)))

        filled = [row for row in rows if any(text.strip() for text, _ in row)]
        if not filled:
            return
        reader = TableReader(self.engine)
        columns = reader.head(filled[0], tell)
        if told:
            yield ReadRecord(problems=told)
        for row in filled[1:]:
            told = []
            record, places = reader.record(columns, row, tell)
            answers, found = self.engine.read(record)
            for one in found:
                cell = next((places[key] for key in reversed(one["path"]) if key in places), row[0][1])
                told.append(_at_cell(name, cell, self._message(one)))
            yield ReadRecord(record.get("name"), None, answers, problems=told)

    def _record(self, data: Any, base: Path_, source: Callable[[], Source]) -> ReadRecord:
        answers, found = self.engine.read(data)
        name = data.get("name") if isinstance(data, dict) else None
        version = data.get("model") if isinstance(data, dict) else None
        read = ReadRecord(name, version if isinstance(version, str) else None, answers)
        notes = data.get("notes") if isinstance(data, dict) else None
        read.notes = (
            {key: text for key, text in notes.items() if isinstance(text, str)} if isinstance(notes, dict) else {}
        )
        if found:
            places = source()
            read.problems = [
                places.problem((*base, *problem["path"]), self._message(problem), at_key=problem["at_key"])
                for problem in found
            ]
        return read

    def _failure(
        self,
        file: str,
        message: str,
        value: Any,
        *,
        choices: list[str] | None = None,
        line: int = 1,
        column: int = 1,
    ) -> ReadRecord:
        problem = {"path": [], "message": message, "value": value, "nearest": None, "choices": choices or []}
        return ReadRecord(problems=[Problem(file, line, column, self._message(problem))])

    def _message(self, problem: dict[str, Any]) -> str:
        return problem_text(self.engine, problem, self.language)


def _at_cell(file: str, place: str, message: str) -> Problem:
    """Return a problem in a table: at line and column of CSV, or at a sheet's cell."""
    line, _, column = place.partition(":")
    if line.isdigit() and column.isdigit():
        return Problem(file, int(line), int(column), message)
    return Problem(f"{file}:{place}", 1, 1, message)


def problem_text(engine: Engine, problem: dict[str, Any], language: LanguageCode) -> str:
    """Return what is wrong in the reader's language: the item, the value, the choices and the nearest one."""
    texts = engine.texts["interface"]
    choices = LANGUAGES[language].list_separator.join(map(shown, problem["choices"]))
    text = text_in(texts[f"problem_{problem['message']}"], language)
    message = fill(text, value=shown(problem["value"]), choices=choices)
    if problem["nearest"]:
        suggestion = fill(text_in(texts["problem_nearest"], language), nearest=problem["nearest"])
        message += LANGUAGES[language].before_suggestion + suggestion
    where = ".".join(map(str, problem["path"]))
    return f"{where}: {message}" if where and problem["message"] != "unknown_key" else message
