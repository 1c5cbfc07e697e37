"""Which texts changed in one language alone since somebody confirmed that all say the same.

Content is compared, not dates: ``docs/translations.json`` holds a hash of each page and of each data file's texts, in
each language, as last confirmed with ``dcb-guide translations --confirm``.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from dcb_guide.files.problem import Path_, Problem
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import InLanguages, Item
from dcb_guide.guide.read_guide import Sources

type Hashes = dict[str, dict[str, str]]
RECORD = Path("docs") / "translations.json"
#: Languages whose texts must all exist; others may be translated in part.
COMPLETE = tuple(code for code, row in LANGUAGES.items() if row.complete)


def present(root: Path) -> Hashes:
    """Return the hashes of every page and data file as they are: name → language → hash."""
    found: Hashes = {}
    for page in sorted((root / "docs" / FIRST).glob("**/*.md")):
        name = page.relative_to(root / "docs" / FIRST).as_posix()
        texts = {language: root / "docs" / language / name for language in COMPLETE}
        found[f"docs/*/{name}"] = {
            language: _hash(path.read_text(encoding="utf-8")) for language, path in texts.items() if path.exists()
        }
    for path in sorted((root / "guide_data").glob("**/*.yml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        hashes: dict[str, str] = {one: _hash("\n".join(_texts(data, one))) for one in COMPLETE}
        if "vision" not in path.relative_to(root / "guide_data").parts:
            found[path.relative_to(root).as_posix()] = hashes
    return found


def stale(root: Path) -> Iterator[str]:
    """Yield a line for each text that is not as confirmed: which language changed, and which was left behind."""
    confirmed: Hashes = json.loads((root / RECORD).read_text(encoding="utf-8")) if (root / RECORD).exists() else {}
    now = present(root)
    for name in sorted({*confirmed, *now}):
        before, after = confirmed.get(name, {}), now.get(name, {})
        changed = [language for language in COMPLETE if before.get(language) != after.get(language)]
        if not after:
            yield f"{name}: is gone, but still recorded"
        elif changed and len(changed) < len(COMPLETE):
            left = ", ".join(language for language in COMPLETE if language not in changed)
            yield f"{name}: {', '.join(changed)} changed since {left} was confirmed to say the same"
        elif changed:
            yield f"{name}: {'changed' if before else 'is new'}; confirm that all languages say the same"


def missing(guide: Guide, sources: Sources, root: Path) -> Iterator[Problem]:
    """Yield what languages that need not be complete lack: each page, and each text at its place in the data."""
    for code, row in LANGUAGES.items():
        if row.complete:
            continue
        for page in sorted((root / "docs" / FIRST).glob("**/*.md")):
            name = page.relative_to(root / "docs" / FIRST)
            if not (root / "docs" / code / name).exists():
                yield Problem(page.relative_to(root).as_posix(), 1, 1, f"this page has no {code!r}")
        for path, text in _texts_of(guide, ()):
            if code not in text.texts:
                yield sources.problem(path, f"{code!r} is missing")


def _texts_of(item: Any, path: Path_) -> Iterator[tuple[Path_, InLanguages]]:
    """Yield every text of a guide with its place."""
    if isinstance(item, InLanguages):
        yield path, item
    if isinstance(item, Item):
        for name, field in type(item).model_fields.items():
            yield from _texts_of(getattr(item, name), (*path, field.alias or name))
    elif isinstance(item, dict):
        for key, value in item.items():
            yield from _texts_of(value, (*path, key))
    elif isinstance(item, list):
        for index, value in enumerate(item):
            yield from _texts_of(value, (*path, index))


def confirm(root: Path) -> None:
    """Record that all complete languages say the same as they are now."""
    text = json.dumps(present(root), indent=1, sort_keys=True)
    (root / RECORD).write_text(text + "\n", encoding="utf-8")


def _texts(data: Any, language: LanguageCode) -> Iterator[str]:
    if isinstance(data, dict):
        if set(COMPLETE) <= set(data) <= set(LANGUAGES):
            yield str(data[language])
        else:
            for value in data.values():
                yield from _texts(value, language)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, language)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
