"""CPython and the browser's Python give the same bytes for the same records, from the same wheel."""

import json
import random
import subprocess
import sys

ASK_IN_CPYTHON = """
import sys
sys.path.insert(0, sys.argv[1])
from dcb_guide.core.browser import answer
for line in sys.stdin.buffer.read().decode().splitlines():
    sys.stdout.buffer.write(answer(line).encode() + b"\\n")
"""

ASK_IN_PAGE = """
async (records) => {
  const replies = [];
  return new Promise((resolve, reject) => {
    dcb.python.listen(({ reply, failed }) => {
      if (failed !== undefined) reject(failed);
      if (reply !== undefined) replies.push(reply);
      if (replies.length === records.length) resolve(replies);
    });
    records.forEach((record, number) => dcb.python.post({ id: -1 - number, call: "answer", values: [record] }));
  });
}
"""


def records(engine, cases=300):
    """Records complete, partial and wrong, from a fixed seed."""
    chance = random.Random(20241010)
    for number in range(cases):
        share = chance.choice([0.2, 0.6, 1.0])
        record = {"name": {"ja": f"基盤{number}", "en": f"platform {number}"}, "platform": {}, "context": {}}
        for item in engine.inputs:
            if chance.random() < share and item.facet_of is None:
                record[item.part][item.id] = chance.choice([*item.values, None, "nonsense"])
        yield json.dumps(record, ensure_ascii=False)


def test_cpython_and_pyodide_give_the_same_bytes(site, page, address, engine):
    asked = list(records(engine))
    (wheel,) = (site / "assets" / "python").glob("*.whl")
    command = [sys.executable, "-I", "-S", "-c", ASK_IN_CPYTHON, str(wheel)]
    done = subprocess.run(command, input="\n".join(asked).encode(), capture_output=True, check=True)
    on_cpython = done.stdout.decode().splitlines()
    page.goto(f"{address}tool/")
    page.wait_for_selector("#dcb-result[data-state=ready]")
    in_browser = page.evaluate(ASK_IN_PAGE, asked)
    assert in_browser == on_cpython
    assert sum(bool(json.loads(line)["problems"]) for line in on_cpython) > 50


def test_the_lock_file_holds_the_wheel_with_its_hash(site):
    import hashlib

    lock = json.loads((site / "assets" / "python" / "pyodide-lock.json").read_text())
    (package,) = lock["packages"].values()
    wheel = site / "assets" / "python" / package["file_name"]
    assert package["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert package["depends"] == []
