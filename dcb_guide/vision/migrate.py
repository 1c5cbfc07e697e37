"""Bring a vision made with an older guide to the present form, with its comments."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter

from dcb_guide.core.record import NOTES, PARTS
from dcb_guide.guide.publication import Renamed
from dcb_guide.vision.vision_types import SCHEMA_VERSION

type Migration = Callable[[Any], None]

#: Version of the form → what brings a file of that version to the next one. Each has a test with a file of its time.
MIGRATIONS: dict[int, Migration] = {}


class TooNewError(Exception):
    """The vision was made with a newer guide than this one: its form is of ``version``."""

    def __init__(self, version: int) -> None:
        super().__init__(f"schema_version {version} > {SCHEMA_VERSION}")
        self.version = version


def migrate(text: str, migrations: Mapping[int, Migration] = MIGRATIONS, to: int = SCHEMA_VERSION) -> tuple[str, int]:
    """Return a ``vision.yml`` in the present form, and the version it had; text of that form comes back unchanged."""
    parser = _parser()
    data = parser.load(text)
    had = data.get("schema_version") if isinstance(data, dict) else None
    if type(had) is not int:
        return text, to
    if had > to:
        raise TooNewError(had)
    if had == to:
        return text, had
    for version in range(had, to):
        migrations[version](data)
        data["schema_version"] = version + 1
    return _written(parser, data), had


class _Representer(RoundTripRepresenter):
    """Writes what is not known as ``null``, as the records do, instead of nothing."""

    def represent_none(self, _: Any) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _Representer.represent_none)


def _parser() -> YAML:
    """Return a parser that keeps comments, order and quotation marks."""
    parser = YAML()
    parser.Representer = _Representer
    parser.preserve_quotes = True
    parser.width = 4096
    parser.indent(mapping=2, sequence=4, offset=2)
    return parser


def _written(parser: YAML, data: Any) -> str:
    written = StringIO()
    parser.dump(data, written)
    return written.getvalue()


def rename(mapping: Any, old: str, new: str) -> None:
    """Give a key another name; its place, its value and its comments stay."""
    if old not in mapping:
        return
    place = list(mapping).index(old)
    comments = mapping.ca.items.pop(old, None)
    mapping.insert(place, new, mapping.pop(old))
    if comments is not None:
        mapping.ca.items[new] = comments


def rename_in_record(data: Any, renamed: Renamed) -> None:
    """Give a record's questions and answers the names that this guide has for them."""
    for part in (*PARTS, *NOTES):
        answers = data.get(part) if isinstance(data, dict) else None
        if not isinstance(answers, dict):
            continue
        for old, new in renamed.questions.items():
            rename(answers, old, new)
        for question, values in renamed.answers.items():
            if part in PARTS and isinstance(answers.get(question), str):
                answers[question] = values.get(answers[question], answers[question])


def migrate_record(text: str, renamed: Renamed) -> str:
    """Return a record with this guide's names for questions and answers, and its comments; else the text as it is."""
    parser = _parser()
    data = parser.load(text)
    before = deepcopy(data)
    rename_in_record(data, renamed)
    if data == before:
        return text
    replaced = _replaced_in_place(text, before, renamed)
    try:
        is_the_same = parser.load(replaced) == data
    except YAMLError:
        is_the_same = False
    return replaced if is_the_same else _written(parser, data)


def _replaced_in_place(text: str, data: Any, renamed: Renamed) -> str:
    """Return a record's text with the words that were renamed replaced where they are, and all else as it was."""
    places: list[tuple[int, int, str, str]] = []
    for part in (*PARTS, *NOTES):
        answers = data.get(part)
        if not isinstance(answers, CommentedMap):
            continue
        for old, new in renamed.questions.items():
            if old in answers:
                places.append((*answers.lc.key(old), old, new))
        for question, values in renamed.answers.items():
            for name in (question, *(old for old, new in renamed.questions.items() if new == question)):
                answer = answers.get(name)
                if part in PARTS and isinstance(answer, str) and answer in values:
                    places.append((*answers.lc.value(name), answer, values[answer]))
    lines = text.splitlines(keepends=True)
    for line, column, old, new in sorted(places, reverse=True):
        lines[line] = lines[line][:column] + lines[line][column:].replace(old, new, 1)
    return "".join(lines)


def update_folder(folder: Path, renamed: Renamed) -> list[Path]:
    """Bring ``vision.yml`` and the records of a folder to the present form; return the files that changed.

    A file that is no YAML stays as it is: reading the vision says what is wrong with it. Raises :class:`TooNewError`.
    """
    changed = []
    for path in (folder / "vision.yml", *sorted((folder / "platforms").glob("*.yml"))):
        try:
            text = path.read_text(encoding="utf-8")
            written = migrate(text)[0] if path.parent == folder else migrate_record(text, renamed)
        except (OSError, UnicodeDecodeError, YAMLError):
            continue
        if written != text:
            path.write_text(written, encoding="utf-8")
            changed.append(path)
    return changed
