"""What a check of a vision accepts is published and drafted, whatever is in it; what it refuses, it explains."""

import io
import json
import re
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from PIL import Image

from dcb_guide.core import document, markdown
from dcb_guide.core.engine import Engine
from dcb_guide.core.languages import LANGUAGES
from dcb_guide.guide.content import Guide
from dcb_guide.library import engine_of, load_guide
from dcb_guide.vision import word
from dcb_guide.vision.own_html import cleaned
from dcb_guide.vision.read_vision import load_vision
from dcb_guide.vision.usual_writing import in_form
from dcb_guide.vision.vision_json import published
from dcb_guide.vision.vision_json_schema import schema
from dcb_guide.vision.vision_types import Vision, choices_of
from tests.test_vision import check


def picture(kind: str, width: int = 20) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, 10), "blue").save(target, kind)
    return target.getvalue()


PICTURES: dict[str, tuple[str, bytes]] = {
    "png": ("logo.png", picture("PNG")),
    "jpg": ("logo.jpg", picture("JPEG")),
    "webp": ("logo.webp", picture("WEBP")),
    "cut off": ("logo.png", picture("PNG", 300)[:-60]),
    "wrong name": ("logo.png", picture("WEBP")),
    "only a beginning": ("logo.jpg", b"\xff\xd8\xff"),
    "bytes changed": ("logo.png", picture("PNG").replace(b"IDAT", b"IDAX")),
    "far too many pixels": ("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff" * 8 + b"\x08\2\0\0\0"),
}  # fmt: skip

#: Texts that would be more than text somewhere, and characters no document can hold.
HOSTILE = st.sampled_from(
    ["<script>alert(1)</script>", "{{ config }}", "{% raw %}", "| a | b |", "\n\n# x", "`", "[x](javascript:y)",
     "::error::", "=1+1", "あ" * 400, "２０３０", "&#7;", "\\", "*", "~~", "<br>", "[ ]", "^1", "\t"]
)  # fmt: skip
HARMLESS = st.text(st.characters(exclude_categories=["C"]), max_size=12)
TEXT = st.lists(st.one_of(HOSTILE, HARMLESS), max_size=4).map(lambda parts: "".join(parts) + "文")
REFUSED = st.sampled_from([*[""] * 12, "\x07", "\x1b[31m", "\u202e", "\ufffe"])
WORDS = st.one_of(TEXT, st.builds(lambda ja, en: {"ja": ja, "en": en}, TEXT, st.one_of(TEXT, st.none())))
MONTHS = st.sampled_from([*["2026-04", "2027/4", "２０３０-03", "令和9年4月", "2027年12月"] * 3, "2027-13", "来年"])
DAYS = st.sampled_from([*["2026-04-01", "2026/4/10", "令和8年4月10日", date(2026, 4, 1)] * 3, "2026-02-30"])


class WithoutAliases(yaml.SafeDumper):
    """Writes what is there twice twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def maybe(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def maybe_with_reason(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Choices, mostly with the reason that those need which the rules exclude."""
    reasons = st.one_of(WORDS, WORDS, WORDS, st.none())
    return st.builds(lambda chosen, reason: {**chosen, "reason": reason}, maybe(**fields), reasons)


