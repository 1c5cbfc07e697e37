"""The built site in a real Chromium, for measuring."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent

TIME_ANSWERS = """
async ([worker, records]) => {
  const python = new Worker(worker, { type: "module" });
  const answered = () => new Promise((resolve, reject) => {
    python.onmessage = ({ data }) => data.reply !== undefined ? resolve() : data.failed && reject(data.failed);
  });
  const times = [];
  for (const [id, record] of [records[0], ...records].entries()) {
    const start = performance.now();
    const done = answered();
    python.postMessage({ id, call: "answer", values: [record] });
    await done;
    times.push(performance.now() - start);
  }
  python.terminate();
  return times.slice(1);  // the first waits for Python itself
}
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """A plain static server that says nothing."""

    extensions_map = {  # noqa: RUF012
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *args: object) -> None:
        """Write no log."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Build the site into ``folder`` and yield its address."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a new Chromium: the one on PATH, else Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=options)
        yield browser
        browser.close()


def answer_times(address: str, records: list[str]) -> list[float]:
    """Return the milliseconds from asking the worker to its answer, for each record."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        times: list[float] = page.evaluate(TIME_ANSWERS, [f"{address}assets/python/worker.js", records])
        return times
