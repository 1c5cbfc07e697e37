"""The site's one hook file for MkDocs: what the settings cannot say, then the finishing step.

The plugin for languages runs a whole build for each further language inside the first one; the site is finished once,
after the last.
"""

import sys
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs_static_i18n.config import I18nPluginLanguage  # type: ignore[import-untyped]

from builders import maintainer_pages
from builders.settings import language_settings, nav_sources
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode, language_of_path
from macros.compiled_templates import CompiledTemplates
from macros.shared_renderer import current, refreshed
from site_build.errors import SiteError
from site_build.files import check_node_packages
from site_build.finish import finish
from site_build.language_pages import DOCS, content_language, fallback_files
from site_build.replace_site import NewSite
from site_build.site_data import GUIDE_PAGE, HOME, VISION_PAGES


class _Build:
    """What one run of MkDocs knows from one event to the next."""

    def __init__(self) -> None:
        #: The site beside the published one; None where MkDocs serves from a folder of its own.
        self.new: NewSite | None = None
        self.publishes = False
        #: Builds begun and not yet ended: those of further languages are inside the first.
        self.depth = 0
        self.site = Path()
        self.templates = CompiledTemplates()
        #: The navigation of every language, as the settings and the vision have it.
        self.nav: list[Any] = []


BUILD = _Build()


def on_startup(command: str, **_: Any) -> None:
    """Remember whether the site is published into its folder or only served."""
    BUILD.publishes = command == "build"


@event_priority(100)  # before the macros, which show the guide
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the guide and the vision, and give the site a prefecture's name, colour, picture and first section."""
    if BUILD.depth:
        return config  # a further language of the same build
    try:
        check_node_packages()
        data = refreshed().data
    except SiteError as error:
        raise PluginError(str(error)) from error
    config.extra["site"] = data.for_templates()
    i18n: Any = config.plugins["i18n"]
    for settings in language_settings(i18n.config.languages)[len(i18n.config.languages) :]:
        further = I18nPluginLanguage()
        further.load_dict(settings)
        further.validate()
        i18n.config.languages.append(further)
    if data.published:
        config.site_name = data.site_name(FIRST) or config.site_name
        config.site_description = data.description(FIRST) or config.site_description
        config.site_url = data.address or config.site_url
        for language in i18n.config.languages:
            language.site_name = data.site_name(language.locale)
            language.site_description = data.description(language.locale)
        config.extra_css += data.extra_css
        if data.logo:
            config.theme["logo"] = data.logo
        assert config.nav is not None, "mkdocs.yml has a nav"
        config.nav = data.in_navigation(config.nav)
    if BUILD.publishes and BUILD.new is None:
        BUILD.new = NewSite(Path(config.site_dir))
        config.site_dir = str(BUILD.new.folder)
    BUILD.site = Path(config.site_dir)
    BUILD.nav = list(config.nav or [])
    return config


def on_pre_build(config: MkDocsConfig) -> None:  # noqa: ARG001
    """Count the builds that have begun."""
    BUILD.depth += 1


@event_priority(100)  # before the plugin separates the languages
def _leave_out(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what is not for readers: all of ``docs/`` outside the languages' folders, an empty vision's page."""
    for file in [one for one in files if one.src_dir == config.docs_dir]:
        path = PurePosixPath(file.src_uri)
        if path.parts[0] not in LANGUAGES or not _is_wanted(path.name):
            files.remove(file)
    return files


@event_priority(-150)  # after the plugin has chosen the files of a language
def _add_pages(files: Files, config: MkDocsConfig) -> Files:
    """Add what a language takes from its fallback, and to the site of their language the pages for maintainers."""
    i18n: Any = config.plugins["i18n"]
    language: LanguageCode = i18n.current_language
    more = {name: path for name, path in fallback_files(language).items() if _is_wanted(path.name)}
    if GUIDE_PAGE in BUILD.nav:
        more[GUIDE_PAGE] = DOCS / content_language(language, HOME) / HOME
    config.nav = BUILD.nav
    if language == maintainer_pages.LANGUAGE:
        names = maintainer_pages.names(config.extra)
        config.nav = maintainer_pages.in_navigation(BUILD.nav, names)
        more |= maintainer_pages.sources(Path(config.docs_dir), names)
    for name, path in more.items():
        level = InclusionLevel.NOT_IN_NAV if "/adr/" in name else InclusionLevel.INCLUDED
        file: Any = File.generated(
            config, f"{LANGUAGES[language].prefix}{name}", abs_src_path=str(path), inclusion=level
        )
        file.locale, file.alternates = language, {language: file}
        files.append(file)
        i18n.i18n_files_per_language[language].append(file)
    return files


def _is_wanted(name: str) -> bool:
    """Return whether a page belongs to this site: the vision's do where there is a vision; its first is the home."""
    return name not in VISION_PAGES or name in BUILD.nav


on_files = CombinedEvent(_leave_out, _add_pages)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG001
    """Read the home from the vision's page, where there is a vision."""
    name = PurePosixPath(page.file.src_uri).name
    source = current().data.source_of(name)
    if name != HOME or source == name or len(PurePosixPath(page.file.src_uri).parts) > 2:
        return None
    language = content_language(language_of_path(page.file.src_uri), source)
    return (DOCS / language / source).read_text(encoding="utf-8")


def on_pre_page(page: Page, **_: Any) -> Page:
    """Give the vision's pages, and the guide's home beside them, their titles."""
    name = PurePosixPath(page.file.src_uri).name
    in_language = len(PurePosixPath(page.file.src_uri).parts) <= 2
    if in_language and (title := current().data.page_title(name, language_of_path(page.file.src_uri))):
        page.title = title
    return page


@event_priority(-200)  # after the plugin that builds the further languages
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the site once every language is built."""
    BUILD.depth -= 1
    if BUILD.depth:
        return
    data, renderer, texts = current()
    texts.store()
    try:
        more = maintainer_pages.sources(Path(config.docs_dir), maintainer_pages.names(config.extra))
        finish(BUILD.site, data, renderer.render, [*nav_sources(BUILD.nav), *more], config.site_url or "")
    except SiteError as error:
        raise PluginError(str(error)) from error


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Leave the page for addresses that lead nowhere as the first language's build wrote it."""
    i18n: Any = config.plugins["i18n"]
    return "" if template_name == "404.html" and i18n.current_language != FIRST else output_content


def on_env(env: jinja2.Environment, **_: Any) -> jinja2.Environment:
    """Compile the theme's templates once, not once for each language."""
    env.bytecode_cache = BUILD.templates
    return env


def on_build_error(error: Exception) -> None:  # noqa: ARG001
    """Begin anew after a failed build, when serving."""
    BUILD.depth = 0


def on_serve(server: Any, **_: Any) -> Any:
    """Serve pages as they were built: MkDocs would add a script for reloading, which the content policy refuses.

    Pages are still built anew on every change; the reader reloads them.
    """
    server._inject_js_into_html = lambda content, epoch: content  # noqa: ARG005
    return server


def on_shutdown() -> None:
    """Put the new site in its place; after a failed or interrupted build, leave the last one as it is.

    MkDocs calls this last of all, while an error that ends the build is still being handled.
    """
    if BUILD.new is None:
        return
    new, BUILD.new = BUILD.new, None
    if sys.exception() is not None:
        new.discard()
        return
    try:
        new.take_place()
    except SiteError as error:
        raise PluginError(str(error)) from error