PLATFORM_IDS = ("tourism", "a_very_long_name_of_a_platform_" * 4)
VISIONS = st.fixed_dictionaries(
    {
        "schema_version": st.just(1),
        "model": st.just("2.0.0"),
        "prefecture": st.sampled_from(["40", 40, "４０"]),
        "department": WORDS,
        "platforms": st.lists(
            st.builds(
                lambda name, field, choice: {"id": name, "field": field, "choice": choice},
                st.sampled_from(PLATFORM_IDS),
                WORDS,
                maybe_with_reason(
                    pattern=st.sampled_from(["field_shared", "interconnected"]),
                    pathway=st.sampled_from(["sustain", "join"]),
                    target_organisation=st.sampled_from(["parallel", "external"]),
                ),
            ),
            max_size=2,
            unique_by=lambda one: one["id"],
        ),
    },
    optional={
        "title": WORDS,
        "partition": st.sampled_from(["by_field", "by_data"]),
        "publish_open_points": st.booleans(),
        "purposes": st.lists(
            st.builds(
                lambda label, by, now: {
                    "id": "own", "label": label, "measures": [{"text": label, "by": by, "now": now}],
                },
                WORDS, MONTHS, st.one_of(WORDS, st.integers(0, 10**6)),
            ),
            max_size=1,
        ),
        "initiatives": st.lists(
            st.builds(
                lambda title, start, cost: {
                    "id": "first", "title": title, "procedure": "cost_sharing", "start": start,
                    "cost_million_yen": cost,
                },
                WORDS, MONTHS, st.sampled_from([*[5, 2.5, "５", "1,000"] * 3, "多い", -1]),
            ),
            max_size=1,
        ),
        "cost_sharing": maybe(prefecture_percent=st.sampled_from([50, "60%", "６０", 60, 160]), note=WORDS),
        "history": st.lists(st.builds(lambda day, text: {"date": day, "text": text}, DAYS, WORDS), max_size=2),
    },
)  # fmt: skip
RECORDS = st.sampled_from(
    ["name: 観光\nplatform: {platform_provider: private}\n", "", "name: 長い" + "い" * 190, "name: [1]", *[None] * 4]
)


