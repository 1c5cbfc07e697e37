"""Pictures: whether a file is a whole PNG, JPEG or WebP, and how large it is, without unfolding it."""

import struct
import zlib
from collections.abc import Callable

#: Most picture elements of a side, and in all: a small file can stand for many more than a browser can show.
MAX_SIDE = 5_000
MAX_PIXELS = 10_000_000

type Size = tuple[int, int]


def picture_size(data: bytes, kind: str) -> Size | None:
    """Return width and height in pixels; None where the bytes are no whole picture of this kind (a name's ending)."""
    try:
        size = READERS[kind](data)
    except (IndexError, struct.error, ValueError):
        return None
    return size if size and min(size) > 0 else None


def is_too_large(size: Size) -> bool:
    """Return whether a picture has more picture elements than a page should show."""
    return max(size) > MAX_SIDE or size[0] * size[1] > MAX_PIXELS


def _png(data: bytes) -> Size | None:
    """Read chunk by chunk, each with its checksum, up to the end of the file (PNG, third edition, 5)."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    position, size, name = 8, None, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, position)
        content = data[position + 8 : position + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, position + 8 + length)
        if zlib.crc32(name + content) != checksum:
            return None
        if position == 8:
            size = struct.unpack_from(">II", content) if name == b"IHDR" else None
        position += 12 + length
    return size if position == len(data) else None


def _jpeg(data: bytes) -> Size | None:
    """Read segment by segment up to the picture's own data (ITU-T T.81, annex B)."""
    if not data.startswith(b"\xff\xd8") or not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return None
    position, size = 2, None
    while data[position] == 0xFF:
        marker, length = struct.unpack_from(">xBH", data, position)
        if marker == 0xDA:  # start of scan
            return size
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # start of frame
            height, width = struct.unpack_from(">HH", data, position + 5)
            size = width, height
        position += 2 + length
    return None


def _webp(data: bytes) -> Size | None:
    """Read the head of the first chunk (RFC 9649)."""
    riff, length, webp, chunk = struct.unpack_from("<4sI4s4s", data)
    if (riff, webp) != (b"RIFF", b"WEBP") or length + 8 != len(data):
        return None
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


READERS: dict[str, Callable[[bytes], Size | None]] = {"png": _png, "jpg": _jpeg, "jpeg": _jpeg, "webp": _webp}
