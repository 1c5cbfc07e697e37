"""Bytes as text: UTF-8, UTF-16 with its mark, and CP932, which Japanese spreadsheets write."""

import codecs
import re
from dataclasses import dataclass, field

from dcb_guide.files.limits import Limits
from dcb_guide.files.problem import Problem, Say

#: Characters no text of a record needs: controls but tab and line ends, lone surrogates, non-characters.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Decoded:
    """A file's text, or why it has none; ``notices`` say what was noticed and does no harm."""

    text: str | None = None
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def decode(data: bytes, file: str, say: Say, limits: Limits) -> Decoded:
    """Return the text of a file's bytes, if it is small enough, of a known encoding, and without control characters."""
    if len(data) > limits.bytes:
        message = say("file_too_large", {"limit": f"{limits.bytes / 1_000_000:g} MB"})
        return Decoded(problems=[Problem(file, 1, 1, message)])
    found = Decoded()
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        japanese = _cp932(data) if encoding != "utf-16" else None
        if japanese is None:
            line = data.count(b"\n", 0, error.start) + 1
            column = error.start - data.rfind(b"\n", 0, error.start)
            found.problems.append(Problem(file, line, column, say("file_encoding", {})))
            return found
        text, encoding = japanese, "CP932"
    if encoding in ("utf-16", "CP932"):
        found.notices.append(Problem(file, 1, 1, say("notice_encoding", {"value": encoding.upper()})))
    if unwanted := UNWANTED.search(text):
        line, column = position(text, unwanted.start())
        message = say("file_control_character", {"value": f"U+{ord(unwanted[0]):04X}"})
        found.problems.append(Problem(file, line, column, message))
        return found
    found.text = text
    return found


def position(text: str, index: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character of a text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _cp932(data: bytes) -> str | None:
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return None
    # Any bytes from 0x80 on are some CP932 text; what people write in it has kana or ideographs.
    return text if re.search("[\u3040-\u30ff\u4e00-\u9fff]", text) and not UNWANTED.search(text) else None
