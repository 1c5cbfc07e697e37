"""A prefecture's own choices decide what is missing, what is next and what the document says."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.core import document
from dcb_guide.core.engine import Engine
from dcb_guide.guide.content import Guide
from dcb_guide.prefecture.principles import check_principles, platform_by_its_data
from dcb_guide.vision.choices import Choices
from dcb_guide.vision.vision_json import published
from tests.test_vision import COMPLETE, check, edit, sound
from tools.forks import generated


@pytest.fixture
def vision(tmp_path: Path) -> Path:
    """A copy of the complete vision, to edit."""
    return Path(shutil.copytree(COMPLETE, tmp_path / "guide_data" / "vision"))


@pytest.fixture
def choices(guide: Guide) -> Choices:
    return Choices(guide)


def answers_of(engine: Engine, number: int) -> dict[str, Any]:
    """Return some answers, the same for the same number; in half of them there are terms for residents."""
    answers = engine.read(generated(engine, f"case {number}"))[0]
    if number % 2:
        facets = [item for item in engine.inputs if item.facet_of == "resident_terms"]
        answers["resident_terms"] = "exists"
        answers |= {item.id: item.values[number % len(item.values)] for item in facets[number % 3 :]}
    return answers


@pytest.mark.parametrize("number", range(40))
def test_without_a_choice_everything_is_as_the_rules_say(engine, choices, number):
    answers = answers_of(engine, number)
    some = {name: value for place, (name, value) in enumerate(answers.items()) if (place + number) % 4}
    for given in (answers, some):
        result = engine.result(given)
        assert choices.gaps(given, {}) == result["gaps"]
        outcomes = choices.outcomes(given, {})
        assert outcomes == {name: {key: result[name][key] for key in ("id", "possible")} for name in outcomes}


def test_choosing_what_the_rules_suggest_changes_nothing(engine, choices):
    compared = 0
    for number in range(60):
        answers = answers_of(engine, number)
        result = engine.result(answers)
        chosen = {name: result[name]["id"] for name in ("pattern", "pathway", "target_organisation")}
        if None not in chosen.values() and not result["target_organisation"]["alternative"]:
            compared += 1
            assert choices.gaps(answers, chosen) == result["gaps"]
    assert compared > 3


def test_a_chosen_form_opens_what_is_missing_though_the_answers_leave_it_open(engine, choices):
    assert engine.result({})["gaps"] == []
    gaps = {gap["id"] for gap in choices.gaps({}, {"pattern": "interconnected_with_federation"})}
    assert "auth_federation" in gaps
    shared = {gap["id"] for gap in choices.gaps({}, {"pattern": "field_shared"})}
    assert "scope" in shared - gaps, "services must be open to the whole prefecture only on one shared platform"


def test_a_chosen_form_decides_the_way(engine, choices):
    answers = answers_of(engine, 3) | {"platform_provider": "local_government", "data_exchange": False}
    assert choices.outcomes(answers, {"pattern": "interconnected"})["pathway"]["id"] == "interconnect"


def texts_of(folder: Path, guide: Guide, engine: Engine) -> str:
    loaded = sound(folder, guide, engine)
    return json.dumps(
        document.blocks(published(loaded, guide, engine), engine.texts, "ja", loaded.chapters), ensure_ascii=False
    )


def test_a_platform_with_nothing_decided_shows_a_dash_and_never_none_missing(vision, guide, engine, tmp_path):
    (vision / "platforms" / "tourism_city.yml").write_text("name: B市観光基盤\n", encoding="utf-8")
    data = published(sound(vision, guide, engine), guide, engine)
    blocks = document.blocks(data, engine.texts, "ja")
    summary = next(block for block in blocks if block["kind"] == "table" and "目指す形" in "".join(block["columns"]))
    row = next(row for row in summary["rows"] if row[0] == "B市観光基盤")
    assert row[-1] == "–"
    (tmp_path / "vision.json").write_text(json.dumps(data), encoding="utf-8")
    done = CliRunner().invoke(main, ["visions", str(tmp_path / "vision.json"), "--output", str(tmp_path / "out")])
    assert done.exit_code == 0
    with (tmp_path / "out" / "comparison.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["platform"]: row for row in csv.DictReader(file)}
    assert rows["B市観光基盤"]["required_gaps"] == ""
    edit(
        vision,
        "  - id: tourism_city\n",
        "  - id: tourism_city\n    choice: {pattern: field_shared, reason: 県の方針}\n",
    )
    assert "目指す形が決まると" not in texts_of(vision, guide, engine)
    data = published(sound(vision, guide, engine), guide, engine)
    assert data["platforms"][1]["decided"]["pattern"]["id"] == "field_shared"
    assert data["platforms"][1]["gaps"]


def test_a_choice_the_rules_exclude_needs_a_reason_and_is_shown_as_one(vision, guide, engine):
    edit(vision, "pattern: field_shared", "pattern: interconnected")
    assert check(vision)[0] == 0
    told = texts_of(vision, guide, engine)
    assert "相互連携（規則の判定と異なる選択）" in told
    assert "外部組織は三年後に改めて検討します。" in told
    edit(vision, "      reason: 外部組織は三年後に改めて検討します。\n", "")
    status, _, told = check(vision)
    assert status == 1
    assert "guide_data/vision/vision.yml:35:16: " in told
    assert "reason に理由" in told


def gap_ids(folder: Path, guide: Guide, engine: Engine) -> set[str]:
    data = published(sound(folder, guide, engine), guide, engine)
    return {gap["id"] for platform in data["platforms"] for gap in platform["gaps"]}


def test_cost_sharing_that_is_settled_is_no_longer_asked_for(vision, guide, engine):
    assert "cost_sharing" in gap_ids(vision, guide, engine)
    edit(
        vision,
        "  late_joiners: share_initial\n",
        "  late_joiners: share_initial\n  non_participants: prefecture_bears\n",
    )
    assert "cost_sharing" not in gap_ids(vision, guide, engine)


def test_fields_cut_by_data_are_checked_as_an_inventory_checks_them(vision, guide, engine):
    by_field = published(sound(vision, guide, engine), guide, engine)["departures"]
    edit(vision, "colour: green\n", "colour: green\npartition: by_data\n")
    loaded = sound(vision, guide, engine)
    by_data = published(loaded, guide, engine)["departures"]
    rules = engine.principles_checks
    grouped = [
        platform_by_its_data(
            one.entry.id, engine.decide(one.record.answers)["data_kind"]["id"], one.record.answers, rules
        )
        for one in loaded.platforms
    ]
    expected = [one.id for one in check_principles(grouped, rules, "by_data") for _ in one.departures]
    assert [one["id"] for one in by_data] == expected
    assert by_data != by_field
