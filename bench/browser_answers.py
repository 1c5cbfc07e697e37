"""How fast the built site answers in a real Chromium."""

from tools.chromium import chromium

TIME_ANSWERS = """
async (records) => {
  let answered;
  dcb.python.listen(({ reply, failed }) => {
    if (failed !== undefined) throw new Error(failed);
    if (reply !== undefined) answered();
  });
  const times = [];
  for (const [number, record] of [records[0], ...records].entries()) {
    const start = performance.now();
    const done = new Promise((resolve) => (answered = resolve));
    dcb.python.post({ id: -1 - number, call: "answer", values: [record] });
    await done;
    times.push(performance.now() - start);
  }
  return times.slice(1);  // the first waits for Python itself
}
"""


def answer_times(address: str, records: list[str]) -> list[float]:
    """Return the milliseconds from asking the worker to its answer, for each record."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}tool/")
        page.wait_for_selector("#dcb-result[data-state=ready]")
        times: list[float] = page.evaluate(TIME_ANSWERS, records)
        return times
