"""Wrong usage of the commands: what is wrong, and what to give instead, in the reader's language."""

import re

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.core.languages import LANGUAGES

#: Arguments that are wrong, and what the text names in every language.
WRONG = [
    (["vision", "init"], "--prefecture"),
    (["vision", "init", "--prefecture"], "--prefecture"),
    (["vision", "init", "--prefecture", "99"], "99"),
    (["vision", "begin"], "begin"),
    (["vision", "check", "--fodler", "x"], "--folder"),
    (["vision", "check", "--upstream", "0000000"], "git fetch"),
    (["vision", "draft", "vision.pdf"], ".docx"),
    (["vision", "plan", "--until", "soon"], "2027-04"),
    (["vision", "plan", "--today", "soon"], "2027-04-01"),
    (["vision", "plan", "--format", "pdf"], "yaml"),
    (["visions"], "DIR"),
    (["visions", "/nowhere"], "/nowhere"),
    (["visons"], "visions"),
    (["survey", "template", "form.xlsx", "--prefecture", "99"], "99"),
    (["survey", "check", "/nowhere"], "/nowhere"),
    (["inventory", ".", "--format", "csv"], "--output"),
    (["inventory", ".", "--format", "json", "--letters"], "--letters"),
    (["cost", "/nowhere"], "/nowhere"),
    (["cost", __file__, "--leaves", "a"], "a=3"),
    (["cost", __file__, "--leaves", "a=3", "--compare"], "--compare"),
    (["cost", __file__, "--prefecture-percent", "half"], "--prefecture-percent"),
    (["cost", __file__, "--format", "xlsx"], "--output"),
    (["--helo"], "--help"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("arguments", "named"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, list) else "")
def test_what_is_wrong_is_said_in_the_readers_language(arguments, named, language, tmp_path):
    folder = ["--folder", str(tmp_path)] if arguments[:2] == ["vision", "init"] else []
    option = [f"--lang={language}"] if arguments[0] in ("vision", "visions", "survey", "inventory", "cost") else []
    given = (
        arguments[:2] + option + folder + arguments[2:] if arguments[0] in ("vision", "survey") else arguments + option
    )
    done = CliRunner().invoke(main, given)
    assert done.exit_code in (1, 2)
    said = done.stderr.splitlines()[-1]
    assert named in said
    if option or language == "ja":
        assert bool(re.search(r"[ぁ-ん]", said)) is (language == "ja")


def test_a_vision_that_is_there_is_named_in_the_readers_language(tmp_path):
    (tmp_path / "vision.yml").touch()
    for language, part in (("ja", "すでにあります"), ("en", "is already there")):
        given = ["vision", "init", "--prefecture", "40", "--folder", str(tmp_path), "--lang", language]
        assert part in CliRunner().invoke(main, given).stderr


def test_a_vision_that_is_too_new_is_told_how_to_go_on(tmp_path):
    (tmp_path / "vision.yml").write_text("schema_version: 9\n", encoding="utf-8")
    for language, part in (("ja", "新しすぎます"), ("en", "newer than this guide")):
        done = CliRunner().invoke(main, ["vision", "update", "--folder", str(tmp_path), "--lang", language])
        assert done.exit_code == 1
        assert part in done.stderr
        assert "Sync fork" in done.stderr
