"""Answers are saved, shared and opened again on the reader's machine; hostile files lose nothing and run nothing."""

import json
import re
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import pytest
import yaml

from dcb_guide.core.record_address import address_of, record_of
from dcb_guide.records.read_files import RecordFiles
from tests.describe import MODEL_VERSION

ANSWERS = "service_provider=private&platform_provider=none&peers=1&service_kinds=aml,public_identity&co_used=no"
RECORD = {
    "platform": {"service_provider": "private", "platform_provider": "none"},
    "context": {"peers": 1, "service_kinds": ["aml", "public_identity"], "co_used": False},
    "model": MODEL_VERSION,
}
#: What is said once files are read, in either language.
SAID_OF_FILES = re.compile("is open|were read|no record to open|開きました|読みました。最初|ありませんでした")


def saved(page, kind):
    return download_of(page, kind).path().read_text(encoding="utf-8")


def download_of(page, kind):
    page.locator("#dcb-keep details").evaluate("(one) => (one.open = true)")
    with page.expect_download() as download:
        page.locator(f"[data-keep={kind}]").click()
        if kind.startswith("draft-"):
            page.locator("#dcb-draft [value=yes]").click()
    return download.value


def opened(page, name, content):
    page.locator("[data-keep=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    said = page.locator("#dcb-said-open")
    said.filter(has_text=SAID_OF_FILES).wait_for(timeout=60_000)
    return said.inner_text()


def test_a_record_is_saved_as_the_command_reads_it(page, address, engine):
    page.goto(f"{address}tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert json.loads(saved(page, "json")) == RECORD
    assert yaml.safe_load(saved(page, "yaml")) == RECORD
    assert engine.read(RECORD)[1] == []


@pytest.mark.parametrize(("name", "write"), [("a.json", json.dumps), ("a.yml", yaml.safe_dump)])
def test_a_saved_record_is_opened_again(page, address, name, write):
    page.goto(f"{address}tool/")
    opened(page, name, write(RECORD).encode())
    page.wait_for_selector("#dcb-result[data-class=services_only]")
    assert page.url.split("#")[1].startswith("service_provider=private&platform_provider=none")


def test_an_example_is_one_choice_away_and_its_result_is_saved_as_markdown(page, address, guide):
    """§2.2 says of Fukushima's platform that it is shared, §2.7 lists it under the serial type."""
    fukushima = next(body for body in guide.bodies if body.id == "fukushima")
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[data-keep=example]").select_option(label=f"{fukushima.number} {fukushima.name['en']}")
    page.locator("[data-keep=try-example]").click()
    page.wait_for_selector("#dcb-result[data-class-possible~=shared]")
    text = saved(page, "markdown")
    place = f"{address}en/decisions/#organisation--serial"
    assert f"| Form of operation today | [Serial type (successive licence)]({place}) |" in text
    assert guide.about.attribution["en"] in text


def test_sections_in_a_saved_result_are_links(page, address):
    page.goto(f"{address}en/tool/#platform_provider=local_government&co_used=no&peers=0&beyond_prefecture=no")
    page.wait_for_selector("#dcb-result[data-pathway=open_up]")
    text = saved(page, "markdown")
    assert f"[ed. 3.0 §8.2]({address}en/sections/#v3-8-2)" in text


#: Files of every kind, whole and broken; the page reads them as the command does and says the same.
FILES = [
    ("a.json", b"{"),
    ("a.json", b"[" * 100_000),
    ("a.yml", b"[" * 50_000 + b"]" * 50_000),
    ("a.yml", b"a: &a [*a, *a]\n"),
    ("a.yml", b"\xff\xfe\x00"),
    ("a.yml", b"!!js/function 'function(){alert(1)}'"),
    ("a.yml", b"context: {peers: 010}\n"),
    ("a.yml", b"context:\n  peers: 2\n  co_used: perhaps\n"),
    ("a.yml", b"title: {ja: x}\nplatforms: []\n"),
    ("a.json", b'{"__proto__": {"peers": 1}, "constructor": 1}'),
    ("a.json", b'{"platform": {"<img src=x onerror=alert(1)>": "<script>alert(1)</script>"}}'),
    ("a.json", b"null"),
    ("a.json", b"[]"),
    ("a.yml", b"just a note"),
    ("a.yml", b"- a shopping list\n- milk\n"),
    ("a.yml", b""),
    ("\u202egnp.yml", b"just a note"),
    ("a.docx", b"PK\x03\x04"),
    ("a.csv", "名前,サービス提供スキーム,他の基盤の数\nA町,民間のみ,x\n".encode("cp932")),
    ("a.csv", "﻿name;peers;colour\nA;2;red\n".encode()),
    ("a.jsonl", b'{"context": {"peers": 1}}\n{"context": {"peers": -1}}\n'),
]


@pytest.mark.parametrize(("language", "path"), [("ja", ""), ("en", "en/")])
def test_a_file_is_read_as_the_command_reads_it(page, address, engine, language, path):
    """Its records, and word for word what is wrong with it; one without a record changes nothing."""
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}{path}tool/#peers=3")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    for name, content in FILES:
        page.goto(f"{address}{path}tool/#peers=3&co_used=no")
        page.reload()
        message = opened(page, name, content)
        read = list(RecordFiles(engine, language).read_bytes(content, name))
        assert "\u202e" not in message
        problems = [str(one) for record in read if not record.answers for one in record.problems]
        problems += [str(one) for record in read for one in record.notices]
        for problem in problems[:10]:
            assert singled(problem) in singled(message), name
        first = next((record for record in read if record.answers), None)
        if first is None:
            assert page.locator("[name=peers]").input_value() == "3", name
            assert page.url.endswith("#peers=3&co_used=no"), name
        else:
            hash_ = page.evaluate("location.hash")
            assert record_of(hash_, engine) | {"name": None, "model": None} == record_of(
                "#" + address_of(first.answers), engine
            ) | {"name": None, "model": None}
            shown = singled(page.locator("#dcb-problems").text_content())
            for problem in map(str, first.problems[:10]):
                assert singled(problem) in shown, name
        assert page.locator("#dcb-tool img, #dcb-problems script").count() == 0


def singled(text):
    """A text without what tells lines and blanks apart, and without what cannot be seen."""
    return re.sub("[\\s\u202e\ufeff]", "", text)


def test_a_file_too_large_is_refused_before_it_is_read(page, address):
    page.goto(f"{address}en/tool/#peers=3")
    assert "larger than 5 MB" in opened(page, "a.json", b"x" * 5_000_001)
    assert page.locator("[name=peers]").input_value() == "3"


def test_a_reader_that_does_not_come_is_said_with_a_way_on(address, browser):
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{address}en/tool/#peers=3")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    context.route("**/reader.zip.gz*", lambda route: route.abort())
    page.locator("#dcb-file").set_input_files(
        {"name": "a.yml", "mimeType": "text/plain", "buffer": b"context: {peers: 5}"}
    )
    retry = page.locator("#dcb-said-open button")
    retry.wait_for()
    context.unroute_all()
    retry.click()
    page.locator("#dcb-undo").wait_for()
    assert page.locator("[name=peers]").input_value() == "5"
    context.close()


def aliases_of_aliases(depth):
    """A few lines of YAML that stand for ten to the power of the depth values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, depth):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
    return "\n".join([*lines, "platform: {}", f"context: {{peers: *a{depth - 1}, co_used: true}}"]).encode()


def many_keys(count):
    keys = {f"key{number}": number for number in range(count)}
    return json.dumps({"platform": keys, "context": {"co_used": True}}).encode()


@pytest.mark.parametrize(
    ("name", "content", "is_read"),
    [("a.yml", aliases_of_aliases(9), False), ("a.json", many_keys(20_000), True)],
    ids=["aliases", "keys"],
)
def test_a_file_that_expands_or_is_full_of_unknown_keys_does_not_stop_the_page(page, address, name, content, is_read):
    """What can be read is shown; of what cannot, a few are listed and the rest counted."""
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    opened(page, name, content)
    assert page.locator("[name=co_used][value=yes]").is_checked() == is_read
    assert page.locator("#dcb-problems li").count() <= 31


NAMED = {**RECORD, "name": "A町観光基盤", "notes": {"peers": "社外秘"}, "public_notes": {"co_used": "使っていません"}}


def test_name_and_notes_travel_with_the_record_and_private_ones_leave_in_it_alone(page, address):
    page.goto(f"{address}tool/")
    opened(page, "a.yml", yaml.safe_dump(NAMED, allow_unicode=True).encode())
    assert page.locator("#dcb-name").input_value() == "A町観光基盤"
    assert "name=A%E7%94%BA" in page.url
    page.locator(".dcb-languages a").click()
    page.wait_for_selector("#dcb-result[data-class=services_only]")
    assert page.locator("#dcb-name").input_value() == "A町観光基盤"
    page.reload()
    page.wait_for_selector("#dcb-result[data-class=services_only]")
    assert json.loads(saved(page, "json")) == NAMED
    assert yaml.safe_load(saved(page, "yaml")) == NAMED
    for kind in ("markdown", "draft-markdown"):
        text = saved(page, kind)
        assert "A町観光基盤" in text
        assert "社外秘" not in text
    assert "使っていません" in saved(page, "draft-markdown")
    assert "社外秘" not in page.url
    assert "%E7%A4%BE%E5%A4%96%E7%A7%98" not in page.url


def test_files_are_named_by_the_platform_and_the_day(page, address):
    page.clock.install(time=datetime(2026, 4, 1, 12))
    page.goto(f"{address}tool/#{ANSWERS}&name=A町/観光")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    names = [download_of(page, kind).suggested_filename for kind in ("yaml", "markdown", "draft-word")]
    assert names == [
        "A町-観光_2026-04-01.yml",
        "A町-観光_結果_2026-04-01.md",
        "A町-観光_ビジョン下書き_2026-04-01.docx",
    ]


def test_a_draft_asks_for_name_and_prefecture_first(page, address):
    page.goto(f"{address}tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[data-keep=draft-word]").click()
    assert page.evaluate("document.activeElement.id") == "dcb-draft-name"
    assert page.locator("#dcb-draft-kept").is_hidden()  # no other platform to choose
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.keep") == "draft-word"
    page.keyboard.press("Enter")
    page.keyboard.type("A町観光基盤")
    page.locator("#dcb-draft-prefecture").select_option("長崎県")
    page.locator("#dcb-draft-name").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("A町観光基盤_ビジョン下書き_")
    assert page.locator("#dcb-name").input_value() == "A町観光基盤"
    assert "name=A%E7%94%BA" in page.url
    with zipfile.ZipFile(download.value.path()) as document:
        text = document.read("word/document.xml").decode()
    assert "A町観光基盤の共同利用ビジョン" in text
    assert "長崎県" in text


def test_a_private_note_is_written_in_the_form_and_saved_in_the_record(page, address):
    page.goto(f"{address}en/tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[data-note=peers] > summary").click()
    page.get_by_label("Note for yourself").first.fill("ask B City")
    assert json.loads(saved(page, "json"))["notes"] == {"peers": "ask B City"}
    assert "ask" not in page.url


def test_several_records_and_files_are_opened_at_once_and_drafted_as_one_vision(page, address):
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    records = [{**RECORD, "name": {"ja": "観光", "en": "Tourism"}}, {**RECORD, "name": "Health"}]
    page.locator("#dcb-file").set_input_files(
        [
            {"name": "all.yml", "mimeType": "text/plain", "buffer": json.dumps(records).encode()},
            {"name": "b.csv", "mimeType": "text/plain", "buffer": b"name,peers\nTransport,2\n"},
        ]
    )
    page.locator("#dcb-shelf li").nth(1).wait_for(timeout=60_000)
    assert page.locator("#dcb-shelf li strong").all_inner_texts() == ["Health", "Transport"]
    assert page.locator("#dcb-name").input_value() == "Tourism"
    page.locator("#dcb-keep details").evaluate("(one) => (one.open = true)")
    page.locator("[data-keep=draft-markdown]").click()
    page.locator("#dcb-draft-prefecture").select_option(label="Nagasaki")
    with page.expect_download() as download:
        page.locator("#dcb-draft [value=yes]").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename.startswith("Nagasaki_vision-draft_")
    assert "Nagasaki" in text.splitlines()[0]
    assert all(f"### {name}" in text for name in ("Tourism", "Health", "Transport"))


def test_what_was_overwritten_can_be_put_back(page, address):
    page.goto(f"{address}en/tool/#peers=3&name=Ours")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[data-keep=example]").select_option(index=2)
    assert page.locator("[name=peers]").input_value() == "3"  # choosing alone opens nothing
    page.locator("[data-keep=try-example]").click()
    assert page.evaluate("document.activeElement.id") == "dcb-summary-title"
    assert "earlier answers were replaced" in page.locator("#dcb-undo").inner_text()
    page.locator("#dcb-undo button").click()
    assert page.locator("[name=peers]").input_value() == "3"
    assert page.locator("#dcb-name").input_value() == "Ours"
    page.locator("#dcb-reset").click()
    page.locator("#dcb-sure-yes").click()
    assert page.locator("#dcb-name").input_value() == ""
    page.locator("#dcb-undo button").click()
    assert page.locator("[name=peers]").input_value() == "3"


def test_after_opening_a_file_the_way_back_leads_to_the_answers_before(page, address):
    page.goto(f"{address}en/tool/#peers=3")
    opened(page, "a.json", json.dumps(RECORD).encode())
    page.wait_for_selector("#dcb-result[data-class=services_only]")
    page.go_back()
    page.wait_for_function("document.querySelector('[name=peers]').value === '3'")
    assert page.url.endswith("#peers=3")


def test_an_address_puts_no_link_into_a_saved_result(page, address, engine):
    page.goto(f"{address}en/tool/?(a)[b](https://other.example/)#peers=1&z=[Click%20here](https://other.example/)")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    last = saved(page, "markdown").strip().splitlines()[-1]
    assert last == f"<{address}en/tool/?%28a%29%5Bb%5D%28https://other.example/%29#peers=1&model={engine.version}>"


SET_NAME = """
(name) => {
  const field = document.getElementById("dcb-name");
  field.value = name;
  field.dispatchEvent(new Event("input"));
}
"""


def test_control_characters_in_a_name_do_not_reach_the_document(page, address):
    page.goto(f"{address}en/tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.evaluate(SET_NAME, "Tour\u0001ism\u000b A")
    with zipfile.ZipFile(download_of(page, "draft-word").path()) as document:
        text = document.read("word/document.xml")
    ElementTree.fromstring(text)
    assert b"Tourism A" in text
