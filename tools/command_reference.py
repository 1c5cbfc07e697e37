"""Run every example of the command reference (docs/maintainers/commands.md) and write what it prints into the page.

With ``--check`` the page is left alone, and every difference is printed: exit status 1 where there is one. Examples are
the blocks marked ``console``. A line that begins with ``$`` is typed into a shell, one after the other in a copy of the
tree; the lines below it are what comes back. Every command needs a section and an example that calls it.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from macros.maintainers.commands import PAGE as PAGE
from macros.maintainers.commands import PROGRAM, SECTION, all_commands

ROOT = Path(__file__).resolve().parent.parent
#: What the command needs of the tree.
NEEDED = ("dcb_guide", "guide_data", "examples", "docs", "CHANGELOG.md", "pyproject.toml")
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
#: Printed after each command of a block, so that its output can be separated from the next one's.
END = "\x1e"
#: The day examples believe it is (reproducible-builds.org): what they print must not depend on it.
TODAY = {"SOURCE_DATE_EPOCH": "1795478400"}  # 2026-11-24


def main() -> int:
    """Check the page or write it anew; exit status 1 where it is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="print what differs, change nothing")
    check: bool = parser.parse_args().check
    written = (ROOT / PAGE).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        now = rewritten(written, copy_of_tree(Path(name)))
    problems = list(missing(now))
    if check:
        problems += difflib.unified_diff(written.splitlines(), now.splitlines(), str(PAGE), "as run now", lineterm="")
    else:
        (ROOT / PAGE).write_text(now, encoding="utf-8")
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


def rewritten(page: str, folder: Path) -> str:
    """Return the page with what its examples print when they are run in a folder, one block after the other."""
    return BLOCK.sub(lambda block: run_block(block[0], folder), page)


def run_block(block: str, folder: Path) -> str:
    """Run the commands of a block in one shell; return the block with their output, errors too."""
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    script = "".join(f"{command}\nprintf '{END}'\n" for command in commands)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        ["bash"], cwd=folder, input=script, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, **TODAY, "PATH": path, "PYTHONPATH": str(folder), "COLUMNS": "100"},
    )  # fmt: skip
    outputs = done.stdout.replace(f"{folder}{os.sep}", "").split(END)
    return "".join(
        f"$ {command}\n{output.rstrip()}\n" if output.strip() else f"$ {command}\n"
        for command, output in zip(commands, outputs, strict=False)
    )


def missing(page: str) -> Iterator[str]:
    """Yield, in words, every command with no section, with several, or without an example that calls it."""
    sections = SECTION.split(page)
    bodies = dict(zip(sections[1::2], sections[2::2], strict=True))
    for name in sorted({one for one in sections[1::2] if sections[1::2].count(one) > 1}):
        yield f"{PAGE}: more than one section for `{PROGRAM} {name}`"
    for name in all_commands():
        if name not in bodies:
            yield f'{PAGE}: no section for `{PROGRAM} {name}`: add {{{{ command(name="{name}") }}}}'
        elif not any(f"{PROGRAM} {name}" in block for block in BLOCK.findall(bodies[name])):
            yield f"{PAGE}: `{PROGRAM} {name}` has no example"


def copy_of_tree(folder: Path) -> Path:
    """Copy what the command needs into a folder, so that examples may write; return it."""
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


if __name__ == "__main__":
    sys.exit(main())
