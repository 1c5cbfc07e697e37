"""The pages ``inventory/``, ``cost/`` and ``write/`` as one file without a server, beside the tool's (docs/adr/0007).

It is a file of its own: Python with the packages that read workbooks would make the tool's file, which is sent by
mail, half as large again.
"""

import json
import re
from pathlib import Path

from markupsafe import Markup

from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from site_build.cache import Part, made_once
from site_build.errors import SiteError
from site_build.one_file import Render, depends_on, inside_script, one_file
from site_build.packed_scripts import PackedScripts
from site_build.shipped import notices
from site_build.site_data import CACHE, ROOT, SiteData

NAME = "dcb-guide-prefecture.html"
TEMPLATE = "_prefecture_file.html"
STYLE = ROOT / "overrides" / "assets" / "prefecture" / "prefecture.css"
PAGES = ("inventory", "cost", "write")
#: Names of the files that are part of this one.
PARTS = (
    "prefecture-worker",
    "plain-program",
    "library",
    "wheel",
    "prefecture-packages",
    "prefecture-form",
    "prefecture-demo",
    "word",
)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def prefecture_file(data: SiteData, render: Render, styles: list[Path], scripts: PackedScripts) -> bytes:
    """Return the file's content; ``styles`` are the site's style sheets in order. Raises SiteError."""
    texts = data.for_templates()
    titles = {language: {name: _title(language, name) for name in PAGES} for language in LANGUAGES}
    script = inside_script(scripts.script("single_file/prefecture"))
    contents = {name: scripts.content(name) for name in PARTS}
    sheets = [*styles, STYLE]
    licences = notices(NAME)
    parts: list[Part] = [
        data.key,
        json.dumps([texts, titles], ensure_ascii=False),
        *depends_on(sheets, contents, script, licences),
        Path(__file__),
    ]

    def make() -> dict[str, bytes]:
        pages = [
            {
                "language": language,
                "name": name,
                **texts[language],
                "titles": titles[language],
                "content": Markup(render(f"{name}_page.html", language, single=True)),
            }
            for language in LANGUAGES
            for name in PAGES
        ]
        return {NAME: one_file(render, TEMPLATE, data.guide, pages, sheets, contents, script, licences)}

    return made_once(CACHE, "prefecture-file", parts, make)[NAME]


def _title(language: LanguageCode, name: str) -> str:
    """Return a page's title in a language, or in that which takes its place."""
    row = LANGUAGES[language]
    for code in (language, row.fallback or FIRST):
        path = ROOT / "docs" / code / f"{name}.md"
        if path.exists() and (found := TITLE.search(path.read_text(encoding="utf-8"))):
            return found[1]
    raise SiteError(f"{NAME} cannot be made: docs/{language}/{name}.md has no title")
