"""The tool as one file that needs no server: both languages and Python inside (docs/adr/0007).

It is opened by double click on a machine without a network: nothing in it has an address to be loaded from. Its pages
are rendered from the same template as the site's tool, without the links into the guide.
"""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import markdown  # type: ignore[import-untyped]
from markupsafe import Markup

from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from site_build.cache import Part, made_once
from site_build.content_policy import hash_source
from site_build.errors import SiteError
from site_build.packed_scripts import PackedScripts
from site_build.shipped import notices
from site_build.site_data import CACHE, ROOT, SiteData

#: Renders a template of ``macros/templates/`` in a language, with arguments.
type Render = Callable[..., str]

NAME = "dcb-guide-tool.html"
TEMPLATE = "_single_file.html"
MACROS = ROOT / "macros"
#: Names of the files that are part of this one: no plain start, which would double its size.
PARTS = ("worker", "program", "memory", "reader", "workbooks", "yaml", "word")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
TOOL = "{{ tool() }}"
#: Left out of style sheets that become one.
NOT_IN_ONE_SHEET = re.compile(r"@charset[^;]*;|/\*# sourceMappingURL.*?\*/")


def single_file(data: SiteData, render: Render, styles: list[Path], scripts: PackedScripts) -> bytes:
    """Return the file's content.

    ``styles`` are the tool page's style sheets in order, ``scripts`` have the quick start. Raises SiteError where
    something the file is made of is missing.
    """
    texts = data.for_templates()
    intros = {language: _intro(language) for language in LANGUAGES}
    script = inside_script(scripts.script("single_file/page"))
    contents = {name: scripts.content(name) for name in PARTS}
    interface = data.guide.interface
    licences = notices(NAME)
    parts: list[Part] = [
        data.key,
        json.dumps([data.published, texts, intros], ensure_ascii=False),
        *sorted(MACROS.rglob("*.*")),
        *styles,
        *contents.values(),
        script,
        licences,
        Path(__file__),
    ]

    def make() -> dict[str, bytes]:
        pages = [
            {"language": language, **texts[language], "intro": intros[language], "tool": _tool(render, language)}
            for language in LANGUAGES
        ]
        style = NOT_IN_ONE_SHEET.sub("", "\n".join(path.read_text(encoding="utf-8") for path in styles))
        arguments: dict[str, Any] = {
            "pages": pages,
            "without_script": [interface["without_script"][language] for language in LANGUAGES],
            "incomplete": {language: interface["single_file_incomplete"][language] for language in LANGUAGES},
            "policy": Markup(policy_of_file(script, style)),
            "style": Markup(style),
            "script": Markup(script),
            "licences": licences,
            "files": {name: base64.b64encode(content).decode() for name, content in contents.items()},
        }
        return {NAME: render(TEMPLATE, FIRST, **arguments).encode()}

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


def inside_script(text: str) -> str:
    """Return a script's text so that nothing in it ends the element that contains it."""
    return re.sub(r"<(/script|!--)", r"\\x3c\1", text, flags=re.IGNORECASE)


def policy_of_file(script: str, style: str) -> str:
    """Return the policy of a file that stands alone: this script and this style, nothing from any address."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {hash_source(script)} 'wasm-unsafe-eval'",
            "worker-src blob:",
            f"style-src {hash_source(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
