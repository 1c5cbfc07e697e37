"""How fast the engine is: one record at a time, in bulk against zen-engine, and in the browser's Python."""

import gzip
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.browser_answers import answer_times
from bench.figure import Figure, amount, best_of, percentile_95, quantity, ratio
from bench.zen_tables import graph
from dcb_guide.core.engine import Engine
from dcb_guide.guide.content import Guide
from dcb_guide.guide.read_guide import load
from dcb_guide.proof.decision_tables import Compiled
from dcb_guide.proof.model_json import model_json
from dcb_guide.proof.verify import evaluate_all, find_defects

#: How much of a record is known → the share of questions that are answered.
KNOWN = {"complete": 1.0, "half unknown": 0.5, "all unknown": 0.0}
RECORDS = 4_000
BROWSER_RECORDS = 600
#: Lines on standard input; memory must not grow with them.
FEW, MANY = 10_000, 200_000

#: The command, and beside it a loop that reads and writes the same lines as JSON and decides nothing.
CLASSIFY = "from dcb_guide.cli.main import main\ntry: main(['classify', '-'])\nexcept SystemExit: pass\n"
PASS_ON = "import json, sys\nfor line in sys.stdin: print(json.dumps(json.loads(line)))\n"
THEN_PRINT_MEMORY = "import resource, sys\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"

type Answers = dict[str, Any]


def figures(address: str) -> list[Figure]:
    """Measure the engine here, and in the browser at the site's address."""
    guide = load()
    compiled = Compiled(guide)
    data = model_json(guide, compiled)
    engine = Engine(data)
    records = {known: [_answers(engine, share) for _ in range(RECORDS)] for known, share in KNOWN.items()}
    return [
        *_against_zen(guide, engine, records),
        *_in_the_browser(engine, records, address),
        *_standard_input(engine),
        _proof(guide, compiled),
        # What the tables cost is bounded; the texts grow with what the guide says, in both languages.
        amount("model.json without its texts, compressed", _compressed_size({**data, "texts": {}}) / 1000, 100, "kB"),
        Figure("model.json, compressed", f"{quantity(_compressed_size(data) / 1000)} kB", "", True),
    ]


def _against_zen(guide: Guide, engine: Engine, records: dict[str, list[Answers]]) -> list[Figure]:
    """Compare the time of one record with zen-engine's for the same tables.

    zen-engine only decides, and only complete records; our full result also has gaps, findings, explanations, what
    would change it and the next question.
    """
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(graph(guide)))
    for answers in records["complete"][:200]:
        theirs, ours = decision.evaluate(answers)["result"], engine.decide(answers)
        assert all(theirs[name] == decided["id"] for name, decided in ours.items()), answers
    zens = _milliseconds(decision.evaluate, records["complete"][:1000])
    found = [
        ratio("decisions of a complete record, against zen-engine", _milliseconds(engine.decide, one), zens, 0.1, "ms")
        for one in [records["complete"]]
    ]
    for known, given in records.items():
        measured = f"full result ({known}), against zen-engine's decisions alone"
        found.append(ratio(measured, _milliseconds(engine.result, given), zens, 4, "ms"))
    return found


def _in_the_browser(engine: Engine, records: dict[str, list[Answers]], address: str) -> list[Figure]:
    """Compare the 95th percentile of a full result in the browser's Python with the same on CPython."""
    found = []
    for known, given in records.items():
        texts = [json.dumps(_record(engine, one)) for one in given[:BROWSER_RECORDS]]
        in_browser = percentile_95(answer_times(address, texts))
        here = percentile_95([_timed(engine.result, one) * 1000 for one in given])
        note = f"{in_browser / here:.0f}× of CPython's {quantity(here)} ms"
        found.append(amount(f"full result in the browser ({known}), 95th percentile", in_browser, 5, "ms", note))
    return found


def _standard_input(engine: Engine) -> list[Figure]:
    """Compare the command with a loop that only reads and writes the same lines; its memory may not grow with them."""
    lines = [json.dumps(_record(engine, _answers(engine, 0.7))) + "\n" for _ in range(1000)]
    few = _fed(CLASSIFY, lines, FEW)
    many, passed_on = _fed(CLASSIFY, lines, MANY), _fed(PASS_ON, lines, MANY)
    return [
        ratio(f"{MANY:,} JSON Lines, against reading and writing them alone", many[0], passed_on[0], bound=30),
        ratio(f"memory for {MANY:,} lines, against {FEW:,}", many[1], few[1], bound=1.1, unit="MB"),
    ]


def _proof(guide: Guide, compiled: Compiled) -> Figure:
    """Time the proof of all tables and the evaluation of every description of a platform."""
    start = time.perf_counter()
    assert not list(find_defects(Compiled(guide)))
    count = evaluate_all(compiled)
    return amount(f"proof of all tables, all {count:,} descriptions", time.perf_counter() - start, 10, "s")


def _compressed_size(data: dict[str, Any]) -> int:
    return len(gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()))


def _answers(engine: Engine, share: float) -> Answers:
    """Return random answers to a share of the questions."""
    given: Answers = {}
    for item in engine.inputs:
        if random.random() < share and (item.facet_of is None or given.get(item.facet_of) == "exists"):
            given[item.id] = random.choice(item.values)
    return given


def _record(engine: Engine, answers: Answers) -> dict[str, Any]:
    """Return answers as a record."""
    record: dict[str, Any] = {"platform": {}, "context": {}}
    for name, value in answers.items():
        item = engine.by_id[name]
        if item.facet_of is None:
            facets = {one.id: answers[one.id] for one in engine.inputs if one.facet_of == name and one.id in answers}
            record[item.part][name] = facets if item.kind == "record" and value == "exists" else value
    return record


def _timed(call: Callable[[Any], Any], argument: Any) -> float:
    """Return the seconds of one call."""
    start = time.perf_counter()
    call(argument)
    return time.perf_counter() - start


def _milliseconds(call: Callable[[Any], Any], arguments: list[Any]) -> float:
    """Return the mean milliseconds of a call, in the best of three rounds."""
    return best_of(lambda: sum(_timed(call, one) for one in arguments)) * 1000 / len(arguments)


def _fed(program: str, lines: list[str], count: int) -> tuple[float, float]:
    """Return the seconds and the most memory (MB) that a Python program needs for ``count`` lines."""
    command = [sys.executable, "-c", program + THEN_PRINT_MEMORY]
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stderr
        for number in range(count):
            process.stdin.write(lines[number % len(lines)])
        process.stdin.close()
        kilobytes = int(process.stderr.read().split()[-1])
    return time.perf_counter() - start, kilobytes / 1024
