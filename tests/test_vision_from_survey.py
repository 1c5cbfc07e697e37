"""A vision begun from a survey: its platforms with their answers, the survey beside it without its notes."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.guide.content import survey_texts
from dcb_guide.prefecture.survey import Platform, Survey
from dcb_guide.vision.read_vision import load_vision
from dcb_guide.vision.start import StartError, vision_files

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "examples" / "prefecture_a"
ANSWERS = ROOT / "examples" / "prefecture_a_answers"


def begun(folder, *sources):
    given = [option for source in sources for option in ("--from", str(source))]
    return CliRunner().invoke(main, ["vision", "init", "--prefecture", "42", "--folder", str(folder), *given])


def test_a_vision_begun_from_replies_with_an_unknown_platform_is_valid(tmp_path, guide, engine):
    reply = tmp_path / "reply.yml"
    reply.write_text(
        "survey: {prefecture: '42'}\nplatforms: [{name: A, owner: prefecture, field: 観光}]\n"
        "services: [{name: S, platform: B}]\n",
        encoding="utf-8",
    )
    done = begun(tmp_path / "vision", reply)
    assert "「B」という基盤はありません" in done.stderr
    loaded, problems = load_vision(tmp_path / "vision", guide, engine)
    assert problems == [] and loaded is not None


def test_the_platforms_that_count_and_their_answers_become_a_valid_vision(tmp_path, guide, engine):
    done = begun(tmp_path / "vision", DEMO, ANSWERS)
    assert done.exit_code == 1, "the demo's mistakes are named"
    assert "99214_N町_利用.csv:2:1" in done.stderr
    loaded, problems = load_vision(tmp_path / "vision", guide, engine)
    assert problems == []
    assert loaded.vision.survey == "survey.yml"
    names = [one.record.name for one in loaded.platforms]
    assert len(names) == 11 and "A県広域観光基盤" in names and "Q村デマンド交通基盤" not in names
    tourism = loaded.platforms[names.index("A県広域観光基盤")]
    assert (tourism.entry.field.ja, tourism.entry.owner) == ("観光", "prefecture")
    assert tourism.record.answers["user_scope"] == "prefecture"
    # What follows from the survey as a whole: another platform of the field, used by all.
    assert (tourism.record.answers["peers"], tourism.record.answers["co_used"]) == (1, True)


def test_no_note_is_in_any_file(engine, guide):
    survey = Survey("42", platforms=[Platform("a", "基盤", "prefecture", "観光", note="内密")])
    files = vision_files(survey_texts(guide), engine, "42", survey=survey)
    assert set(files) == {"vision.yml", "platforms/a.yml", "survey.yml"}
    assert "内密" not in "".join(files.values())
    assert survey.platforms[0].note == "内密", "the survey itself is left as it was"


def test_records_and_a_survey_may_be_given_together(tmp_path, guide, engine):
    done = begun(tmp_path / "vision", ROOT / "examples" / "tourism.yml", ANSWERS)
    assert done.exit_code == 0, done.stderr
    loaded, _ = load_vision(tmp_path / "vision", guide, engine)
    assert len(loaded.platforms) == 12


def test_a_survey_that_is_named_and_missing_or_wrong_is_an_error(tmp_path, guide, engine):
    begun(tmp_path / "vision", ANSWERS)
    survey = tmp_path / "vision" / "survey.yml"
    data = yaml.safe_load(survey.read_text(encoding="utf-8"))
    data["platforms"][0]["user_scope"] = "everybody"
    survey.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert any("everybody" in one.message for one in load_vision(tmp_path / "vision", guide, engine)[1])
    survey.unlink()
    assert [one.file.rpartition("/")[2] for one in load_vision(tmp_path / "vision", guide, engine)[1]] == ["vision.yml"]


def test_an_unknown_prefecture_is_refused(engine, guide):
    with pytest.raises(StartError, match="48"):
        vision_files(survey_texts(guide), engine, "48")
