"""What macros write for the present data: read when a build begins, the same for all of its languages and pages."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dcb_guide.core.languages import LanguageCode
from dcb_guide.guide.content import Guide
from macros.render import Renderer
from site_build.asked_texts import missing_texts
from site_build.cache import Part, key_of, store, stored
from site_build.errors import SiteError
from site_build.site_data import CACHE, ROOT, VISION_FOLDER, SiteData, read_site_data, state_of_files

TEMPLATES = Path(__file__).parent / "templates"
#: Folders whose files macros show or are made of, beside the guide's data and ``dcb_guide/``.
SHOWN = ("builders", "docs/adr", "macros", "overrides", "site_build")


class Texts:
    """What macros have written, by macro, language and arguments, stored from one build to the next."""

    def __init__(self, parts: list[Part]) -> None:
        self._key = key_of(parts)
        files = stored(CACHE, "macros", self._key)
        self.are_stored = files is not None
        self._texts: dict[str, str] = json.loads(files["texts.json"]) if files else {}
        self._grown = False

    def get(self, name: str, language: LanguageCode, arguments: Mapping[str, Any], make: Callable[[], str]) -> str:
        """Return a macro's text, made only where it is not known yet."""
        key = json.dumps([name, language, arguments], sort_keys=True)
        if key not in self._texts:
            self._texts[key] = make()
            self._grown = True
        return self._texts[key]

    def store(self) -> None:
        """Store the texts for the next build."""
        if self._grown:
            store(CACHE, "macros", self._key, {"texts.json": json.dumps(self._texts, ensure_ascii=False).encode()})
            self._grown = False


class Current(NamedTuple):
    """The site's data, what renders it, and what has been rendered."""

    data: SiteData
    renderer: Renderer
    texts: Texts


_latest: tuple[str, Current] | None = None


def check_texts(guide: Guide) -> None:
    """Raise SiteError, with file and line, where a template or script asks for a text that the data lacks."""
    own = {"prefecture_pages.yml": guide.prefecture_pages, "publication.yml": guide.publication.texts}
    if missing := missing_texts(guide.interface, own):
        raise SiteError("texts are missing:\n" + "\n".join(missing))


def refreshed() -> Current:
    """Return what the present files give, for a build that begins; raises SiteError where they have errors."""
    global _latest
    lock = ROOT / "package-lock.json"  # the packages shown with their licences
    folders = (path for folder in SHOWN for path in (ROOT / folder).rglob("*.*") if path.suffix != ".pyc")
    shown = sorted([lock, *folders])
    state = state_of_files(shown)
    if _latest is None or _latest[0] != state:
        data = read_site_data()
        own = (data.published, data.vision.chapters) if data.published is not None and data.vision else None
        vision = sorted(path for path in VISION_FOLDER.rglob("*.*") if path.is_file() and data.vision)
        names = "\n".join(path.relative_to(ROOT).as_posix() for path in (*shown, *vision))
        texts = Texts([data.key, names, *shown, *vision])
        if not texts.are_stored:  # a build of the very same files has not ended yet
            check_texts(data.guide)
        _latest = (state, Current(data, Renderer(data.guide, data.model, TEMPLATES, own), texts))
    return _latest[1]


def current() -> Current:
    """Return what the build that is under way began with: it asks for every page, and files are looked at once."""
    return refreshed() if _latest is None else _latest[1]
