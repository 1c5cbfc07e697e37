"""Answers are saved, shared and opened again on the reader's machine; hostile files lose nothing and run nothing."""

import json
import random

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


def test_the_result_is_saved_as_markdown_and_an_example_is_one_choice_away(page, address):
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("[data-keep=example]").select_option(index=8)
    page.wait_for_selector("#dcb-result[data-class-possible~=shared]")
    assert "| How it is run now | Serial type (successive licence) |" in saved(page, "markdown")


HOSTILE = [
    ("a.json", b"{", "could not be read"),
    ("a.json", b"[" * 100_000, "could not be read"),
    ("a.yml", b"a: &a [*a, *a]\n", ""),
    ("a.yml", b"\xff\xfe\x00", "could not be read"),
    ("a.yml", b"!!js/function 'function(){alert(1)}'", "could not be read"),
    ("a.json", b"x" * 5_000_001, "larger than 5 MB"),
    ("a.json", b'{"__proto__": {"peers": 1}, "constructor": 1}', ""),
    ("a.json", b'{"platform": {"<img src=x onerror=alert(1)>": "<script>alert(1)</script>"}}', ""),
    ("a.json", b"null", ""),
]


@pytest.mark.parametrize(("name", "content", "said"), HOSTILE)
def test_a_hostile_file_is_refused_and_the_answers_stay(page, address, name, content, said):
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}en/tool/#peers=3")
    assert said in opened(page, name, content)
    if said:
        assert page.locator("[name=peers]").input_value() == "3"
    assert page.locator("#dcb-tool img, #dcb-problems script").count() == 0


def test_thousands_of_fuzzed_addresses_and_records_raise_nothing(page, address, engine):
    """Run through the page's own reader: valid parts are kept, the rest is named, nothing is thrown."""
    chance = random.Random(7)
    names = [*(item.id for item in engine.inputs), "__proto__", "constructor", "<b>", "", "toString"]
    values = [
        *(["none", "yes", "no", "1", "-1", "1e99", "level_2", "aml,aml", "private", "\x00", "<script>", "%E3%81"]),
        "x" * 5000,
        "あ",
    ]
    cases = [
        "&".join(f"{chance.choice(names)}={chance.choice(values)}" for _ in range(chance.randint(0, 12)))
        for _ in range(10_000)
    ]
    page.goto(f"{address}tool/")
    kept = page.evaluate(
        """async ([folder, cases]) => {
          const { Questions } = await import(`${folder}answers.js`);
          const { readAddress } = await import(`${folder}address.js`);
          const texts = JSON.parse(document.getElementById("dcb-texts").textContent);
          const questions = new Questions(texts.inputs);
          let kept = 0;
          for (const fragment of cases) {
            const { answers } = readAddress(questions, fragment);
            kept += answers.size;
            const again = questions.fromRecord(questions.toRecord(answers));
            if (again.skipped.length || again.answers.size !== answers.size) throw new Error(fragment);
            questions.fromRecord(Object.fromEntries(fragment.split("&").map((pair) => pair.split("="))));
            questions.fromRecord({ platform: Object.fromEntries(fragment.split("&").map((pair) => pair.split("="))), context: { peers: fragment } });
          }
          return kept;
        }""",
        [f"{address}assets/tool/", cases],
    )
    assert kept > 1000
