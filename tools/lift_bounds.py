"""Let ``make lock`` take the newest of everything: no upper bounds in pyproject.toml, newest versions in package.json.

For the monthly look ahead (``newest`` in .github/workflows/renew.yml); it changes the two files and nothing else.
"""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The upper bound in a requirement such as ``"click>=8.2,<9"``, the one on Python itself aside.
UPPER = re.compile(r'^(?P<start>\s+"[\w.\[\],-]+?(?:>=[\w.]+)?),?<[\w.]+(?=")', re.MULTILINE)
#: Development versions, where npm publishes them under this tag.
AHEAD = {"pyodide": "next"}


def main() -> None:
    """Change pyproject.toml and package.json in place."""
    project, packages = ROOT / "pyproject.toml", ROOT / "package.json"
    project.write_text(without_upper_bounds(project.read_text(encoding="utf-8")), encoding="utf-8")
    packages.write_text(with_newest(packages.read_text(encoding="utf-8"), _newest), encoding="utf-8")


def without_upper_bounds(project: str) -> str:
    """Return the text of pyproject.toml with requirements that have lower bounds alone."""
    return UPPER.sub(r"\g<start>", project)


def with_newest(packages: str, newest: Callable[[str], str]) -> str:
    """Return the text of package.json with the newest version of each dependency; ``newest`` takes a package's name."""
    content = json.loads(packages)
    for part in ("dependencies", "devDependencies"):
        content[part] = {name: newest(name) for name in content[part]}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _newest(name: str) -> str:
    """Ask npm; the tag ``next`` where there is one and it is asked for, else ``latest``."""
    done = subprocess.run(
        ["npm", "view", name, "dist-tags", "--json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    tags: dict[str, str] = json.loads(done.stdout)
    return tags.get(AHEAD.get(name, ""), tags["latest"])


if __name__ == "__main__":
    main()
