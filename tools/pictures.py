"""Take the pictures of the README and of the page on publishing anew, from the site as it is (``make pictures``)."""

import functools
import http.server
import shutil
import tempfile
import threading
from pathlib import Path

from bench.browser import Handler, chromium
from tools import forks

ROOT = forks.ROOT
ANSWERS = (
    "service_provider=local_government&user_scope=municipality&platform_provider=local_government&co_used=no"
    "&data_exchange=no&peers=1&integration_harm=no&beyond_prefecture=no&field_scope=single_field"
    "&external_body_feasible=yes&prefecture_capacity=no"
)


def main() -> None:
    """Build a fork with the tests' complete vision, and take its pictures in both languages."""
    with forks.upstream_copy() as fork:
        for name in ("node_modules", ".cache"):
            (fork / name).symlink_to(ROOT / name)
        shutil.copytree(ROOT / "tests" / "visions" / "complete", fork / "guide_data" / "vision", dirs_exist_ok=True)
        site = forks.build(fork)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _take(f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()


def _take(address: str) -> None:
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for language, prefix in (("ja", ""), ("en", "en/")):
            page = browser.new_page(viewport={"width": 1180, "height": 760})
            pictures = ROOT / "docs" / language / "pictures"
            pictures.mkdir(exist_ok=True)
            page.goto(f"{address}{prefix}vision/")
            page.screenshot(path=Path(folder) / "vision.png")
            page.goto(f"{address}{prefix}tool/#{ANSWERS}")
            page.wait_for_selector("#dcb-result[data-state=ready]")
            page.locator("#dcb-keep").screenshot(path=Path(folder) / "save.png")
            for name in ("vision", "save"):
                shutil.copy(Path(folder) / f"{name}.png", pictures / f"{name}.png")
            if language == "ja":
                page.screenshot(path=ROOT / "docs" / "tool.png")
            page.close()


if __name__ == "__main__":
    main()
