"""Reading at any size, by keyboard and by ear: nothing covers the focus, nothing is cut, the menu holds what it has."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from playwright.sync_api import Browser, Page

from tests.test_accessibility import NAMES, url_of, violations

#: CSS pixels: 400 % zoom, phones upright and sideways, a tablet, 200 % zoom of 1280 × 900, a desk.
SMALL, PHONE, SIDEWAYS, TABLET, ZOOMED, DESK = (
    (320, 256),
    (390, 844),
    (844, 390),
    (768, 1024),
    (640, 450),
    (1280, 900),
)
SIZES = [SMALL, PHONE, SIDEWAYS, TABLET, ZOOMED, DESK]
#: Pages with each kind of thing: tables of many columns, figures, entries, checklists, a filter, code.
KINDS = ["index", "types", "decisions", "bodies", "glossary", "organisations", "gaps", "publish"]
#: The tool and its result are tested where they are (test_tool_*.py).
READ = [name for name in NAMES if name != "tool"]
SPOKEN = Path(__file__).parent / "spoken"


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def small(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": SMALL[0], "height": SMALL[1]}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


# ── The keyboard ────────────────────────────────────────────────────────────────────────────────────────────────

#: The focused element, whether it can be seen at all, and what sticks over it.
UNDER = """
(() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const box = focused.getBoundingClientRect();
  const sticks = (one) => ["sticky", "fixed"].includes(getComputedStyle(one).position) && !one.contains(focused);
  const shares = [0.02, 0.5, 0.98];
  const points = shares.flatMap((x) => shares.map((y) => [box.left + x * box.width, box.top + y * box.height]));
  const over = points.flatMap(([x, y]) => {
    let one = document.elementFromPoint(x, y);
    while (one && !sticks(one)) one = one.parentElement;
    return one && !focused.contains(one) ? [one] : [];
  });
  return {
    name: focused.outerHTML.slice(0, 100),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    over: [...new Set(over.map((one) => one.className))],
  };
})()
"""


def walked(page: Page, key: str = "Tab", longest: int = 400) -> Iterator[dict[str, Any]]:
    """Yield what is focused, one key after the other, until the page's end."""
    for _ in range(longest):
        page.keyboard.press(key)
        here = page.evaluate(UNDER)
        if here is None:
            return
        yield here


@pytest.mark.parametrize("name", ["index", "organisations"])
def test_nothing_that_sticks_covers_the_focus_forwards_or_backwards(sized, address, name):
    sized.goto(url_of(address, "ja", name))
    for key in ("Tab", "Shift+Tab"):
        steps = list(walked(sized, key))
        assert len(steps) > 20
        assert [one for one in steps if not one["seen"] or one["over"]] == []


def test_what_sticks_takes_a_fifth_of_the_height_at_most(sized, address):
    height = sized.viewport_size["height"]
    for name in ("types", "tool"):
        sized.goto(url_of(address, "ja", name))
        sized.evaluate("scrollTo(0, 1500)")
        header = sized.locator(".dcb-header").bounding_box()
        seen = max(0, min(header["y"] + header["height"], height) - max(header["y"], 0))
        assert seen <= height / 5, name


def test_what_is_under_way_sticks_as_two_lines_and_takes_a_fifth_of_the_height_at_most(sized, address):
    height = sized.viewport_size["height"]
    for name in ("inventory", "cost", "write"):
        sized.goto(url_of(address, "ja", name))
        sized.locator("#dcb-status").evaluate("one => { one.textContent = '計算しています。'.repeat(9); }")
        sized.locator("#dcb-cancel").evaluate("one => { one.hidden = false; }")
        sized.evaluate("scrollTo(0, 300)")
        boxes = [sized.locator(one).bounding_box() for one in (".dcb-header", ".dcb-progress")]
        seen = sum(max(0, min(one["y"] + one["height"], height) - max(one["y"], 0)) for one in boxes)
        assert seen <= height / 5, (name, seen)


