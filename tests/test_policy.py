"""The content security policy as an attacker meets it: markup of others gets into a page, and runs nothing.

Each attack is tried twice: under the page's own policy, where it must do nothing, and in a browser that is told to
disregard policies, where it must work: an attack that never works would prove nothing.
"""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

#: Attacks; each sets ``hit`` in the window once it runs. ``/attack.js`` is a file on the site's own server.
MARKUP = {
    "a script": "<script>hit = 1</script>",
    "a script of the site's own server": "<script src='/attack.js'></script>",
    "a script in an address": "<script src='data:text/javascript,hit=1'></script>",
    "a picture's handler": "<img src=x onerror='hit = 1'>",
    "a drawing's handler": "<svg onload='hit = 1'></svg>",
    "an element's handler": "<details open ontoggle='hit = 1'></details>",
    "a frame": "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "a link": "<a id='attack' href='javascript:void(hit = 1)'>x</a>",
}
OUTSIDE = "https://attacker.invalid/"
#: What would send something away, or fetch from elsewhere, without a script.
SENDS = (
    f"<img src='{OUTSIDE}a'><link rel='stylesheet' href='{OUTSIDE}b'><iframe src='{OUTSIDE}c'></iframe>"
    f"<object data='{OUTSIDE}d'></object><video src='{OUTSIDE}e'></video><link rel='prefetch' href='{OUTSIDE}f'>"
)
#: Pages that show what others wrote, and one that does not.
PAGES = ("tool/", "en/tool/", "about/", "inventory/", "cost/", "dcb-guide-tool.html", "dcb-guide-prefecture.html")
#: Makes every text that a page's scripts set into markup, as if nothing were escaped anywhere.
NO_ESCAPING = """(() => {
  const parsed = (value) => typeof value === "string" && value.includes("<")
    ? document.createRange().createContextualFragment(value) : value;
  for (const type of [Element, DocumentFragment])
    for (const name of ["append", "prepend", "replaceChildren"]) {
      const original = type.prototype[name];
      type.prototype[name] = function (...children) { return original.apply(this, children.map(parsed)); };
    }
  const text = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
  Object.defineProperty(Node.prototype, "textContent", { ...text, set(value) {
    if (this instanceof Element && typeof value === "string" && value.includes("<")) this.replaceChildren(value);
    else text.set.call(this, value);
  } });
})()"""
#: Short enough for what a message quotes.
INJECTED = "<img src=x onerror=hit=1>"
RECORD = {"name": INJECTED, "platform": {"service_provider": "private", INJECTED: INJECTED, "user_scope": INJECTED}}


def context_of(browser: Browser, disregards_policies: bool) -> BrowserContext:
    context = browser.new_context(bypass_csp=disregards_policies, service_workers="block")
    context.set_default_timeout(20_000)
    context.route("**/attack.js", lambda route: route.fulfill(body="hit = 1", content_type="text/javascript"))
    return context


def is_hit(page: Page) -> bool:
    # Handlers run once the picture has failed, the frame is there: one turn of everything that is under way.
    page.wait_for_timeout(300)
    hit: bool = page.evaluate("window.hit === 1")
    return hit


def into_body(markup: str) -> Callable[[Route], None]:
    """Return a route that puts markup into a page as if the site's builder had written it there."""

    def inject(route: Route) -> None:
        reply = route.fetch()
        before, body, after = reply.text().partition("<body")
        start, end, rest = after.partition(">")
        route.fulfill(response=reply, body=f"{before}{body}{start}{end}{markup}{rest}")

    return inject


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_a_served_page_runs_nothing(browser, address, path):
    assert not _attacked(context_of(browser, disregards_policies=False), address, path, "".join(MARKUP.values()))


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_each_attack_works_where_there_is_no_policy(browser, address, markup):
    assert _attacked(context_of(browser, disregards_policies=True), address, "about/", markup)


