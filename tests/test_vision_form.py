"""The page on which a vision is written: what comes out passes the check, and what went in comes out again."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from dcb_guide.guide.content import survey_texts
from dcb_guide.vision.vision_form import VisionForm
from tests.test_accessibility import violations
from tests.test_prefecture_pages import opened, saved
from tests.test_vision import COMPLETE, check, sound

ASSEMBLY = COMPLETE.parent / "assembly"
FILLED = re.compile(".")


def zipped(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"guide_data/vision/{path.relative_to(folder)}")
    return packed.getvalue()


def unzipped(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder / "vision"


@pytest.fixture
def form(guide, engine):
    return VisionForm(survey_texts(guide), engine, "ja")


# ── Python ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("folder", [COMPLETE, ASSEMBLY], ids=lambda one: one.name)
def test_a_vision_that_is_opened_and_saved_is_the_same_vision(form, folder, tmp_path, guide, engine):
    vision = json.loads(form.open([("vision.zip", zipped(folder))]))["vision"]
    written = unzipped(form.zip(json.dumps(vision)), tmp_path)
    before, after = sound(folder, guide, engine), sound(written, guide, engine)
    assert [one.name for one in after.platforms] == [one.name for one in before.platforms]
    same = {"model": "", "platforms": []}
    assert after.vision.model_copy(update=same) == before.vision.model_copy(update=same)
    for one, other in zip(after.platforms, before.platforms, strict=True):
        assert one.record == other.record
        assert one.entry.model_copy(update={"name": None}) == other.entry.model_copy(update={"name": None})
    assert after.chapters == before.chapters
    assert after.pictures.keys() == before.pictures.keys()


def test_only_a_departure_from_the_answers_needs_a_reason(form, engine):
    record = (COMPLETE / "platforms" / "tourism.yml").read_bytes()
    (entry,) = json.loads(form.open([("tourism.yml", record)]))["platforms"]
    possible = engine.decide(form.records["tourism"].answers)["pattern"]["possible"]
    outcomes = [one for one in ("interconnected", "field_shared", "cross_field_shared") if one not in possible]
    for chosen, wanted in ((possible[0], 0), (outcomes[0], 1)):
        fields = {"platforms": [{**entry, "choice": {"pattern": chosen}}]}
        assert len(json.loads(form.without_reason(json.dumps(fields)))) == wanted


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vision.zip", b"PK\x03\x04 broken"),
        ("letter.docx", zipped(COMPLETE / "platforms")),
        ("vision.yml", b"department: [x"),
        ("vision.yml", b"\xff\xfe\x00"),
        ("record.yml", b"platform: {user_scope: 9}"),
        ("record.yml", b"- 1\n- 2"),
    ],
)
def test_what_is_no_vision_and_no_record_is_named_and_leaves_nothing(form, name, content):
    found = json.loads(form.open([(name, content)]))
    assert found["problems"]
    assert not found["vision"]
    assert not found["platforms"]


# ── In the browser ──────────────────────────────────────────────────────────────────────────────────────────────


def fill(page, path, value, within=".dcb-write-part:not([data-list])"):
    field = page.locator(f"{within} [data-path='{path}']")
    if field.evaluate("(one) => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_the_page_saves_passes_the_check(page, address, language, tmp_path, guide, engine):
    opened(page, address, language, "write")
    page.set_input_files("#dcb-files", COMPLETE / "platforms" / "tourism.yml")
    expect(page.locator("[data-list=platforms] [data-path=name]")).to_have_value(FILLED, timeout=90_000)
    entry = "[data-list=platforms] [data-entry]"
    for name in ("purposes", "initiatives"):
        page.locator(f"[data-list={name}] [data-do=add]").click()
    fill(page, "prefecture", "40")
    fill(page, "title", "福岡県のビジョン")
    fill(page, "department", "デジタル推進課")
    fill(page, "contact.email", "digital@example.lg.jp")
    fill(page, "day", "2026-11-25")
    fill(page, "frame.aim", "趣旨の一行目\n\n# 二行目: 「'\"」")
    fill(page, "frame.period.start", "2027-04")
    fill(page, "frame.period.end", "2032-03")
    fill(page, "partition", "by_data")
    fill(page, "cost_sharing.prefecture_percent", "50")
    fill(page, "field", "観光", entry)
    fill(page, "choice.pattern", "cross_field_shared", entry)
    fill(page, "choice.reason", "三年後に見直します。", entry)
    fill(page, "id", "wide_area", "[data-list=purposes] [data-entry]")
    for name in ("title", "procedure"):
        fill(
            page, name, {"title": "調査", "procedure": "platform_design"}[name], "[data-list=initiatives] [data-entry]"
        )
    fill(page, "cost_million_yen", "2.5", "[data-list=initiatives] [data-entry]")
    folder = unzipped(saved(page, "[data-do=save][data-of=zip]"), tmp_path)
    assert check(folder)[::2] == (0, "")
    loaded = sound(folder, guide, engine)
    assert loaded.vision.title
    assert loaded.vision.title.texts == {"ja": "福岡県のビジョン"}
    assert loaded.vision.frame.aim
    assert loaded.vision.frame.aim.texts["ja"] == "趣旨の一行目\n\n# 二行目: 「'\"」"
    assert loaded.vision.partition == "by_data"
    assert loaded.vision.cost_sharing.prefecture_percent == 50
    assert [(one.id, one.cost_million_yen) for one in loaded.vision.initiatives] == [("initiatives_1", 2.5)]
    (platform,) = loaded.platforms
    record = yaml.safe_load((COMPLETE / "platforms" / "tourism.yml").read_text(encoding="utf-8"))
    assert platform.name == record["name"]
    assert platform.record.answers["user_scope"] == record["platform"]["user_scope"]
    assert platform.entry.choice.outcomes == {"pattern": "cross_field_shared"}


@pytest.mark.parametrize("vision", [COMPLETE, ASSEMBLY], ids=lambda one: one.name)
def test_a_vision_is_opened_changed_and_saved_with_all_its_files(page, address, tmp_path, guide, engine, vision):
    opened(page, address, "ja", "write")
    (tmp_path / "vision.zip").write_bytes(zipped(vision))
    page.set_input_files("#dcb-files", tmp_path / "vision.zip")
    expect(page.locator("[data-path=department]")).to_have_value(FILLED, timeout=90_000)
    fill(page, "department", "新しい課")
    folder = unzipped(saved(page, "[data-do=save][data-of=zip]"), tmp_path)
    before, after = sound(vision, guide, engine), sound(folder, guide, engine)
    assert after.vision.department.texts["ja"] == "新しい課"
    assert after.vision.department.texts["en"] == before.vision.department.texts["en"]
    unchanged = {"department": before.vision.department, "model": "", "platforms": []}
    assert after.vision.model_copy(update=unchanged) == before.vision.model_copy(update=unchanged)
    assert after.chapters == before.chapters
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {path.relative_to(vision).as_posix() for path in vision.rglob("*") if path.is_file()}


def test_platforms_kept_in_the_tool_are_added(page, address):
    opened(page, address, "ja", "tool")
    kept = {"platforms": [{"name": "甲の基盤", "address": "#user_scope=municipality"}], "results": []}
    page.evaluate("(kept) => localStorage.setItem(`dcb-guide ${location.pathname}`, JSON.stringify(kept))", kept)
    opened(page, address, "ja", "write")
    page.locator("[data-do=kept]").click()
    expect(page.locator("[data-list=platforms] [data-path=name]")).to_have_value("甲の基盤", timeout=90_000)


def test_a_blank_required_field_is_shown_and_nothing_is_saved(page, address):
    opened(page, address, "ja", "write")
    page.locator("[data-do=save][data-of=yml]").click()
    assert "必須" in page.locator("#dcb-status").inner_text()
    assert page.evaluate("document.activeElement.dataset.path") == "prefecture"
    assert page.locator("[aria-invalid=true]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_is_accessible_and_fits_a_narrow_screen(browser, address, scheme):
    page = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
    opened(page, address, "ja", "write")
    page.locator("[data-list=initiatives] [data-do=add]").click()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    page.close()
