"""YAML that the project writes: every reader gets the very texts back, whatever they look like.

The readers are the project's own, PyYAML (YAML 1.1) and ruamel.yaml (1.1 and 1.2); the writers are Python's, and
JavaScript's in the tool's page.
"""

import io
import itertools
import json
import random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dcb_guide.files import write_yaml, yaml_positions
from dcb_guide.guide.content import survey_texts
from dcb_guide.prefecture.survey import Platform, Survey
from dcb_guide.prefecture.survey_tables import yaml_text
from dcb_guide.records.read_files import RecordFiles
from dcb_guide.vision.start import FirstPlatform, record_text, vision_files
from site_build import node
from site_build.site_data import ROOT

#: Names that YAML of some version takes for a number, a yes, a day, nothing, or syntax.
LOOK_LIKE_OTHERS = (
    "1e3", "1e999", "-1E+3", "1.", ".5", "0x1f", "0o17", "010", "0b1", "1_000", "+1", "-0", "9" * 30, "1:30",
    "12:30:45", "190:20:30.15", ".inf", "-.INF", ".NaN", "NaN", "Infinity", "no", "No", "NO", "yes", "on",
    "OFF", "y", "N", "true", "False", "null", "Null", "~", "", "=", "<<", "2026-01-01", "2026-1-1",
    "2026-01-01 10:00:00", "2026-01-01T10:00:00Z", "- a", "-", "---", "...", "? a", "?", ": a", ":", "a: b",
    "a:", "# a", "a #b", "!x", "!!int 1", "&a", "*a", "%TAG", "@a", "`a", "|", ">", "|-", "[", "[1]", "{",
    "{a: 1}", "]", "}", ",", "'", '"', "''", 'a"b', "a\\b", "\\", " a", "a ", "a\nb", "\na", "a\n", "a\n\nb ",
    "a\r\nb", "\u0085", "a\u2028b", "\ufeff", "\u00a0", "\u3000", "観光", "観光: 1", "１e３", "٣", "ｙｅｓ", "😀",
    "e\u0301", "1,000", "0.1.2", "1__0", "x" * 300 + " " + "y" * 300,
)  # fmt: skip
HOSTILE = "019eExXobnyYNfF:.-+_~=<,'\"#&*!|>%@`?[]{}\\ \n"
TEXTS = st.one_of(
    st.sampled_from(LOOK_LIKE_OTHERS),
    st.text(HOSTILE, max_size=8),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12),
)


def many() -> list[str]:
    """Return texts of one and two characters that YAML gives a meaning, and longer ones of the same characters."""
    chosen = random.Random(13)
    longer = ["".join(chosen.choices(HOSTILE, k=chosen.randint(3, 7))) for _ in range(600)]
    pairs = ["".join(pair) for pair in itertools.product(HOSTILE, repeat=2)]
    return [*LOOK_LIKE_OTHERS, *HOSTILE, *chosen.sample(pairs, 400), *longer]


def read_back(text: str) -> list[Any]:
    """Return what every reader makes of a text; of the project's own what the data is, once it has no problems."""
    own = yaml_positions.parse(text, "a.yml")
    assert own.problems == []
    found = [own.data, yaml.load(text, Loader=yaml.CSafeLoader), yaml.load(text, Loader=yaml.SafeLoader)]
    for version in ((1, 1), (1, 2)):
        reader = YAML(typ="safe", pure=True)
        reader.version = version
        found.append(reader.load(io.StringIO(text)))
    return found


@given(TEXTS, TEXTS)
def test_every_reader_gets_the_texts_back(text, other):
    data = {"name": text, other: [text, {"ja": other}, True, 3, None]}
    for found in read_back(write_yaml.yaml_text(data)):
        assert found == data
    for found in read_back(f"a: {write_yaml.in_one_line(data)}  # end\nb: {write_yaml.in_one_line(text)}  # end\n"):
        assert found == {"a": data, "b": text}


@given(TEXTS)
def test_a_record_of_a_new_vision_has_the_very_name_and_notes(guide, engine, text):
    name = text if engine.read({"name": text})[1] == [] and text.strip() else "A"
    written = record_text(FirstPlatform(name=name, notes={"peers": text}), survey_texts(guide)["questions"], engine)
    for found in read_back(written):
        assert found["name"] == name
        assert found["notes"] == {"peers": text}
        assert found["model"] == engine.version
    if text.isprintable():
        (record,) = RecordFiles(engine, "en").read_bytes(written.encode(), "a.yml")
        assert (record.name, record.notes) == (name, {"peers": text})


# Two files each time, read by five readers.
@settings(max_examples=40)
@given(TEXTS.filter(str.isprintable), TEXTS.filter(str.isprintable))
def test_a_survey_and_the_vision_begun_from_it_have_the_very_names(guide, engine, name, field):
    survey = Survey(prefecture="42", platforms=[Platform("a", name=name, field=field, owner="42201")])
    for found in read_back(yaml_text(survey)):
        assert found["survey"]["prefecture"] == "42"
        assert found["platforms"][0].get("name", "") == name
    files = vision_files(survey_texts(guide), engine, "42", survey=survey, day="2026-01-01")
    for found in read_back(files["vision.yml"]):
        assert found["platforms"][0]["id"] == "a"
        if field:
            assert found["platforms"][0]["field"] == field
    for found in read_back(files["platforms/a.yml"]):
        assert found["name"] == (name or "a")


def test_the_tools_page_writes_the_very_texts(tmp_path):
    texts = many()
    # As the page gives them: on one line, without what cannot be seen.
    data = {"names": [{"name": text, "notes": {"peers": text}} for text in texts], "keys": dict.fromkeys(texts, True)}
    script = tmp_path / "write.mjs"
    module = (ROOT / "overrides" / "assets" / "tool" / "yaml-text.js").as_uri()
    script.write_text(
        f'import {{ yamlText }} from "{module}";\n'
        'import { readFileSync, writeFileSync } from "node:fs";\n'
        "const [data, text] = process.argv.slice(2);\n"
        "writeFileSync(text, yamlText(JSON.parse(readFileSync(data, 'utf8'))));\n",
        encoding="utf-8",
    )
    (tmp_path / "data.json").write_text(json.dumps(data), encoding="utf-8")
    node.run(script, str(tmp_path / "data.json"), str(tmp_path / "text.yml"))
    # Every byte: reading as text would take "\r" for the end of a line.
    text = (tmp_path / "text.yml").read_bytes().decode()
    for found in read_back(text):
        assert found == data


@pytest.mark.parametrize("text", ["aml", "public_identity", "group_2"])
def test_an_id_has_no_quotation_marks(text):
    assert write_yaml.in_one_line([text, "no", "A"]) == f'[{text}, "no", "A"]'
