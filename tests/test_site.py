"""The built site as browsers find it: policy, languages, links, the tool in both languages."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LANGUAGES = ["", "en/"]
PAGES = [
    "",
    "attributes/",
    "process/",
    "organisations/",
    "challenges/",
    "bodies/",
    "decisions/",
    "tool/",
    "about/",
]
ANSWERS = "service_provider=private&platform_provider=none&peers=1"


def html_files(site):
    return sorted(site.rglob("*.html"))


def test_every_page_has_the_policy_before_anything_it_governs(site):
    assert len(html_files(site)) >= 2 * len(PAGES)
    for path in html_files(site):
        head = path.read_text(encoding="utf-8").split("<head>")[1]
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', head)
        assert policy, path
        assert not re.search(r"<(script|link|style)", head[: policy.start()]), path
        directives = dict(part.split(" ", 1) for part in policy[1].split("; "))
        assert directives["default-src"] == "'none'"
        assert "unsafe-inline" not in policy[1]
        assert "'unsafe-eval'" not in policy[1]
        assert not re.search(r"https?:", policy[1])


def test_served_pages_keep_the_policy_they_were_built_with(browser):
    """``make serve`` shows the site as it will be published: nothing on it is refused."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    try:
        with socket.socket() as probe:
            while probe.connect_ex(("127.0.0.1", port)) != 0:
                assert server.poll() is None, "the server ended before it answered"
                time.sleep(0.1)
        page = browser.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://127.0.0.1:{port}/en/tool/#{ANSWERS}")
        page.wait_for_selector("#dcb-result[data-class=services_only]")
        page.close()
        assert said == []
    finally:
        server.terminate()
        server.wait()


