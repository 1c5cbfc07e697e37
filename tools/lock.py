"""Renew all pinned versions, within the bounds of pyproject.toml and package.json, and name what the bounds hold back.

Python's packages are pinned with their hashes in ``requirements/*.txt``. ``package.json`` names exact versions: each
moves to the newest of the same major version (of the same minor one below 1.0), then ``package-lock.json`` follows.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.lift_bounds import without_upper_bounds
from tools.set_up import ROOT, ensure_uv

#: Output file → what it is compiled from.
LOCKS = {
    "uv.txt": ["requirements/uv.in"],
    "node.txt": ["requirements/node.in"],
    "bench.txt": ["requirements/bench.in"],
    "audit.txt": ["requirements/audit.in"],
    "site.txt": ["pyproject.toml", "--extra", "site"],
    "dev.txt": [
        "pyproject.toml",
        "--extra",
        "site",
        "--group",
        "dev",
        "--constraint",
        "requirements/site.txt",
    ],
}
#: Compiled for the oldest Python that ``tools/set_up.py`` may be started with, not for the project's own.
FOR_ANY_PYTHON = ("uv.txt", "node.txt")
PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def main() -> None:
    """Write every lock file anew and print what a bound keeps from its newest version."""
    uv = ensure_uv()
    for name, sources in LOCKS.items():
        python = "3.8" if name in FOR_ANY_PYTHON else "3.12"
        _compile(uv, sources, ROOT / "requirements" / name, python)
    packages = ROOT / "package.json"
    content = json.loads(packages.read_text(encoding="utf-8"))
    held = list(renew(content, _versions))
    packages.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    subprocess.run(["npm", "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)
    for line in [*_held_back(uv), *held]:
        print(line)


def _compile(uv: str, sources: list[str], output: Path, python: str) -> None:
    command = [uv, "pip", "compile", *sources, "--universal", "--generate-hashes", "--upgrade", "--quiet"]
    layout = ["--no-annotate", "--no-emit-package", "dcb-guide", "--custom-compile-command", "make lock"]
    subprocess.run([*command, *layout, "--python-version", python, "--output-file", str(output)], cwd=ROOT, check=True)


def _held_back(uv: str) -> Iterator[str]:
    """Yield the Python packages that would be newer without the upper bounds in pyproject.toml."""
    pinned = dict(PINNED.findall((ROOT / "requirements" / "site.txt").read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        project, output = Path(folder) / "pyproject.toml", Path(folder) / "newest.txt"
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        project.write_text(without_upper_bounds(text), encoding="utf-8")
        _compile(uv, [str(project), "--extra", "site"], output, "3.12")
        newest = dict(PINNED.findall(output.read_text(encoding="utf-8")))
    for name, version in pinned.items():
        if newest.get(name, version) != version:
            yield f"held back by a bound in pyproject.toml: {name} {version}, newest {newest[name]}"


def renew(content: dict[str, dict[str, str]], versions: Callable[[str], list[str]]) -> Iterator[str]:
    """Set each dependency in package.json's content to its newest compatible version; yield what is held back.

    ``versions`` returns all versions of a package by its name.
    """
    for part in ("dependencies", "devDependencies"):
        for name, pinned in content[part].items():
            stable = [one for one in versions(name) if re.fullmatch(r"\d+\.\d+\.\d+", one)]
            allowed = [one for one in stable if _compatible(one) == _compatible(pinned)]
            newest, chosen = max([pinned, *stable], key=_numbers), max([pinned, *allowed], key=_numbers)
            content[part][name] = chosen
            if newest != chosen:
                yield f"held back by its pin in package.json: {name} {chosen}, newest {newest}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))


def _compatible(version: str) -> tuple[int, ...]:
    """Return what versions without a breaking change have in common (semantic versioning)."""
    numbers = _numbers(version)
    return numbers[:1] if numbers[0] else numbers[:2]


def _versions(name: str) -> list[str]:
    done = subprocess.run(
        ["npm", "view", name, "versions", "--json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)
    return found if isinstance(found, list) else [found]


if __name__ == "__main__":
    main()
