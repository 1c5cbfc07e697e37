"""The tool as one file that needs no server: both languages and Python inside (docs/adr/0007).

Its pages are rendered from the same template as the site's tool, without the links into the guide.
"""

import json
import re
from pathlib import Path

import lxml.html
import markdown  # type: ignore[import-untyped]
from markupsafe import Markup

from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from site_build.cache import Part, made_once
from site_build.errors import SiteError
from site_build.one_file import Render, depends_on, inside_script, one_file
from site_build.packed_scripts import PackedScripts
from site_build.shipped import notices
from site_build.site_data import CACHE, ROOT, SiteData

NAME = "dcb-guide-tool.html"
TEMPLATE = "_single_file.html"
#: Names of the files that are part of this one: no plain start, which would double its size.
PARTS = ("worker", "program", "memory", "reader", "workbooks", "yaml", "word")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
TOOL = "{{ tool() }}"


def single_file(data: SiteData, render: Render, styles: list[Path], scripts: PackedScripts) -> bytes:
    """Return the file's content.

    ``styles`` are the tool page's style sheets in order, ``scripts`` have the quick start. Raises SiteError where
    something the file is made of is missing.
    """
    texts = data.for_templates()
    intros = {language: _intro(language) for language in LANGUAGES}
    script = inside_script(scripts.script("single_file/single-tool"))
    contents = {name: scripts.content(name) for name in PARTS}
    licences = notices(NAME)
    parts: list[Part] = [
        data.key,
        json.dumps([data.published, texts, intros], ensure_ascii=False),
        *depends_on(styles, contents, script, licences),
        Path(__file__),
    ]

    def make() -> dict[str, bytes]:
        pages = [
            {"language": language, **texts[language], "intro": intros[language], "tool": _tool(render, language)}
            for language in LANGUAGES
        ]
        return {NAME: one_file(render, TEMPLATE, data.guide, pages, styles, contents, script, licences)}

    return made_once(CACHE, "single-file", parts, make)[NAME]


def styles_of_tool(site: Path) -> list[Path]:
    """Return the style sheets that the built tool's page links, in order; raises SiteError where one is missing."""
    page = site / LANGUAGES[FIRST].prefix / "tool" / "index.html"
    if not page.exists():
        raise SiteError(f"{NAME} cannot be made: the site has no page tool/")
    links = lxml.html.fromstring(page.read_text(encoding="utf-8")).iter("link")
    addresses = [link.get("href", "") for link in links if link.get("rel") == "stylesheet"]
    styles = [(page.parent / address).resolve() for address in addresses]
    if missing := [path for path in styles if not path.exists()]:
        raise SiteError(f"{NAME} cannot be made: the style sheet {missing[0].name} that tool/ links is not in the site")
    if not styles:
        raise SiteError(f"{NAME} cannot be made: tool/ links no style sheet")
    return styles


def _intro(language: LanguageCode) -> Markup:
    """Return what the tool's page says above the tool, as HTML; raises SiteError where the page has no tool."""
    page = ROOT / "docs" / language / "tool.md"
    text = FRONT_MATTER.sub("", page.read_text(encoding="utf-8"))
    intro, tool, _ = text.partition(TOOL)
    if not tool:
        raise SiteError(f"{NAME} cannot be made: {page.relative_to(ROOT)} has no {TOOL}")
    return Markup(markdown.markdown(intro))


def _tool(render: Render, language: LanguageCode) -> Markup:
    return Markup(render("tool.html", language, single=True))
