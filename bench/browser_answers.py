"""How fast the built site answers in a real Chromium."""

from tools.browser import chromium

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


def answer_times(address: str, records: list[str]) -> list[float]:
    """Return the milliseconds from asking the worker to its answer, for each record."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        times: list[float] = page.evaluate(TIME_ANSWERS, [f"{address}assets/python/worker.js", records])
        return times
