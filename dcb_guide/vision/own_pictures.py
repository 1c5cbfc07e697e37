"""Pictures of a vision's own prose, made safe: decoded and encoded again, or, for SVG, reduced to what only draws.

Encoding anew drops what a picture carries unseen, such as where a photograph was taken.
"""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

from dcb_guide.core.languages import FIRST

#: The folder of a vision that holds them.
FOLDER = "images/"
#: Most bytes of a file, and most points of a picture: more is a mistake or an attack.
MAX_BYTES = 10_000_000
MAX_POINTS = 60_000_000
#: Longest side of a picture as it is published: enough for the width of a printed page at 300 dpi.
LONGEST_SIDE = 2000
#: Format by the end of the name, as Pillow calls it.
FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
#: How pictures are encoded, by format.
OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 85, "optimize": True},
    "WEBP": {"quality": 85},
}
SUFFIXES = (*FORMATS, "svg")
SVG = "http://www.w3.org/2000/svg"
#: Elements and attributes of SVG that draw and nothing else. A style sheet may fetch, a link may lead anywhere.
SVG_ELEMENTS = {
    *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"),
    *("tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "marker", "pattern", "symbol", "use"),
}
SVG_ATTRIBUTES = {
    *("id", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy", "d", "points"),
    *("width", "height", "viewBox", "preserveAspectRatio", "transform", "version", "offset", "rotate", "pathLength"),
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"),
    *("stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity", "color", "display"),
    *("visibility", "stop-color", "stop-opacity", "font-family", "font-size", "font-style", "font-weight"),
    *("text-anchor", "dominant-baseline", "letter-spacing", "textLength", "lengthAdjust", "clip-path", "clip-rule"),
    *("mask", "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight", "markerUnits", "orient"),
    *("refX", "refY", "gradientUnits", "gradientTransform", "spreadMethod", "patternUnits", "patternContentUnits"),
    *("patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "href"),
}
NUMBER = re.compile(r"\s*([0-9.]+)")
#: Longest side of an SVG drawn as PNG, in points.
DRAWN_SIDE = 1200
#: Fonts with Japanese that machines have: Windows, macOS, Linux.
FONTS = ("Yu Gothic", "Meiryo", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "VL PGothic")
#: Size of an SVG that names none.
NO_SIZE = (300, 150)


class PictureError(Exception):
    """A file that is no picture of the kind its name says, or too large a one; the text is the id of a message."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is published."""

    #: Its file in the site and its place in prose: ``images/map.png``.
    name: str
    data: bytes
    #: In points.
    width: int
    height: int
    #: The same as PNG, for a program that shows no SVG and no WebP; None where all can show it.
    instead: bytes | None = None


def read_picture(name: str, data: bytes) -> Picture:
    """Return a picture, safe to publish. Raises :class:`PictureError`."""
    suffix = PurePosixPath(name).suffix.lstrip(".").lower()
    if len(data) > MAX_BYTES:
        raise PictureError("vision_too_large")
    if suffix == "svg":
        return _svg(name, data)
    from PIL import Image, ImageOps, UnidentifiedImageError  # slow to load, and rarely needed

    if suffix not in FORMATS:
        raise PictureError("vision_broken_picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[FORMATS[suffix]]) as opened:
                if opened.width * opened.height > MAX_POINTS:
                    raise PictureError("vision_too_many_points")
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                plain = upright.convert("RGB" if suffix in ("jpg", "jpeg") else "RGBA")
                plain.info.clear()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError("vision_broken_picture") from error
    return Picture(
        name, _encoded(plain, FORMATS[suffix]), *plain.size, _encoded(plain, "PNG") if suffix == "webp" else None
    )


def _encoded(picture: Any, form: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **OPTIONS[form])
    return written.getvalue()


def _svg(name: str, data: bytes) -> Picture:
    # Entities could grow without bound; a drawing needs none.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise PictureError("vision_broken_picture")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise PictureError("vision_broken_picture") from error
    if root.tag != f"{{{SVG}}}svg":
        raise PictureError("vision_broken_picture")
    safe = _drawing(root)
    _drop_nested_uses(safe)
    width, height = _size(safe)
    # A drawing without a size of its own would be as wide as its surroundings in one program, and tiny in another.
    safe.set("width", str(width))
    safe.set("height", str(height))
    if "viewBox" not in safe.attrib:
        safe.set("viewBox", f"0 0 {width} {height}")
    ElementTree.register_namespace("", SVG)
    svg = ElementTree.tostring(safe, encoding="utf-8")
    return Picture(name, svg, width, height, _drawn(svg, width, height))


def _drop_nested_uses(root: ElementTree.Element) -> None:
    """Drop copies of what itself holds copies: a few lines of them could draw without end."""
    use = f"{{{SVG}}}use"
    holding = {one.get("id") for one in root.iter() if one.tag == use or any(part.tag == use for part in one.iter())}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == use and child.get("href", "#").removeprefix("#") in holding:
                parent.remove(child)


def _drawing(element: ElementTree.Element) -> ElementTree.Element:
    """Return an element with only what draws: known elements and attributes, and references inside the drawing."""
    made = ElementTree.Element(element.tag, dict(_attributes(element)))
    made.text, made.tail = element.text, element.tail
    for child in element:
        if isinstance(child.tag, str) and child.tag.removeprefix(f"{{{SVG}}}") in SVG_ELEMENTS:
            made.append(_drawing(child))
    return made


def _attributes(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2]
        refers_outside = "url(" in value.lower().replace("url(#", "") or "\\" in value
        if plain == "href" and not value.startswith("#"):
            continue
        if plain in SVG_ATTRIBUTES and not refers_outside:
            yield plain, value


def _size(root: ElementTree.Element) -> tuple[int, int]:
    box = root.get("viewBox", "").replace(",", " ").split()
    found = [NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    if all(found) and not any("%" in root.get(side, "") for side in ("width", "height")):
        sides = [float(one[1]) for one in found if one]
    elif len(box) == 4 and all(NUMBER.fullmatch(one) for one in box[2:]):
        sides = [float(one) for one in box[2:]]
    else:
        return NO_SIZE
    return max(1, round(sides[0])), max(1, round(sides[1]))


def _drawn(svg: bytes, width: int, height: int) -> bytes:
    """Return the drawing as PNG; its texts in the fonts of this machine."""
    import resvg_py

    scale = DRAWN_SIDE / max(width, height)
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg.decode(),
            width=max(1, round(width * scale)),
            background="#ffffff",
            languages=[FIRST],
            font_family=_font() if b"<text" in svg else None,
        )
    except ValueError as error:
        raise PictureError("vision_broken_picture") from error
    return bytes(drawn)


@cache
def _font() -> str | None:
    """Return a font of this machine that has Japanese, by drawing with each until something is to be seen."""
    import resvg_py

    probe = f'<svg xmlns="{SVG}" width="20" height="20"><text y="16" font-size="16">{{}}</text></svg>'

    def drawn(text: str, font: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=probe.format(text), font_family=font))

    return next((font for font in FONTS if drawn("字", font) != drawn("", font)), None)
