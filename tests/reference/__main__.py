"""Work the cases of ``tests/cases/records.jsonl`` anew: each record stays, what is expected of it is computed.

``python -m tests.reference`` writes the file in place.
"""

import json
from pathlib import Path

from tests.reference.model import worked

CASES = Path(__file__).parent.parent / "cases" / "records.jsonl"


def main() -> None:
    """Rewrite the worked cases."""
    records = [json.loads(line)["record"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    lines = (json.dumps({"record": record, "expected": worked(record)}, ensure_ascii=False) for record in records)
    CASES.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
