"""What the pages fetch beside their HTML and data, compressed: Python, and scripts needed on demand.

A web server in a town hall may not compress and may not know a script's or a program's type; so each of these is one
``.gz`` file, whose bytes the page takes and inflates itself (overrides/assets/python/source.js).
"""

import gzip
import hashlib
import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from hooks import node
from hooks.bundle import SCRIPTS

ROOT = Path(__file__).resolve().parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
CACHE = ROOT / ".cache" / "packed"
PACK = Path(__file__).with_name("pack_scripts.mjs")
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class PackedScripts:
    """The files, and what the pages' scripts have to know of them."""

    #: Content by path below ``assets/``.
    files: dict[str, bytes]
    #: What each is: name → ``{"path", "size", "packed", "version"}``, sizes in bytes of the content and of the file.
    manifest: dict[str, dict[str, Any]]
    #: Text of the worker that compiles Python's program, which is part of the page.
    compiler: str

    def defines(self) -> tuple[str, ...]:
        """Return the bundler's options by which scripts know the files."""
        return (
            f"--define:PYTHON_FILES={json.dumps(self.manifest)}",
            f"--define:COMPILE_WORKER={json.dumps(self.compiler)}",
        )


def packed_scripts(wheel: Path, lock: Path) -> PackedScripts:
    """Return the files, made only when something they are made of has changed; raises PluginError."""
    programs = (path for path in PYODIDE.iterdir() if path.suffix in (".mjs", ".wasm", ".zip", ".json"))
    sources = [wheel, lock, *sorted(programs), *sorted(PACK.parent.glob("*.mjs")), *sorted(SCRIPTS.rglob("*.js"))]
    parts = [Path(__file__), *sources, ROOT / "package-lock.json"]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in parts)).hexdigest()
    cache = CACHE / digest[:16]
    if not (cache / MANIFEST).exists():
        _pack(wheel, lock, cache)
    manifest = json.loads((cache / MANIFEST).read_text(encoding="utf-8"))
    files = {one["path"]: (cache / one["path"]).read_bytes() for one in manifest["files"].values()}
    return PackedScripts(files, manifest["files"], manifest["compiler"])


def _pack(wheel: Path, lock: Path, cache: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        try:
            warnings = node.run(PACK, str(PYODIDE), str(wheel.resolve()), str(lock.resolve()), name)
        except node.NodeError as error:
            raise PluginError(str(error)) from error
        if warnings:
            logging.getLogger(__name__).warning("%s", warnings.strip())
        manifest = json.loads((made / MANIFEST).read_text(encoding="utf-8"))
        for file in manifest["files"].values():
            content = gzip.compress((made / file["path"]).read_bytes(), 9, mtime=0)
            file["path"] += ".gz"
            file["packed"] = len(content)
            path = cache / file["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (cache / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
