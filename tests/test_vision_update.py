"""A release taken in: the vision and its records get their present form, and what changed for them is said."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.guide.content import survey_texts
from dcb_guide.guide.prefecture_survey import read_municipalities
from dcb_guide.guide.publication import Renamed
from dcb_guide.guide.read_guide import find_data
from dcb_guide.prefecture.read_survey import SurveyReader
from dcb_guide.vision.changed_outside import NoHistoryError, changed_outside
from dcb_guide.vision.migrate import migrate_record, update_folder
from dcb_guide.vision.read_vision import STATE, load_vision
from dcb_guide.vision.what_changed import changes, guide_state
from tests.test_vision import COMPLETE, check, edit, sound


@pytest.fixture
def vision(tmp_path: Path) -> Path:
    """A copy of the complete vision, to edit."""
    return Path(shutil.copytree(COMPLETE, tmp_path / "guide_data" / "vision"))


def update(folder: Path, *options: str) -> str:
    done = CliRunner().invoke(main, ["vision", "update", "--folder", str(folder), "--lang", "en", *options])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_an_update_says_what_the_guide_changed_for_the_vision(vision, guide, engine):
    assert "is recorded in" in update(vision)
    assert "no outcome, no gap and no text it uses has changed" in update(vision)
    path = vision / STATE
    state = json.loads(path.read_text(encoding="utf-8"))
    tourism = state["platforms"]["tourism"]
    before = dict(tourism["gaps"])
    gone, weaker = list(before)[:2]
    del tourism["gaps"][gone]
    tourism["gaps"][weaker] = "recommended" if before[weaker] == "required" else "required"
    tourism["gaps"]["a_gap_of_before"] = "required"
    tourism["outcomes"]["pathway"] = "sustain"
    state["texts"]["pathway.consolidate.meaning"]["en"] = "What it said before."
    state["guide"]["model"] = "1.0.0"
    path.write_text(json.dumps(state), encoding="utf-8")
    told = update(vision)
    titles = {item.id: item.title.en for item in guide.requirements}
    way = next(item for item in guide.decisions if item.id == "pathway")
    outcomes = {one.id: one.label.en for one in way.outcomes}
    assert f": {way.label.en} changed ({outcomes['sustain']} → {outcomes['consolidate']})" in told
    assert f"something is now missing ({titles[gone]})" in told
    assert f"the weight of “{titles[weaker]}” changed" in told
    assert "this is no longer missing (a_gap_of_before)" in told
    assert "A text changed: What it said before. → " in told
    assert f"from version 1.0.0 to {engine.version}" in told
    assert "no outcome, no gap and no text it uses has changed" in update(vision)


def test_an_update_says_where_the_prefecture_itself_changed_what_its_outcomes_follow_from(vision, guide, engine):
    update(vision)
    record = vision / "platforms" / "tourism.yml"
    loaded, _ = load_vision(vision, guide, engine)
    before = guide_state(loaded, guide, engine)
    text = record.read_text(encoding="utf-8")
    assert "  integration_harm: no\n" in text
    record.write_text(text.replace("  integration_harm: no\n", "  integration_harm: yes\n"), encoding="utf-8")
    told = update(vision).splitlines()
    own = [number for number, line in enumerate(told) if "were edited since the last update" in line]
    changed = [number for number, line in enumerate(told) if " changed (" in line]
    assert len(own) == 1 and changed and own[0] < min(changed)

    # A release that renames a question and an answer changes nothing that the prefecture wrote.
    renamed = Renamed(questions={"old_name": "integration_harm"}, answers={"integration_harm": {"maybe": "no"}})
    later = guide.model_copy(update={"publication": guide.publication.model_copy(update={"renamed": renamed})})
    answers = before["platforms"]["tourism"]["given"]["answers"]
    after = json.loads(json.dumps(before))
    after["platforms"]["tourism"]["gaps"] = {}
    after["platforms"]["tourism"]["given"]["answers"]["integration_harm"] = "no"
    del answers["integration_harm"]
    answers["old_name"] = "maybe"
    said = list(changes(before, after, later, "en"))
    assert said and not any("were edited" in one for one in said)


def test_texts_that_the_vision_does_not_use_are_no_change_for_it(vision, guide, engine):
    loaded = sound(vision, guide, engine)
    state = guide_state(loaded, guide, engine)
    assert list(changes(state, state, guide, "ja")) == []
    other = json.loads(json.dumps(state))
    other["texts"]["pattern.interconnected.meaning"] = {"ja": "このビジョンの使わない文章", "en": "x"}
    assert list(changes(other, state, guide, "ja")) == []


RENAMED = Renamed(questions={"users": "user_scope"}, answers={"service_provider": {"company": "private"}})


def test_records_are_migrated_with_their_comments():
    text = "# 一行目\nname: 観光\nplatform:\n  users: municipality # 範囲\n  service_provider: company\n"
    text += "notes:\n  users: 確認中\n"
    written = migrate_record(text, RENAMED)
    assert written == text.replace("users:", "user_scope:").replace("company", "private")
    assert migrate_record(written, RENAMED) == written


def test_a_migration_touches_nothing_but_the_words_renamed():
    """A pull request then shows what changed and nothing else."""
    text = (
        "platform:\n  # Who?\n  users: 'municipality'   # a, b\n  auth_federation: null  # yes, no\n  peers:\n"
        '  "service_provider" : company  # company, none\nnotes: {users: "users, company"}\n'
    )
    written = migrate_record(text, RENAMED)
    assert written == (
        text.replace("  users:", "  user_scope:")
        .replace(": company ", ": private ")
        .replace("notes: {users:", "notes: {user_scope:")
    )


def test_a_survey_of_before_a_release_is_read_with_the_names_of_its_time(guide, engine):
    publication = guide.publication.model_copy(update={"renamed": RENAMED})
    later = guide.model_copy(update={"publication": publication})
    content = "platforms:\n  - {id: a, name: A, owner: prefecture, field: 観光, users: municipality, "
    content += "service_provider: company}\n"
    reader = SurveyReader(engine, survey_texts(later), read_municipalities(find_data()), "ja")
    reading = reader.read([("survey.yml", content.encode())])
    assert reading.problems == []
    answers = reading.survey.platforms[0].answers
    assert answers["user_scope"] == "municipality"
    assert answers["service_provider"] == "private"


def test_an_update_brings_records_to_the_present_names_and_leaves_what_cannot_be_read(vision):
    edit(vision, "user_scope: municipality", "users: municipality", "platforms/tourism.yml")
    (vision / "platforms" / "tourism_city.yml").write_text("platform: [", encoding="utf-8")
    assert update_folder(vision, RENAMED) == [vision / "platforms" / "tourism.yml"]
    assert "user_scope: municipality" in (vision / "platforms" / "tourism.yml").read_text(encoding="utf-8")
    assert (vision / "platforms" / "tourism_city.yml").read_text(encoding="utf-8") == "platform: ["


def test_a_record_with_an_older_name_is_told_the_new_one(vision, guide, engine):
    edit(vision, "user_scope: municipality", "users: municipality", "platforms/tourism.yml")
    publication = guide.publication.model_copy(update={"renamed": RENAMED})
    changed = guide.model_copy(update={"publication": publication})
    _, problems = load_vision(vision, changed, engine, "en")
    assert any("“users” is now called “user_scope”" in problem.message for problem in problems)


def test_notes_of_an_older_vision_are_private_and_this_is_said(vision):
    path = vision / "platforms" / "tourism_city.yml"
    path.write_text(path.read_text(encoding="utf-8") + "notes:\n  peers: 交渉中\n", encoding="utf-8")
    assert "The notes of platforms/tourism_city.yml are not published" in update(vision)


def test_files_changed_outside_the_visions_folder_are_named(tmp_path):
    def git(*command: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.invalid")
        subprocess.run(["git", *who, *command], cwd=tmp_path, check=True, capture_output=True)

    def commit(**files: str) -> None:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        git("add", ".")
        git("commit", "-m", "x")

    git("init", "-b", "main")
    commit(guide="1", mkdocs="1")
    git("branch", "upstream")
    commit(guide_data__vision__vision="own", 設定="2")
    git("checkout", "upstream")
    commit(guide="2")
    git("checkout", "main")
    assert changed_outside(tmp_path, "upstream") == ["設定"]
    with pytest.raises(NoHistoryError):
        changed_outside(tmp_path, "nothing")


def test_files_may_come_in_any_order_and_one_file_is_a_vision(vision, guide, engine):
    shutil.rmtree(vision / "platforms")
    shutil.rmtree(vision / "chapters")
    status, said, told = check(vision)
    assert status == 0
    assert "公開できます" in said
    assert "vision.yml:30:9: 基盤の記録 platforms/tourism.yml がまだありません" in told
    assert [one.is_waiting for one in sound(vision, guide, engine).platforms] == [True, True]


def test_a_record_before_its_entry_is_no_error(vision):
    shutil.copy(vision / "platforms" / "tourism.yml", vision / "platforms" / "disaster.yml")
    status, _, told = check(vision)
    assert status == 0
    assert "platforms/disaster.yml:1:1: " in told
    assert "- id: disaster" in told
