"""What stays in the browser: saved platforms, remembered results, the tool without a network; and forgetting it."""

import json

import pytest

STANDALONE = "service_provider=private&platform_provider=private&co_used=no&data_exchange=no"
SHARED = "service_provider=private&platform_provider=private&co_used=yes&data_exchange=no"


def keep(page, name, answers, address):
    page.goto(f"{address}en/tool/#{answers}")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.locator("#dcb-name").fill(name)
    page.locator("#dcb-shelf-form button").click()
    page.get_by_text(f"Kept “{name}”").wait_for()


def test_platforms_are_kept_by_name_and_compared(page, address):
    keep(page, "Tourism <b>1</b>", STANDALONE, address)
    keep(page, "Health", SHARED, address)
    page.reload()
    page.wait_for_selector("#dcb-result[data-class=shared]")
    page.locator("[data-shelf=compare]").click()
    page.locator(".dcb-comparison").wait_for()
    assert page.locator(".dcb-comparison th[scope=col]").all_inner_texts() == ["Tourism <b>1</b>", "Health"]
    stands = page.locator(".dcb-comparison tbody tr").filter(
        has=page.get_by_role("rowheader", name="State today differs", exact=True)
    )
    row = stands.locator("td").all_inner_texts()
    assert row == ["Stand-alone", "Shared"]
    page.get_by_label("Open: Tourism").click()
    page.wait_for_selector("#dcb-result[data-class=standalone]")
    page.get_by_label("Remove: Tourism").click()
    assert page.locator("#dcb-shelf li").count() == 1


def test_a_platform_without_a_name_is_asked_for_one(page, address):
    page.goto(f"{address}en/tool/")
    page.locator("#dcb-shelf-form button").click()
    page.get_by_text("Give it a name").wait_for()
    assert page.evaluate("document.activeElement.id") == "dcb-name"


def test_forgetting_removes_everything_once_it_is_confirmed(page, address):
    keep(page, "Health", SHARED, address)
    page.locator("#dcb-forget").click()
    page.locator("#dcb-sure [value=no]").click()
    assert page.locator("#dcb-shelf li").count() == 1
    page.locator("#dcb-forget").click()
    page.locator("#dcb-sure [value=yes]").click()
    page.get_by_text("Everything is forgotten").wait_for()
    assert page.locator("#dcb-shelf").is_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_an_address_seen_before_is_answered_without_python(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}tool/#{SHARED}")
    sentence = page.wait_for_selector("#dcb-result[data-class=shared]").inner_text()
    context.route("**/assets/python/**", lambda route: None)  # never answered
    again = context.new_page()
    again.goto(f"{address}tool/#{SHARED}")
    assert again.wait_for_selector("#dcb-result[data-class=shared]").inner_text() == sentence
    context.close()


def test_where_the_result_is_remembered_python_waits_for_the_page(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}tool/#{SHARED}")
    page.wait_for_selector("#dcb-result[data-class=shared]")
    again = context.new_page()
    again.clock.install(time=0)
    again.clock.pause_at(1)
    asked = []
    again.on("request", lambda request: asked.append(request.url))
    again.goto(f"{address}tool/#{SHARED}")
    again.wait_for_selector("#dcb-result[data-class=shared]")
    assert not any("/assets/python/" in url for url in asked)
    with again.expect_request("**/assets/python/worker.js.gz*"):
        again.clock.resume()
    context.close()


def test_a_result_of_another_engine_is_not_remembered(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}tool/#{SHARED}")
    page.wait_for_selector("#dcb-result[data-class=shared]")
    key = page.evaluate("Object.keys(localStorage).find((key) => key.startsWith('dcb-guide'))")
    kept = json.loads(page.evaluate("(key) => localStorage.getItem(key)", key))
    changed = json.dumps(
        {**kept, "engine": "another", "results": [[asked, "{}", at] for asked, _, at in kept["results"]]}
    )
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, changed])
    page.reload()
    page.wait_for_selector("#dcb-result[data-class=shared]")
    context.close()


@pytest.mark.parametrize(
    "rubbish", ["{", "null", "[]", '{"platforms": 1}', '{"platforms": [{"name": 1}], "results": {}}']
)
def test_rubbish_in_the_browsers_storage_does_no_harm(page, address, rubbish):
    page.goto(f"{address}tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.evaluate("(rubbish) => localStorage.setItem(`dcb-guide ${location.pathname}`, rubbish)", rubbish)
    page.goto(f"{address}tool/#{SHARED}")
    page.wait_for_selector("#dcb-result[data-class=shared]")


def test_the_tool_works_offline_after_the_first_visit(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.goto(f"{address}tool/#{STANDALONE}")
    page.wait_for_selector("#dcb-result[data-class=standalone]")
    context.close()


def test_on_a_narrow_screen_a_bar_leads_to_the_result(page, address):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}en/tool/#{SHARED}")
    page.wait_for_selector("#dcb-result[data-class=shared]")
    bar = page.locator("#dcb-bar")
    assert bar.bounding_box()["height"] <= 56
    bar.locator("a").click()
    assert page.evaluate("document.activeElement.id") == "dcb-result-title"
    bar.wait_for(state="hidden")
    assert f"#{SHARED}" in page.url
    page.locator("[data-to-questions]").click()
    assert page.evaluate("document.activeElement.id") == "dcb-summary-title"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_at_most_six_are_compared_and_the_reader_chooses_which(page, address):
    page.goto(f"{address}en/tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    records = [{"name": f"P{number}", "context": {"peers": number}} for number in range(8)]
    page.locator("#dcb-file").set_input_files(
        {"name": "all.json", "mimeType": "text/plain", "buffer": json.dumps(records).encode()}
    )
    page.locator("#dcb-shelf li").nth(6).wait_for()
    page.locator("[data-shelf=compare]").click()
    page.get_by_text("Choose 1 to 6 platforms").wait_for()
    for name in ("P2", "P5"):
        page.locator(f"[data-compared={name}]").check()
    page.locator("[data-shelf=compare]").click()
    page.locator(".dcb-comparison").wait_for()
    assert page.locator(".dcb-comparison th[scope=col]").all_inner_texts() == ["P2", "P5"]


def test_a_row_that_differs_is_marked_and_the_focus_goes_to_the_comparison(page, address):
    keep(page, "A", STANDALONE, address)
    keep(page, "B", SHARED, address)
    page.locator("[data-shelf=compare]").click()
    page.locator(".dcb-comparison").wait_for()
    assert page.evaluate("document.activeElement.id") == "dcb-comparison-title"
    marked = page.locator(".dcb-differs th").all_inner_texts()
    assert any(row.startswith("State today") and row.endswith("differs") for row in marked)
    for row in page.locator(".dcb-comparison tbody tr").all():
        cells = row.locator("td").all_inner_texts()
        assert ("dcb-differs" in (row.get_attribute("class") or "")) == (len(set(cells)) > 1)


def test_removing_a_platform_can_be_taken_back_and_keeps_the_focus(page, address):
    keep(page, "A", STANDALONE, address)
    page.get_by_label("Remove: A").click()
    assert page.locator("#dcb-shelf li").count() == 0
    assert page.evaluate("document.activeElement.id") == "dcb-shelf-title"
    page.locator("#dcb-said-shelf button").click()
    assert page.locator("#dcb-shelf li").all_inner_texts()[0].startswith("A")
