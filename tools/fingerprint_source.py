"""Write hashes of every run of 26 characters of the guidebook: copied prose is found without keeping its text."""

import hashlib
import re
import sys
from pathlib import Path

RUN = 26
SIZE = 6
#: Signs that a copy may change without being less of a copy.
IGNORED = re.compile(r"[\s、。・,.()()「」『』\-–—:;:;/|*#※◆]+")


def runs(text: str) -> set[bytes]:
    """Return the hashes of all runs of characters of a text."""
    plain = IGNORED.sub("", text)
    return {hashlib.sha256(plain[i : i + RUN].encode()).digest()[:SIZE] for i in range(len(plain) - RUN + 1)}


def main() -> None:
    """Fingerprint the file named on the command line into tests/source_runs.bin."""
    found = runs(Path(sys.argv[1]).read_text(encoding="utf-8"))
    (Path(__file__).parent.parent / "tests" / "source_runs.bin").write_bytes(b"".join(sorted(found)))


if __name__ == "__main__":
    main()