@cache
def rules() -> tuple[Guide, Engine, dict[str, Any]]:
    """Return the guide, its model and the schema of what is published; no arguments, which a failure would print."""
    guide = load_guide()
    return guide, engine_of(guide), schema()


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    data=VISIONS,
    record=RECORDS,
    chapter=st.one_of(st.none(), TEXT),
    logo=st.sampled_from([*[None, "png", "jpg", "webp"] * 3, *PICTURES]),
    refused=REFUSED,
)
def test_what_is_accepted_is_published_and_drafted(
    data: dict[str, Any], record: str | None, chapter: str | None, logo: str | None, refused: str
) -> None:
    guide, engine, schemas = rules()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "guide_data" / "vision"
        (folder / "platforms").mkdir(parents=True)
        (folder / "chapters").mkdir()
        if refused:
            data = {**data, "department": f"課{refused}"}
        if logo:
            file, content = PICTURES[logo]
            data = {**data, "logo": file}
            (folder / file).write_bytes(content)
        if record is not None:
            (folder / "platforms" / "tourism.yml").write_text(record, encoding="utf-8")
        if chapter is not None:
            (folder / "chapters" / "target.md").write_text(chapter, encoding="utf-8", errors="replace")
        (folder / "vision.yml").write_text(
            yaml.dump(data, Dumper=WithoutAliases, allow_unicode=True), encoding="utf-8", errors="replace"
        )
        for junk in (".DS_Store", "Thumbs.db", "platforms/.DS_Store", "chapters/~$target.md"):
            (folder / junk).write_bytes(b"\0\1")
        loaded, problems = load_vision(folder, guide, engine, "en")
        event("accepted" if loaded else "refused")
        assert not (loaded and refused)
        if loaded is None:
            assert problems
            for problem in problems:
                assert re.fullmatch(r"vision/[\w./]+", problem.file.removeprefix("guide_data/"))
                assert not re.search(r"\{(where|value|label|form|example|choices)\}", problem.message)
                assert "pydantic" not in problem.message
            return
        public = published(loaded, guide, engine)
        jsonschema.validate(json.loads(json.dumps(public)), schemas)
        for language in LANGUAGES:
            blocks = document.blocks(public, engine.texts, language, loaded.chapters)
            markdown.render(blocks)
            for block in blocks:
                if block["kind"] == "free":
                    assert "<script" not in cleaned(block["text"])
            path = Path(name) / "vision.docx"
            word.write(blocks, path, language, (loaded.logo, "logo") if loaded.logo else None)
            assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_accepted_only_where_it_can_be_shown(guide, engine, tmp_path, kind):
    name, content = PICTURES[kind]
    folder = tmp_path / "guide_data" / "vision"
    folder.mkdir(parents=True)
    text = f'schema_version: 1\nmodel: 2.0.0\nprefecture: "40"\ndepartment: 課\nlogo: {name}\n'
    (folder / "vision.yml").write_text(text, encoding="utf-8")
    (folder / name).write_bytes(content)
    loaded, problems = load_vision(folder, guide, engine, "ja")
    assert (loaded is not None) is (kind in ("png", "jpg", "webp"))
    assert all("PNGかJPEGで保存し直してください" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("history.date", "2026/4/10", "2026-04-10"),
        ("history.date", "2026.4.10", "2026-04-10"),
        ("history.date", "２０２６年４月１０日", "2026-04-10"),
        ("history.date", "令和8年4月10日", "2026-04-10"),
        ("history.date", "令和元年12月1日", "2019-12-01"),
        ("history.date", "R8.4.10", "2026-04-10"),
        ("history.date", "平成31年4月30日", "2019-04-30"),
        ("history.date", "明治5年1月1日", "明治5年1月1日"),
        ("history.date", date(2026, 4, 10), "2026-04-10"),
        ("initiatives.start", "2026年4月", "2026-04"),
        ("initiatives.start", "２０３０-03", "2030-03"),
        ("initiatives.start", "２０３０－０３", "2030-03"),
        ("initiatives.start", "2026年13月", "2026年13月"),
        ("initiatives.start", "令和8年度", "令和8年度"),
        ("initiatives.cost_million_yen", "１，２００", 1200.0),
        ("initiatives.cost_million_yen", "2.5百万円", 2.5),
        ("cost_sharing.prefecture_percent", "60%", 60),
        ("cost_sharing.prefecture_percent", "六割", "六割"),
        ("prefecture", 7, "07"),
        ("prefecture", "４０", "40"),
        ("municipalities.code", "401307", "40130"),
        ("municipalities.code", "401308", "401308"),
        ("municipalities.code", 1100, "01100"),
        ("platforms.id", "ｔｏｕｒｉｓｍ", "tourism"),
        ("purposes.measures.now", 42, "42"),
        ("contact.telephone", "０９２―０００―００００", "092-000-0000"),
    ],
)
def test_usual_ways_of_writing_are_understood_and_nothing_is_guessed(guide, field, written, read):
    *parts, last = field.split(".")
    data: Any = {last: written}
    for part in reversed(parts):
        data = {part: [data]}
    found = in_form(data, guide.publication)
    for part in parts:
        (found,) = found[part]
    assert found[last] == read
    assert type(found[last]) is type(read)


#: What must be there beside a field, and which parts are lists.
REQUIRED: dict[str, Any] = {
    "": {"schema_version": 1, "model": "2.0.0", "prefecture": "40", "department": "課"},
    "municipalities": {"code": "40130", "name": "福岡市"},
    "purposes": {"id": "cost"},
    "purposes.measures": {"indicator": "active_users"},
    "platforms": {"id": "tourism", "field": "観光"},
    "initiatives": {"id": "one", "title": "調査", "procedure": "platform_design"},
    "frame.period": {"start": "2027-04", "end": "2032-03"},
    "roles": {"party": "prefecture_lead"},
    "history": {"date": "2027-04-01", "text": "公開しました。"},
}
LISTS = {"municipalities", "purposes", "purposes.measures", "platforms", "initiatives", "roles", "history"}