def test_no_page_asks_another_origin_for_anything(site):
    asked = re.compile(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//""")
    for path in html_files(site):
        assert not asked.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_under_a_sub_path_and_leads_to_itself_in_the_other_language(page, address, language, name):
    page.goto(f"{address}{language}{name}")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == ("en" if language else "ja")
    page.locator(".dcb-languages a").click()
    other = "" if language else "en/"
    assert page.url.rstrip("/") == f"{address}{other}{name}".rstrip("/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_with_answers_is_classified(page, address, language):
    page.goto(f"{address}{language}tool/#{ANSWERS}")
    result = page.wait_for_selector("#dcb-result[data-state=ready]")
    assert result.get_attribute("data-class") == "services_only"
    assert result.get_attribute("data-class-possible") == "services_only"
    assert result.get_attribute("data-pattern") == ""
    assert result.get_attribute("data-pathway-possible") == "build_and_interconnect join"
    assert page.locator("[name=peers]").input_value() == "1"
    page.locator("[name=integration_harm][value=no]").check()
    page.wait_for_selector("#dcb-result[data-pathway=join]")
    assert "integration_harm=no" in page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tool_is_answered_by_keyboard_and_the_address_brings_the_result_back(page, address, language):
    page.goto(f"{address}{language}tool/")
    page.locator("[name=service_provider]").last.focus()
    page.keyboard.press("ArrowDown")  # from the last answer, "I don't know", round to the first: none
    while page.evaluate("document.activeElement.name") != "platform_provider":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # nothing is chosen yet, so that the first answer has the focus: none
    result = page.wait_for_selector("#dcb-result[data-class=nothing]")
    sentence = result.text_content()
    assert page.url.split("#")[1].startswith("service_provider=none&platform_provider=none")
    page.reload()
    assert page.wait_for_selector("#dcb-result[data-class=nothing]").text_content() == sentence


def test_the_form_works_before_python_has_started(page, address, guide):
    page.goto(f"{address}tool/")
    page.locator("[name=service_provider][value=none]").check()
    page.locator("[name=platform_provider][value=none]").check()
    answers = "#service_provider=none&platform_provider=none"
    assert page.url.endswith(f"{answers}&model={guide.about.model_version}")
    page.wait_for_selector("#dcb-result[data-class=nothing]")


def test_what_is_wrong_in_an_address_is_shown_and_the_rest_kept(page, address):
    page.goto(
        f"{address}en/tool/#service_provider=nobody&colour=<b>red</b>&platform_provider=none&peers=1e9&__proto__=1"
    )
    page.wait_for_selector("#dcb-result[data-state=ready]")
    told = page.locator("#dcb-problems").inner_text()
    for part in ("colour", "nobody", "1e9", "__proto__"):
        assert part in told
    assert page.locator("[name=platform_provider][value=none]").is_checked()


def test_facets_of_terms_are_asked_once_terms_exist(page, address):
    page.goto(f"{address}tool/#platform_liability=distinguished")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    assert page.locator("[name=resident_terms][value=exists]").is_checked()
    assert page.locator("#q-platform_liability").is_visible()
    page.locator("[name=resident_terms][value=none]").check()
    assert page.locator("#q-platform_liability").is_hidden()
    assert "platform_liability" not in page.url


def test_a_set_is_unknown_none_or_its_members(page, address):
    page.goto(f"{address}tool/")
    kinds = page.locator("[name=service_kinds]")
    assert page.locator("[name=service_kinds]:checked").count() == 0
    kinds.last.check()
    page.locator("[name=service_kinds][value=aml]").check()
    page.locator("[name=service_kinds][value=public_identity]").check()
    assert not kinds.last.is_checked()
    assert "service_kinds=aml,public_identity" in page.url
    page.locator("[name=service_kinds][value=none]").check()
    assert "service_kinds=none" in page.url
    page.locator("[name=service_kinds][value=none]").uncheck()
    assert page.locator("[name=service_kinds]:checked").count() == 0
    assert "service_kinds" not in page.url


def test_switching_the_language_keeps_the_answers(page, address):
    page.goto(f"{address}tool/#{ANSWERS}")
    page.locator(".dcb-languages a").click()
    page.wait_for_selector("#dcb-result[data-class=services_only]")
    assert "/en/tool/#service_provider=private" in page.url


def test_without_webassembly_the_page_says_so_and_points_to_the_tables(browser, address):
    context = browser.new_context()
    context.route("**/*.wasm.gz*", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=error]")
    link = page.locator("#dcb-result a")
    link.click()
    assert page.url == f"{address}en/decisions/"
    context.close()


@pytest.mark.parametrize("broken", ["memory.bin.gz", "program.wasm.gz", "worker.js.gz"])
def test_where_the_snapshot_does_not_serve_python_starts_plainly(browser, address, broken):
    """A file of another version, or damaged on the way, costs time but no answer."""
    context = browser.new_context()
    context.route(f"**/python/{broken}*", lambda route: route.fulfill(status=200, body=b"not what was asked for"))
    page = context.new_page()
    plain = []
    page.on("request", lambda request: plain.append(request.url) if "/library.zip.gz" in request.url else None)
    page.goto(f"{address}tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-class=services_only]")
    assert plain
    context.close()


KEEP_PROGRESS = """
const look = () => {
  const bar = document.querySelector("#dcb-details progress");
  if (bar) globalThis.progress = { counted: bar.value, expected: bar.max };
};
new MutationObserver(look).observe(document, { childList: true, subtree: true });
"""


def test_progress_counts_to_what_is_fetched(site, page, address):
    page.add_init_script(KEEP_PROGRESS)
    page.goto(f"{address}tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    progress = page.evaluate("progress")
    names = ("worker.js.gz", "program.wasm.gz", "memory.bin.gz")
    fetched = sum((site / "assets" / "python" / name).stat().st_size for name in names)
    assert progress["expected"] == fetched
    assert progress["counted"] == pytest.approx(fetched, rel=0.2)


def test_python_starts_from_the_snapshot(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-class=services_only]")
    assert any("/memory.bin.gz" in url for url in asked)
    assert not any("/plain-" in url for url in asked)


def test_a_browser_too_old_for_the_tool_is_told_so(browser, address):
    """One that lacks a function the tool uses; the script that says so uses none that is newer than 2009."""
    context = browser.new_context()
    context.add_init_script("delete Object.hasOwn")
    page = context.new_page()
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=error]")
    page.locator("#dcb-not-started a").click()
    assert page.url == f"{address}en/decisions/"
    context.close()


def test_no_page_takes_a_script_from_an_address(site):
    """A script that is a part of its page needs no type from the server, and the policy allows it by its hash alone."""
    for path in html_files(site):
        html = path.read_text(encoding="utf-8")
        assert not re.search(r"<script[^>]*\ssrc=", html), path
        policy = html.split("script-src ")[1].split(";")[0].split()
        assert all(source == "'wasm-unsafe-eval'" or source.startswith("'sha256-") for source in policy), path


def test_a_rule_named_in_the_result_leads_to_its_row(page, address):
    page.goto(f"{address}tool/#{ANSWERS}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("#why > summary").click()
    page.locator("#why a").first.click()
    page.wait_for_selector("#class-service_without_platform:target")
