"""A file that needs no server: pages, style, script and Python in one (docs/adr/0007).

It is opened by double click on a machine without a network: nothing in it has an address to be loaded from.
"""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from dcb_guide.core.languages import FIRST, LANGUAGES
from dcb_guide.guide.content import Guide
from site_build.cache import Part
from site_build.content_policy import hash_source
from site_build.site_data import ROOT

#: Renders a template of ``macros/templates/`` in a language, with arguments.
type Render = Callable[..., str]

MACROS = ROOT / "macros"
#: Left out of style sheets that become one.
NOT_IN_ONE_SHEET = re.compile(r"@charset[^;]*;|/\*# sourceMappingURL.*?\*/")


def depends_on(styles: list[Path], contents: Mapping[str, bytes], script: str, licences: str) -> list[Part]:
    """Return what such a file depends on beside its pages."""
    return [*sorted(MACROS.rglob("*.*")), *styles, *contents.values(), script, licences, Path(__file__)]


def one_file(
    render: Render,
    template: str,
    guide: Guide,
    pages: Sequence[Mapping[str, Any]],
    styles: list[Path],
    contents: Mapping[str, bytes],
    script: str,
    licences: str,
) -> bytes:
    """Return the file that a template after ``_one_file.html`` gives.

    ``pages`` are what the template shows of each page, the first language's first; ``styles`` the style sheets in
    order, ``contents`` the files inside by name, ``script`` and ``licences`` texts.
    """
    interface = guide.interface
    style = NOT_IN_ONE_SHEET.sub("", "\n".join(path.read_text(encoding="utf-8") for path in styles))
    arguments: dict[str, Any] = {
        "pages": pages,
        "without_script": [interface["without_script"][language] for language in LANGUAGES],
        "incomplete": {language: interface["single_file_incomplete"][language] for language in LANGUAGES},
        "policy": Markup(_policy(script, style)),
        "style": Markup(style),
        "script": Markup(script),
        "licences": licences,
        "files": {name: base64.b64encode(content).decode() for name, content in contents.items()},
    }
    return render(template, FIRST, **arguments).encode()


def inside_script(text: str) -> str:
    """Return a script's text so that nothing in it ends the element that contains it."""
    return re.sub(r"<(/script|!--)", r"\\x3c\1", text, flags=re.IGNORECASE)


def _policy(script: str, style: str) -> str:
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
