"""Every page, both languages, light and dark: axe-core finds nothing; headings, language and focus are right."""

from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
#: Every page of a site without a vision.
NAMES = sorted(path.stem for path in (ROOT / "docs" / "ja").glob("*.md") if path.stem != "vision")
RUN = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(' '))]))"


def url_of(address, language, name):
    prefix = "" if language == "ja" else "en/"
    return f"{address}{prefix}" if name == "index" else f"{address}{prefix}{name}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_on_any_page(browser, address, language, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for name in NAMES:
        page.goto(url_of(address, language, name))
        if name == "tool":
            page.wait_for_selector("#dcb-result[data-state=ready]")
        page.evaluate(AXE)
        if violations := page.evaluate(RUN):
            found[name] = violations
    context.close()
    assert found == {}, repr(found)


def _loading(page):
    page.context.route("**/assets/python/**", lambda route: None)  # never answered
    return "", "loading"


def _broken(page):
    page.context.route("**/assets/python/pyodide*", lambda route: route.abort())
    return "", "error"


def _to_the_end_of_the_flow(page):
    page.locator("[data-mode=guided]").click()
    while page.locator("#dcb-walk-next").is_visible():
        page.locator("#dcb-walk-next").click()
    page.locator("#dcb-walk-line .dcb-line").wait_for()


PARTIAL = "#service_provider=private&platform_provider=private&colour=red"
FULL = (
    "#service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=yes&auth_federation=no&personal_broker=internal_shared&non_personal_broker=none&peers=0"
    "&field_scope=single_field&beyond_prefecture=no&external_body_feasible=yes&prefecture_capacity=no"
)
#: State of the tool → what makes it: before the page is opened (gives address and state), and after.
STATES = {
    "empty": (lambda page: ("", "ready"), lambda page: None),
    "loading": (_loading, lambda page: None),
    "error": (_broken, lambda page: None),
    "partial": (lambda page: (PARTIAL, "ready"), lambda page: page.locator("summary").evaluate_all("all => all.forEach((one) => (one.parentElement.open = true))")),
    "result": (lambda page: (FULL, "ready"), lambda page: page.locator("summary").evaluate_all("all => all.forEach((one) => (one.parentElement.open = true))")),
    "wrong count": (lambda page: ("", "ready"), lambda page: page.locator("[name=peers]").fill("-1")),
    "official flow": (lambda page: ("", "ready"), lambda page: page.locator("[data-mode=guided]").click()),
    "end of the official flow": (lambda page: (FULL, "ready"), _to_the_end_of_the_flow),
    "guided": (lambda page: ("", "ready"), lambda page: (page.locator("[data-mode=guided]").click(), page.locator("[data-walk=on]").click())),
    "dialog": (lambda page: (FULL, "ready"), lambda page: page.locator("#dcb-reset").click()),
    "shelf": (lambda page: (FULL, "ready"), lambda page: (page.locator("#dcb-shelf-name").fill("A"), page.locator("#dcb-shelf-form button").click(), page.locator("[data-shelf=compare]").click(), page.locator(".dcb-comparison").wait_for())),
}  # fmt: skip


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 320)])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_in_any_state_of_the_tool(browser, address, language, scheme, width):
    found = {}
    for name, (before, after) in STATES.items():
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        page = context.new_page()
        answers, state = before(page)
        page.goto(f"{url_of(address, language, 'tool')}{answers}")
        page.wait_for_selector(f"#dcb-result[data-state={state}]")
        if width < 960 and name in ("partial", "result", "shelf"):
            page.locator("#dcb-sheet").click()
        after(page)
        page.evaluate(AXE)
        if violations := page.evaluate(RUN):
            found[name] = violations
        context.close()
    assert found == {}, repr(found)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_headings_begin_with_one_h1_and_skip_no_level(page, address, language):
    wrong = {}
    for name in NAMES:
        page.goto(url_of(address, language, name))
        levels = page.evaluate(
            "[...document.querySelectorAll('article h1,article h2,article h3,article h4,article h5')].map(h => +h.tagName[1])"
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
        "window.shift = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.shift += e.value })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    sizes: dict[str, int] = {}
    page.on("response", lambda reply: sizes.__setitem__(reply.url, int(reply.headers.get("content-length", 0))))
    page.goto(url_of(address, "ja", name), wait_until="load")
    page.wait_for_timeout(300)
    own = {url: size for url, size in sizes.items() if "/assets/python/" not in url and "/assets/search." not in url}
    assert page.evaluate("window.shift") <= 0.05
    context.close()
    assert sum(own.values()) < 300_000, own


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page, address):
    page.goto(f"{address}en/organisations/")
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "(() => { const e = document.activeElement; const s = getComputedStyle(e); const l = e.closest('label'); return [e.outerHTML.slice(0, 120), s.outlineStyle, s.outlineWidth, e === document.body] })()"
        )
        if where[3]:
            break
        reached.add(where[0])
        assert where[1] != "none", where
    links = page.locator("article a[href], .md-tabs a, .dcb-languages a").count()
    assert len(reached) >= links * 0.9


@pytest.mark.parametrize("name", NAMES)
def test_text_at_200_percent_needs_no_sideways_scrolling(page, address, name):
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(url_of(address, "en", name))
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
