"""The pages ``inventory/`` and ``cost/`` as one file that needs no server, beside the tool's (docs/adr/0007).

It is a file of its own: Python with the packages that read workbooks would make the tool's file, which is sent by
mail, half as large again.
"""

import base64
import json
import re
from pathlib import Path
from typing import Any

from markupsafe import Markup

from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode
from site_build.cache import Part, made_once
from site_build.errors import SiteError
from site_build.packed_scripts import PackedScripts
from site_build.shipped import notices
from site_build.single_file import MACROS, NOT_IN_ONE_SHEET, Render, inside_script, policy_of_file
from site_build.site_data import CACHE, ROOT, SiteData

NAME = "dcb-guide-prefecture.html"
TEMPLATE = "_prefecture_file.html"
STYLE = ROOT / "overrides" / "assets" / "prefecture" / "prefecture.css"
PAGES = ("inventory", "cost")
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
    interface = data.guide.interface
    licences = notices(NAME)
    parts: list[Part] = [
        data.key,
        json.dumps([texts, titles], ensure_ascii=False),
        *sorted(MACROS.rglob("*.*")),
        *sheets,
        *contents.values(),
        script,
        licences,
        Path(__file__),
    ]

    def make() -> dict[str, bytes]:
        style = NOT_IN_ONE_SHEET.sub("", "\n".join(path.read_text(encoding="utf-8") for path in sheets))
        arguments: dict[str, Any] = {
            "pages": [
                {
                    "language": language,
                    "name": name,
                    **texts[language],
                    "titles": titles[language],
                    "content": Markup(render(f"{name}_page.html", language, single=True)),
                }
                for language in LANGUAGES
                for name in PAGES
            ],
            "without_script": [interface["without_script"][language] for language in LANGUAGES],
            "incomplete": {language: interface["single_file_incomplete"][language] for language in LANGUAGES},
            "policy": Markup(policy_of_file(script, style)),
            "style": Markup(style),
            "script": Markup(script),
            "licences": licences,
            "files": {name: base64.b64encode(content).decode() for name, content in contents.items()},
        }
        return {NAME: render(TEMPLATE, FIRST, **arguments).encode()}

    return made_once(CACHE, "prefecture-file", parts, make)[NAME]


def _title(language: LanguageCode, name: str) -> str:
    """Return a page's title in a language, or in that which takes its place."""
    row = LANGUAGES[language]
    for code in (language, row.fallback or FIRST):
        path = ROOT / "docs" / code / f"{name}.md"
        if path.exists() and (found := TITLE.search(path.read_text(encoding="utf-8"))):
            return found[1]
    raise SiteError(f"{NAME} cannot be made: docs/{language}/{name}.md has no title")
