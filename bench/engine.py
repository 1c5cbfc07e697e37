"""How fast the engine is: one record at a time, in bulk beside zen-engine, and in the browser's Python."""

import gzip
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.zen_tables import graph
from dcb_guide.core.engine import Engine
from dcb_guide.guide.read_guide import load
from dcb_guide.proof.decision_tables import Compiled
from dcb_guide.proof.model_json import model_json
from dcb_guide.proof.verify import evaluate_all, find_defects

KINDS = {"complete": 1.0, "half unknown": 0.5, "all unknown": 0.0}
RECORDS = 4000


def rows(browser_times: Callable[[list[str]], list[float]]) -> list[tuple[str, str, str]]:
    """Return the table: what was measured, the figure, the bound."""
    guide = load()
    compiled = Compiled(guide)
    data = model_json(guide, compiled)
    model = Engine(data)
    found: list[tuple[str, str, str]] = []
    for kind, share in KINDS.items():
        given = [_answers(model, share) for _ in range(RECORDS)]
        found.append((f"full result on CPython, {kind}, p95", f"{_p95(model.result, given) * 1e3:.2f} ms", "≤ 1 ms"))
    for kind, share in KINDS.items():
        texts = [json.dumps(_record(model, _answers(model, share))) for _ in range(600)]
        found.append(
            (f"full result in the browser, {kind}, p95", f"{_percentile(browser_times(texts)):.2f} ms", "≤ 5 ms")
        )
    mixed = [_answers(model, share) for share in KINDS.values() for _ in range(RECORDS)]
    full = [_answers(model, 1.0) for _ in range(RECORDS)]
    ours = _rate(model.decide, full)
    found.append(("decisions only, complete records", f"{ours:,.0f} a second", "≥ 50,000"))
    found.append(("decisions only, mixed records", f"{_rate(model.decide, mixed):,.0f} a second", "≥ 50,000"))
    found.append(("full results, mixed records", f"{_rate(model.result, mixed):,.0f} a second", "≥ 5,000"))
    peer = _zen(guide, model, full)
    found.append(("zen-engine on the same tables and complete records", f"{peer:,.0f} a second", "slower than ours"))
    found.append(("ours against zen-engine", f"{ours / peer:.1f}×", "> 1×"))
    for count in (10_000, 1_000_000):
        seconds, memory = _standard_input(model, count)
        found.append(
            (f"{count:,} JSON Lines on standard input", f"{memory} MB at most, {seconds:.0f} s", "memory flat")
        )
    start = time.perf_counter()
    assert not list(find_defects(Compiled(guide)))
    evaluate_all(compiled)
    found.append(("verify: all tables, all 259,200 descriptions", f"{time.perf_counter() - start:.1f} s", "< 10 s"))
    packed = len(gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()))
    found.append(("model.json, compressed", f"{packed / 1000:.1f} kB", "< 100 kB"))
    return found


def _answers(model: Engine, share: float) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for item in model.inputs:
        if random.random() < share and (item.facet_of is None or given.get(item.facet_of) == "exists"):
            given[item.id] = random.choice(item.values)
    return given


def _record(model: Engine, answers: dict[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"platform": {}, "context": {}}
    for name, value in answers.items():
        item = model.by_id[name]
        if item.facet_of is None:
            facets = {one.id: answers[one.id] for one in model.inputs if one.facet_of == name and one.id in answers}
            record[item.part][name] = facets if item.kind == "record" and value == "exists" else value
    return record


def _p95(call: Callable[[Any], Any], given: list[Any]) -> float:
    times = []
    for one in given:
        start = time.perf_counter()
        call(one)
        times.append(time.perf_counter() - start)
    return _percentile(times)


def _percentile(times: list[float], share: float = 0.95) -> float:
    return sorted(times)[int(len(times) * share)]


def _rate(call: Callable[[Any], Any], given: list[Any]) -> float:
    """Return calls a second, the best of three rounds: what else the machine does only slows."""
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for one in given:
            call(one)
        best = max(best, len(given) / (time.perf_counter() - start))
    return best


def _zen(guide: Any, model: Engine, full: list[dict[str, Any]]) -> float:
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(graph(guide)))
    for answers in full[:200]:
        theirs, ours = decision.evaluate(answers)["result"], model.decide(answers)
        assert all(theirs[name] == decided["id"] for name, decided in ours.items()), answers
    return _rate(decision.evaluate, full[:1000])


def _standard_input(model: Engine, count: int) -> tuple[float, int]:
    """Return seconds and the most memory (MB) that the command used for ``count`` records on standard input."""
    lines = [json.dumps(_record(model, _answers(model, 0.7))) + "\n" for _ in range(1000)]
    code = (
        "import resource, sys; from dcb_guide.cli.main import main\n"
        "try: main(['classify', '-'])\n"
        "except SystemExit: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stderr
    for number in range(count):
        process.stdin.write(lines[number % len(lines)])
    process.stdin.close()
    memory = int(process.stderr.read().split()[-1]) // 1024
    process.wait()
    return time.perf_counter() - start, memory
