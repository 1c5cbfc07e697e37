"""The tool answers from any web server, whatever types it knows and however it compresses; no file is half read."""

import json

import pytest

from tests.other_servers import PAGES, Behaviour, served

ANSWERS = "service_provider=private&platform_provider=none&peers=1"
ANSWERED = "#dcb-result[data-state=ready][data-class=services_only]"
QUICK = ("python/worker.js.gz", "python/program.wasm.gz", "python/memory.bin.gz")
PLAIN = (
    "python/plain-worker.js.gz",
    "python/plain-program.wasm.gz",
    "python/library.zip.gz",
    "python/wheel.zip.gz",
)


def style_sheets_only(**types):
    return {**PAGES, ".css": "text/css", **types}


SERVERS = {
    "it knows the usual types only and has no other file (IIS)": Behaviour(other_type=None),
    "it sends scripts and data as text (a plain server on Windows)": Behaviour(
        types=style_sheets_only(**{".js": "text/plain", ".json": "text/plain"})
    ),
    "it sends scripts as text and forbids guessing": Behaviour(
        types=style_sheets_only(**{".js": "text/plain"}), nosniff=True
    ),
    "it knows no types but pages and forbids guessing": Behaviour(types=PAGES, nosniff=True),
    "it compresses everything once more": Behaviour(compresses=True),
    "it announces .gz files as compressed": Behaviour(announces_gz=True),
}


@pytest.fixture
def fresh_page(browser):
    """A page of a new browser context: nothing is stored in it."""
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_the_tool_answers_saves_and_opens(fresh_page, site, server):
    page = fresh_page
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    with served(site, server) as address:
        page.goto(f"{address}tool/#{ANSWERS}")
        page.wait_for_selector(ANSWERED)
        assert not any("/plain-" in url for url in asked)
        with page.expect_download() as saved:
            page.locator("[data-keep=yaml]").click()
        assert "service_provider: private" in saved.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_the_plain_start_answers_too(fresh_page, site, server):
    page = fresh_page
    page.route("**/python/memory.bin.gz*", lambda route: route.fulfill(status=404))
    with served(site, server) as address:
        page.goto(f"{address}tool/#{ANSWERS}")
        page.wait_for_selector(ANSWERED)


def test_the_search_finds_whatever_types_the_server_sends(fresh_page, site):
    with served(site, Behaviour(types=PAGES, nosniff=True)) as address:
        fresh_page.goto(f"{address}en/search/?q=API")
        fresh_page.locator("#dcb-search-results li").first.wait_for()


@pytest.mark.parametrize("tells", [True, False], ids=["and says so", "and says nothing"])
@pytest.mark.parametrize("compresses", [True, False], ids=["inflated by the browser", "inflated by the page"])
@pytest.mark.parametrize("file", QUICK)
def test_where_a_file_of_the_quick_start_is_cut_off_the_plain_start_answers(fresh_page, site, file, compresses, tells):
    page = fresh_page

    def cut(path):
        return (site / "assets" / file).stat().st_size // 2 if path.endswith(file) else None

    behaviour = Behaviour(cut=cut, tells_full_length=tells, announces_gz=compresses)
    with served(site, behaviour) as address, page.expect_request("**/python/plain-worker.js.gz*"):
        page.goto(f"{address}tool/#{ANSWERS}")
        page.wait_for_selector(ANSWERED)


@pytest.mark.parametrize("file", PLAIN)
def test_where_nothing_comes_whole_the_page_says_so_and_tries_again(fresh_page, site, file):
    page = fresh_page

    def cut(path):
        return 50_000 if path.endswith(("python/memory.bin.gz", file)) else None

    behaviour = Behaviour(cut=cut)
    with served(site, behaviour) as address:
        page.goto(f"{address}en/tool/#{ANSWERS}")
        page.wait_for_selector("#dcb-result[data-state=error]")
        assert page.locator("#dcb-result").get_attribute("data-class") == ""
        assert "may not have arrived" in page.locator("#dcb-result").inner_text()
        assert page.locator("[name=peers]").input_value() == "1"
        behaviour.cut = lambda path: None
        page.get_by_role("button", name="Try again").click()
        page.wait_for_selector(ANSWERED)


def test_a_script_needed_on_demand_that_is_cut_off_is_said_to_be_missing(fresh_page, site):
    page = fresh_page
    behaviour = Behaviour(cut=lambda path: 5000 if path.endswith("tool/yaml-worker.js.gz") else None)
    with served(site, behaviour) as address:
        page.goto(f"{address}en/tool/#{ANSWERS}")
        page.locator("[data-keep=yaml]").click()
        page.get_by_text("A file that is needed did not arrive.").wait_for()


@pytest.mark.parametrize("share", [0.6, 0.9, 0.99])
def test_a_page_that_is_cut_off_says_that_the_tool_does_not_run(fresh_page, site, share):
    page = fresh_page
    size = (site / "en" / "tool" / "index.html").stat().st_size
    behaviour = Behaviour(cut=lambda path: int(size * share) if path.endswith("en/tool/index.html") else None)
    with served(site, behaviour) as address:
        page.goto(f"{address}en/tool/#{ANSWERS}")
        page.locator("#dcb-not-started").wait_for()
        behaviour.cut = lambda path: None
        page.locator("#dcb-not-started button").click()
        page.wait_for_selector(ANSWERED)


def test_search_texts_that_are_cut_off_are_said_to_be_missing(fresh_page, site):
    page = fresh_page
    behaviour = Behaviour(cut=lambda path: 5000 if path.endswith("search.en.json") else None)
    with served(site, behaviour) as address:
        page.goto(f"{address}en/search/?q=API")
        page.get_by_text("A file that is needed did not arrive.").wait_for()


def test_every_file_on_a_way_to_an_answer_is_of_a_type_every_server_knows(site):
    listed = json.loads((site / "offline.json").read_text(encoding="utf-8"))
    paths = [name.partition("?")[0] for name in listed]
    suffixes = {path[path.rfind(".") :] for path in paths if not path.endswith("/")}
    assert suffixes <= {".css", ".gz", ".json", ".png", ".svg"}
