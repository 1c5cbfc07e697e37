"""A prefecture's vision: mistakes are named with their place, in the reader's language; nothing in it is run."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dcb_guide.cli.main import main
from dcb_guide.core import document as draft
from dcb_guide.core import markdown
from dcb_guide.core.engine import Engine
from dcb_guide.guide.content import Guide
from dcb_guide.vision.compare_visions import comparison, find, newest_of_each, read
from dcb_guide.vision.migrate import TooNewError, migrate, rename
from dcb_guide.vision.open_points import open_points
from dcb_guide.vision.own_html import cleaned
from dcb_guide.vision.read_vision import LoadedVision, load_vision
from dcb_guide.vision.start import begin, template_text
from dcb_guide.vision.vision_json import published
from dcb_guide.vision.vision_json_schema import PublishedVision
from dcb_guide.vision.vision_types import COLOURS

HERE = Path(__file__).parent
COMPLETE = HERE / "visions" / "complete"


@pytest.fixture
def vision(tmp_path) -> Path:
    """A copy of the complete vision, to edit."""
    return Path(shutil.copytree(COMPLETE, tmp_path / "guide_data" / "vision"))


def check(folder, *options):
    done = CliRunner().invoke(main, ["vision", "check", "--folder", str(folder), *options])
    return done.exit_code, done.stdout, done.stderr


def sound(folder: Path, guide: Guide, engine: Engine) -> LoadedVision:
    """A vision that has no mistakes."""
    loaded, problems = load_vision(folder, guide, engine)
    assert problems == []
    assert loaded
    return loaded


def points_of(folder: Path, guide: Guide, engine: Engine) -> set[str]:
    """The ids of what is open in a vision before it is published."""
    return {point["id"] for point in open_points(sound(folder, guide, engine), guide, engine)}


def edit(folder, old, new, name="vision.yml"):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


#: what stands there, what is written instead, where it is told, part of the message in Japanese and in English
MISTAKES = [
    ("colour: green", "color: green", "13:1", "「color」という項目はありません。もしかして「colour」", "did you mean"),
    ("colour: green", "colour: gren", "13:9", "もしかして「green」", "Did you mean “green”?"),
    ('prefecture: "40"', 'prefecture: "48"', "4:13", "「48」は選べません", "“48” is not a choice"),
    ('prefecture: "40"', "prefecture: fukuoka", "4:13", "引用符つきの2桁", "two digits in quotation marks, such as"),
    ("procedure: cost_sharing", "procedure: cost_shareing", "64:16", "「cost_sharing」", "“cost_sharing”"),
    ("pattern: field_shared", "pattern: field_sharde", "35:16", "field_shared", "field_shared"),
    ("start: 2027-01", "start: 2028-01", "62:5", "終了（2027-12）が開始（2028-01）より前", "is before the start"),
    ("end: 2026-09", "end: 2026-13", "51:10", "例：2027-09", "a year and a month, such as 2027-09"),
    ("logo: logo.png", "logo: ../logo.png", "14:7", "例：logo.png", "such as logo.png"),
    ("logo: logo.png", "logo: nothing.png", "14:7", "ありません", "is missing"),
    ("site: https://example", "site: javascript:alert", "12:7", "https:// で始まる", "begins with https://"),
    ("  - id: agreement", "  - id: survey", "62:9", "2回", "twice"),
    ("schema_version: 1", "schema_version: 9", "2:17", "Sync fork", "newer than this guide"),
    ("cost_million_yen: 5", "cost_million_yen: 未定", "52:23", "百万円を単位とする数", "in million yen, such as 2.5"),
    ("prefecture_percent: 50", "prefecture_percent: 160", "68:23", "0から100まで", "from 0 to 100"),
    ("  ja: 企画部デジタル推進課", "  ja: 佐賀県デジタル推進課", "6:7", "「佐賀県」", "names Saga"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "ja", "en"), MISTAKES)
def test_a_mistake_is_named_with_its_place_in_the_readers_language(vision, old, new, place, ja, en):
    edit(vision, old, new)
    for language, part in (("ja", ja), ("en", en)):
        status, _, told = check(vision, "--lang", language)
        assert status == 1
        assert f"vision/vision.yml:{place}: " in told
        assert part.lower() in told.lower()


def test_all_mistakes_are_told_in_one_run_and_as_annotations(vision):
    edit(vision, "colour: green", "colour: gren")
    edit(vision, "user_scope: municipality", "user_scope: municipalty", "platforms/tourism.yml")
    (vision / "notes.txt").write_text("x")
    status, told, _ = check(vision, "--format", "github")
    assert status == 1
    assert "::error file=guide_data/vision/vision.yml,line=13,col=9::" in told
    assert "::error file=guide_data/vision/platforms/tourism.yml,line=6,col=15::" in told
    assert "notes.txt" in told


#: Mistakes of form, left out, unknown keys, references, texts: what stands there, what is written instead.
MANY = [
    ("department:\n  ja: 企画部デジタル推進課\n  en: Digital Promotion Division\n", ""),
    ("colour: green", "colour: gren"),
    ("    field:\n      ja: 観光", "    fild:\n      ja: 観光"),
    ("  - id: agreement", "  - id: Agreement"),
    ("procedure: platform_design", "procedure: platform"),
    ("prefecture_percent: 50", "prefecture_percent: 160"),
    ("検討を始めました。", "連絡は090-1234-5678です。"),
]


def test_mistakes_of_every_kind_are_told_in_one_run_each_once_and_none_that_is_not_there(vision):
    original = (vision / "vision.yml").read_text(encoding="utf-8")
    alone = set()
    text = original
    for old, new in MANY:
        assert old in original
        edit(vision, old, new)
        told = [line.partition(": ")[2] for line in check(vision)[2].splitlines()]
        alone |= set(told)
        (vision / "vision.yml").write_text(original, encoding="utf-8")
        text = text.replace(old, new, 1)
    (vision / "vision.yml").write_text(text, encoding="utf-8")
    together = [line.partition(": ")[2] for line in check(vision)[2].splitlines()]
    assert len(together) == len(set(together))
    assert set(together) == alone
    assert len(alone) >= len(MANY)


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("colour: green", "owner: prefecture", "13:1", "「owner」という項目はありません。ここに書ける項目は"),
        ("  - id: tourism\n", "  - id: tourism\n    start: 2027-04\n", "31:5", "name, field, owner, used_by"),
        ("cost_million_yen: 5", "after: [survey, terms, x]", "52:28", "after：「x」は選べません。選べる値は"),
        ("schema_version: 1", "confirmed_public: [{a: 1}]\nschema_version: 1", "2:20", "confirmed_public：「"),
    ],
)  # fmt: skip
def test_what_is_said_names_the_field_and_what_it_may_hold(vision, old, new, place, said):
    edit(vision, old, new)
    told = check(vision)[2]
    assert f"vision.yml:{place}" in told
    assert said in told
    assert not re.search(r": \d+：", told)


def test_a_text_of_a_vision_gives_the_workflow_no_command(vision):
    edit(vision, "    title: 費用分担の協定", '    title: "x\\n::error::y"')
    (vision / "chapters" / "a\n::error::b,c.md").write_text("x")
    for line in (*check(vision, "--format", "github")[1].splitlines(),):
        assert not line.startswith("::error::")
    (vision / "chapters" / "a\n::error::b,c.md").unlink()
    status, told, _ = check(vision, "--format", "github")
    assert status == 0
    assert "::warning::" in told
    assert "\n::error::" not in told


def test_the_complete_vision_can_be_published_and_its_open_points_are_told(vision):
    status, told, _ = check(vision, "--lang", "en")
    assert status == 0
    assert "This can be published" in told
    assert "An initiative has no owner" in told
    assert "departs" not in told


# ── Files from outside ──────────────────────────────────────────────────────────────────────────────────────────


def test_links_out_of_the_folder_are_not_read(vision, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("秘密", encoding="utf-8")
    (vision / "chapters" / "target.md").symlink_to(secret)
    status, _, told = check(vision)
    assert status == 1
    assert "chapters/target.md" in told
    assert "秘密" not in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vision.yml", "a: &a [x]\nb: [*a, *a]\n"),
        ("vision.yml", "!!python/object/apply:os.system ['true']\n"),
        ("vision.yml", "x" * 1_000_001),
        ("vision.yml", "[" * 5_000),
        ("vision.yml", "- a\n" * 10),
        ("vision.yml", ""),
        ("platforms/tourism.yml", "[]"),
        ("platforms/tourism.yml", "\x00"),
    ],
)
def test_a_hostile_file_is_refused_with_its_name(vision, name, content):
    (vision / name).write_text(content, encoding="utf-8")
    status, _, told = check(vision)
    assert status == 1
    assert f"vision/{name}:" in told or "vision/vision.yml:" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", ["platforms/tourism.yml", "chapters/summary.md"])
def test_a_text_in_another_encoding_is_named(vision, name):
    (vision / name).write_bytes("name: 観光".encode("shift_jis"))
    status, _, told = check(vision, "--lang", "en")
    assert status == 1
    assert f"vision/{name}:1:1: The text is not UTF-8" in told


def test_a_day_may_stand_without_quotes(vision):
    edit(vision, 'date: "2026-04-01"', "date: 2026-04-01")
    assert check(vision)[0] == 0
    edit(vision, "date: 2026-04-01", 'date: "2026-04-31"')
    status, _, told = check(vision)
    assert status == 1
    assert "「2026-04-31」という日付はありません" in told


def test_a_picture_is_what_its_name_says(vision):
    (vision / "logo.png").write_text("<svg onload='alert(1)'>")
    assert "vision/logo.png は" not in check(vision)[2]
    assert "画像 logo.png は壊れている" in check(vision)[2]


HOSTILE_MARKDOWN = """
<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://elsewhere.example/x.png)
[c](data:text/html,x) <style>*{}</style> <iframe src="https://elsewhere.example"></iframe> [d](https://ok.example/)
{: onclick="alert(1)" }
"""


def test_free_markdown_becomes_html_that_can_do_nothing():
    html = cleaned(HOSTILE_MARKDOWN)
    assert "<script" not in html
    assert "<img" not in html
    assert "<iframe" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert 'href="https://ok.example/"' in html


def test_every_text_of_a_vision_stays_text_on_the_page():
    hostile = "<b>{{ config }}</b> {% raw %} [x](javascript:alert) | a\n# b {: onclick=x } `c` ![d](e)"
    blocks = [{"kind": "paragraph", "text": hostile}, {"kind": "heading", "level": 2, "text": hostile}]
    page = markdown.render(blocks, anchors=True)
    for sign in ("<", "{{", "{%", "](", "`", "| a", "{:"):
        assert sign not in page
    file = re.sub(r"\\.", "", markdown.render(blocks))
    for sign in ("<", "](", "`", "| a"):
        assert sign not in file


# ── Begin, update, compare ──────────────────────────────────────────────────────────────────────────────────────


def begun(folder, *options):
    return CliRunner().invoke(main, ["vision", "init", "--folder", str(folder), *options])


def test_every_prefecture_begins_with_a_valid_vision(tmp_path, guide, engine):
    for prefecture in guide.prefectures:
        folder = tmp_path / prefecture.code
        begin(folder, guide, engine, prefecture.code, [])
        assert sound(folder, guide, engine).vision.prefecture == prefecture.code


def test_the_template_on_the_site_is_a_vision(tmp_path, guide, engine):
    folder = tmp_path / "guide_data" / "vision"
    folder.mkdir(parents=True)
    (folder / "vision.yml").write_text(template_text(guide, engine), encoding="utf-8")
    assert sound(folder, guide, engine).platforms[0].is_waiting


def test_a_beginning_says_which_file_each_record_came_from(tmp_path):
    records = [tmp_path / "観光.yml", tmp_path / "防災.yml"]
    for number, record in enumerate(records):
        record.write_text(f"name: 基盤{number}\n", encoding="utf-8")
    done = begun(tmp_path / "vision", "--prefecture", "40", *(f"--from={record}" for record in records))
    written = done.stdout.splitlines()
    assert written[1].endswith(f"platforms/platform_1.yml ← {records[0]}")
    assert written[2].endswith(f"platforms/platform_2.yml ← {records[1]}")
    text = (tmp_path / "vision" / "vision.yml").read_text(encoding="utf-8")
    assert "- id: platform_1  # 基盤0" in text
    assert "- id: platform_2  # 基盤1" in text
    assert (tmp_path / "vision" / "guide_state.json").is_file()


def test_a_vision_begins_with_records_and_addresses(tmp_path, guide, engine):
    address = "https://example.jp/tool/#service_provider=private&peers=1&co_used=no&service_kinds=aml,public_identity&platform_liability=distinguished&model=0.9.0&flow=yes&name=A%E7%94%BA"
    record = HERE.parent / "examples" / "tourism.yml"
    done = begun(tmp_path / "vision", "--prefecture", "40", "--from", str(record), "--from", address)
    assert done.exit_code == 0, done.stderr
    loaded = sound(tmp_path / "vision", guide, engine)
    assert loaded.platforms[1].record.name == "A町"
    assert loaded.platforms[1].record.answers == {
        "service_provider": "private", "peers": 1, "co_used": False, "service_kinds": ["aml", "public_identity"],
        "resident_terms": "exists", "platform_liability": "distinguished",
    }  # fmt: skip


def test_a_vision_that_is_there_is_not_written_over(vision):
    before = (vision / "vision.yml").read_text(encoding="utf-8")
    assert begun(vision, "--prefecture", "40").exit_code == 1
    assert (vision / "vision.yml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("source", ["https://x/tool/#service_provider=nobody", "https://x/tool/#colour=red"])
def test_an_address_with_mistakes_begins_nothing(tmp_path, source):
    done = begun(tmp_path / "vision", "--prefecture", "40", "--from", source)
    assert done.exit_code == 1
    assert not (tmp_path / "vision").exists()


def test_a_migration_keeps_comments_and_order():
    text = "# 一行目\nschema_version: 1  # 版\ncolour: green  # 緑\n# 下の説明\ndepartment:\n  ja: 課\n"
    written, had = migrate(text, {1: lambda data: rename(data, "colour", "accent")}, to=2)
    assert had == 1
    assert written == text.replace("colour", "accent").replace("schema_version: 1", "schema_version: 2")


def test_a_vision_of_the_present_form_is_left_as_it_is_and_a_newer_one_refused():
    text = (COMPLETE / "vision.yml").read_text(encoding="utf-8")
    assert migrate(text) == (text, 1)
    with pytest.raises(TooNewError):
        migrate(text.replace("schema_version: 1", "schema_version: 99"))


def test_what_is_published_has_the_form_that_is_published(guide, engine):
    loaded = sound(COMPLETE, guide, engine)
    data = json.loads(json.dumps(published(loaded, guide, engine)))
    assert PublishedVision.model_validate(data).prefecture.code == "40"
    departures = {one["id"]: one["source"] for one in data["departures"]}
    assert departures == {"field": "1.1", "technology": "1.1"}


def test_visions_are_compared_and_shared_fields_found(guide, engine, tmp_path):
    loaded = sound(COMPLETE, guide, engine)
    data = published(loaded, guide, engine)
    for code, name in (("40", "福岡県"), ("41", "<b>佐賀県</b>")):
        folder = tmp_path / code
        folder.mkdir()
        one = {**data, "prefecture": {"code": code, "name": {"ja": name, "en": "=1+1"}}}
        (folder / "vision.json").write_text(json.dumps(one), encoding="utf-8")
    found = comparison([read(file, guide, "ja") for file in find(tmp_path)], guide)
    assert [one["field"]["ja"] for one in found["candidates"]] == ["観光"]
    done = CliRunner().invoke(
        main, ["visions", str(tmp_path / "40"), str(tmp_path / "41"), "--output", str(tmp_path / "out"), "--lang", "en"]
    )
    assert done.exit_code == 0
    page = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "Tourism: 2 prefectures" in page
    assert "\n'=1+1," in (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8")
    (tmp_path / "41" / "vision.json").write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(
        main, ["visions", str(tmp_path / "40"), str(tmp_path / "41"), "--output", str(tmp_path / "out")]
    )
    assert done.exit_code == 1
    assert "41" in done.stderr


def test_visions_are_found_in_folders_of_folders_and_fields_by_their_meaning(guide, engine, tmp_path):
    data = json.loads(json.dumps(published(sound(COMPLETE, guide, engine), guide, engine)))
    fields = {"40": "観光分野", "41": "ツーリズム", "42": "Ｔｏｕｒｉｓｍ", "43": "防災"}
    for code, field in fields.items():
        one = json.loads(json.dumps(data))
        one["prefecture"] = {"code": code, "name": {"ja": f"{code}県"}}
        for platform in one["platforms"]:
            platform["field"] = field
        folder = tmp_path / "all" / code / "site"
        folder.mkdir(parents=True)
        (folder / ("vision.json" if code != "41" else "saga.json")).write_text(json.dumps(one), encoding="utf-8")
    (tmp_path / "all" / "package.json").write_text("{}", encoding="utf-8")
    found = find(tmp_path / "all")
    assert [path.name for path in found] == ["vision.json"] * 3 + ["saga.json"]
    visions = [read(path, guide, "ja") for path in found]
    (candidate,) = comparison(visions, guide)["candidates"]
    assert {one["code"] for one in candidate["platforms"]} == {"40", "41", "42"}
    older = visions[0].model_copy(update={"changed": "2020-01-01"})
    assert newest_of_each([older, visions[0]]) == ([visions[0]], [older])


def test_a_folder_without_a_vision_is_told_in_the_readers_language(tmp_path):
    done = CliRunner().invoke(main, ["visions", str(tmp_path), "--output", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "vision.json が見つかりません" in done.stderr


def test_a_vision_of_format_1_is_still_read(guide, engine, tmp_path):
    data = json.loads(json.dumps(published(sound(COMPLETE, guide, engine), guide, engine)))
    names = ("guide", "prefecture", "department", "platforms", "initiatives", "prefecture_state")
    older = {"format": "dcb-guide-vision/1", **{name: data[name] for name in names}}
    for platform in older["platforms"]:
        for name in ("decided", "excluded", "owner", "used_by"):
            del platform[name]
    (tmp_path / "vision.json").write_text(json.dumps(older), encoding="utf-8")
    row = comparison([read(tmp_path / "vision.json", guide, "ja")], guide)["platforms"][0]
    assert row["pattern"] == "field_shared"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_document_tells_every_chapter_and_falls_back_with_a_notice(guide, engine, language):
    loaded = sound(COMPLETE, guide, engine)
    blocks = draft.blocks(published(loaded, guide, engine), engine.texts, language, loaded.chapters)
    headings = [block["id"] for block in blocks if block.get("id")]
    assert headings == [*guide.document.chapters, "glossary", "history", "appendix"]
    notice = guide.draft["in_japanese"][language]
    assert (notice in [block.get("text") for block in blocks]) is (language == "en")
    free = [block["text"] for block in blocks if block["kind"] == "free"]
    assert ("become **one**" in free[0]) is (language == "en")


def test_every_colour_can_be_read_on_its_ground():
    tokens = (HERE.parent / "node_modules/@digital-go-jp/design-tokens/dist/tokens.css").read_text(encoding="utf-8")

    def luminance(name):
        digits = tokens.split(f"--color-primitive-{name}: #")[1][:6]
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in COLOURS:
        assert 1.05 / (luminance(f"{colour}-900") + 0.05) >= 4.5, colour
        assert (luminance(f"{colour}-300") + 0.05) / (0.03 + 0.05) >= 4.5, colour


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sample_of_the_publishing_page_can_be_published(guide, tmp_path, language):
    page = (HERE.parent / "docs" / language / "publish.md").read_text(encoding="utf-8")
    folder = tmp_path / "guide_data" / "vision"
    (folder / "platforms").mkdir(parents=True)
    (folder / "vision.yml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    (folder / "platforms" / "tourism.yml").write_text("platform: {service_provider: private}\n", encoding="utf-8")
    assert check(folder)[0] == 0
    for name in guide.document.chapters:
        assert name in page


# ── Official types, state and indicators ────────────────────────────────────────────────────────────────────────


def test_a_vision_says_type_now_next_and_goal_of_each_platform_and_of_the_prefecture(vision, guide, engine):
    published_vision = published(sound(vision, guide, engine), guide, engine)
    blocks = draft.blocks(published_vision, engine.texts, "ja")
    figure = next(block for block in blocks if block["kind"] == "line")
    assert figure["columns"][1:] == ["いま", "移行パターン", "次", "長期の目標"]
    assert {row[4] for row in figure["rows"]} == {"型2.4"}
    lines = [block["text"] for block in blocks if block["kind"] == "paragraph" and " → " in block["text"]]
    assert len(lines) == len(published_vision["platforms"])
    assert all(line.endswith("型2.4（長期の目標）") for line in lines)
    whole = next(block["text"] for block in blocks if "県全体の型は" in str(block.get("text")))
    assert all(row[1] in whole for row in figure["rows"])


@pytest.mark.parametrize(
    ("owner", "co_used", "state"),
    [
        ("prefecture", "yes", "prefecture_shared"),
        ("other", "yes", "municipal_shared"),
        (None, "yes", None),
        ("other", "no", "not_shared"),
        ("other", "null", None),
    ],
)
def test_the_state_of_the_prefecture_follows_from_its_platforms(vision, guide, engine, owner, co_used, state):
    for name in ("tourism", "tourism_city"):
        path = vision / "platforms" / f"{name}.yml"
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "co_used:" not in line]
        at = lines.index("context:") + 1
        path.write_text("\n".join([*lines[:at], f"  co_used: {co_used}", *lines[at:]]) + "\n", encoding="utf-8")
        if owner:
            edit(vision, f"  - id: {name}\n", f"  - id: {name}\n    owner: {owner}\n")
    published_vision = published(sound(vision, guide, engine), guide, engine)
    assert published_vision["prefecture_state"] == state
    told = json.dumps(draft.blocks(published_vision, engine.texts, "ja"), ensure_ascii=False)
    assert ("第3.0版6.6の四つの区分" in told) is (state is not None)


def test_a_measure_names_an_indicator_of_the_guidebook(vision, guide, engine):
    edit(
        vision, "        by: 2028-03\n", "        by: 2028-03\n      - indicator: active_users\n        target: 5万人\n"
    )
    measure = published(sound(vision, guide, engine), guide, engine)["purposes"][0]["measures"][1]
    assert measure["indicator"] == "active_users"
    assert measure["text"]["ja"] == "月間アクティブ利用者数"
    edit(vision, "indicator: active_users", "indicator: active_user")
    status, _, told = check(vision, "--lang", "en")
    assert status == 1
    assert "Did you mean “active_users”?" in told
    edit(vision, "      - indicator: active_user\n        target: 5万人\n", "      - target: 5万人\n")
    assert check(vision)[0] == 1
