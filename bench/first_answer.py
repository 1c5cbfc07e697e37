"""From navigation to the first answer, against plain ``loadPyodide()`` with our wheel, over lines of several speeds."""

import contextlib
import json
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.figure import Figure, amount, percentile_95, ratio
from tools.chromium import chromium
from tools.serve import Handler, served

ANSWERS = "service_provider=private&platform_provider=none&peers=1"
#: Pyodide as its package brings it.
PYODIDE = Path(__file__).parent.parent / "node_modules" / "pyodide"
#: Name of the line; its bits a second (None: not limited); seconds of delay of a request; bound of the ratio.
LINES: list[tuple[str, float | None, float, float]] = [
    ("unlimited", None, 0.0, 0.25),
    ("50 Mbit/s, 20 ms", 50e6, 0.02, 0.5),
    ("10 Mbit/s, 50 ms", 10e6, 0.05, 0.8),
]
#: Bytes sent at a time.
CHUNK = 16_384
ROUNDS = 5

#: Changes an answer many times: milliseconds until each result is shown, and the longest task of the page's thread.
CHANGES = """
async (rounds) => {
  const result = document.getElementById("dcb-result");
  const times = [];
  let longest = 0;
  const note = (list) => list.getEntries().forEach((one) => (longest = Math.max(longest, one.duration)));
  new PerformanceObserver(note).observe({ type: "longtask" });
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

#: Notes when a selector first matches, in milliseconds from navigation: Playwright itself looks twice a second only.
NOTE = """
((selector) => {
  const look = () => { if (document.querySelector(selector)) globalThis.benchShown ??= performance.now(); };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ["data-state"] });
})(%s);
"""
READY = "#dcb-result[data-state=ready]"
STOCK_READY = "#done[data-state=ready]"
#: Milliseconds a new browser is left alone, so that its own start is not measured.
SETTLE = 1000

STOCK_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
const folder = new URL("./", import.meta.url).href;
const python = await loadPyodide({ indexURL: folder });
await python.loadPackage("dcb-guide", { messageCallback: () => {} });
python.pyimport("dcb_guide.core.browser").answer('{"platform": {"platform_provider": "none"}}');
self.postMessage("answered");
"""
STOCK_PAGE = """<!doctype html><meta charset="utf-8"><p id="done">…</p>
<script type="module" src="stock/page.js"></script>"""
STOCK_SCRIPT = """
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
worker.onmessage = () => document.getElementById("done").dataset.state = "ready";
"""


class Line(Handler):
    """A static server behind one slow line: all replies share its bandwidth, each request waits its delay."""

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


def _write_stock(site: Path) -> None:
    """Write a page that starts Pyodide as its documentation says, with our wheel by the lock file."""
    folder = site / "stock"
    folder.mkdir(exist_ok=True)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        shutil.copy(PYODIDE / name, folder)
    for path in (site / "assets" / "python" / "pyodide-lock.json", *(site / "assets" / "python").glob("*.whl")):
        shutil.copy(path, folder)
    (site / "stock.html").write_text(STOCK_PAGE, encoding="utf-8")
    (folder / "page.js").write_text(STOCK_SCRIPT, encoding="utf-8")
    (folder / "worker.js").write_text(STOCK_WORKER, encoding="utf-8")


def figures(site: Path) -> list[Figure]:
    """Compare the tool with plain Pyodide: the median of rounds in turns, each in a new browser with nothing stored."""
    _write_stock(site)
    found = []
    for name, bits, delay, bound in LINES:
        ours, stock = [], []
        with _line(site, bits, delay) as address:
            for _ in range(ROUNDS):
                ours.append(_first_answer(f"{address}tool/#{ANSWERS}", READY))
                stock.append(_first_answer(f"{address}stock.html", STOCK_READY))
        seconds = [statistics.median(time for time, _ in each) for each in (ours, stock)]
        found.append(ratio(f"first answer, nothing stored, {name}", seconds[0], seconds[1], bound))
    sent = [each[-1][1] / 1e6 for each in (ours, stock)]
    found.append(ratio("bytes sent for it, by a server that does not compress", sent[0], sent[1], bound=1, unit="MB"))
    again, stock_times = [], []
    with _line(site, None, 0.0) as address:
        for _ in range(ROUNDS):
            again.append(_second_visit(f"{address}tool/#{ANSWERS}"))
            stock_times.append(_first_answer(f"{address}stock.html", STOCK_READY)[0])
        times, longest = _changes(f"{address}tool/")
    second, stock_median = statistics.median(again), statistics.median(stock_times)
    found.append(ratio("second visit, against plain Pyodide's first", second, stock_median, bound=0.15))
    # What a reader feels has a bound of its own: no peer answers on the page.
    found.append(amount("a changed answer shown, 95th percentile", percentile_95(times), 50, "ms"))
    # A browser reports tasks of more than 50 ms alone.
    found.append(amount("longest task on the page's thread meanwhile, if above 50 ms", longest, 50, "ms"))
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
    """Go to an address; return seconds until the selector matches, and the bytes sent until then."""
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
        page.wait_for_timeout(SETTLE)
        times, longest = page.evaluate(CHANGES, 60)
        return times, longest
