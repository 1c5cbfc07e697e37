"""Bring a vision made with an older guide to the present form, with its comments."""

from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from dcb_guide.vision.vision_types import SCHEMA_VERSION

type Migration = Callable[[Any], None]

#: Version of the form → what brings a file of that version to the next one. Each has a test with a file of its time.
MIGRATIONS: dict[int, Migration] = {}


class TooNewError(Exception):
    """The vision was made with a newer guide than this one."""


def migrate(text: str, migrations: Mapping[int, Migration] = MIGRATIONS, to: int = SCHEMA_VERSION) -> tuple[str, int]:
    """Return a ``vision.yml`` in the present form, and the version it had; text of that form comes back unchanged."""
    parser = YAML()
    parser.preserve_quotes = True
    parser.width = 4096
    parser.indent(mapping=2, sequence=4, offset=2)
    data = parser.load(text)
    had = data.get("schema_version") if isinstance(data, dict) else None
    if type(had) is not int:
        return text, to
    if had > to:
        raise TooNewError(f"schema_version {had} > {to}")
    if had == to:
        return text, had
    for version in range(had, to):
        migrations[version](data)
        data["schema_version"] = version + 1
    written = StringIO()
    parser.dump(data, written)
    return written.getvalue(), had


def rename(mapping: Any, old: str, new: str) -> None:
    """Give a key another name; its place, its value and its comments stay."""
    if old not in mapping:
        return
    place = list(mapping).index(old)
    comments = mapping.ca.items.pop(old, None)
    mapping.insert(place, new, mapping.pop(old))
    if comments is not None:
        mapping.ca.items[new] = comments


def update_file(path: Path) -> bool:
    """Migrate a file; whether it had to be."""
    text = path.read_text(encoding="utf-8")
    written, _ = migrate(text)
    if written != text:
        path.write_text(written, encoding="utf-8")
    return written != text
