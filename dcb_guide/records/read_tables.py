"""Records from the rows of a table: columns and values by their ids or by their labels in any language."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES, LanguageCode, text_in
from dcb_guide.core.nearest import nearest_word
from dcb_guide.core.values import fill, shown
from dcb_guide.files.csv_rows import Cell

#: Reports a problem: (place, message id, value, choices, nearest).
type Report = Callable[[str, str, Any, list[Any], str | None], None]
SEPARATOR = ";"
#: Longer numbers stay texts, and so are no counts.
MAX_DIGITS = 15


class TableReader:
    """Turns rows into records, knowing every column and value by its id and by its labels."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        texts = engine.texts
        names = texts["interface"]["column_name"].values()
        self.columns = dict.fromkeys(map(_plain, ("name", *names)), "name")
        for name, labels in texts["inputs"].items():
            self.columns |= dict.fromkeys(map(_plain, (name, *labels.values())), name)
        none = texts["interface"]["none_of_these"].values()
        self.values: dict[str, dict[str, str]] = {}
        for name, values in texts["values"].items():
            known = {_plain(word): value for value, labels in values.items() for word in (value, *labels.values())}
            self.values[name] = {**dict.fromkeys(map(_plain, none), "none"), **known}

    def head(self, row: list[Cell], report: Report) -> list[str | None]:
        """Return which question each column answers; none for one that is not known, or there twice."""
        columns: list[str | None] = []
        for text, place in row:
            name = self.columns.get(_plain(text))
            if name is None and text.strip():
                report(place, "unknown_key", text, [], nearest_word(text, self.columns.values()))
            elif name is not None and name in columns:
                report(place, "duplicate_key", text, [], None)
                name = None
            columns.append(name)
        return columns

    def record(
        self, columns: list[str | None], row: list[Cell], report: Report
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return a row as a record, with the place of every answer in it; a blank cell is unknown."""
        return self._record(
            {name: cell for name, cell in zip(columns, row, strict=False) if name and cell[0].strip()}, report
        )

    def _record(self, cells: dict[str, Cell], report: Report) -> tuple[dict[str, Any], dict[str, str]]:
        record: dict[str, Any] = {"platform": {}, "context": {}}
        if "name" in cells:
            record["name"] = cells["name"][0].strip()
        places = {name: place for name, (_, place) in cells.items()}
        for item in self.engine.inputs:
            if item.id not in cells:
                continue
            text, place = cells[item.id]
            if item.facet_of is None:
                record[item.part][item.id] = self._answer(item, text)
                continue
            whole = record[item.part].get(item.facet_of, {})
            if whole == "none":
                report(place, "facet_of_none", text, [], None)
            else:
                facets = whole if isinstance(whole, dict) else {}
                record[item.part][item.facet_of] = {**facets, item.id: self._value(item.id, text)}
        return record, places

    def _answer(self, item: Any, text: str) -> Any:
        if item.kind == "choices":
            chosen = [self._value(item.id, word) for word in text.split(SEPARATOR) if word.strip()]
            return [] if chosen == ["none"] else chosen
        value = self._value(item.id, text)
        if item.kind == "count":
            return int(value) if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS else value
        return {} if item.kind == "record" and value == "exists" else value

    def _value(self, name: str, text: str) -> str:
        """Return a value's id for its id or label; what is neither stays as it is."""
        return self.values[name].get(_plain(text), unicodedata.normalize("NFKC", text).strip())


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


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """Return a word without the differences that people do not see: width of characters, case, blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
