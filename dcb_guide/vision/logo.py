"""A vision's logo: whether it is whole and of the kind its name says, and as a picture that any document can hold."""

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image

from dcb_guide.vision.own_pictures import FORMATS

#: Most pixels of a picture: more of so small a file is a mistake or an attack.
MAX_PIXELS = 25_000_000


def is_whole(path: Path) -> bool:
    """Return whether a file is a picture of the kind its name says, small enough, that can be decoded to its end."""
    expected = FORMATS[path.suffix.lstrip(".").lower()]
    try:
        with warnings.catch_warnings(), Image.open(path, formats=[expected]) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > MAX_PIXELS:
                return False
            picture.load()
    # Pillow's decoders raise many kinds of errors on damaged files.
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return True


def as_png(path: Path) -> BytesIO:
    """Return a picture as PNG without anything else that its file holds, such as where it was taken."""
    with Image.open(path) as picture:
        plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    plain.info.clear()
    target = BytesIO()
    plain.save(target, "PNG")
    target.seek(0)
    return target
