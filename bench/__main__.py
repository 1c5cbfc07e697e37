"""Measure the speed of what readers and maintainers wait for, beside a peer where there is one.

A run of everything writes docs/benchmarks.md; a run of some prints its table alone. Exit status 1 where a figure does
not keep to its bound. Run it on a machine that does nothing else.
"""

import argparse
import datetime
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
#: Peers are installed apart from the product.
PEERS = ROOT / ".cache" / "bench"
sys.path.append(str(PEERS))

from bench import engine_speed, first_answer, prefecture_speed, site_build  # noqa: E402
from bench.figure import Figure  # noqa: E402
from tools.forks import build  # noqa: E402
from tools.serve import served  # noqa: E402

#: Benchmark → what it measures, and how from the built site's folder and address.
BENCHMARKS: dict[str, tuple[str, Callable[[Path, str], list[Figure]]]] = {
    "site": ("the build of the site, against plain Material for MkDocs", lambda _site, _address: site_build.figures()),
    "first-answer": (
        "the tool's first answer, against plain Pyodide, over lines of several speeds",
        lambda site, _address: first_answer.figures(site),
    ),
    "engine": (
        "the decision engine, against zen-engine; in the browser, in bulk; its proof",
        lambda _site, address: engine_speed.figures(address),
    ),
    "prefecture": (
        "a whole prefecture: inventory and costs, by the command and on the pages",
        lambda _site, address: prefecture_speed.figures(address),
    ),
}
HEAD = """# Benchmarks

`make bench` on {cores} shared cores, {date}. A figure is the ratio to a peer measured in the same run, in turns:
another machine changes both. Times are in brackets. Where there is no peer the figure is the time or size itself.

| measured | figure | bound |
|---|---|---|
"""


def main() -> int:
    """Measure what was asked for and print it; write the page after a run of everything."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=(__doc__ or "").strip(),
        epilog="benchmarks:\n" + "\n".join(f"  {name:<14}{what}" for name, (what, _) in BENCHMARKS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK", help="what to measure (default: everything)")
    wanted: list[str] = parser.parse_args().benchmarks
    if unknown := [name for name in wanted if name not in BENCHMARKS]:
        parser.error(f"no benchmark is called {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    if not PEERS.exists():
        parser.error("the peers are not installed: run python3 tools/set_up.py --benchmark (make bench does)")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        site = build(ROOT, Path(name) / "site")
        with served(site) as address:
            for one in wanted or BENCHMARKS:
                print(f"measuring {one} …", file=sys.stderr, flush=True)
                figures += BENCHMARKS[one][1](site, address)
    table = HEAD.format(date=datetime.date.today(), cores=os.cpu_count())
    table += "".join(f"{figure}\n" for figure in figures)
    print(table)
    if not wanted:
        PAGE.write_text(table, encoding="utf-8")
    missed = [figure for figure in figures if not figure.is_kept]
    for figure in missed:
        print(f"not kept: {figure.measured}: {figure.result}, bound {figure.bound}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
