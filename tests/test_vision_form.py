"""The page on which a vision is written: what comes out passes the check, and what went in comes out again."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from playwright.sync_api import expect

from dcb_guide.core import document
from dcb_guide.guide.content import survey_texts
from dcb_guide.guide.prefecture_survey import read_municipalities
from dcb_guide.guide.read_guide import find_data
from dcb_guide.vision import MAX_LOGO_BYTES
from dcb_guide.vision.own_markdown import counted
from dcb_guide.vision.plain_guide import plain_guide
from dcb_guide.vision.prose_blocks import prose_blocks
from dcb_guide.vision.vision_form import VisionForm
from dcb_guide.vision.vision_json import published
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
    return VisionForm(
        {**survey_texts(guide), "municipalities": read_municipalities(find_data()), "vision": plain_guide(guide)},
        engine,
        "ja",
    )


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


def test_municipalities_are_names_in_the_form_and_codes_in_the_files(form):
    assert json.loads(form.municipalities_of("42"))[:3] == ["長崎市", "佐世保市", "島原市"]
    fields: dict[str, Any] = {
        "prefecture": "42",
        "municipalities": ["全市町村"],
        "platforms": [{"id": "a", "used_by": ["長崎市", "422029", "島原市"]}, {"id": "b", "used_by": ["全市町村"]}],
    }
    assert json.loads(form.unknown_municipalities(json.dumps(fields))) == []
    data = yaml.safe_load(form.text(json.dumps(fields)))
    assert len(data["municipalities"]) == 21
    assert data["municipalities"][0] == {"code": "42201", "name": "長崎市"}
    assert data["platforms"][0]["used_by"] == ["42201", "42202", "42203"]
    assert len(data["platforms"][1]["used_by"]) == 21
    fields["platforms"][0]["used_by"] = ["福岡市", "長崎"]
    assert json.loads(form.unknown_municipalities(json.dumps(fields))) == ["福岡市", "長崎"]


def test_municipalities_of_an_opened_vision_keep_their_translations(form):
    vision = (
        "department: 課\nprefecture: '42'\nmunicipalities:\n- {code: '42201', name: {ja: 長崎市, en: Nagasaki City}}\n"
    )
    opened_vision = json.loads(form.open([("vision.yml", vision.encode())]))["vision"]
    assert opened_vision["municipalities"] == ["長崎市"]
    opened_vision["municipalities"].append("島原市")
    written = yaml.safe_load(form.text(json.dumps(opened_vision)))["municipalities"]
    assert written == [
        {"code": "42201", "name": {"ja": "長崎市", "en": "Nagasaki City"}},
        {"code": "42203", "name": "島原市"},
    ]


def test_the_form_finds_the_private_texts_that_the_check_finds(form, tmp_path):
    """Private texts in every place of a vision: what the form finds and what the check finds are the same."""
    private = {
        "title": "090-1234-5678", "frame": {"aim": "山田課長"}, "contact": {"telephone": "095-000-0000"},
        "initiatives": [{"id": "a", "title": "単価の交渉（社外秘）", "procedure": "platform_design"}],
        "purposes": [{"id": "cost", "measures": [{"text": "山田太郎氏に聞く", "now": "1"}]}],
        "history": [{"date": "2026-11-25", "text": "taro@example.jp"}], "confirmed_public": ["山田太郎氏"],
        "department": "課", "prefecture": "42", "platforms": [{"id": "tourism", "field": "観光"}],
    }  # fmt: skip
    record = {"name": "内線 1234", "public_notes": {"user_scope": "極秘"}, "notes": {"co_used": "部外秘"}}
    files = {"platforms/tourism.yml": json.dumps(record), "chapters/present.md": "本文（取扱注意）"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in {"vision.yml": json.dumps(private), **files}.items():
            archive.writestr(f"vision/{name}", content)
    opened_vision = json.loads(form.open([("vision.zip", packed.getvalue())]))["vision"]
    found = json.loads(form.private(json.dumps(opened_vision)))
    assert sorted([one["place"] for one in found if one["place"]], key=str) == sorted([
        ["title"], ["frame", "aim"], ["initiatives", 0, "title"], ["history", 0, "text"],
        ["platforms", 0, "name"],
    ], key=str)  # fmt: skip
    code, _, said = check(unzipped(form.zip(json.dumps(opened_vision)), tmp_path))
    assert code == 1
    texts = [one["text"] for one in found]
    assert set(texts) == set(re.findall(r"（([^（）]+)）。取り除くか", said))
    assert set(texts) >= {"090-1234-5678", "taro@example.jp", "極秘", "取扱注意"}
    assert "部外秘" not in texts


def test_a_logo_goes_into_the_zip_and_out_again(form, tmp_path, guide, engine):
    picture = (COMPLETE / "logo.png").read_bytes()
    assert form.logo("図.gif", picture) == form.logo("x.png", picture + bytes(MAX_LOGO_BYTES)) == ""
    assert form.logo("県章.PNG", picture) == "logo.png"
    fields = {"prefecture": "42", "department": "課", "logo": "logo.png"}
    folder = unzipped(form.zip(json.dumps(fields)), tmp_path)
    assert (folder / "logo.png").read_bytes() == picture
    assert sound(folder, guide, engine).logo
    del fields["logo"]
    assert not [one for one in zipfile.ZipFile(io.BytesIO(form.zip(json.dumps(fields)))).namelist() if "logo" in one]


def _damaged(name: str) -> bytes:
    """A zip of a vision that is damaged in one way."""
    whole = zipped(COMPLETE)
    if name == "cut":
        return whole[: len(whole) // 2]
    if name == "stored":
        return whole.replace(b"department", b"departmens", 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("vision.yml")
        if name == "many":
            for number in range(700):
                archive.writestr(f"{number}.md", "x")
        archive.writestr(entry, "department: x")
    content = bytearray(packed.getvalue())
    at = content.index(b"PK\x01\x02")
    if name == "encrypted":
        content[6] |= 1
        content[at + 8] |= 1
    if name == "unknown way":
        content[8] = content[at + 10] = 99
    if name == "huge":
        content[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize("name", ["cut", "stored", "many", "encrypted", "unknown way", "huge"])
def test_a_damaged_zip_is_named_and_leaves_what_was_opened(form, name):
    before = json.loads(form.open([("vision.zip", zipped(COMPLETE))]))["vision"]
    found = json.loads(form.open([("damaged.zip", _damaged(name))]))
    assert len(found["problems"]) == 1
    assert found["problems"][0].startswith("damaged.zip: ")
    assert len(found["problems"][0]) > len("damaged.zip: ") + 8, "a sentence"
    assert not found["vision"]
    names = zipfile.ZipFile(io.BytesIO(form.zip(json.dumps(before)))).namelist()
    assert "vision/chapters/summary.md" in names


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


# ── The document ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("folder", [COMPLETE, ASSEMBLY], ids=lambda one: one.name)
def test_the_form_drafts_what_the_command_drafts(form, folder, language, guide, engine):
    form.language = language
    fields = json.dumps(json.loads(form.open([("vision.zip", zipped(folder))]))["vision"])
    loaded = sound(folder, guide, engine)
    drafted = document.blocks(
        published(loaded, guide, engine), engine.texts, language, loaded.chapters, count_own=counted
    )
    found = json.loads(form.document(fields))
    own = [one.pop("parts") for one in found["blocks"] if one["kind"] == "free"]
    assert found["blocks"] == json.loads(json.dumps(drafted))
    assert len(own) == len([one for one in drafted if one["kind"] == "free"])
    assert set(loaded.pictures) <= {*found["pictures"]}


def test_open_points_are_drafted_by_the_form_where_the_vision_publishes_them(form, tmp_path, guide, engine):
    vision = {"prefecture": "42", "department": "課", "platforms": [{"id": "a", "field": "防災"}],
              "initiatives": [{"id": "b", "title": "調査", "procedure": "platform_design"}],
              "publish_open_points": True}  # fmt: skip
    fields = json.dumps(vision)
    loaded = sound(unzipped(form.zip(fields), tmp_path), guide, engine)
    drafted = document.blocks(published(loaded, guide, engine), engine.texts, "ja")
    assert any(one.get("text") == "今後の検討事項" for one in drafted)
    assert json.loads(form.document(fields))["blocks"] == json.loads(json.dumps(drafted))


def test_own_prose_keeps_its_form_in_the_blocks_for_word():
    text = (
        "# 聞き取り\n\n1. 一\n   - 内\n\n2. 二\n\n> 引用\n\n**太字**と[先](https://example.jp)[^1]\n\n"
        "[^1]: 注\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![図の説明](images/x.png)\n\n\\newpage\n\n[悪](javascript:x)\n"
    )
    labels = {"table": ["表 4"], "figure": ["図 2"]}
    found = prose_blocks({"text": text, "chapter": "present", "title": "現状", "labels": labels})
    prose = [one for one in found if one["kind"] == "prose"]
    assert found[0] == {"kind": "heading", "level": 3, "text": "聞き取り"}
    assert [(one["marker"], one["depth"]) for one in prose if "depth" in one] == [("1.", 0), ("•", 1), ("2.", 0)]
    assert [one["style"] for one in prose if one["runs"] == [{"text": "引用"}]] == ["quote"]
    bold, _, link, note = next(one["runs"] for one in prose if one["runs"][0].get("bold"))
    assert (bold["text"], link["href"], note["footnote"]) == ("太字", "https://example.jp", "注")
    assert {
        "kind": "table",
        "caption": "聞き取り",
        "label": "表 4",
        "columns": ["a", "b"],
        "rows": [["1", "2"]],
    } in found
    assert {"kind": "picture", "place": "images/x.png", "alternative": "図の説明", "caption": "図の説明",
            "label": "図 2"} in found  # fmt: skip
    assert {"kind": "page_break"} in found
    assert [run["href"] for one in prose for run in one["runs"] if "href" in run] == ["https://example.jp"]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"purposes": [{"id": "cost"}, {"id": "purposes_1"}]}, ["purposes", 1, "label"]),
        ({"purposes": [{"id": "cost", "measures": [{"text": "a"}, {"now": "1"}]}]},
         ["purposes", 0, "measures", 1, "text"]),
        ({"initiatives": [{"id": "a", "title": "a", "procedure": "platform_design", "start": "2027-05",
                           "end": "2027-04"}]}, ["initiatives", 0, "end"]),
        ({"frame": {"period": {"start": "2027-04"}}}, ["frame", "period", "end"]),
    ],
)  # fmt: skip
def test_what_fields_say_together_that_the_check_refuses_is_known_to_the_form(form, fields, place, tmp_path):
    data = {"prefecture": "42", "department": "課", **fields}
    assert [one["place"] for one in json.loads(form.mistakes(json.dumps(data)))] == [place]
    assert check(unzipped(form.zip(json.dumps(data)), tmp_path))[0] == 1


@pytest.mark.parametrize("where", ["survey", "cost_plan"])
def test_private_texts_in_a_survey_and_a_cost_plan_are_found_by_the_form_as_by_the_check(form, where, tmp_path):
    (tmp_path / "vision").mkdir()
    files = {
        "survey": {"survey": {"prefecture": "42"}, "platforms": [{"name": "基盤 090-1234-5678", "note": "社外秘"}]},
        "cost_plan": {"years": 1, "build": 1, "run": 1, "scheme": "equal",
                      "participants": [{"id": "42201", "name": "長崎市 090-1234-5678"}]},
    }  # fmt: skip
    vision = {"schema_version": 1, "model": "2.0.0", "prefecture": "42", "department": "課", where: "beside.yml"}
    for name, content in (("vision.yml", vision), ("beside.yml", files[where])):
        (tmp_path / "vision" / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    fields = json.dumps(json.loads(form.open([("vision.zip", zipped(tmp_path / "vision"))]))["vision"])
    assert [(one["file"], one["text"]) for one in json.loads(form.private(fields))] == [("beside.yml", "090-1234-5678")]
    code, _, said = check(tmp_path / "vision")
    assert (code, "090-1234-5678" in said) == (1, True)


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


def test_measures_municipalities_and_a_logo_are_written_in_fields(page, address, tmp_path, guide, engine):
    opened(page, address, "ja", "write")
    fill(page, "prefecture", "17")
    fill(page, "department", "デジタル推進課")
    page.locator("[data-do=municipalities]").click()
    expect(page.locator("[data-path=municipalities]")).to_have_value(re.compile("^金沢市、"), timeout=90_000)
    page.set_input_files("[data-logo]", COMPLETE / "logo.png")
    expect(page.locator("[data-path=logo]")).to_have_value("logo.png")
    for name in ("purposes", "platforms"):
        page.locator(f"[data-list={name}] > p > [data-do=add]").click()
    platform = "[data-list=platforms] [data-entry]"
    fill(page, "name", "県の基盤", platform)
    fill(page, "field", "防災", platform)
    fill(page, "used_by", "金沢市、輪島市", platform)
    # A purpose of one's own needs a heading, and a measure says what is measured: both are said at their fields.
    page.locator("[data-list=measures] [data-do=add]").click()
    page.locator("[data-list=measures] [data-path=now]").fill("1")
    page.locator("[data-do=save][data-of=zip]").click()
    wrong = page.locator("#dcb-write-form .dcb-error")
    expect(wrong).to_have_count(2)
    assert page.evaluate("document.activeElement.dataset.path") == "label"
    assert "防災の連携" in wrong.first.inner_text()
    page.locator("[data-list=measures] [data-do=remove]").click()
    fill(page, "id", "cost", "[data-list=purposes] > [data-entries] > [data-entry] > .dcb-fields")
    for place, text in enumerate(("運用費", "相談：090-1234-5678")):
        page.locator("[data-list=measures] [data-do=add]").click()
        page.locator("[data-list=measures] [data-path=text]").nth(place).fill(text)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    page.locator("[data-do=save][data-of=zip]").click()
    # What looks private is named, and its field pointed at.
    expect(page.locator("#dcb-private li")).to_contain_text("090-1234-5678")
    assert page.evaluate("document.activeElement.value") == "相談：090-1234-5678"
    page.locator("[data-list=measures] [data-path=text]").nth(1).fill("利用者数")
    folder = unzipped(saved(page, "[data-do=save][data-of=zip]"), tmp_path)
    assert check(folder)[::2] == (0, "")
    vision = sound(folder, guide, engine).vision
    assert len(vision.municipalities) == 19
    assert vision.platforms[0].used_by == ["17201", "17204"]
    assert [one.text.texts["ja"] for one in vision.purposes[0].measures] == ["運用費", "利用者数"]
    assert (folder / "logo.png").read_bytes() == (COMPLETE / "logo.png").read_bytes()


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


def test_every_wrong_field_has_its_reason_below_and_nothing_is_saved(page, address):
    opened(page, address, "ja", "write")
    fill(page, "contact.email", "digital at example")
    fill(page, "frame.period.start", "来年の春")
    page.locator("[data-do=save][data-of=yml]").click()
    expect(page.locator("#dcb-status")).to_contain_text("直すところが4か所", timeout=90_000)
    assert page.evaluate("document.activeElement.dataset.path") == "prefecture"
    wrong = page.locator("[aria-invalid=true]")
    assert [one.get_attribute("data-path") for one in wrong.all()] == [
        "prefecture", "department", "contact.email", "frame.period.start",
    ]  # fmt: skip
    reasons = [page.locator(f"#{one.get_attribute('aria-describedby')}").inner_text() for one in wrong.all()]
    assert reasons[:2] == ["この欄は必須です。"] * 2
    assert all("例：" in reason for reason in reasons[2:])


def test_months_as_officials_write_them_and_purposes_of_ones_own_are_saved(page, address, tmp_path, guide, engine):
    opened(page, address, "ja", "write")
    fill(page, "prefecture", "42")
    fill(page, "department", "企画課")
    fill(page, "frame.period.start", "令和9年4月")
    fill(page, "frame.period.end", "R14.3")
    page.locator("[data-list=purposes] > p > [data-do=add]").click()
    fill(page, "label", "防災の連携", "[data-list=purposes] > [data-entries] > [data-entry] > .dcb-fields")
    folder = unzipped(saved(page, "[data-do=save][data-of=zip]"), tmp_path)
    assert check(folder)[::2] == (0, "")
    vision = sound(folder, guide, engine).vision
    assert (vision.frame.period.start, vision.frame.period.end) == ("2027-04", "2032-03")
    assert [(one.id, one.label.texts["ja"]) for one in vision.purposes] == [("purposes_1", "防災の連携")]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_choices_of_the_form_are_whole_sentences(page, address, language):
    opened(page, address, language, "write")
    assert "{" not in "".join(page.locator("#dcb-write-form option").all_inner_texts())


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


def test_leaving_with_unsaved_fields_asks_first(page, address):
    opened(page, address, "ja", "write")
    asked = []

    def leave(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert asked == []
    page.locator("[data-path=department]").press_sequentially("企画課")
    page.reload()
    assert asked == ["beforeunload"]


def test_the_form_works_in_the_file_that_needs_no_server(browser, site, tmp_path):
    page = browser.new_context().new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{(site / 'dcb-guide-prefecture.html').as_uri()}?lang=ja&page=write")
    (tmp_path / "vision.zip").write_bytes(zipped(COMPLETE))
    page.set_input_files("#dcb-files", tmp_path / "vision.zip")
    expect(page.locator("[data-path=department]")).to_have_value(FILLED, timeout=90_000)
    folder = unzipped(saved(page, "[data-do=save][data-of=zip]"), tmp_path)
    assert check(folder)[::2] == (0, "")
    assert saved(page, "[data-do=save][data-of=word]").startswith(b"PK")
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_and_saves_the_document_of_an_opened_vision(page, address, tmp_path, language):
    opened(page, address, language, "write")
    (tmp_path / "vision.zip").write_bytes(zipped(ASSEMBLY))
    page.set_input_files("#dcb-files", tmp_path / "vision.zip")
    expect(page.locator("[data-path=department]")).to_have_value(FILLED, timeout=90_000)
    (tmp_path / "vision.docx").write_bytes(saved(page, "[data-do=save][data-of=word]"))
    word = docx.Document(str(tmp_path / "vision.docx"))
    page.locator("[data-do=preview]").click()
    headings = page.locator("#dcb-preview-blocks :is(h2, h3, h4, h5)")
    expect(headings.first).to_be_visible(timeout=30_000)
    # A long title of the cover is in lines.
    shown = [" ".join(one.split()) for one in headings.all_text_contents()]
    written = [
        " ".join(one.text.split())
        for one in word.paragraphs
        if one.style and one.style.name.startswith(("Heading", "Title"))
    ]
    assert shown == written
    assert len(word.inline_shapes) == 4, "three pictures and a drawing of the prefecture's own prose"
    page.locator("#dcb-write-title").fill("090-1234-5678")
    page.locator("[data-do=save][data-of=word]").click()
    expect(page.locator("#dcb-private li")).to_contain_text("090-1234-5678")
