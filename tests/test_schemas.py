"""The JSON Schemas for editors take what the guide reads, and refuse what it refuses."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.guide import schema
from dcb_guide.vision import vision_json, vision_types
from tests.test_cases import CASES
from tests.test_vision import COMPLETE, sound

ROOT = Path(__file__).parent.parent


def validator(made):
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize("name", [name for name in schema.names() if name != "record"])
def test_a_schema_takes_the_files_of_guide_data_that_it_describes(guide, name):
    files = [*(ROOT / "guide_data" / name).glob("*.yml"), *(ROOT / "guide_data").glob(f"{name}.yml")]
    assert files
    checker = validator(schema.schema(name, guide))
    for path in files:
        checker.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_schema_of_a_record_takes_the_worked_cases_and_the_example(guide):
    example = yaml.safe_load((ROOT / "examples" / "tourism.yml").read_text(encoding="utf-8"))
    checker = validator(schema.record(guide))
    for record in [example, *(case["record"] for case in CASES)]:
        checker.validate(record)


@pytest.mark.parametrize(
    "record", [{"platform": {"user_scope": "city"}}, {"context": {"peers": -1}}, {"platfrom": {}}], ids=str
)
def test_the_schema_of_a_record_refuses_what_the_reader_refuses(guide, engine, record):
    assert not validator(schema.record(guide)).is_valid(record)
    assert engine.read(record)[1] != []


def test_the_schemas_of_a_vision_take_the_complete_vision_and_what_is_published_of_it(guide, engine):
    validator(vision_types.schema(guide)).validate(
        yaml.safe_load((COMPLETE / "vision.yml").read_text(encoding="utf-8"))
    )
    published = vision_json.published(sound(COMPLETE, guide, engine), guide, engine)
    command = CliRunner().invoke(main, ["schema", "vision.json"])
    validator(json.loads(command.stdout)).validate(json.loads(json.dumps(published)))


def test_a_schema_that_does_not_exist_is_answered_with_the_nearest_name():
    done = CliRunner().invoke(main, ["schema", "recrod"])
    assert done.exit_code == 2
    assert "did you mean 'record'" in done.stderr
