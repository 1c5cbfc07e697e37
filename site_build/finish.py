"""The step after a site builder: finish every page, write all further files, check the result."""

import functools
import shutil
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES, LanguageCode, language_of_path
from site_build.check_site import check_site, url_of
from site_build.errors import SiteError
from site_build.files import write_files
from site_build.one_file import Render
from site_build.packed_scripts import packed_scripts
from site_build.pages import finish_other, finish_page
from site_build.prefecture_files import prefecture_files
from site_build.python_runtime import wheel_and_lock
from site_build.site_data import SiteData
from site_build.sitemap import write_sitemap

#: Problems listed at most; the rest are counted.
MAX_LISTED = 50


def finish(site: Path, data: SiteData, render: Render, sources: list[str], address: str = "") -> None:
    """Complete a folder of HTML that a builder has made; raises SiteError with everything that is wrong.

    ``render`` renders a template of ``macros/templates/`` in a language, ``sources`` lists the pages that the
    navigation or another page leads to (``"tool.md"``), ``address`` is the site's own, where it is known.
    """
    # Each page holds the scripts it runs; nothing loads the theme's own.
    shutil.rmtree(site / "assets" / "javascripts", ignore_errors=True)
    runtime = wheel_and_lock(data.model_bytes)
    scripts = packed_scripts(runtime, prefecture_files(data))
    inline = functools.cache(scripts.script)
    search: dict[LanguageCode, list[dict[str, str]]] = {language: [] for language in LANGUAGES}
    urls: list[str] = []
    names = data.proper_names()
    for path in sorted(site.rglob("*.html"), key=lambda path: url_of(site, path)):
        html = path.read_text(encoding="utf-8")
        if path.name == "index.html":
            url = url_of(site, path)
            single = scripts.has_quick_start
            html, sections = finish_page(html, url, data.guide, inline, has_single_file=single, names=names)
            search[language_of_path(url)] += sections
            urls.append(url)
        else:
            html = finish_other(html, inline)
        path.write_text(html, encoding="utf-8")
    write_files(site, data, render, runtime, scripts, search)
    write_sitemap(site, address, urls)
    if problems := check_site(site, sources):
        more = [f"… and {len(problems) - MAX_LISTED} more"] if len(problems) > MAX_LISTED else []
        raise SiteError("the built site has errors:\n" + "\n".join([*problems[:MAX_LISTED], *more]))
