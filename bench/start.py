"""From navigation to the first answer, beside plain ``loadPyodide()`` with our wheel, over lines of several speeds."""

import contextlib
import json
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tools.browser import chromium
from tools.serve import Handler, served

ANSWERS = "service_provider=private&platform_provider=none&peers=1"
#: Name of the line, bits a second, seconds of delay a request; none is unthrottled. Then the bound of the ratio.
LINES: list[tuple[str, float | None, float, str]] = [
    ("unthrottled", None, 0.0, "≤ 0.25×"),
    ("50 Mbit/s, 20 ms", 50e6, 0.02, "≤ 0.5×"),
    ("10 Mbit/s, 50 ms", 10e6, 0.05, "≤ 0.8×"),
]
CHUNK = 16_384
ROUNDS = 5

#: Answers given one after the other on the page: how long until the result is shown, and whether anything blocked it.
CHANGES = """
async (rounds) => {
  const result = document.getElementById("dcb-result");
  const times = [];
  let longest = 0;
  const noted = (list) => list.getEntries().forEach((one) => (longest = Math.max(longest, one.duration)));
  new PerformanceObserver(noted).observe({ type: "longtask" });
  for (let round = 0; round < rounds; round++) {
    const field = document.querySelector(`[name=service_provider][value=${round % 2 ? "none" : "private"}]`);
    const start = performance.now();
    const shown = new Promise((resolve) => {
      const watch = new MutationObserver(() => { watch.disconnect(); resolve(); });
      watch.observe(result, { attributes: true });
    });
    field.click();
    await shown;
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return [times, longest];
}
"""

#: When a selector first held, in milliseconds from navigation; the test tool itself only looks every half second.
NOTE = """
((selector) => {
  const look = () => { if (document.querySelector(selector)) globalThis.benchShown ??= performance.now(); };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ["data-state"] });
})(%s);
"""
READY = "#dcb-result[data-state=ready]"
#: Milliseconds a new browser is left alone, so that its own start is not measured.
SETTLE = 1000

STOCK_WORKER = """
import { loadPyodide } from "../python/pyodide.mjs";
const folder = new URL("../python/", import.meta.url).href;
const python = await loadPyodide({ indexURL: folder });
await python.loadPackage("dcb-guide", { messageCallback: () => {} });
python.pyimport("dcb_guide.core.browser").answer('{"platform": {"platform_provider": "none"}}');
self.postMessage("answered");
"""
STOCK_PAGE = """<!doctype html><meta charset="utf-8"><p id="done">…</p>
<script type="module" src="assets/stock.js"></script>"""
STOCK_SCRIPT = """
const worker = new Worker(new URL("stock-worker.js", import.meta.url), { type: "module" });
worker.onmessage = () => document.getElementById("done").dataset.state = "ready";
"""


class Line(Handler):
    """A static server behind one line: all replies share its bandwidth, each request waits its delay."""

    bits_a_second: float | None = None
    delay = 0.0
    lock = threading.Lock()
    sent = 0

    def do_GET(self) -> None:  # noqa: N802
        """Answer after the line's delay."""
        time.sleep(self.delay)
        super().do_GET()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file at the line's speed."""
        with contextlib.suppress(ConnectionError):  # a browser that is closed takes no more
            while chunk := source.read(CHUNK):
                if self.bits_a_second:
                    with Line.lock:
                        time.sleep(len(chunk) * 8 / self.bits_a_second)
                Line.sent += len(chunk)
                outputfile.write(chunk)


@contextlib.contextmanager
def _line(folder: Path, bits: float | None, delay: float) -> Iterator[str]:
    Line.bits_a_second, Line.delay = bits, delay
    with served(folder, Line) as address:
        yield address


def rows(site: Path) -> list[tuple[str, str, str]]:
    """Return the table: times of both, their ratio, bytes; the median of rounds in turns, each with a cold cache."""
    (site / "stock.html").write_text(STOCK_PAGE, encoding="utf-8")
    (site / "assets" / "stock.js").write_text(STOCK_SCRIPT, encoding="utf-8")
    (site / "assets" / "stock-worker.js").write_text(STOCK_WORKER, encoding="utf-8")
    found = []
    for name, bits, delay, bound in LINES:
        ours, stock, sizes = [], [], {}
        with _line(site, bits, delay) as address:
            for _ in range(ROUNDS):
                seconds, sizes["ours"] = _first_answer(f"{address}tool/#{ANSWERS}", READY)
                ours.append(seconds)
                seconds, sizes["stock"] = _first_answer(f"{address}stock.html", "#done[data-state=ready]")
                stock.append(seconds)
        ratio = statistics.median(ours) / statistics.median(stock)
        told = f"{statistics.median(ours):.2f} s against {statistics.median(stock):.2f} s"
        found.append((f"first answer, cold, {name}", f"{ratio:.2f}× ({told})", bound))
    with _line(site, None, 0.0) as address:
        again = statistics.median(_second_visit(f"{address}tool/#{ANSWERS}") for _ in range(ROUNDS))
        first = statistics.median(
            _first_answer(f"{address}stock.html", "#done[data-state=ready]")[0] for _ in range(ROUNDS)
        )
        times, longest = _changes(f"{address}tool/")
    found.append(("second visit against stock's first", f"{again / first:.2f}× ({again:.2f} s)", "≤ 0.15×"))
    found.append(("a changed answer shown, p95", f"{sorted(times)[int(len(times) * 0.95)]:.0f} ms", "≤ 50 ms"))
    found.append(
        ("longest task on the page's thread meanwhile", f"{longest:.0f} ms" if longest else "none > 50 ms", "≤ 50 ms")
    )
    found.append(
        (
            "bytes to the first answer, no compression by the server",
            f"{sizes['ours'] / 1e6:.1f} against {sizes['stock'] / 1e6:.1f} MB",
            "≤ stock's",
        )
    )
    return found


def _first_answer(url: str, selector: str) -> tuple[float, int]:
    """Return seconds from navigation to the answer in a new browser, and the bytes sent for it."""
    with chromium() as browser:
        return _shown(browser.new_page(), url, selector)


def _second_visit(url: str) -> float:
    """Return seconds from navigation to the answer in a browser that has seen the address before."""
    with chromium() as browser:
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector(READY)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.close()
        return _shown(context.new_page(), url, READY)[0]


def _shown(page: Page, url: str, selector: str) -> tuple[float, int]:
    """Go to an address; return seconds until the selector held, and the bytes sent until then."""
    page.add_init_script(NOTE % json.dumps(selector))
    page.goto("about:blank")
    page.wait_for_timeout(SETTLE)
    before = Line.sent
    page.goto(url, wait_until="commit")
    page.wait_for_selector(selector, timeout=90_000)
    size = Line.sent - before
    milliseconds: float = page.evaluate("benchShown")
    return milliseconds / 1000, size


def _changes(url: str) -> tuple[list[float], float]:
    """Return milliseconds from an answer to its result, for many changes, and the page's longest task meanwhile."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(url)
        page.wait_for_selector(READY)
        page.wait_for_timeout(1000)
        times, longest = page.evaluate(CHANGES, 60)
        return times, longest
