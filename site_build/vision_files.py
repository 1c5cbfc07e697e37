"""A prefecture's vision beside its page: data, document, draft, feed, pictures and colour.

What is in ``guide_data/vision/`` is never run: it comes to a page escaped or cleaned, and into files as text.
"""

import json
import tempfile
import uuid
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dcb_guide.core import document, markdown
from dcb_guide.core.languages import FIRST, LANGUAGES, LanguageCode, in_language, text_in
from dcb_guide.vision.vision_json_schema import schema
from dcb_guide.vision.vision_types import Colour
from site_build.site_data import VISION_STYLE, SiteData

#: The feed's file, below the folder of each language, and the namespace of its elements.
FEED = "feed.xml"
ATOM = "http://www.w3.org/2005/Atom"


def vision_files(data: SiteData) -> dict[str, bytes]:
    """Return the vision's files by their paths in the site; none without a vision."""
    if data.vision is None or data.published is None:
        return {}
    from dcb_guide.vision import word  # slow to load, and not needed without a vision

    logo = data.vision.logo
    pictures = data.vision.pictures
    files = {
        **{f"assets/vision/{place}": picture.data for place, picture in pictures.items()},
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
            word.write(blocks, path, language, (logo, name) if logo else None, pictures)
            files[f"{prefix}{path.name}"] = path.read_bytes()
        prose = partial(_prose, pictures=f"{LANGUAGES[language].to_root}assets/vision/")
        files[f"{prefix}vision-draft.md"] = markdown.render(blocks, prose).encode()
        files[f"{prefix}{FEED}"] = feed(data.published, language, data.site_name(language) or name)
    return files


def _prose(block: document.Block, pictures: str) -> str:
    from dcb_guide.vision.own_markdown import fitted  # slow to load, and not needed without a vision

    return fitted(block["text"], block["chapter"], pictures)


def feed(vision: dict[str, Any], language: LanguageCode, title: str) -> bytes:
    """Return the history as an Atom feed (RFC 4287), newest first; days are Japan's."""
    base = f"{vision['site'].rstrip('/')}/" if vision["site"] else ""
    home = f"{base}{LANGUAGES[language].prefix}"
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": language})

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, name, attributes)
        element.text = text or None
        return element

    code = vision["prefecture"]["code"]
    add(root, "id", _urn(code, language))
    add(root, "title", title)
    add(root, "updated", _moment(vision["changed"]))
    add(add(root, "author"), "name", text_in(vision["department"], language))
    if base:
        add(root, "link", href=home)
        add(root, "link", rel="self", href=f"{home}{FEED}")
    for change in sorted(vision["history"], key=lambda one: one["date"], reverse=True):
        text, written_in = in_language(change["text"], language)
        entry = add(root, "entry")
        add(entry, "id", _urn(code, language, change["date"], text_in(change["text"], FIRST)))
        add(entry, "title", " ".join(text.split()))
        add(entry, "updated", _moment(change["date"]))
        content = add(entry, "content", text, type="text")
        content.set("xml:lang", written_in)
        if base:
            add(entry, "link", href=home)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="utf-8") + b"\n"


def _urn(*parts: str) -> str:
    """Return an id that stays the same wherever the site lies."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "dcb-guide-vision/" + "/".join(parts)).urn


def _moment(day: str | None) -> str:
    return f"{day or '1970-01-01'}T00:00:00+09:00"


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
