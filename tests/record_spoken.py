"""Write anew what a screen reader says of some places: ``python -m tests.record_spoken SITE``, SITE a built folder."""

import sys
from pathlib import Path

from tests.test_reading import SPOKEN, places
from tools.chromium import chromium
from tools.serve import served


def main(site: Path) -> None:
    """Record every place of the built site."""
    SPOKEN.mkdir(exist_ok=True)
    with served(site) as address, chromium() as browser:
        for name, said in places(browser.new_page(reduced_motion="reduce"), address):
            (SPOKEN / name).write_text(said, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
