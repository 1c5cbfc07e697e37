"""Run the benchmarks and write docs/benchmarks.md."""

import datetime
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / ".cache" / "bench"))

from bench import browser, engine, site, start  # noqa: E402  (they import what is there)
from tools.forks import build  # noqa: E402
from tools.serve import served  # noqa: E402


def main() -> None:
    """Measure, print and write the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = build(ROOT, Path(name) / "site")
        with served(folder) as address:
            rows = (
                site.rows() + start.rows(folder) + engine.rows(lambda records: browser.answer_times(address, records))
            )
    lines = ["| measured | figure | bound |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    head = (
        f"# Benchmarks\n\n`make bench` on two shared cores, {datetime.date.today()}. Ratios hold better than times.\n\n"
    )
    (ROOT / "docs" / "benchmarks.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
