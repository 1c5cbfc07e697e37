"""A record's file has the same answers wherever it is read.

The page reads with the command's own code (dcb_guide/records/in_browser.py), but with another parser of YAML. What YAML
1.1 and 1.2 read otherwise than people do is refused by both.
"""

from typing import Any

import pytest
import yaml

from dcb_guide.core.record_address import address_of
from dcb_guide.files import yaml_positions
from dcb_guide.records.read_files import RecordFiles

#: Values for ``peers``, as YAML writes them: what they are read as, None where there is no answer, REFUSED where the
#: record is not read at all.
REFUSED: Any = object()
COUNTS = {
    "3": 3, "0": 0, "+5": 5, "-0": 0, "3.0": 3, "1e3": 1000, "3.": 3, "2.5": None, "-1": None, "1234567890": None,
    '"3"': None, "'3'": None, "!!str 3": None, "yes": None, "[3]": None, "{a: 3}": None, "~": None, "": None,
    "010": REFUSED, "1:30": REFUSED, "1_0": REFUSED, "0x10": REFUSED, "0o17": REFUSED, "0b11": REFUSED,
    ".inf": REFUSED, "-.INF": REFUSED, ".nan": REFUSED, "Infinity": REFUSED, "1e999": REFUSED,
    "99999999999999999999": REFUSED, "!!int 3": REFUSED, "!!float 3": REFUSED, "!other 3": REFUSED,
}  # fmt: skip
YES_NO = {
    "yes": True, "Yes": True, "YES": True, "no": False, "No": False, "NO": False, "true": True, "False": False,
    '"yes"': True, "'no'": False, "on": None, "off": None, "y": None, "nO": None, "1": None, "0": None, '"true"': None,
    "[yes]": None, "null": None, "Null": None,
}  # fmt: skip
CHOICE = {
    "prefecture": "prefecture", '"prefecture"': "prefecture", "Prefecture": None, "[prefecture]": None, "no": None,
    "1": None, "2026-01-01": None, "constructor": None, "__proto__": None,
}  # fmt: skip
CHOICES = {
    "[]": [], "[aml]": ["aml"], "[aml, aml]": ["aml"], "aml": None, '["aml,aml"]': None, '[" aml"]': None,
    "[none]": None, "none": None, "[1]": None, "[aml, [aml]]": None,
}  # fmt: skip
VALUES = [
    *(("context", "peers", text, expected) for text, expected in COUNTS.items()),
    *(("context", "co_used", text, expected) for text, expected in YES_NO.items()),
    *(("platform", "user_scope", text, expected) for text, expected in CHOICE.items()),
    *(("context", "service_kinds", text, expected) for text, expected in CHOICES.items()),
]
GOOD = "context: {peers: 7}\n"
#: Whole files: name, bytes, the answers to ``peers`` of each record; REFUSED where nothing is read.
FILES = [
    ("a.yml", GOOD.encode(), [7]),
    ("a.yml", b"\xef\xbb\xbf" + GOOD.encode(), [7]),
    ("a.yml", (GOOD + "# 観光").encode("cp932"), [7]),
    ("a.yml", (GOOD + "# 観光").encode("utf-16"), [7]),
    ("a.yml", (GOOD + "# é").encode("latin-1"), REFUSED),
    ("a.yml", GOOD.encode() + b"# \x0b", REFUSED),
    ("a.yml", b"\xff\xfe\x00", REFUSED),
    ("a.yml", (GOOD + "---\n" + GOOD).encode(), [7, 7]),
    ("a.yml", f"- {{{GOOD.strip()}}}\n- {{{GOOD.strip()}}}\n".encode(), [7, 7]),
    ("a.yml", b"context: {peers: 7, peers: 8}\n", REFUSED),
    ("a.json", b'{"context": {"peers": 7, "peers": 8}}', REFUSED),
    ("a.json", b'{"context": {"peers": 7}}', [7]),
    ("a.json", b'{"context": {"peers": 7.0}}', [7]),
    ("a.json", b'{\t"name": "\\ud83d\\ude00\\/",\n\t"context": {"peers": 7}}', [7]),
    ("a.json", b'{"context": {"peers": NaN}}', REFUSED),
    ("a.json", b'{"context": {"peers": 1e999}}', REFUSED),
    ("a.json", b'{"context": {"peers": 99999999999999999999}}', REFUSED),
    ("a.json", b'{"context": {"peers": 07}}', REFUSED),
    ("a.json", b"context: {peers: 7}", REFUSED),
    ("a.yml", b"context: &a {peers: 7}\nplatform: *a\n", REFUSED),
    ("a.yml", b"<<: {peers: 1}\ncontext: {peers: 7}\n", [7]),
    ("a.yml", b"context: {peers: 7}\nnotes: " + b"[" * 40 + b"]" * 40, REFUSED),
    ("a.yml", b"context: {__proto__: {peers: 1}, peers: 7}\n", [7]),
]  # fmt: skip


@pytest.fixture(params=["libyaml", "Python"])
def loader(request, monkeypatch):
    """The parsers of YAML: the one that commands use, and PyYAML's own, which reads in the browser."""
    used = yaml.CSafeLoader if request.param == "libyaml" else yaml.SafeLoader
    monkeypatch.setattr(yaml_positions, "LOADER", used)


def command_reads(engine, name, content):
    """Return what the command reads of a file: a list of addresses, or None where there is nothing to answer."""
    records = [one for one in RecordFiles(engine, "en").read_bytes(content, name) if not one.notices]
    if all(not one.answers and one.problems for one in records) and _whole_file_refused(records):
        return None
    return [address_of(one.answers) for one in records]


def _whole_file_refused(records):
    """A problem of a value names where in the record it is (``context.peers: …``); one of the file does not."""
    return not any(problem.message.startswith(("context.", "platform.")) for one in records for problem in one.problems)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("part", "key", "text", "expected"), VALUES)
def test_a_value_is_the_same_answer_whoever_parses(engine, part, key, text, expected):
    wanted = None if expected is REFUSED else [address_of({key: expected} if expected is not None else {})]
    assert command_reads(engine, "a.yml", f"{part}:\n  {key}: {text}\n".encode()) == wanted


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("name", "content", "expected"), FILES)
def test_a_file_is_read_or_refused_whoever_parses(engine, name, content, expected):
    wanted = None if expected is REFUSED else [f"peers={one}" for one in expected]
    assert command_reads(engine, name, content) == wanted
