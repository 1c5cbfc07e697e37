"""Every page, both languages, light and dark: axe-core finds nothing; headings, language and focus are right."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
#: Every page of a site without a vision.
NAMES = sorted(path.stem for path in (ROOT / "docs" / "ja").glob("*.md") if not path.stem.startswith("vision"))
#: The rules that what differs between the two schemes can break.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
SETTLED = """
document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
"""


def violations(page: Page, rules: list[str] | None = None) -> list[object]:
    """What axe-core finds on a page: [rule, [selector of each element]]."""
    options = {"resultTypes": ["violations"], "preload": False, **({"runOnly": rules} if rules else {})}
    page.evaluate(AXE)
    found: list[object] = page.evaluate(
        f"axe.run(document, {json.dumps(options)}).then(({{ violations }}) =>"
        " violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(' '))]))"
    )
    return found


def url_of(address, language, name):
    prefix = "" if language == "ja" else "en/"
    return f"{address}{prefix}" if name == "index" else f"{address}{prefix}{name}/"


@pytest.mark.parametrize(("scheme", "rules"), [("light", None), ("dark", OF_COLOURS)])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_on_any_page(browser, address, language, scheme, rules):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for name in NAMES:
        page.goto(url_of(address, language, name))
        if name == "tool":
            page.wait_for_selector("#dcb-result[data-state=ready]")
        found[name] = violations(page, rules)
    context.close()
    assert {name: one for name, one in found.items() if one} == {}


def go_to_the_end_of_the_flow(page: Page) -> None:
    page.locator("[data-mode=guided]").click()
    while page.locator("#dcb-walk").is_visible():
        page.locator("#dcb-walk [data-step=unsure]").click()
    page.locator("#dcb-walk-line .dcb-line").wait_for()


PARTIAL = "#service_provider=private&platform_provider=private&colour=red"
FULL = (
    "#service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=yes&auth_federation=no&personal_broker=internal_shared&non_personal_broker=none&peers=0"
    "&field_scope=single_field&beyond_prefecture=no&external_body_feasible=yes&prefecture_capacity=no"
)


def nothing(page: Page) -> None:
    """Leave the page as it is."""


def python_never_comes(page: Page) -> None:
    page.context.route("**/assets/python/**", lambda route: None)


def python_is_refused(page: Page) -> None:
    page.context.route("**/assets/python/**", lambda route: route.abort())


def browser_is_too_old(page: Page) -> None:
    page.context.add_init_script("delete Object.hasOwn")


def open_all(page: Page) -> None:
    page.locator("summary").evaluate_all("(all) => all.forEach((one) => (one.parentElement.open = true))")


def compare_saved(page: Page) -> None:
    page.locator("#dcb-name").fill("A")
    page.locator("#dcb-shelf-form button").click()
    page.locator("[data-shelf=compare]").click()
    page.locator(".dcb-comparison").wait_for()


def fill_in_a_wrong_count(page: Page) -> None:
    page.locator("[name=peers]").fill("-1")


def ask_by_the_official_flow(page: Page) -> None:
    page.locator("[data-mode=guided]").click()


def ask_one_by_one(page: Page) -> None:
    ask_by_the_official_flow(page)
    page.locator("#dcb-walk [data-step=finer]").click()
    page.locator(".dcb-question.dcb-current").wait_for()


def leave_a_question_unanswered(page: Page) -> None:
    ask_by_the_official_flow(page)
    page.locator("#dcb-walk [data-step=next]").click()
    page.locator("#dcb-walk-missing").wait_for()


def check_the_answers(page: Page) -> None:
    ask_by_the_official_flow(page)
    page.locator("#dcb-walk [data-step=unsure]").click()
    page.locator("#dcb-walk [data-step=check]").click()
    page.locator("#dcb-check").wait_for()


def try_another_answer(page: Page) -> None:
    page.locator("#changes > summary").click()
    page.locator("[data-try]").first.click()
    page.locator("#dcb-trying").wait_for()


def open_an_example(page: Page) -> None:
    page.locator("[data-keep=example]").select_option(index=1)
    page.locator("[data-keep=try-example]").click()
    page.locator("#dcb-undo").wait_for()


def draft_of_two(page: Page) -> None:
    compare_saved(page)
    page.locator("#dcb-name").fill("B")
    page.locator("[data-keep=draft-word]").click()
    page.locator("#dcb-draft").wait_for()


def ask_whether_to_reset(page: Page) -> None:
    page.locator("#dcb-reset").click()


#: State of the tool: what happens before the page is opened, its answers, its result's state, what the reader does.
STATES: dict[str, tuple[Callable[[Page], None], str, str, Callable[[Page], None]]] = {
    "empty": (nothing, "", "ready", nothing),
    "partial": (nothing, PARTIAL, "ready", open_all),
    "result": (nothing, FULL, "ready", open_all),
    "wrong count": (nothing, "", "ready", fill_in_a_wrong_count),
    "official flow": (nothing, "", "ready", ask_by_the_official_flow),
    "end of the official flow": (nothing, FULL, "ready", go_to_the_end_of_the_flow),
    "guided": (nothing, "", "ready", ask_one_by_one),
    "missing answer": (nothing, "", "ready", leave_a_question_unanswered),
    "check of the answers": (nothing, FULL, "ready", check_the_answers),
    "what-if": (nothing, FULL, "ready", try_another_answer),
    "opened": (nothing, FULL, "ready", open_an_example),
    "draft": (nothing, FULL, "ready", draft_of_two),
    "dialog": (nothing, FULL, "ready", ask_whether_to_reset),
    "comparison": (nothing, FULL, "ready", compare_saved),
    "loading": (python_never_comes, "#peers=7", "loading", nothing),
    "error": (python_is_refused, "#peers=8", "error", nothing),
    "not started": (browser_is_too_old, "#peers=9", "error", nothing),
}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 320)])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_in_any_state_of_the_tool(browser, address, language, scheme, width):
    found = {}
    for name, (before, answers, state, after) in STATES.items():
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        page = context.new_page()
        before(page)
        page.goto(f"{url_of(address, language, 'tool')}{answers}")
        page.wait_for_selector(f"#dcb-result[data-state={state}]")
        after(page)
        found[name] = violations(page)
        context.close()
    assert {name: one for name, one in found.items() if one} == {}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_headings_begin_with_one_h1_and_skip_no_level(page, address, language):
    wrong = {}
    for name in NAMES:
        page.goto(url_of(address, language, name))
        levels = page.locator("article :is(h1, h2, h3, h4, h5)").evaluate_all(
            "(all) => all.map((heading) => Number(heading.tagName[1]))"
        )
        skips = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        if levels.count(1) != 1 or levels[0] != 1 or skips:
            wrong[name] = (levels, skips)
        assert page.locator("html").get_attribute("lang") == language
    assert wrong == {}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("tool", "search")])
def test_a_page_stays_light_and_does_not_jump(browser, address, name):
    """A page's own transfer stays under 300 kB before search and tool, and its layout hardly shifts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0;"
        "const add = (entry) => { if (!entry.hadRecentInput) shift += entry.value; };"
        "new PerformanceObserver((list) => list.getEntries().forEach(add))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    sizes: dict[str, int] = {}
    page.on("response", lambda reply: sizes.__setitem__(reply.url, int(reply.headers.get("content-length", 0))))
    page.goto(url_of(address, "ja", name), wait_until="load")
    page.evaluate(SETTLED)
    own = {url: size for url, size in sizes.items() if "/assets/python/" not in url and "/assets/search." not in url}
    assert page.evaluate("shift") <= 0.05
    context.close()
    assert sum(own.values()) < 300_000, own


FOCUSED = """
(() => {
  const element = document.activeElement;
  return [element.outerHTML.slice(0, 120), getComputedStyle(element).outlineStyle, element === document.body];
})()
"""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page, address):
    page.goto(f"{address}en/organisations/")
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        element, outline, past_the_end = page.evaluate(FOCUSED)
        if past_the_end:
            break
        reached.add(element)
        assert outline != "none", element
    links = page.locator("article a[href], .md-tabs a, .dcb-languages a").count()
    assert len(reached) >= links * 0.9


@pytest.mark.parametrize(
    ("width", "zoom"), [(320, None), (1280, None), (640, "250%")], ids=["320 px", "1280 px", "text at 200 %"]
)
def test_no_page_scrolls_sideways(page, address, width, zoom):
    """The theme's text is 125 % of a browser's own: 250 % is twice its size."""
    page.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for name in NAMES:
        page.goto(url_of(address, "en", name))
        if zoom:
            page.evaluate("(size) => (document.documentElement.style.fontSize = size)", zoom)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: pixels for name, pixels in wide.items() if pixels > width} == {}
