"""A prefecture's vision beside its page: data, document, draft, picture and colour.

What is in ``guide_data/vision/`` is never run: it comes to a page escaped or cleaned, and into files as text.
"""

import json
import tempfile
from pathlib import Path

from dcb_guide.core import document, markdown
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.vision.vision_json_schema import schema
from dcb_guide.vision.vision_types import Colour
from site_build.site_data import VISION_STYLE, SiteData


def vision_files(data: SiteData) -> dict[str, bytes]:
    """Return the vision's files by their paths in the site; none without a vision."""
    if data.vision is None or data.published is None:
        return {}
    from dcb_guide.vision import word  # slow to load, and not needed without a vision

    logo = data.vision.logo
    files = {
        "vision.json": _json(data.published),
        "vision.schema.json": _json(schema()),
        VISION_STYLE: style(data.vision.vision.colour).encode(),
    }
    if logo and data.logo:
        files[data.logo] = logo.read_bytes()
    for language in LANGUAGES:
        prefix = LANGUAGES[language].prefix
        blocks = document.blocks(data.published, data.engine.texts, language, data.vision.chapters)
        name = data.published["prefecture"]["name"][language]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "vision.docx"
            word.write(blocks, path, language, (logo, name) if logo else None)
            files[f"{prefix}{path.name}"] = path.read_bytes()
        files[f"{prefix}vision-draft.md"] = markdown.render(blocks).encode()
    return files


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


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
