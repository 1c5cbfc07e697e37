"""Read what the site is made from: the guide, its model and, in a prefecture's fork, the vision."""

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES, LanguageCode, in_language
from dcb_guide.guide.content import Guide
from dcb_guide.guide.read_guide import VISION_DATA, GuideError, load_with_sources
from dcb_guide.guide.wording import Wording
from dcb_guide.prefecture import worked_cost_plans
from dcb_guide.proof.model_json import model_json
from dcb_guide.proof.verify import defects
from dcb_guide.vision.read_vision import LoadedVision, is_there, load_vision
from dcb_guide.vision.vision_json import published
from site_build.cache import Part, key_of, made_once
from site_build.errors import SiteError

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
DATA = ROOT / "guide_data"
VISION_FOLDER = DATA / VISION_DATA
#: Where ``docs/<language>/`` holds the vision's pages; left out where there is no vision. The first is the site's home.
VISION_PAGES = ("vision.md", "vision-platforms.md", "vision-plan.md", "vision-appendix.md")
#: What stands at the site's root: the guide's home, or where there is a vision the vision's; the guide's is then here.
HOME = "index.md"
GUIDE_PAGE = "guide.md"
VISION_STYLE = "assets/vision.css"
#: Pages from which a reader who followed a dead link can go on.
WAYS_ON = ("tool", "questions", "types", "roles")
#: Texts around a page's content; the interface has them with ``page_`` before the name.
PAGE_TEXTS = (
    *("menu", "menu_close", "main_menu", "home", "here", "contents", "top", "neighbours", "previous", "next"),
    *("updated", "report", "print", "dark", "light", "unofficial", "about", "not_found", "not_found_hint"),
)


@dataclass(frozen=True)
class SiteData:
    """Everything the site is made from, valid."""

    guide: Guide
    #: Stands for all of the guide's data and for the program that reads it: both are the same where this is.
    key: str
    #: The content of ``model.json``.
    model: dict[str, Any]
    model_bytes: bytes
    vision: LoadedVision | None = None
    #: The content of ``vision.json``, where there is a vision.
    published: dict[str, Any] | None = None

    @cached_property
    def engine(self) -> Engine:
        """The decision engine of this model."""
        return Engine(self.model)

    def site_name(self, language: LanguageCode) -> str | None:
        """Return the site's name in a prefecture's fork; None where the builder's settings name it."""
        return self._of_prefecture("site_of", language)

    def description(self, language: LanguageCode) -> str | None:
        """Return what the site is, in a sentence, in a prefecture's fork; None where the builder's settings say it."""
        return self._of_prefecture("site_description", language)

    @property
    def address(self) -> str | None:
        """The site's own address, where the vision names it."""
        return self.vision.vision.site if self.vision else None

    def page_title(self, source: str, language: LanguageCode) -> str | None:
        """Return the title of a page of a fork by its source (``vision-plan.md``); None for one of the guide's own."""
        if self.published is None:
            return None
        if source == HOME:
            return self._of_prefecture("vision_of", language)
        if source == GUIDE_PAGE:
            return self.guide.publication.texts["about_guide"][language]
        pages = {f"{one.id}.md": one.label[language] for one in self.guide.publication.pages}
        return pages.get(source)

    def in_navigation(self, nav: list[Any]) -> list[Any]:
        """Return a navigation with the vision's pages after the home, and then the guide's own home."""
        return [*nav[:1], *VISION_PAGES[1:], GUIDE_PAGE, *nav[1:]] if self.published else nav

    def source_of(self, name: str) -> str:
        """Return the file of ``docs/<language>/`` from which a page is made: a vision takes the home's place."""
        if self.published is None:
            return name
        return {HOME: VISION_PAGES[0], GUIDE_PAGE: HOME}.get(name, name)

    def proper_names(self) -> list[str]:
        """Return the names in a vision in which no word is a term: of the prefecture, its platforms and divisions."""
        if self.published is None:
            return []
        found = [self.published["title"], self.published["department"], self.published["prefecture"]["name"]]
        found += [one["name"] for one in self.published["platforms"]]
        texts = [text for one in found if one for text in ([one] if isinstance(one, str) else one.values())]
        return sorted({text for text in texts if text})

    def _of_prefecture(self, key: str, language: LanguageCode) -> str | None:
        if self.published is None:
            return None
        prefecture = in_language(self.published["prefecture"]["name"], language)[0]
        texts = self.guide.draft if key in self.guide.draft else self.guide.publication.texts
        return texts[key][language].replace("{prefecture}", prefecture)

    @property
    def extra_css(self) -> list[str]:
        """Style sheets that a builder adds to those of its settings."""
        return [VISION_STYLE] if self.vision else []

    @property
    def logo(self) -> str | None:
        """Path in the site of the prefecture's own logo."""
        return f"assets/{self.vision.logo.name}" if self.vision and self.vision.logo else None

    def for_templates(self) -> dict[str, Any]:
        """Return what ``overrides/*.html`` show, as plain data that any builder's template language can read."""
        return {language: self._texts(language) for language in LANGUAGES}

    def _texts(self, language: LanguageCode) -> dict[str, Any]:
        interface = self.guide.interface
        line = self.guide.about.unofficial[language]
        if self.published:
            line = self.guide.draft["based_on"][language].replace("{version}", self.published["guide"]["version"])
        return {
            "line": line,
            "search": interface["search"][language],
            "search_site": interface["search_site"][language],
            **{f"search_{name}": interface[f"search_{name}"][language] for name in ("none", "some", "parts", "every")},
            "search_page": f"{LANGUAGES[language].prefix}search/",
            "language_switch": interface["language_switch"][language],
            "ways_on": [
                {"page": f"{LANGUAGES[language].prefix}{name}/", "label": interface[f"link_{name}"][language]}
                for name in WAYS_ON
            ],
            "about_page": f"{LANGUAGES[language].prefix}about/",
            # What the header of a narrow screen calls the site; a prefecture's name is shown in full.
            "short_name": None if self.published else interface["page_short_name"][language],
            "updated": self.guide.about.updated,
            "updated_in_words": self._updated(language),
            "page": {name: interface[f"page_{name}"][language] for name in PAGE_TEXTS}
            | {"colon": interface["colon"][language]},
            "prefix": LANGUAGES[language].prefix,
            "languages": [{"code": code, "name": row.name, "prefix": row.prefix} for code, row in LANGUAGES.items()],
        }

    def _updated(self, language: LanguageCode) -> str:
        """Return the day of the content's last change as a sentence has it: ``"2026年11月25日"``."""
        return Wording(self.guide, language).day(self.guide.about.updated)


