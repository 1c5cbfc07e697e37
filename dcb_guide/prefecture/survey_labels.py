"""The words of a survey: its sheets, columns and choices by their ids and by their labels in any language.

The texts are plain data in the form of ``guide_data/prefecture_survey.yml``, with ``prefectures`` (code → names) beside
them. Standard library only: the browser reads surveys with the same code.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES, text_in
from dcb_guide.core.nearest import nearest_word
from dcb_guide.core.values import fill
from dcb_guide.prefecture.survey import PREFECTURE

#: A unit at the end of a heading, which people leave out.
UNIT = re.compile(r"\([^()]*\)$")
#: What Excel adds to the name of a sheet copied within a workbook.
COPY = re.compile(r"\s*\(\d+\)$")
#: What brackets at the end of a label explain, in either width.
EXPLAINED = re.compile(r"[（(][^（）()]*[）)]$")
#: Longer words are no misspelt ones.
LONGEST_WORD = 60


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return a word without the differences people do not see: width of characters, case, blanks and line ends."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@lru_cache(maxsize=20_000)
def trimmed(text: str) -> str:
    """Return a text on one line, in NFKC, as names are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


class SurveyLabels:
    """Finds what a word in a file stands for, and says what is wrong in the reader's language."""

    def __init__(self, engine: Engine, texts: Mapping[str, Any], language: str) -> None:
        self.engine = engine
        self.texts = texts
        self.language = language
        self.sheets: dict[str, str] = {}
        #: Sheet → word → column; the platforms' sheet has every question of the model too.
        self.columns: dict[str, dict[str, str]] = {}
        #: Sheet → column ids in the order of the form.
        self.order: dict[str, list[str]] = {}
        #: (sheet or "survey", column or key) → word → choice.
        self.choices: dict[tuple[str, str], dict[str, str]] = {}
        for sheet in texts["sheets"]:
            self._add_sheet(sheet)
        self.other_sheets = {
            plain(word) for name, label in texts["other_sheets"].items() for word in (name, *_in(label))
        }
        self.keys = self._words(texts["keys"])
        self._add_choices("survey", texts["keys"])
        self.cost_keys = self._words(texts["cost_keys"])
        self._add_choices("cost", texts["cost_keys"])
        for name, label in (*engine.texts["inputs"].items(), ("name", engine.texts["interface"]["column_name"])):
            for word in (name, *_in(label)):
                self.columns["platforms"].setdefault(plain(word), name)
        # A form that was filled in before a release has the names of its time.
        for old, new in texts["renamed"]["questions"].items():
            self.columns["platforms"].setdefault(plain(old), new)
        self.order["platforms"][-1:] = [*(item.id for item in engine.inputs), "note"]
        #: Column of the platforms' sheet → other word → answer.
        self.other_answers = {name: self._other_answers(name) for name in engine.texts["inputs"]}
        kinds = {plain(word): kind for kind, label in self._kinds().items() for word in (kind, *_in(label))}
        kinds = self.other_answers["service_kinds"] | kinds
        self.choices["services", "kind"] = kinds | self.choices["services", "kind"]
        self.prefecture_words = set(map(plain, texts["words"]["prefecture"])) | {plain(PREFECTURE)}
        self.all_words, self.unknown_words, self.ditto_words, self.words_for_none, self.words_for_no_entry = (
            set(map(plain, texts["words"][kind])) for kind in ("all", "unknown", "ditto", "on_none", "no_entry")
        )
        #: Word → words that answer alike.
        self.alike = {plain(word): [*map(plain, words)] for words in texts["words"]["alike"] for word in words}
        #: Prefecture's code → its names as people write them.
        self.prefectures: dict[str, set[str]] = {
            code: set(map(plain, _in(names))) for code, names in texts["prefectures"].items()
        }

    def _other_answers(self, name: str) -> dict[str, str]:
        """Return other words for a question's answers: those of the form, and labels without what brackets explain."""
        words: dict[str, str] = {}
        shared: set[str] = set()
        for answer, labels in self.engine.texts["values"].get(name, {}).items():
            for label in _in(labels):
                short = plain(EXPLAINED.sub("", label))
                if words.setdefault(short, answer) != answer:
                    shared.add(short)
        given = self.texts["words"]["answers"].get(name, {})
        return {
            **{word: answer for word, answer in words.items() if word not in shared},
            **{plain(word): answer for answer, others in given.items() for word in others},
            **{plain(old): new for old, new in self.texts["renamed"]["answers"].get(name, {}).items()},
        }

    def _add_sheet(self, sheet: Mapping[str, Any]) -> None:
        name = sheet["id"]
        self.sheets |= {plain(word): name for word in (name, *_in(sheet["label"]))}
        self.columns[name] = self._words(sheet["columns"])
        self.order[name] = [column["id"] for column in sheet["columns"]]
        self._add_choices(name, sheet["columns"])

    def _add_choices(self, sheet: str, columns: Iterable[Mapping[str, Any]]) -> None:
        for column in columns:
            if column["choices"]:
                self.choices[sheet, column["id"]] = self._words(column["choices"])

    def _words(self, items: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        words: dict[str, str] = {}
        for item in items:
            labels = [plain(word) for word in (item["id"], *_in(item["label"]), *item.get("also", ()))]
            # A label without its unit must not hide another column's.
            for word in (*labels, *(UNIT.sub("", label) for label in labels)):
                words.setdefault(word, item["id"])
        return words

    def _kinds(self) -> Mapping[str, Mapping[str, str]]:
        kinds: Mapping[str, Mapping[str, str]] = self.engine.texts["values"]["service_kinds"]
        return kinds

    # ── What a word stands for ──────────────────────────────────────────────────────────────────────────────────

    def sheet(self, title: str) -> tuple[str | None, bool]:
        """Return which part of a survey a sheet's title names, and whether the title says it is a copy."""
        word = plain(title)
        if word in self.sheets:
            return self.sheets[word], False
        original = COPY.sub("", word)
        return self.sheets.get(original), original in self.sheets

    def part_in(self, stem: str) -> tuple[str | None, str]:
        """Return which part the name of a CSV file names, at its end or its beginning, and the rest of the name."""
        word = plain(stem)
        if word in self.sheets:
            return self.sheets[word], ""
        for label in sorted(self.sheets, key=len, reverse=True):
            for rest in (word.removesuffix(label), word.removeprefix(label)):
                if rest != word and not (rest[-1:] + rest[:1]).isalnum():
                    return self.sheets[label], rest.strip("-_. ")
        return None, word

    def is_other_sheet(self, title: str) -> bool:
        """Return whether a sheet is one of the template's that hold no answers."""
        return COPY.sub("", plain(title)) in self.other_sheets

    def column(self, part: str, text: str) -> str | None:
        """Return the column a heading names."""
        return self.columns[part].get(plain(text))

    def choice(self, part: str, column: str, text: str) -> str | None:
        """Return the choice a word names."""
        return self.choices[part, column].get(plain(text))

    def unclear(self, part: str, column: str, text: str) -> str:
        """Return what is asked of who wrote a word that may mean several choices; blank for any other word."""
        for one in self._columns(part, column):
            for words in one.get("unclear", ()):
                if plain(text) in map(plain, words["words"]):
                    return fill(words["ask"][self.language], value=text)
        return ""

    def _columns(self, part: str, column: str) -> list[Mapping[str, Any]]:
        sheets = [*self.texts["sheets"], {"id": "survey", "columns": self.texts["keys"]}]
        return [one for sheet in sheets if sheet["id"] == part for one in sheet["columns"] if one["id"] == column]

    def shown_choices(self, part: str, column: str, text: str) -> tuple[str, list[str]]:
        """Return what a wrong word's message lists: the choices, and the words among which the nearest one is.

        Ids answer a word of ASCII characters, the labels of the reader's language any other.
        """
        if column in self.engine.texts["values"] and part == "platforms":
            labels = {code: label[self.language] for code, label in self.engine.texts["values"][column].items()}
        else:
            columns = self._columns(part, column)
            labels = {one["id"]: one["label"][self.language] for item in columns for one in item["choices"]}
            if column == "kind":
                labels = {code: label[self.language] for code, label in self._kinds().items()} | labels
        listed = list(labels) if text.isascii() else list(labels.values())
        return self.joined(listed), [*labels, *labels.values()]

    def label(self, part: str, column: str) -> str:
        """Return a column's or a survey key's label in the reader's language."""
        if part == "survey":
            items = self.texts["keys"]
        else:
            items = next(sheet["columns"] for sheet in self.texts["sheets"] if sheet["id"] == part)
        for item in items:
            if item["id"] == column:
                return str(item["label"][self.language])
        inputs = self.engine.texts["inputs"]
        return str(inputs[column][self.language]) if column in inputs else column

    def choice_label(self, part: str, column: str, choice: str) -> str:
        """Return the label of a choice of a sheet's column, or of a survey's key, in the reader's language."""
        sheets = (*self.texts["sheets"], {"id": "survey", "columns": self.texts["keys"]})
        columns = next(sheet["columns"] for sheet in reversed(sheets) if sheet["id"] == part)
        choices = next(one["choices"] for one in columns if one["id"] == column)
        return next(str(one["label"][self.language]) for one in choices if one["id"] == choice)

    def cost_label(self, key: str) -> str:
        """Return the label of an item of the sheet ``cost`` in the reader's language."""
        return next(str(one["label"][self.language]) for one in self.texts["cost_keys"] if one["id"] == key)

    def plan_label(self, path: Sequence[str | int]) -> str | None:
        """Return what the form calls the value at a path of a cost plan; None where it has no word for it."""
        if len(path) > 2 and path[0] == "participants":
            columns = next(sheet["columns"] for sheet in self.texts["sheets"] if sheet["id"] == "cost_participants")
        else:
            columns = self.texts["cost_keys"]
        key = path[2] if len(path) > 2 else path[0] if path else None
        return next((str(one["label"][self.language]) for one in columns if one["id"] == key), None)

    def plan_choice(self, key: str, value: Any) -> Any:
        """Return the label of a choice of a cost plan's item; any other value as it is."""
        choices = (one for item in self.texts["cost_keys"] if item["id"] == key for one in item["choices"])
        return next((str(one["label"][self.language]) for one in choices if one["id"] == value), value)

    def sheet_label(self, part: str) -> str:
        """Return a sheet's label in the reader's language."""
        return next(str(sheet["label"][self.language]) for sheet in self.texts["sheets"] if sheet["id"] == part)

    # ── What is said ────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, message: str, values: Mapping[str, Any]) -> str:
        """Return a message's text: one of the survey's, or else one about files."""
        own = self.texts["messages"].get(message)
        text = own or self.engine.texts["interface"][f"problem_{message}"]
        return fill(text[self.language], **values)

    def with_nearest(self, message: str, word: str, known: Iterable[str]) -> str:
        """Return a message, with the known word most like ``word`` where one is near."""
        near = nearest_word(word, known) if len(word) <= LONGEST_WORD else None
        return f"{message}{self.nearest(near)}" if near and near != word else message

    def nearest(self, near: str) -> str:
        """Return the question whether ``near`` is meant."""
        text = text_in(self.engine.texts["interface"]["problem_nearest"], self.language)
        return LANGUAGES[self.language].before_suggestion + fill(text, nearest=near)

    def joined(self, words: Iterable[str]) -> str:
        """Return words as a list in the reader's language."""
        separator: str = self.engine.texts["interface"]["list_separator"][self.language]
        return separator.join(words)


def _in(label: Mapping[str, str | None]) -> list[str]:
    """Return a label in every language that has it."""
    return [text for text in label.values() if text]
