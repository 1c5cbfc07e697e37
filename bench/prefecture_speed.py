"""A whole prefecture: its inventory and its costs, on the command line's Python and on the pages, over their bounds."""

import json
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from bench.figure import Figure, amount, best_of, percentile_95, ratio
from dcb_guide.cli.output import load_survey_form
from dcb_guide.prefecture.cost import share_costs
from dcb_guide.prefecture.cost_plan import read_plan
from dcb_guide.prefecture.prefecture_pages import PrefectureSession
from dcb_guide.prefecture.survey import Municipality, Platform, Survey
from dcb_guide.prefecture.survey_workbook import SurveyWorkbooks
from tools.chromium import chromium

# The package does without defusedxml, which the tools of the checkout bring and openpyxl then reads with, far slower.
os.environ["OPENPYXL_DEFUSEDXML"] = "False"

PLATFORMS = 10_000
REPLIES, ROWS = 50, 20
MUNICIPALITIES = 1_747
CHANGES = 30

#: Changes the build costs many times: milliseconds until each result is shown.
CHANGE = """
async (rounds) => {
  const chart = document.getElementById("dcb-chart");
  const field = document.getElementById("dcb-plan-build");
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const shown = new Promise((resolve) => {
      const watch = new MutationObserver(() => { watch.disconnect(); resolve(); });
      watch.observe(chart, { childList: true });
    });
    const start = performance.now();
    field.value = String(10_000_000 + round);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await shown;
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times;
}
"""
#: Notes the longest task of the page's thread from now on.
LONGEST = """
() => {
  globalThis.benchLongest = 0;
  const note = (list) => list.getEntries().forEach((one) => (benchLongest = Math.max(benchLongest, one.duration)));
  new PerformanceObserver(note).observe({ type: "longtask" });
}
"""


def figures(address: str) -> list[Figure]:
    """Return what was measured; ``address`` is that of the served site."""
    form = load_survey_form()
    texts = json.dumps({**form.texts, "municipalities": form.municipalities})
    session = PrefectureSession(form.engine, texts, "ja")
    books = SurveyWorkbooks(session.reader)
    whole = [("survey.xlsx", books.write(_survey(PLATFORMS, session)))]
    replies = [(f"{number}.xlsx", books.write(_survey(ROWS, session, number))) for number in range(REPLIES)]

    def taking(files: list[tuple[str, bytes]]) -> Callable[[], float]:
        return lambda: _timed(lambda: session.inventory(files, lambda *_: None))

    large, many = best_of(taking(whole)), best_of(taking(replies))
    plan, _ = read_plan(_plan(MUNICIPALITIES, 30))
    assert plan is not None
    shared = best_of(lambda: _timed(lambda: share_costs(plan)))
    with TemporaryDirectory() as folder:
        with chromium() as browser:  # of its own: what earlier pages needed would count as this one's memory
            in_browser, longest, megabytes = _inventory(browser, f"{address}en/inventory/", whole, Path(folder))
        with chromium() as browser:
            page = browser.new_page()
            few = _changes(page, f"{address}en/cost/", _plan(50, 5), Path(folder))
            all_of_japan = _changes(page, f"{address}en/cost/", _plan(MUNICIPALITIES, 5), Path(folder))
    return [
        amount(f"inventory of {PLATFORMS:,} platforms in one workbook", large, 5, "s"),
        ratio("the same on the page, against the command's Python", in_browser, large, 4),
        amount("longest task on the page's thread until the result is shown", longest, 500, "ms"),
        amount("memory that the page and its worker take for it", megabytes, 300, "MB"),
        amount(f"inventory of {REPLIES} files of {ROWS} rows", many, 3, "s"),
        amount(f"costs of {MUNICIPALITIES:,} participants over 30 years", shared, 1, "s"),
        amount("a change of costs shown, 50 participants, 95th percentile", few, 100, "ms"),
        amount(f"a change of costs shown, {MUNICIPALITIES:,} participants, 95th percentile", all_of_japan, 500, "ms"),
    ]


def _inventory(
    browser: Browser, address: str, files: list[tuple[str, bytes]], folder: Path
) -> tuple[float, float, float]:
    """Return what an inventory on the page takes: seconds, its longest task in ms, and memory in MB at the most.

    The seconds run from the file put in until the result is shown, Python being there already. The memory is that of
    the page's process, which its worker is part of, less that of the page before Python.
    """
    page = browser.new_page()
    page.goto(address)
    before = _memory(browser, "VmRSS")
    page.locator("[data-do=demo]").first.click()
    page.locator("#dcb-inventory-result").wait_for(timeout=120_000)
    paths = []
    for name, content in files:
        (folder / name).write_bytes(content)
        paths.append(folder / name)
    page.evaluate(LONGEST)
    start = time.perf_counter()
    page.locator("#dcb-files").set_input_files(paths)
    page.get_by_text(f"The result for {PLATFORMS} platforms is shown.").wait_for(timeout=300_000)
    return time.perf_counter() - start, page.evaluate("benchLongest"), _memory(browser, "VmHWM") - before


def _memory(browser: Browser, what: str) -> float:
    """Return megabytes of the browser's page: now (``VmRSS``) or the most it has needed (``VmHWM``, see proc(5))."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    found = [Path(f"/proc/{one['id']}/status").read_text() for one in processes if one["type"] == "renderer"]
    lines = [line.split() for text in found for line in text.splitlines()]
    return max(int(line[1]) for line in lines if line[0] == f"{what}:") / 1024


def _changes(page: Page, address: str, plan: dict[str, Any], folder: Path) -> float:
    """Return milliseconds within which 95 % of a plan's changes are shown."""
    path = folder / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    page.goto(address)
    page.locator("#dcb-files").set_input_files(path)
    page.locator("#dcb-chart svg").wait_for(timeout=120_000)
    page.wait_for_timeout(2_000)
    times: list[float] = page.evaluate(CHANGE, CHANGES)
    print(f"changes of {len(plan['participants'])} participants: median {statistics.median(times):.0f} ms")
    return percentile_95(times)


def _survey(count: int, session: PrefectureSession, reply: int = 0) -> Survey:
    """Return a survey of platforms with half of their questions answered, the same each time."""
    chance = random.Random(count + reply)
    codes = [code for code in sorted(session.reader.directory) if code.startswith("42")]
    platforms = []
    for number in range(count):
        answers = {}
        for item in session.engine.inputs:
            if item.kind in ("choice", "yes_no") and item.facet_of is None and chance.random() < 0.5:
                answers[item.id] = chance.choice(item.values)
        owner = chance.choice(codes)
        platforms.append(
            Platform(f"p{reply}_{number}", f"基盤{reply}-{number}", owner, f"分野{number % 40}", answers=answers)
        )
    return Survey("42", platforms=platforms, municipalities=[Municipality(one) for one in codes])


def _plan(count: int, years: int) -> dict[str, Any]:
    chance = random.Random(count)
    members = [
        {"id": str(number), "name": f"団体{number}", "population": chance.randint(1_000, 400_000),
         "usage": chance.randint(0, 900), "joins": chance.choice([1, 1, 1, 2, 3])}
        for number in range(count)
    ]  # fmt: skip
    common = {"build": 50_000_000, "run": 8_000_000, "prefecture_percent": 50, "scheme": "population"}
    return {"years": years, **common, "participants": members}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
