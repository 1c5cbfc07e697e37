"""Answers are saved, shared and opened again on the reader's machine; hostile files lose nothing and run nothing."""

import json
import zipfile
from xml.etree import ElementTree

import pytest
import yaml

from tests.describe import MODEL_VERSION

ANSWERS = "service_provider=private&platform_provider=none&peers=1&service_kinds=aml,public_identity&co_used=no"
RECORD = {
    "platform": {"service_provider": "private", "platform_provider": "none"},
    "context": {"peers": 1, "service_kinds": ["aml", "public_identity"], "co_used": False},
    "model": MODEL_VERSION,
}


def saved(page, kind):
    with page.expect_download() as download:
        page.locator(f"[data-keep={kind}]").click()
    return download.value.path().read_text(encoding="utf-8")


def opened(page, name, content):
    page.locator("[data-keep=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.locator("#dcb-kept:not(:empty)").wait_for()
    return page.locator("#dcb-kept").inner_text()


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
    page.wait_for_selector("#dcb-result[data-class-possible~=shared]")
    assert "| Form of operation today | Serial type (successive licence) |" in saved(page, "markdown")


UNREADABLE = "could not be read"
NO_RECORD = "holds no record"
HOSTILE = [
    ("a.json", b"{", UNREADABLE),
    ("a.json", b"[" * 100_000, UNREADABLE),
    ("a.yml", b"[" * 50_000 + b"]" * 50_000, UNREADABLE),
    ("a.yml", b"a: &a [*a, *a]\n", ""),
    ("a.yml", b"\xff\xfe\x00", UNREADABLE),
    ("a.yml", b"!!js/function 'function(){alert(1)}'", UNREADABLE),
    ("a.json", b"x" * 5_000_001, "larger than 5 MB"),
    ("a.json", b'{"__proto__": {"peers": 1}, "constructor": 1}', NO_RECORD),
    ("a.json", b'{"platform": {"<img src=x onerror=alert(1)>": "<script>alert(1)</script>"}}', NO_RECORD),
    ("a.json", b"null", NO_RECORD),
    ("a.json", b"[]", NO_RECORD),
    ("a.json", b"5", NO_RECORD),
    ("a.yml", b"just a note", NO_RECORD),
    ("a.yml", b"- a shopping list\n- milk\n", NO_RECORD),
    ("a.yml", b"", NO_RECORD),
    ("\u202egnp.yml", b"just a note", NO_RECORD),
]


@pytest.mark.parametrize(("name", "content", "said"), HOSTILE)
def test_a_file_that_is_no_record_is_refused_and_the_answers_stay(page, address, name, content, said):
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}en/tool/#peers=3")
    message = opened(page, name, content)
    assert said in message
    assert "\u202e" not in message
    assert page.locator("[name=peers]").input_value() == "3"
    assert "peers=3" in page.url
    assert page.locator("#dcb-tool img, #dcb-problems script").count() == 0


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
    ("name", "content"), [("a.yml", aliases_of_aliases(9)), ("a.json", many_keys(100_000))], ids=["aliases", "keys"]
)
def test_a_file_that_expands_or_is_full_of_unknown_keys_does_not_stop_the_page(page, address, name, content):
    """What can be read is shown; of what cannot, a few are listed and the rest counted."""
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    opened(page, name, content)
    assert page.locator("[name=co_used][value=yes]").is_checked()
    assert page.locator("#dcb-problems li").count() <= 31


def test_of_several_records_in_a_file_all_are_named_and_the_first_is_open(page, address):
    page.goto(f"{address}en/tool/")
    records = [{**RECORD, "name": {"ja": "観光", "en": "Tourism"}}, {**RECORD, "name": "Health\u0007"}, RECORD]
    message = opened(page, "all.yml", yaml.safe_dump_all(records).encode())
    assert message == "“all.yml” holds 3 records. The first, “Tourism”, is open; the others are Health, (unnamed)."


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


def test_control_characters_in_a_name_do_not_reach_the_document(page, address):
    page.goto(f"{address}en/tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.evaluate("document.getElementById('dcb-shelf-name').value = 'Tour\\u0001ism\\u000b A'")
    with page.expect_download() as download:
        page.locator("[data-keep=draft-word]").click()
    with zipfile.ZipFile(download.value.path()) as document:
        text = document.read("word/document.xml")
    ElementTree.fromstring(text)
    assert b"Tourism A" in text