def _attacked(context: BrowserContext, address: str, path: str, markup: str) -> bool:
    page = context.new_page()
    page.route(f"{address}{path}", into_body(markup))
    page.goto(f"{address}{path}", wait_until="domcontentloaded")
    for link in page.locator("#attack").all():
        link.click(no_wait_after=True)
    hit = is_hit(page)
    context.close()
    return hit


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_a_served_page_asks_no_other_server(browser, address, path):
    context = context_of(browser, disregards_policies=False)
    page = context.new_page()
    failures: list[tuple[str, str | None]] = []
    page.on("requestfailed", lambda request: failures.append((request.url, request.failure)))
    page.on("requestfinished", lambda request: failures.append((request.url, None)))
    page.route(f"{address}{path}", into_body(SENDS))
    page.goto(f"{address}{path}", wait_until="domcontentloaded")
    page.wait_for_timeout(300)
    outside = [failure for url, failure in failures if url.startswith(OUTSIDE)]
    assert set(outside) <= {"csp", "net::ERR_BLOCKED_BY_CSP"}
    context.close()


# ── Escaping broken everywhere in the tool's page ───────────────────────────────────────────────────────────────


def _address(page: Page, start: str) -> None:
    page.goto(f"{start}#{INJECTED}=1&user_scope={INJECTED}&model={INJECTED}")
    page.locator("#dcb-problems img").first.wait_for(state="attached")


def _file(page: Page, start: str) -> None:
    page.goto(start)
    content = json.dumps([RECORD, RECORD]).encode()
    page.locator("#dcb-file").set_input_files({"name": f"{INJECTED}.json", "mimeType": "text/plain", "buffer": content})
    page.locator("#dcb-shelf img").first.wait_for(state="attached")
    page.locator("#dcb-problems img").first.wait_for(state="attached")


def _saved(page: Page, start: str) -> None:
    page.goto(f"{start}#service_provider=private")
    page.locator("#dcb-result[data-state=ready]").wait_for()
    page.locator("#dcb-name").fill(INJECTED)
    page.locator("#dcb-shelf-form button").first.click()
    page.locator("#dcb-shelf img").first.wait_for(state="attached")
    page.locator("[data-shelf=compare]").click()
    page.locator(".dcb-comparison img").first.wait_for(state="attached")
    page.emulate_media(media="print")


PLACES = {"the address": _address, "a file": _file, "a saved platform and the comparison": _saved}


@pytest.mark.parametrize("disregards_policies", [False, True], ids=["policy", "no-policy"])
@pytest.mark.parametrize("shown", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("path", ["en/tool/", "dcb-guide-tool.html"])
def test_markup_of_a_record_runs_nothing_though_the_page_escapes_nothing(
    browser, address, path, shown, disregards_policies
):
    context = context_of(browser, disregards_policies)
    context.add_init_script(NO_ESCAPING)
    page = context.new_page()
    shown(page, f"{address}{path}")
    assert is_hit(page) == disregards_policies
    context.close()


#: A survey whose every text is markup; the file's name is in the messages.
SURVEY = {
    "survey": {"prefecture": "42", INJECTED: 1},
    "platforms": [{"id": name, "name": INJECTED, "field": INJECTED, "owner": INJECTED} for name in ("a", "b")],
}


@pytest.mark.parametrize("disregards_policies", [False, True], ids=["policy", "no-policy"])
@pytest.mark.parametrize("path", ["en/inventory/", "dcb-guide-prefecture.html?lang=en"])
def test_markup_of_a_survey_runs_nothing_though_the_page_escapes_nothing(browser, address, path, disregards_policies):
    context = context_of(browser, disregards_policies)
    context.add_init_script(NO_ESCAPING)
    page = context.new_page()
    page.goto(f"{address}{path}")
    content = json.dumps(SURVEY).encode()
    page.locator("#dcb-files").set_input_files(
        {"name": f"{INJECTED}.json", "mimeType": "text/plain", "buffer": content}
    )
    page.locator("#dcb-inventory-result").wait_for(timeout=90_000)
    for place in ("#dcb-read", "#dcb-inventory-result"):
        page.locator(f"{place} img").first.wait_for(state="attached")
    assert is_hit(page) == disregards_policies
    context.close()