def test_the_closed_menu_holds_nothing_and_the_open_one_lets_nothing_out(small, address):
    small.goto(url_of(address, "ja", "types"))
    opener = small.locator(".dcb-header .dcb-menu-button")
    inside = "document.getElementById('dcb-menu').contains(document.activeElement)"
    for _ in walked(small):
        assert not small.evaluate(inside)
    opener.focus()
    small.keyboard.press("Enter")
    reached = set()
    for _ in range(40):
        assert small.evaluate(f"{inside} || document.activeElement === document.body")
        reached.add(small.evaluate("document.activeElement.textContent.trim()"))
        small.keyboard.press("Tab")
    assert {"メニューを閉じる", "ホーム", "型と移行パターン", "判定ツール"} <= reached
    small.keyboard.press("Escape")
    assert opener.evaluate("one => one === document.activeElement")
    assert small.locator("#dcb-menu a:visible").count() == 0
    small.keyboard.press("Enter")
    small.get_by_role("button", name="メニューを閉じる").press("Enter")
    assert opener.evaluate("one => one === document.activeElement")


def test_the_menu_leads_to_every_page_of_the_navigation(small, address):
    small.goto(url_of(address, "en", "types"))
    small.locator(".dcb-header .dcb-menu-button").click()
    small.locator("#dcb-menu summary").evaluate_all("(all) => all.forEach((one) => (one.parentElement.open = true))")
    links = small.locator("#dcb-menu a").evaluate_all("(all) => all.map((one) => one.href)")
    assert {url_of(address, "en", name) for name in NAMES if name not in ("vision", "roles")} <= set(links)
    assert violations(small) == []
    current = small.locator("#dcb-menu [aria-current=page]")
    assert current.inner_text() == "Types and transition patterns"
    small.locator("#dcb-menu a", has_text="Glossary").click()
    assert small.url == url_of(address, "en", "glossary")


