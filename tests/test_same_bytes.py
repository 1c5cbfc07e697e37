"""CPython and the browser's Python give the same bytes for the same records, from the same wheel."""

import json
import random
import subprocess
import sys

import pytest

ASK_IN_CPYTHON = """
import sys
sys.path.insert(0, sys.argv[1])
from dcb_guide.core.browser import answer
for line in sys.stdin.buffer.read().decode().splitlines():
    sys.stdout.buffer.write(answer(line).encode() + b"\\n")
"""

ASK_IN_PAGE = """
async ([worker, records]) => {
  const python = new Worker(worker, { type: "module" });
  const answers = [];
  return new Promise((resolve, reject) => {
    python.onmessage = ({ data }) => {
      if (data.failed) reject(data.failed);
      if (data.answer !== undefined) answers.push(data.answer);
      if (answers.length === records.length) { python.terminate(); resolve(answers); }
    };
    records.forEach((record, id) => python.postMessage({ id, record }));
  });
}
"""


RESTORE_IN_PAGE = """
async ([module, seed]) => {
  const { Snapshot, stored } = await import(module);
  const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const scatter = (memory, places, end) => {
    for (; places > 0; places--) memory[Math.floor(chance() * end)] = Math.floor(chance() * 256);
  };
  const memory = new WebAssembly.Memory({ initial: 4 });
  const place = new Uint8Array(memory.buffer);
  scatter(place, 5000, 50_000);  // the program's own data
  const fresh = place.slice();
  const head = Uint8Array.from({ length: 144 }, () => Math.floor(chance() * 256));
  const begun = fresh.slice();
  scatter(begun, 9000, 200_000);
  const buffer = await new Blob(stored(new Uint8Array([...head, ...begun]), fresh)).arrayBuffer();
  const snapshot = new Snapshot();
  snapshot.prepare(buffer, { memory, sbrk: () => 90_000 });
  scatter(place, 3000, 90_000);  // what the program does before it is given the memory
  const given = snapshot.forPyodide;
  const sameHead = given.subarray(0, 144).every((byte, at) => byte === head[at]);
  const untouched = !place.every((byte, at) => byte === begun[at]);
  const rest = given.subarray(144);
  return [sameHead, untouched, rest.length, place.every((byte, at) => byte === begun[at])];
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
    page.goto(address)
    in_browser = page.evaluate(ASK_IN_PAGE, [f"{address}assets/python/worker.js", asked])
    assert in_browser == on_cpython
    assert sum(bool(json.loads(line)["problems"]) for line in on_cpython) > 50


@pytest.mark.parametrize("seed", range(1, 9))
def test_memory_is_restored_as_it_was_whatever_the_program_did_meanwhile(page, address, seed):
    page.goto(address)
    assert page.evaluate(RESTORE_IN_PAGE, [f"{address}assets/python/snapshot-memory.js", seed]) == [True, True, 0, True]


def test_the_lock_file_holds_the_wheel_with_its_hash(site):
    import hashlib

    lock = json.loads((site / "assets" / "python" / "pyodide-lock.json").read_text())
    (package,) = lock["packages"].values()
    wheel = site / "assets" / "python" / package["file_name"]
    assert package["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert package["depends"] == []
