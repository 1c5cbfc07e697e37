"""The tool by keyboard, also in a low and narrow window (400 % zoom): the focus is never lost and never covered."""

import pytest

FULL = (
    "service_provider=public_private&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=yes&auth_federation=no&personal_broker=internal_shared&non_personal_broker=none&peers=0"
    "&field_scope=single_field&beyond_prefecture=no&external_body_feasible=yes&prefecture_capacity=no"
)
#: Where the focus is, and how much of it something that stays in place covers; null on the page itself.
COVERED = """
() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  // A field's label is what a reader sees of it.
  const seen = focused.closest("label") ?? focused;
  const box = seen.getBoundingClientRect();
  const stays = [...document.querySelectorAll("body *")].filter((one) => {
    const { position, display, visibility, opacity } = getComputedStyle(one);
    const shown = display !== "none" && visibility !== "hidden" && opacity !== "0";
    return ["fixed", "sticky"].includes(position) && shown;
  });
  const over = stays.filter((one) => !one.contains(focused)).map((one) => {
    const other = one.getBoundingClientRect();
    const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
    const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
    const stuck = getComputedStyle(one).position === "fixed" || other.top <= 0 || other.bottom >= innerHeight - 1;
    return stuck && wide > 0 ? Math.max(0, high) : 0;
  });
  const inside = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return { name: focused.outerHTML.slice(0, 90), height: box.height, inside, covered: Math.max(0, ...over) };
}
"""
#: How much of the window's height is taken by what stays in place at its edges.
STUCK = """
() => Math.max(0, ...[...document.querySelectorAll("body *")].map((one) => {
  const { position, display } = getComputedStyle(one);
  const { height, width } = one.getBoundingClientRect();
  return ["fixed"].includes(position) && display !== "none" && width > 0 && height < innerHeight ? height : 0;
})) / innerHeight
"""


def ready(page, url):
    page.goto(url)
    page.wait_for_selector("#dcb-result[data-state=ready]")


def look(page, hidden):
    """Note the focused element if less than half of its height, or of 20 pixels of it, can be seen."""
    found = page.evaluate(COVERED)
    if found is None:
        return False
    seen = found["inside"] - found["covered"]
    if found["height"] > 0 and seen < min(found["height"] / 2, 20):
        hidden.append(found)
    return True


@pytest.mark.parametrize(("width", "height"), [(320, 256), (640, 360), (320, 640), (1280, 720)])
def test_tabbing_through_the_tool_never_hides_the_focus(page, address, width, height):
    page.set_viewport_size({"width": width, "height": height})
    ready(page, f"{address}en/tool/#{FULL}")
    page.locator("#dcb-name").focus()
    hidden = []
    steps = 0
    for _ in range(260):
        page.keyboard.press("Tab")
        if not look(page, hidden):
            break
        steps += 1
    assert steps > 60
    assert hidden == []
    assert page.evaluate(STUCK) <= 0.2


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 640), (1280, 720)])
def test_the_guided_way_is_gone_by_keyboard_alone(page, address, width, height):
    """From the first question to the check of all answers: the question in view, the focus on it, nothing over it."""
    page.set_viewport_size({"width": width, "height": height})
    ready(page, f"{address}en/tool/?mode=guided")
    hidden = []
    for _ in range(14):
        assert page.evaluate("['LEGEND', 'H2'].includes(document.activeElement.tagName)"), page.url
        look(page, hidden)
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") < height / 2
        if page.evaluate("document.activeElement.tagName") == "H2":
            break
        page.keyboard.press("Tab")
        look(page, hidden)
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "dcb-walk-heading"
    page.keyboard.press("Tab")
    while 'data-step="check"' not in page.evaluate("document.activeElement.outerHTML"):
        page.keyboard.press("Tab")
        look(page, hidden)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "dcb-check-heading"
    assert hidden == []


ACTIONS = {
    "clear": ("[data-clear=peers]", "input"),
    "try": ("[data-try]", "div"),
    "answer": (".dcb-narrowing button, .dcb-settled button", "input"),
    "example": ("[data-keep=try-example]", "h2"),
    "compare": ("[data-shelf=compare]", "h2"),
    "link": ("[data-keep=link]", "button"),
    "yaml": ("[data-keep=yaml]", "button"),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_no_action_loses_the_focus(page, address, action):
    selector, tag = ACTIONS[action]
    page.set_viewport_size({"width": 640, "height": 360})
    answers = FULL.replace("&prefecture_capacity=no", "").replace("&co_used=no", "") if action == "answer" else FULL
    ready(page, f"{address}en/tool/#{answers}")
    page.locator("summary").evaluate_all("(all) => all.forEach((one) => (one.parentElement.open = true))")
    page.locator("#dcb-name").fill("A")
    page.locator("#dcb-shelf-form button").click()
    page.locator("[data-keep=example]").select_option(index=1)
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.localName") == tag
    hidden = []
    assert look(page, hidden)
    assert hidden == []


def test_what_an_action_did_is_said_beside_its_button(page, address):
    ready(page, f"{address}en/tool/#{FULL}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for selector, place in (("[data-keep=link]", "take"), ("[data-keep=yaml]", "open")):
        page.locator(selector).click()
        said = page.locator(f"#dcb-said-{place}")
        said.locator("p").wait_for()
        assert said.get_attribute("role") == "status"
        distance = page.evaluate(
            "([a, b]) => document.querySelector(b).getBoundingClientRect().top"
            " - document.querySelector(a).getBoundingClientRect().bottom",
            [selector, f"#dcb-said-{place}"],
        )
        assert -50 < distance < 320
    assert page.locator("[data-keep=link]").inner_text() == "Copied"
    assert page.evaluate("navigator.clipboard.readText()").endswith("name=") is False


@pytest.mark.parametrize("width", [320, 1280])
def test_the_whole_result_is_on_the_page_and_not_in_a_scroller(page, address, width):
    page.set_viewport_size({"width": width, "height": 640})
    ready(page, f"{address}en/tool/#{FULL}")
    page.locator("#dcb-details summary").evaluate_all("(all) => all.forEach((one) => (one.parentElement.open = true))")
    inner = page.locator("#dcb-side, #dcb-side *").evaluate_all(
        "(all) => all.filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY)"
        " && one.scrollHeight > one.clientHeight + 1).length"
    )
    assert inner == 0
    picture, lists = page.locator("#dcb-details .dcb-map"), page.locator("#dcb-details .dcb-map-lists")
    assert (picture.is_visible(), lists.is_visible()) == ((False, True) if width == 320 else (True, False))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
