"""Renew the pinned, hashed requirements and ``package-lock.json`` from what pyproject.toml and package.json ask for."""

import subprocess
from pathlib import Path

from tools.set_up import ROOT, ensure_uv

#: Output file → what it is compiled from.
LOCKS = {
    "uv.txt": ["requirements/uv.in"],
    "node.txt": ["requirements/node.in"],
    "bench.txt": ["requirements/bench.in"],
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


def main() -> None:
    """Write every lock file anew."""
    uv = ensure_uv()
    for name, sources in LOCKS.items():
        output = Path("requirements") / name
        command = [uv, "pip", "compile", *sources, "--universal", "--generate-hashes", "--upgrade", "--quiet"]
        layout = ["--no-annotate", "--no-emit-package", "dcb-guide", "--custom-compile-command", "make lock"]
        python = "3.8" if name in ("uv.txt", "node.txt") else "3.12"
        subprocess.run(
            [*command, *layout, "--python-version", python, "--output-file", str(output)],
            cwd=ROOT,
            check=True,
        )
    subprocess.run(["npm", "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
