"""MkDocs hook: a prefecture's vision as the site's first section, in its name and colour, and as ``vision.json``.

Without a vision there is no such page. What is in ``guide_data/vision/`` is never run: it comes to a page
escaped or cleaned, through a macro, whose output is not evaluated again.
"""

import json
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from dcb_guide.core import document as draft
from dcb_guide.core import markdown
from dcb_guide.core.engine import Engine
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import LANGUAGES, Language
from dcb_guide.vision.read_vision import LoadedVision, is_there, load_vision
from dcb_guide.vision.vision_json import published
from dcb_guide.vision.vision_json_schema import schema
from dcb_guide.vision.vision_types import Colour

OWN_GROUND = Path(__file__).resolve().parent.parent / "guide_data" / "vision"
PAGE = "vision.md"
STYLE = "assets/vision.css"
DOCUMENT = "vision.docx"


@event_priority(90)  # after the guide is read
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the vision, and give the site its name, colour, picture and first section."""
    if not is_there(OWN_GROUND) or "published_vision" in config.extra:
        return config
    guide: Guide = config.extra["guide"]
    engine = Engine(config.extra["model"].content)
    loaded, problems = load_vision(OWN_GROUND, guide, engine)
    if loaded is None:
        raise PluginError("guide_data/vision/ has errors:\n" + "\n".join(map(str, problems)))
    config.extra["published_vision"] = published(loaded, guide, engine)
    config.extra["loaded_vision"] = loaded
    prefecture = config.extra["published_vision"]["prefecture"]["name"]
    names = {one: guide.draft["site_of"][one].replace("{prefecture}", prefecture[one]) for one in LANGUAGES}
    config.site_name = names["ja"]
    for language in config.plugins["i18n"].config.languages:
        language.site_name = names[language.locale]
    config.extra_css.append(STYLE)
    if loaded.logo:
        config.theme["logo"] = f"assets/{loaded.logo.name}"
    if config.nav is not None:
        config.nav.insert(1, PAGE)
    return config


@event_priority(100)  # before the languages are told apart
def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Leave the vision's page out where there is no vision."""
    if "published_vision" not in config.extra:
        for file in [one for one in files if PurePosixPath(one.src_uri).name == PAGE]:
            files.remove(file)
    return files


def on_pre_page(page: Page, config: MkDocsConfig, **_: Any) -> Page:
    """Give the vision's page the prefecture's name."""
    if PurePosixPath(page.file.src_uri).name == PAGE:
        language: Language = "en" if page.file.src_uri.startswith("en/") else "ja"
        prefecture = config.extra["published_vision"]["prefecture"]["name"][language]
        page.title = config.extra["guide"].draft["vision_of"][language].replace("{prefecture}", prefecture)
    return page


def on_post_build(config: MkDocsConfig) -> None:
    """Write the data, the document and the style beside the pages."""
    if "published_vision" not in config.extra or config.extra.get("vision_files"):
        return
    from dcb_guide.vision import word  # slow to load, and not needed without a vision

    config.extra["vision_files"] = True
    loaded: LoadedVision = config.extra["loaded_vision"]
    site = Path(config.site_dir)
    (site / "vision.json").write_text(_json(config.extra["published_vision"]), encoding="utf-8")
    (site / "vision.schema.json").write_text(_json(schema()), encoding="utf-8")
    (site / STYLE).write_text(style(loaded.vision.colour), encoding="utf-8")
    if loaded.logo:
        shutil.copy(loaded.logo, site / "assets" / loaded.logo.name)
    texts = Engine(config.extra["model"].content).texts
    for language in LANGUAGES:
        blocks = draft.blocks(config.extra["published_vision"], texts, language, loaded.chapters)
        name = config.extra["published_vision"]["prefecture"]["name"][language]
        folder = site if language == "ja" else site / language
        folder.mkdir(exist_ok=True)
        word.write(blocks, folder / DOCUMENT, language, (loaded.logo, name) if loaded.logo else None)
        (folder / "vision-draft.md").write_text(markdown.render(blocks), encoding="utf-8")


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def style(colour: Colour) -> str:
    """Return the style that gives the site one of the accessible colours of the design tokens."""
    return "\n".join(
        (
            '[data-md-color-scheme="default"] {',
            *_tones(colour, primary=900, deeper=1000, accent=900),
            "}",
            '[data-md-color-scheme="slate"] {',
            *_tones(colour, primary=1100, deeper=1200, accent=300),
            "}\n",
        )
    )


def _tones(colour: Colour, primary: int, deeper: int, accent: int) -> list[str]:
    def tone(depth: int) -> str:
        return f"var(--color-primitive-{colour}-{depth})"

    lines = [f"  --md-primary-fg-color: {tone(primary)};", f"  --md-primary-fg-color--dark: {tone(deeper)};"]
    names = ("--md-accent-fg-color", "--md-typeset-a-color", "--dcb-guidebook")
    return [*lines, *(f"  {name}: {tone(accent)};" for name in names)]
