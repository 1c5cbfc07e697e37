"""Nothing private gets out: notes of records, what looks private, what is open."""

import json
import shutil
from pathlib import Path

import pytest

from dcb_guide.core import document, markdown
from dcb_guide.core.engine import Engine
from dcb_guide.guide.content import Guide
from dcb_guide.vision.private import PrivateSearch, WrittenText, is_my_number
from dcb_guide.vision.vision_json import published
from tests.test_vision import COMPLETE, check, edit, sound


@pytest.fixture
def vision(tmp_path: Path) -> Path:
    """A copy of the complete vision, to edit."""
    return Path(shutil.copytree(COMPLETE, tmp_path / "guide_data" / "vision"))


def add_notes(vision: Path, part: str, text: str) -> None:
    path = vision / "platforms" / "tourism_city.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}{part}:\n  peers: {text}\n", encoding="utf-8")


def everything_published(folder: Path, guide: Guide, engine: Engine) -> str:
    """Return all texts that leave: vision.json, page, Markdown, in every language."""
    loaded = sound(folder, guide, engine)
    data = published(loaded, guide, engine)
    drafts = [markdown.render(document.blocks(data, engine.texts, code, loaded.chapters)) for code in ("ja", "en")]
    return "\n".join([json.dumps(data, ensure_ascii=False), *drafts])


def test_notes_of_a_record_never_leave_and_public_notes_do(vision, guide, engine):
    add_notes(vision, "notes", "単価の引下げを交渉する")
    add_notes(vision, "public_notes", "県内の5市が参加します")
    told = everything_published(vision, guide, engine)
    assert "交渉する" not in told
    assert "県内の5市が参加します" in told


def test_open_points_and_contradictions_are_published_only_where_the_vision_says_so(vision, guide, engine):
    path = vision / "platforms" / "tourism_city.yml"
    path.write_text("name: B\nplatform: {platform_provider: none, data_exchange: yes}\n", encoding="utf-8")
    closed = published(sound(vision, guide, engine), guide, engine)
    assert "open_points" not in closed
    assert all(one["findings"] == [] and one["next_question"] is None for one in closed["platforms"])
    assert "今後の検討事項" not in everything_published(vision, guide, engine)
    edit(vision, "colour: green\n", "colour: green\npublish_open_points: yes\n")
    opened = published(sound(vision, guide, engine), guide, engine)
    assert opened["open_points"]
    assert any(one["findings"] for one in opened["platforms"])
    assert "今後の検討事項" in everything_published(vision, guide, engine)


#: Text, and what it is taken for.
PRIVATE = [
    ("連絡は hanako.yamada@example.lg.jp まで", "hanako.yamada@example.lg.jp", "メールアドレス"),
    ("090-1234-5678", "090-1234-5678", "携帯電話"),
    ("090ー1234ー5678", "090ー1234ー5678", "携帯電話"),
    ("電話は03-1234-5678", "03-1234-5678", "電話番号"),
    ("(092)123-4567", "(092)123-4567", "電話番号"),
    ("内線:2345", "内線:2345", "電話番号"),
    ("番号は 1234-5678-9018 です", "12…18", "個人番号"),
    ("担当は山田太郎課長です", "山田太郎課長", "名前と役職"),
    ("課長 佐藤花子が出席", "課長 佐藤花子", "名前と役職"),
    ("氏名:鈴木一郎", "氏名:鈴木一郎", "名前と役職"),
    ("五島 花子様から", "五島 花子様", "個人の名前"),
    ("担当者：五島 花子", "担当者：五島 花子", "個人の名前"),
    ("ジョン・スミス氏が講演", "ジョン・スミス氏", "名前と敬称"),
    ("Contact Ms. Hanako Yamada", "Ms. Hanako Yamada", "名前と敬称"),
    ("単価を引き下げる(社外秘)", "社外秘", "内部向け"),
    ("生年月日:昭和50年1月2日", "生年月日:昭和50年1月2日", "生年月日"),
]


