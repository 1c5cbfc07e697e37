"""Take the pictures of the README and of the guide's pages anew, from the site as it is (``make pictures``)."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tools import forks
from tools.chromium import chromium
from tools.serve import Handler

ROOT = forks.ROOT
SIZE: ViewportSize = {"width": 1180, "height": 760}
#: A page of the guide stays under 300 kB with its pictures.
SMALL: ViewportSize = {"width": 800, "height": 460}
QUALITY = 40
#: Pixels around a part of a page.
ROOM = 16
#: Milliseconds in which Python is loaded and an example computed.
TIMEOUT = 120_000
#: Language → the folder of its pages.
LANGUAGES = {"ja": "", "en": "en/"}
#: The prefecture of the tests' complete vision.
PREFECTURE = {"ja": "福岡県", "en": "Fukuoka"}
ANSWERS = (
    "service_provider=local_government&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=no&peers=1&integration_harm=no&beyond_prefecture=no&field_scope=single_field"
    "&external_body_feasible=yes&prefecture_capacity=no&prefecture_platform=yes&non_personal_broker=external"
    "&personal_broker=none"
)


def main() -> None:
    """Take the tool's pictures from the guide, and the vision's from a fork with the tests' complete vision."""
    with forks.upstream_copy() as fork, chromium() as browser:
        for name in ("node_modules", ".cache"):
            (fork / name).symlink_to(ROOT / name)
        with _served(forks.build(fork)) as address:
            for language, prefix in LANGUAGES.items():
                page = browser.new_page(viewport=SIZE)
                page.goto(f"{address}{prefix}tool/#{ANSWERS}")
                page.wait_for_selector("#dcb-result[data-state=ready]")
                if language == "ja":
                    page.screenshot(path=ROOT / "docs" / "tool.png")
                page.set_viewport_size({**SIZE, "height": 2600})
                # The one button that the page is about has a frame around it.
                page.locator("[data-keep=yaml]").evaluate("one => { one.style.outline = '4px solid #ce0000'; }")
                record = page.locator("section[aria-labelledby=dcb-record-title]")
                # Room around it, which the page itself has around several such sections.
                record.evaluate(f"one => {{ one.style.padding = '{ROOM}px'; }}")
                record.screenshot(path=_picture(language, "save"), type="jpeg", quality=QUALITY)
            take_prefecture(browser, address)
        shutil.copytree(ROOT / "tests" / "visions" / "complete", fork / "guide_data" / "vision", dirs_exist_ok=True)
        with _served(forks.build(fork)) as address:
            for language, prefix in LANGUAGES.items():
                page = browser.new_page(viewport=SMALL)
                page.goto(f"{address}{prefix}")
                # The home of a site with a vision is the vision.
                page.locator("h1", has_text=PREFECTURE[language]).wait_for()
                page.screenshot(path=_picture(language, "vision"), type="jpeg", quality=QUALITY)


def take_prefecture(browser: Browser, address: str) -> None:
    """Take the pictures of an inventory and of shared costs, of the invented prefecture, from a served site."""
    for language, prefix in LANGUAGES.items():
        page = browser.new_page(viewport=SMALL)
        page.goto(f"{address}{prefix}inventory/")
        page.locator("[data-do=demo][data-of=answered]").click()
        figure = page.locator("#dcb-figure svg")
        figure.wait_for(timeout=TIMEOUT)
        _until_nothing_lies_over(page)
        figure.screenshot(path=_picture(language, "inventory"), type="jpeg", quality=QUALITY)
        page.goto(f"{address}{prefix}cost/")
        page.locator("[data-do=demo]").click()
        chart = page.locator("#dcb-chart svg")
        chart.wait_for(timeout=TIMEOUT)
        _until_nothing_lies_over(page)
        chart.screenshot(path=_picture(language, "cost"), type="jpeg", quality=QUALITY)
        page.close()


def _until_nothing_lies_over(page: Page) -> None:
    """Wait until the page's status line has left the window's edge."""
    page.locator(".dcb-progress:not([data-held])").wait_for(state="attached")


def _picture(language: str, name: str) -> Path:
    return ROOT / "docs" / language / "pictures" / f"{name}.jpg"


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


if __name__ == "__main__":
    main()
