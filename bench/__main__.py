"""Run the benchmarks and write docs/benchmarks.md."""

import datetime
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Peers are installed apart from the product (tools/set_up.py --benchmark).
sys.path.append(str(ROOT / ".cache" / "bench"))

from bench import engine, first_answer, prefecture, site_build  # noqa: E402
from tools.forks import build  # noqa: E402
from tools.serve import served  # noqa: E402

HEAD = """# Benchmarks

`make bench` on two shared cores, {date}. A figure is the ratio to a peer measured in the same run, in turns:
another machine changes both. Times are in brackets.

| measured | figure | bound |
|---|---|---|
"""


def main() -> None:
    """Measure, print the table and write it."""
    with tempfile.TemporaryDirectory() as name:
        site = build(ROOT, Path(name) / "site")
        with served(site) as address:
            figures = [*site_build.figures(), *first_answer.figures(site), *engine.figures(address)]
            figures += prefecture.figures(address)
    table = HEAD.format(date=datetime.date.today()) + "".join(f"{figure}\n" for figure in figures)
    (ROOT / "docs" / "benchmarks.md").write_text(table, encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
