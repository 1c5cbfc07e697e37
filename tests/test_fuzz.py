"""Made-up and changed files at every entrance: messages come back, never an exception; sound records are never lost.

The files are the same on every run. ``make fuzz`` tries others for an hour and writes what breaks an entrance to
``tests/fuzz_seeds/``, which is read here.
"""

import io
import json
import re

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from dcb_guide.files.decode import UNWANTED
from tests import fuzz
from tests.entrances import Entrance, table

pytestmark = pytest.mark.slow
#: Files tried at each entrance; all together about a minute.
EXAMPLES = 150
#: Entrances that make documents of what they read.
SLOW = {"vision/vision.yml": 40, "vision/chapters/summary.md": 40, "vision/platforms/tourism.yml": 40,
        "saved/draft.md": 40, "saved/draft.docx": 10, "saved/inventory.md": 40}  # fmt: skip
IDS = [
    "record.yml", "record.json", "record.jsonl", "stream", "record.csv", "record.xlsx", "address", "survey.yml",
    "survey.csv", "survey.xlsx", "cost.yml", "cost.json", "vision/vision.yml", "vision/platforms/tourism.yml",
    "vision/chapters/summary.md", "vision/logo.png", "vision.json", "saved/result.md", "saved/draft.md",
    "saved/draft.docx", "saved/inventory.md", "saved/letters.md", "saved/cost.md", "saved/chapter.md",
]  # fmt: skip
GOOD = {"name": "sound", "platform": {"user_scope": "prefecture"}, "context": {"peers": 7}}
#: What ends a line of YAML, so that its reader cannot go on, and what no text file may hold.
NOT_IN_YAML = re.compile(f"[\x85\u2028\u2029\ufeff]|{UNWANTED.pattern}")
SAME_EVERY_RUN = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def entrances() -> dict[str, Entrance]:
    found = table()
    assert list(found) == IDS
    return found


@pytest.mark.parametrize("name", IDS)
def test_no_file_breaks_an_entrance(entrances, name):
    assert fuzz.run(entrances[name], SLOW.get(name, EXAMPLES)) is None


@pytest.mark.parametrize("path", sorted(fuzz.SEEDS.glob("**/*")), ids=lambda path: path.name[:8])
def test_what_once_broke_an_entrance_does_no_more(entrances, path):
    if path.is_file():
        fuzz.enter(entrances[path.parent.relative_to(fuzz.SEEDS).as_posix()], path.read_bytes())


def sound(outcome):
    return sum(json.loads(one)["name"] == "sound" for one in outcome.results)


@given(content=st.data())
@SAME_EVERY_RUN
def test_a_bad_record_costs_no_sound_one(content):
    """Between two sound records lies anything; in every carrier the two are answered."""
    entrances = table()
    bad = content.draw(fuzz.data())
    line = json.dumps(bad).encode()
    good = json.dumps(GOOD).encode()
    assert sound(fuzz.enter(entrances["record.jsonl"], b"\n".join([good, line, good]))) >= 2
    assert sound(fuzz.enter(entrances["stream"], b"\n".join([good, line, good]))) >= 2
    item = NOT_IN_YAML.sub("", json.dumps(bad, ensure_ascii=False)).encode()
    assert sound(fuzz.enter(entrances["record.yml"], b"- " + b"\n- ".join([good, item, good]))) >= 2


@given(cells=st.lists(st.deferred(fuzz.words), min_size=1, max_size=4))
@SAME_EVERY_RUN
def test_a_bad_row_costs_no_sound_one(cells):
    book = openpyxl.Workbook()
    for row in (["name", "user_scope", "peers"], ["sound", "prefecture", "7"], cells, ["sound", "prefecture", "7"]):
        book.active.append([_in_xml(cell) for cell in row])
    output = io.BytesIO()
    book.save(output)
    assert sound(fuzz.enter(table()["record.xlsx"], output.getvalue())) == 2


def _in_xml(text):
    """Return what a workbook can hold of a text."""
    return ILLEGAL_CHARACTERS_RE.sub("", text.encode("utf-8", "replace").decode()).replace("\ufffe", "")