def test_every_field_of_a_vision_has_its_words_and_no_other(guide):
    made = Vision.model_json_schema()

    def paths(node: dict[str, Any], before: str) -> set[str]:
        found = set()
        if "$ref" in node:
            node = made["$defs"][node["$ref"].rpartition("/")[2]]
        for part in (*node.get("anyOf", []), node.get("items", {})):
            found |= paths(part, before) if part else set()
        for key, inner in node.get("properties", {}).items():
            if key not in LANGUAGES:
                found |= {f"{before}{key}"} | paths(inner, f"{before}{key}.")
        return found

    choosable = {f"platforms.choice.{item.id}" for item in guide.decisions if item.choosable}
    assert {field.path for field in guide.publication.fields_} == paths(made, "") | choosable


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_an_example_of_its_own_that_can_be_written_there(guide, language):
    chosen = choices_of(guide)
    examples = []
    for field in guide.publication.fields_:
        text = field.example_in(language)
        examples.append(text)
        value = yaml.safe_load(text)
        if field.path in chosen:
            assert value in chosen[field.path]
        *parts, last = field.path.split(".")
        data: Any = {**REQUIRED.get(".".join(parts), {}), last: value}
        for number in range(len(parts), 0, -1):
            part = parts[number - 1]
            inside = [data] if ".".join(parts[:number]) in LISTS else data
            data = {**REQUIRED.get(".".join(parts[: number - 1]), {}), part: inside}
        assert Vision.model_validate(in_form(data, guide.publication)), field.path
    texts = [one for one, field in zip(examples, guide.publication.fields_, strict=True) if field.form == "text"]
    assert len(set(texts)) > len(texts) - 4  # only a division and what is called the same stand more than once


#: A file that is there by mistake, and what is said to it.
MISPLACED = [
    ("概要.md", "「概要.md」という章はありません", None),
    ("chapters/summry.md", "「summry.md」という章はありません", "chapters/summary.md"),
    ("platforms/tourism.yaml", "「tourism.yaml」です", "tourism.yml"),
    ("tourism.yml", "「tourism.yml」です", "platforms/tourism.yml"),
    ("note.docx", "どこからも読まれないファイル", None),
]


@pytest.mark.parametrize(("name", "said", "meant"), MISPLACED)
def test_a_misplaced_file_is_told_where_it_belongs(tmp_path, name, said, meant):
    folder = tmp_path / "guide_data" / "vision"
    (folder / "platforms").mkdir(parents=True)
    (folder / "chapters").mkdir()
    text = (
        'schema_version: 1\nmodel: 2.0.0\nprefecture: "40"\ndepartment: 課\nplatforms: [{id: tourism, field: 観光}]\n'
    )
    (folder / "vision.yml").write_text(text, encoding="utf-8")
    (folder / name).write_text("x: 1", encoding="utf-8")
    status, _, told = check(folder)
    assert status == 1
    (line,) = [line for line in told.splitlines() if f"vision/{name}:" in line]
    assert said in line
    assert "gaps.md" not in line
    assert "disaster" not in line
    assert meant is None or meant in line


@pytest.mark.parametrize(
    ("logo", "there", "meant"), [("logo.png", "lgo.png", "lgo.png"), ("logo.png", "stamp.png", None)]
)
def test_a_file_is_suggested_by_its_own_name_and_not_by_the_end_that_all_have(tmp_path, logo, there, meant):
    folder = tmp_path / "guide_data" / "vision"
    folder.mkdir(parents=True)
    text = f'schema_version: 1\nmodel: 2.0.0\nprefecture: "40"\ndepartment: 課\nlogo: {logo}\n'
    (folder / "vision.yml").write_text(text, encoding="utf-8")
    (folder / there).write_bytes(b"")
    line = next(line for line in check(folder)[2].splitlines() if "vision.yml:5" in line)
    assert ("もしかして" in line) is (meant is not None)
    assert meant is None or meant in line


def test_a_logo_that_is_too_large_is_not_called_missing(tmp_path):
    folder = tmp_path / "guide_data" / "vision"
    folder.mkdir(parents=True)
    text = 'schema_version: 1\nmodel: 2.0.0\nprefecture: "40"\ndepartment: 課\nlogo: logo.png\n'
    (folder / "vision.yml").write_text(text, encoding="utf-8")
    (folder / "logo.png").write_bytes(bytes(300_001))
    assert len(check(folder)[2].splitlines()) == 1