def program_files() -> list[Path]:
    """Return the files of ``dcb_guide/``, on which every result computed by it depends."""
    return sorted([*(ROOT / "dcb_guide").rglob("*.py"), *(ROOT / "dcb_guide").rglob("*.yml")])


def data_files() -> list[Path]:
    """Return the files of the guide itself, without the prefecture's vision."""
    files = sorted(DATA.rglob("*.yml"))
    return [path for path in files if VISION_DATA not in path.relative_to(DATA).parts]


def guide_parts() -> list[Part]:
    """Return everything the validated guide and its model depend on."""
    files = [*data_files(), *program_files()]
    names = [path.relative_to(ROOT).as_posix() for path in files]
    versions = [sys.version, version("pydantic"), version("pydantic_core"), version("pyyaml")]
    return ["\n".join(names), *files, Path(__file__), *versions]


def read_site_data() -> SiteData:
    """Return the guide, its model and the vision, all valid; raises SiteError with every error by file and line."""
    parts = guide_parts()
    files = made_once(CACHE, "guide", parts, _validated_guide)
    guide = Guide.model_validate_json(files["guide.json"])
    model_bytes = files["model.json"]
    data = SiteData(guide, key_of(parts), json.loads(model_bytes), model_bytes)
    if not is_there(VISION_FOLDER):
        return data
    vision, problems = load_vision(VISION_FOLDER, guide, data.engine)
    if vision is None:
        raise SiteError("guide_data/vision/ has errors:\n" + "\n".join(map(str, problems)))
    return replace(data, vision=vision, published=published(vision, guide, data.engine))


def state_of_files(others: Iterable[Path] = ()) -> str:
    """Return a digest of the times and sizes of all files the site's data is read from, and of others.

    It changes when one of them does, and takes less time than reading them.
    """
    seen = hashlib.sha256()
    for path in (*_all_files(), *others):
        status = path.stat()
        seen.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    return seen.hexdigest()


def _all_files() -> Iterable[Path]:
    vision = [path for path in VISION_FOLDER.rglob("*") if path.is_file()]
    return sorted([*data_files(), *program_files(), *vision])


def _validated_guide() -> dict[str, bytes]:
    """Return the validated and proved guide, and its model, as JSON."""
    try:
        guide, sources = load_with_sources(DATA)
        if problems := [*defects(guide, sources), *worked_cost_plans.defects(guide, sources)]:
            raise GuideError(problems)
    except GuideError as error:
        raise SiteError("guide_data/ has errors:\n" + "\n".join(map(str, error.problems))) from error
    content = json.dumps(model_json(guide), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return {"guide.json": guide.model_dump_json(by_alias=True).encode(), "model.json": content.encode()}
