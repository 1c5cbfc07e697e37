"""Build the site with Zensical, the successor of Material for MkDocs.

Zensical builds one language at a time and runs no hooks. So each language's pages are copied to where they are in the
site, built with settings derived from ``mkdocs.yml``, and put together; ``site_build`` does the rest.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from builders import maintainer_pages
from builders.settings import language_settings, nav_sources, read_settings, write_settings
from dcb_guide.core.languages import LANGUAGES, LanguageCode
from macros.shared_renderer import refreshed
from site_build.errors import SiteError
from site_build.files import check_node_packages
from site_build.finish import finish
from site_build.language_pages import fallback_files
from site_build.replace_site import NewSite
from site_build.site_data import GUIDE_PAGE, HOME, ROOT, VISION_PAGES, SiteData

#: Settings of MkDocs that Zensical does not have.
ONLY_MKDOCS = ("hooks", "plugins", "validation", "watch", "docs_dir", "site_dir")


def build(site: Path) -> None:
    """Build the site and put it in place of the last one; raises SiteError."""
    check_node_packages()
    data, renderer, _ = refreshed()
    settings = read_settings(ROOT / "mkdocs.yml")
    pages = maintainer_pages.sources(ROOT / "docs", maintainer_pages.names(settings["extra"]))
    sources = [*nav_sources(_nav(settings["nav"], data)), *pages]
    new = NewSite(site)
    try:
        with tempfile.TemporaryDirectory() as name:
            stages = [_stage(Path(name) / language, language, settings, data) for language in LANGUAGES]
            _run(stages)
            for stage in reversed(stages):  # 404.html is the first language's
                shutil.copytree(stage / "site", new.folder, dirs_exist_ok=True)
        (new.folder / "search.json").unlink()  # the theme's own, which no page uses
        finish(new.folder, data, renderer.render, sources, data.address or settings["site_url"])
    except BaseException:
        new.discard()
        raise
    new.take_place()


def _nav(nav: list[Any], data: SiteData) -> list[Any]:
    """Return the navigation with the vision in it, where there is one."""
    return data.in_navigation(nav)


def _stage(folder: Path, language: LanguageCode, settings: dict[str, Any], data: SiteData) -> Path:
    """Write a project of Zensical that builds one language's pages where the site has them."""
    prefix = LANGUAGES[language].prefix
    unwanted = shutil.ignore_patterns() if data.published else shutil.ignore_patterns(*VISION_PAGES)
    shutil.copytree(ROOT / "docs" / language, folder / "docs" / prefix, ignore=unwanted)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    more = fallback_files(language)
    if language == maintainer_pages.LANGUAGE:
        more |= maintainer_pages.sources(ROOT / "docs", maintainer_pages.names(settings["extra"]))
    for name, path in more.items():
        target = folder / "docs" / prefix / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if data.published or path.name not in VISION_PAGES:
            shutil.copy(path, target)
    if data.published:  # the home is the vision's
        pages = folder / "docs" / prefix
        (pages / HOME).rename(pages / GUIDE_PAGE)
        (pages / VISION_PAGES[0]).rename(pages / HOME)
    write_settings(_settings_of_language(language, settings, data), folder / "mkdocs.yml")
    return folder


def _settings_of_language(language: LanguageCode, settings: dict[str, Any], data: SiteData) -> dict[str, Any]:
    """Return the settings for one language, with what the plugins of ``mkdocs.yml`` say about it."""
    plugins = {name: options for plugin in settings["plugins"] for name, options in plugin.items()}
    own = next(one for one in language_settings(plugins["i18n"]["languages"]) if one["locale"] == language)
    titles = own.get("nav_translations", {})
    derived = {name: value for name, value in settings.items() if name not in ONLY_MKDOCS}
    derived |= {name: own[name] for name in ("site_name", "site_description") if name in own}
    derived["site_name"] = data.site_name(language) or derived["site_name"]
    derived["site_description"] = data.description(language) or derived["site_description"]
    derived["site_url"] = data.address or derived["site_url"]
    derived["theme"] = {**settings["theme"], **own["theme"], "custom_dir": "overrides"}
    if data.logo:
        derived["theme"]["logo"] = data.logo
    nav = _nav(settings["nav"], data)
    if language == maintainer_pages.LANGUAGE:
        nav = maintainer_pages.in_navigation(nav, maintainer_pages.names(settings["extra"]))
    derived["nav"] = [_in_language(entry, language, titles, data) for entry in nav]
    home = {"homepage": LANGUAGES[language].prefix or "."}  # where the logo leads
    derived["extra"] = {**settings["extra"], **home, "site": data.for_templates()}
    derived["extra_css"] = [*settings["extra_css"], *data.extra_css]
    derived["plugins"] = [{"macros": plugins["macros"]}]
    # Without this, code is coloured in tones of too little contrast.
    derived["markdown_extensions"] = [
        *settings["markdown_extensions"],
        {"pymdownx.highlight": {"use_pygments": False}},
    ]
    return derived


def _in_language(entry: Any, language: LanguageCode, titles: dict[str, str], data: SiteData) -> Any:
    """Return an entry of the navigation with its title and its pages' paths in a language."""
    if isinstance(entry, dict):
        return {
            titles.get(title, title): [_in_language(one, language, titles, data) for one in inner]
            for title, inner in entry.items()
        }
    path = f"{LANGUAGES[language].prefix}{entry}"
    title = data.page_title(entry, language)
    return {title: path} if title else path


def _run(stages: list[Path]) -> None:
    """Build all stages at the same time; raises SiteError with what Zensical printed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "zensical", "build", "--strict"],
            cwd=stage,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for stage in stages
    ]
    printed = [process.communicate()[0] for process in running]
    failed = [text for process, text in zip(running, printed, strict=True) if process.returncode]
    if failed:
        raise SiteError("Zensical failed:\n" + "\n".join(failed))