def test_the_menu_is_a_list_of_links_without_script(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(url_of(address, "ja", "types"))
    assert page.locator(".dcb-tabs a:visible").count() >= 7
    context.close()


@pytest.mark.parametrize("size", [SMALL, DESK], ids=["small", "desk"])
def test_the_slash_moves_to_the_search_from_anywhere_until_it_is_turned_off(browser, address, size):
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url_of(address, "en", "types"))
    page.evaluate("scrollTo(0, 3000)")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('.dcb-search input, .dcb-search-link')")
    here = page.evaluate(UNDER)
    assert here["seen"]
    page.goto(url_of(address, "en", "accessibility"))
    page.locator("#dcb-search-key").uncheck()
    page.goto(url_of(address, "en", "types"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")
    context.close()


def test_a_field_takes_a_slash_as_it_is_typed(page, address):
    page.goto(url_of(address, "en", "search"))
    page.locator("#dcb-search input").fill("")
    page.locator("#dcb-search input").press_sequentially("a/b")
    assert page.locator("#dcb-search input").input_value() == "a/b"


# ── Where one is ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_says_where_it_is_and_which_pages_are_beside_it(page, address, language):
    lost = {}
    for name in READ:
        page.goto(url_of(address, language, name))
        part = page.locator(".dcb-tabs [aria-current]").count()
        here = page.locator(".dcb-part [aria-current=page]").count()
        path = page.locator(".dcb-path [aria-current=page]").count()
        wanted = (1, 0, 0) if name == "index" else (1, 1, 1)
        if name != "roles" and (part, here, path) != wanted:
            lost[name] = (part, here, path)
    assert lost == {}


def test_the_contents_follow_the_reader_and_the_way_to_the_top_appears(page, address):
    page.goto(url_of(address, "ja", "types"))
    assert page.locator(".dcb-top").is_hidden()
    page.locator("#patterns").evaluate("one => one.scrollIntoView()")
    page.locator(".dcb-contents [aria-current=location]", has_text="移行パターン").wait_for()
    assert page.locator(".dcb-contents [aria-current]").count() == 1
    page.locator(".dcb-top").click()
    page.wait_for_function("scrollY === 0")
    page.locator(".dcb-contents [aria-current]").wait_for(state="detached")


def test_on_a_narrow_screen_the_contents_are_folded_and_open(small, address):
    small.goto(url_of(address, "ja", "types"))
    assert small.locator(".dcb-contents a:visible").count() == 0
    small.locator(".dcb-contents summary").click()
    small.locator(".dcb-contents a", has_text="共同利用後の型").click()
    heading = small.locator("#after")
    assert heading.bounding_box()["y"] >= small.locator(".dcb-header").bounding_box()["height"]


def test_the_language_is_changed_on_the_same_page_and_section(page, address):
    page.goto(f"{url_of(address, 'ja', 'types')}#patterns")
    page.locator(".dcb-languages a").click()
    assert page.url == f"{url_of(address, 'en', 'types')}#patterns"


def test_the_colours_are_chosen_and_remembered(page, address):
    page.goto(url_of(address, "ja", "types"))
    page.get_by_role("button", name="暗い配色にする").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.goto(url_of(address, "ja", "glossary"))
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.get_by_role("button", name="明るい配色にする").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_every_page_says_when_its_content_was_changed_and_nothing_about_reports_that_nobody_reads(site, guide):
    year, month, day = map(int, guide.about.updated.split("-"))
    for name in READ:
        path = site / ("index.html" if name == "index" else f"{name}/index.html")
        html = path.read_text(encoding="utf-8")
        assert f'<time datetime="{guide.about.updated}">{year}年{month}月{day}日</time>' in html, name
        assert "誤りを知らせる" not in html, name


def test_an_address_that_leads_nowhere_offers_ways_on_in_every_language(site):
    page = lxml.html.parse(site / "404.html").getroot()
    assert page.get("lang") == "ja"
    assert page.xpath("string(//h1)") == "ページが見つかりません"
    for language, title, tool in (("ja", "ページが見つかりません", "判定ツール"), ("en", "Page not found", "The tool")):
        [section] = page.xpath(f"//article//section[@lang='{language}']")
        assert section.xpath("string(h1 | h2)") == title
        assert len(section.xpath("form[@role='search' and @aria-label]//input[@aria-label]")) == 1
        assert [link.text for link in section.xpath(".//a")].count(tool) == 1


# ── Text, tables, figures ───────────────────────────────────────────────────────────────────────────────────────

#: Texts smaller than 14 px as painted; in a figure the drawing's scale counts.
TOO_SMALL = """
[...new Set([...document.querySelectorAll("body *")].filter((one) => {
  if (!one.checkVisibility({ opacityProperty: true }) || one.closest("script, style, title, option")) return false;
  if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
  const svg = one.closest("svg");
  const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
  return parseFloat(getComputedStyle(one).fontSize) * scale < 13.95;
}).map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}: ${one.textContent.trim().slice(0, 20)}`))]
"""
#: Lines of text longer than 42 full-width characters.
TOO_LONG = """
[...document.querySelectorAll("article :is(p, li, dd)")].filter((one) => {
  if (!one.checkVisibility() || one.querySelector("table, figure, ul, ol")) return false;
  if (one.closest("ol.dcb-ways, .dcb-path, .dcb-figure-list")) return false;
  return one.getBoundingClientRect().width > 42.5 * parseFloat(getComputedStyle(one).fontSize);
}).map((one) => one.textContent.trim().slice(0, 30))
"""
#: What is cut: a table that neither fits nor scrolls as a named region, a stop that does not scroll, a cut figure.
CUT = """
(() => {
  const frames = [...document.querySelectorAll(".dcb-table")];
  const wide = frames.filter((one) => one.scrollWidth > one.clientWidth + 1);
  const bad = frames.filter((one) => {
    const region = one.getAttribute("role") === "region" && one.tabIndex === 0 && one.getAttribute("aria-label");
    return Boolean(region) !== wide.includes(one);
  });
  const within = [...document.querySelectorAll("table")].filter((one) => !one.closest(".dcb-table"));
  const figures = [...document.querySelectorAll("figure")].filter((one) => {
    const shown = [...one.querySelectorAll("svg, img, .dcb-figure-list")].filter((part) => part.checkVisibility());
    return shown.length !== 1 || shown[0].getBoundingClientRect().width > one.clientWidth + 1;
  });
  const names = (all) => all.map((one) => one.dataset.name ?? one.textContent.trim().slice(0, 20));
  const inner = document.querySelectorAll(".dcb-table [tabindex], .dcb-table .dcb-table").length;
  return { bad: names(bad), within: names(within), figures: names(figures), inner };
})()
"""
RESIZED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [SMALL, DESK], ids=["small", "desk"])
def test_no_text_is_smaller_than_14_pixels_and_no_line_longer_than_42_characters(browser, address, language, size):
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    found = {}
    for name in READ:
        page.goto(url_of(address, language, name))
        found[name] = [*page.evaluate(TOO_SMALL), *page.evaluate(TOO_LONG)]
    context.close()
    assert {name: one for name, one in found.items() if one} == {}


def test_tables_fit_or_are_one_region_that_scrolls_and_figures_are_whole(sized, address):
    found = {}
    for name in KINDS:
        for language in ("ja", "en"):
            sized.goto(url_of(address, language, name))
            sized.evaluate(RESIZED)
            found[name, language] = sized.evaluate(CUT)
    nothing = {"bad": [], "within": [], "figures": [], "inner": 0}
    assert {page: one for page, one in found.items() if one != nothing} == {}


def test_a_row_of_a_table_is_a_card_on_a_phone(browser, address):
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    page.goto(url_of(address, "ja", "roles"))
    row = page.locator(".dcb-cards tbody tr").first
    cells = row.locator("td")
    assert cells.nth(1).get_attribute("data-label") == "主担当"
    label = cells.nth(1).evaluate("one => getComputedStyle(one, '::before').content")
    assert label.strip('"') in ("主担当", "attr(data-label)")
    boxes = [one.bounding_box() for one in cells.all() if one.is_visible()]
    assert len(boxes) >= 3
    assert all(first["y"] < second["y"] for first, second in pairwise(boxes))
    assert all(one["width"] > 300 for one in boxes)
    assert page.locator(".dcb-cards td", has_text=re.compile(r"^–$")).first.is_hidden()
    # The label is in the padding beside the value, not on a line of its own.
    room = cells.nth(1).evaluate("one => parseFloat(getComputedStyle(one).paddingLeft)")
    label_room = cells.nth(1).evaluate("one => parseFloat(getComputedStyle(one, '::before').width)")
    assert 60 < label_room < room
    context.close()


def test_a_page_is_printed_with_everything_open_and_is_as_before_afterwards(page, address):
    page.goto(url_of(address, "ja", "organisations"))
    closed = page.locator("article details:not([open])").count()
    assert closed > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("article details:not([open])").count() == closed
    page.emulate_media(media="print")
    for hidden in (".dcb-header", ".dcb-tabs", ".dcb-part", ".dcb-contents", ".dcb-neighbours", ".dcb-print"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator("time").is_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("name", "longest"), [("index", 2), ("types", 12), ("overview", 9)])
def test_paper_is_not_wasted(page, address, language, name, longest):
    """Figures are drawn beside their heading, not pushed to a page of their own; no last page holds a line alone."""
    page.goto(url_of(address, language, name))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= longest
    page.emulate_media(media="print")
    assert page.locator("ul.dcb-figure-list").evaluate_all("(all) => all.filter((one) => one.checkVisibility())") == []


def test_what_unfolds_has_its_mark_before_its_words_and_no_picture_on_them(page, address):
    page.goto(url_of(address, "ja", "index"))
    summary = page.locator("article summary").first
    text = summary.evaluate(
        """(one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          return range.getBoundingClientRect().x;
        }"""
    )
    mark = summary.evaluate(
        "one => { const { left, width } = getComputedStyle(one, '::after'); return [left, width]; }"
    )
    assert mark[0] == "0px"
    assert summary.bounding_box()["x"] + float(mark[1].removesuffix("px")) < text
    assert summary.evaluate("one => getComputedStyle(one, '::before').display") == "none"


def test_forced_colours_show_where_one_is_by_more_than_colour(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(url_of(address, "ja", "types"))
    current, other = (
        page.locator(f".dcb-part {which}").first.evaluate("one => getComputedStyle(one).fontWeight")
        for which in ("[aria-current]", "a:not([aria-current])")
    )
    assert int(current) > int(other)
    context.close()


# ── By ear ──────────────────────────────────────────────────────────────────────────────────────────────────────


def spoken(page: Page, place: str) -> str:
    """Return what a screen reader says of a part of a page, in its order, from the browser's accessibility tree."""
    return page.locator(place).aria_snapshot() + "\n"


def places(page: Page, address: str) -> Iterator[tuple[str, str]]:
    """Yield each recorded part by its file's name: what surrounds a page, the menu, a narrow header."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url_of(address, "ja", "search"))
    yield "page.ja.txt", spoken(page, "body")
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(url_of(address, "en", "search"))
    page.locator(".dcb-header .dcb-menu-button").click()
    yield "menu.en.txt", spoken(page, "#dcb-menu")
    page.keyboard.press("Escape")
    yield "header.en.txt", spoken(page, ".dcb-header")


def test_a_screen_reader_says_what_is_recorded(page, address):
    """After a change that is meant: ``python -m tests.record_spoken`` writes these files; read what changed in them."""
    for name, said in places(page, address):
        assert said == (SPOKEN / name).read_text(encoding="utf-8"), name
