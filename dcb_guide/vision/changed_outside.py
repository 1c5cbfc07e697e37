"""Files of a fork that were changed outside the prefecture's own folder: an update may conflict with them."""

import subprocess
from pathlib import Path

#: The folder that is the prefecture's, below the root of the checkout.
OWN = "guide_data/vision"


class NoHistoryError(Exception):
    """Git cannot compare the checkout with upstream; the text is Git's own."""


def changed_outside(root: Path, upstream: str) -> list[str]:
    """Return the files outside the vision's folder that the checkout has changed since it last took in ``upstream``.

    ``upstream`` names a commit, such as ``FETCH_HEAD`` after ``git fetch ADDRESS main``. Raises
    :class:`NoHistoryError`.
    """
    command = ["git", "diff", "--name-only", "-z", "--end-of-options", f"{upstream}...HEAD", "--", ".", f":!{OWN}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoHistoryError(done.stderr.strip())
    return sorted(filter(None, done.stdout.split("\0")))
