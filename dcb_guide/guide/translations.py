"""Which texts changed in one language alone since somebody confirmed that both say the same.

Content is compared, not dates: ``docs/translations.json`` holds a hash of each page and of each data file's texts, in
each language, as last confirmed with ``dcb-guide translations --confirm``.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from dcb_guide.guide.decision_types import LANGUAGES, Language

type Hashes = dict[str, dict[str, str]]
RECORD = Path("docs") / "translations.json"


def present(root: Path) -> Hashes:
    """Return the hashes of every page and data file as they are: name → language → hash."""
    found: Hashes = {}
    for page in sorted((root / "docs" / "ja").glob("**/*.md")):
        name = page.relative_to(root / "docs" / "ja").as_posix()
        texts = {language: root / "docs" / language / name for language in LANGUAGES}
        found[f"docs/*/{name}"] = {
            language: _hash(path.read_text(encoding="utf-8")) for language, path in texts.items()
        }
    for path in sorted((root / "guide_data").glob("**/*.yml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        hashes: dict[str, str] = {one: _hash("\n".join(_texts(data, one))) for one in LANGUAGES}
        if "vision" not in path.relative_to(root / "guide_data").parts:
            found[path.relative_to(root).as_posix()] = hashes
    return found


def stale(root: Path) -> Iterator[str]:
    """Yield a line for each text that is not as confirmed: which language changed, and which was left behind."""
    confirmed: Hashes = json.loads((root / RECORD).read_text(encoding="utf-8")) if (root / RECORD).exists() else {}
    now = present(root)
    for name in sorted({*confirmed, *now}):
        before, after = confirmed.get(name, {}), now.get(name, {})
        changed = [language for language in LANGUAGES if before.get(language) != after.get(language)]
        if not after:
            yield f"{name}: is gone, but still recorded"
        elif len(changed) == 1:
            left = next(language for language in LANGUAGES if language not in changed)
            yield f"{name}: {changed[0]} changed since {left} was confirmed to say the same"
        elif changed:
            yield f"{name}: {'changed' if before else 'is new'}; confirm that both languages say the same"


def confirm(root: Path) -> None:
    """Record that both languages say the same as they are now."""
    text = json.dumps(present(root), indent=1, sort_keys=True)
    (root / RECORD).write_text(text + "\n", encoding="utf-8")


def _texts(data: Any, language: Language) -> Iterator[str]:
    if isinstance(data, dict):
        if set(data) == set(LANGUAGES):
            yield str(data[language])
        else:
            for value in data.values():
                yield from _texts(value, language)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, language)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