@pytest.mark.parametrize("written", ["chapters/residents.md", "note", "public_notes", "name"])
@pytest.mark.parametrize(("text", "found", "kind"), PRIVATE)
def test_what_looks_private_stops_publication_with_file_line_and_text(vision, text, found, kind, written):
    if written == "note":
        edit(vision, "  note: 協定は三年ごとに見直します。", f"  note: {json.dumps(text, ensure_ascii=False)}")
        place = "vision.yml:72:"
    elif written == "public_notes":
        add_notes(vision, "public_notes", json.dumps(text, ensure_ascii=False))
        lines = (vision / "platforms" / "tourism_city.yml").read_text(encoding="utf-8").splitlines()
        place = f"platforms/tourism_city.yml:{len(lines)}:"
    elif written == "name":
        path = vision / "platforms" / "tourism_city.yml"
        rest = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("name:")]
        path.write_text("\n".join([f"name: {json.dumps(text, ensure_ascii=False)}", *rest]), encoding="utf-8")
        place = "platforms/tourism_city.yml:1:"
    else:
        (vision / written).write_text(f"# 見出し\n\n{text}\n", encoding="utf-8")
        place = f"{written}:3:"
    status, said, told = check(vision)
    assert status == 1
    assert "公開できます" not in said
    line = next(line for line in told.splitlines() if place in line)
    assert f"（{found}）" in line
    assert kind in line
    assert "confirmed_public" in line


def test_what_was_confirmed_to_be_public_is_published_and_the_confirmation_is_not(vision, guide, engine):
    (vision / "chapters" / "residents.md").write_text("相談窓口は 03-1234-5678 です。", encoding="utf-8")
    assert check(vision)[0] == 1
    edit(vision, "colour: green\n", 'colour: green\nconfirmed_public: ["03-1234-5678", "極秘の言葉"]\n')
    assert check(vision)[0] == 0
    told = everything_published(vision, guide, engine)
    assert "03-1234-5678" in told
    assert "極秘の言葉" not in told


def test_the_organisations_own_contact_is_not_called_private(vision):
    edit(vision, "  email: digital@example.lg.jp", "  email: digital.policy@example.lg.jp")
    (vision / "chapters" / "residents.md").write_text(
        "問い合わせは 092-000-0000、digital.policy@example.lg.jp", encoding="utf-8"
    )
    assert check(vision)[0] == 0


#: What a vision says as a matter of course.
HARMLESS = [
    "デジタル推進課長と担当課長が出席する課長会議を開きます。",
    "平成30年度から令和8年度までに12,000件、2026-04-01から2027-03-31まで。",
    "https://www.example.lg.jp/digital/ を見てください。",
    "個人情報を秘密として扱い、公開と非公開のデータを分けます。",
    "山口県知事、石川県、福島市長、宮崎県の部局。",
    "標準地域コード 401307、JIS X 0402、型2.4、RFC 9110。",
    "The Confidentiality of data is kept; Mr is a title.",
    "予算は1,234,567,890,123円です。",
    "担当者：企画部 総務課、担当：県 市町、責任者：長崎県 知事部局、共有 様式 第一号。",
    "三者 様々な立場、企画部 総務課長、オープン・データの多様さ、住民 皆さん、関係者 各位様。",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_sentences_are_not_called_private(guide, text):
    search = PrivateSearch(guide.publication.private_patterns, [])
    assert list(search.find(WrittenText(text, "a.md", text))) == []


def test_a_place_is_found_in_a_text_of_several_lines(vision):
    edit(vision, "  note: 協定は三年ごとに見直します。", "  note: |\n    協定は\n    見直します。090-1234-5678")
    told = check(vision)[2]
    assert "guide_data/vision/vision.yml:74:11: " in told


@pytest.mark.parametrize(("digits", "valid"), [("123456789018", True), ("123456789017", False), ("12345678901", False)])
def test_an_individual_number_is_known_by_its_check_digit(digits, valid):
    assert is_my_number(digits) is valid


def test_a_comment_in_a_chapter_is_no_place_for_what_is_private(vision):
    (vision / "chapters" / "residents.md").write_text(
        "# 見出し\n\n本文 <!-- 議会には説明しない -->\n", encoding="utf-8"
    )
    status, _, told = check(vision)
    assert status == 1
    assert "chapters/residents.md:3:4:" in told
    assert "notes" in told


@pytest.mark.parametrize("text", ["担当:佐賀花子 課長補佐", "担当者 高橋三郎", "鈴木 一郎 係長"])
def test_a_name_is_found_with_a_space_in_it(vision, text):
    (vision / "chapters" / "residents.md").write_text(f"# 見出し\n\n{text}\n", encoding="utf-8")
    assert check(vision)[0] == 1


def test_a_picture_that_no_chapter_shows_is_not_published(vision):
    (vision / "images").mkdir(exist_ok=True)
    shutil.copy(next(vision.glob("*.png")), vision / "images" / "unused.png")
    status, _, told = check(vision)
    assert status == 1
    assert "images/unused.png" in told
