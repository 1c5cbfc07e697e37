"""What the pages run: scripts that are part of a page, and files that it fetches and inflates itself.

A web server in a town hall may not compress, and may not know the type of a script or of a program. So each page holds
its scripts, and Python and the scripts needed on demand are ``.gz`` files, whose bytes the page takes
(overrides/assets/python/source.js, docs/adr/0006).
"""

import gzip
import hashlib
import io
import json
import logging
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from site_build import node
from site_build.bundle import MODULES, SCRIPTS, bundled, with_imports
from site_build.cache import Part, made_once
from site_build.prefecture_files import PATHS, packed_packages
from site_build.python_runtime import LOCK, PYODIDE, PYODIDE_FILES
from site_build.site_data import CACHE, ROOT

log = logging.getLogger(__name__)

PACK = Path(__file__).with_name("pack_scripts.mjs")
MANIFEST = "manifest.json"
WARNINGS = "warnings.txt"
#: Scripts for browsers of any age.
FOR_ANY_BROWSER = ("tool/watch",)
#: Scripts that know of the files below.
OF_PREFECTURE = ("prefecture/inventory", "prefecture/cost", "prefecture/write", "single_file/prefecture")
KNOW_FILES = ("python/start", "single_file/single-tool", *OF_PREFECTURE)
#: Packages with which the page reads files and, besides, workbooks, beside our own modules; pure Python.
READER_PACKAGES = ("PyYAML",)
WORKBOOK_PACKAGES = ("et_xmlfile", "openpyxl")
#: Libraries that become part of scripts.
LIBRARIES = ("docx", "js-yaml", "minisearch")


#: Scripts of workers, of which ``pack_scripts.mjs`` makes files.
WORKERS = (
    "prefecture/worker",
    "python/compile-worker",
    "python/plain-worker",
    "python/quick-worker",
    "tool/word-worker",
    "tool/yaml-worker",
)


@dataclass(frozen=True)
class PackedScripts:
    """Files that pages fetch, and what the pages' scripts have to know of them."""

    #: Compressed content by path below ``assets/``.
    files: Mapping[str, bytes]
    #: Name → ``{"path", "size", "packed", "version"}``; sizes in bytes, of the content and of the file.
    manifest: Mapping[str, Mapping[str, Any]]
    #: Text of the worker that compiles Python's program; it is part of the page.
    compiler: str

    @property
    def has_quick_start(self) -> bool:
        """Whether the browser's Python can begin from a snapshot."""
        return "worker" in self.manifest

    def content(self, name: str) -> bytes:
        """Return a file's compressed content by its name in the manifest."""
        return self.files[self.manifest[name]["path"]]

    def script(self, name: str) -> str:
        """Return a script with its modules as part of a page; ``name`` is its path below ``overrides/assets/``.

        Of ``single_file/single-tool`` the tool's script is a part. Raises :class:`site_build.node.NodeError`.
        """
        names = {"single_file/single-tool": (SCRIPTS / "single_file" / "single-tool.js", SCRIPTS / "tool" / "tool.js")}
        entries = names.get(name, (SCRIPTS / f"{name}.js",))
        text = "".join(f'import "./{path.relative_to(ROOT).as_posix()}";' for path in entries)
        options = ["--format=iife"]
        if name in FOR_ANY_BROWSER:
            options.append("--target=es5")
        if name in KNOW_FILES:
            # The tool's page does not grow by what it never fetches.
            known = {
                file: about
                for file, about in self.manifest.items()
                if name in OF_PREFECTURE or not file.startswith("prefecture-")
            }
            options += [
                f"--define:PYTHON_FILES={json.dumps(known)}",
                f"--define:COMPILE_WORKER={json.dumps(self.compiler)}",
            ]
        sources = sorted(SCRIPTS.rglob("*.js"))
        return bundled(name.replace("/", "-"), text, sources, *options, libraries=LIBRARIES).decode().strip()


def packed_scripts(runtime: Mapping[str, bytes], further: Mapping[str, bytes]) -> PackedScripts:
    """Return the files, made once; ``runtime`` holds the wheel and the lock file by name.

    ``further`` are contents by their names in the manifest (:mod:`site_build.prefecture_files`).

    Where a snapshot of Python cannot be made, or its program not be trimmed, which a new Pyodide may cause, a warning
    says so: the tool then starts more slowly. Raises :class:`site_build.node.NodeError`.
    """
    wheel = next(name for name in runtime if name.endswith(".whl"))
    # Not all scripts: a changed button does not take a new snapshot of Python, which takes a while.
    scripts = with_imports([*PACK.parent.glob("*.mjs"), *(SCRIPTS / f"{name}.js" for name in WORKERS)])
    programs = [*(PYODIDE / name for name in PYODIDE_FILES), *_versions()]
    parts: list[Part] = [
        runtime[wheel],
        runtime[LOCK],
        *(f"{name} {distribution(name).version}" for name in (*READER_PACKAGES, *WORKBOOK_PACKAGES)),
        *programs,
        *scripts,
        Path(__file__),
        node.identity(),
        sys.version,
    ]
    made = dict(made_once(CACHE, "packed-scripts", parts, lambda: _pack(wheel, runtime)))
    if warnings := made.pop(WARNINGS).decode().strip():
        log.warning("%s", warnings)
    manifest = json.loads(made.pop(MANIFEST))
    files, more = manifest["files"], list(further.values())
    compressed = made_once(CACHE, "prefecture-files", [*more, Path(__file__)], lambda: _compressed(further))
    for name, content in further.items():
        path, packed = PATHS[name], compressed[name]
        digest = hashlib.sha256(content).hexdigest()[:12]
        made[f"{path}.gz"] = packed
        files[name] = {"path": f"{path}.gz", "size": len(content), "packed": len(packed), "version": digest}
    return PackedScripts(made, files, manifest["compiler"])


def _compressed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: gzip.compress(content, 9, mtime=0) for name, content in files.items()}


def _versions() -> list[Path]:
    return [MODULES / name / "package.json" for name in (*LIBRARIES, "acorn", "esbuild", "pyodide")]


def _sample_workbook() -> bytes:
    """Return a workbook with a cell of each kind that a sheet of records may hold."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "peers", "day"])
    sheet.append(["A", 3, date(2026, 4, 1)])
    sheet.append(["B", "=1+2", True])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _pack(wheel: str, runtime: Mapping[str, bytes]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (wheel, LOCK):
            (folder / file).write_bytes(runtime[file])
        packages = folder / "packages"
        packages.mkdir()
        (packages / "reader.zip").write_bytes(packed_packages(READER_PACKAGES))
        (packages / "workbooks.zip").write_bytes(packed_packages(WORKBOOK_PACKAGES))
        (packages / "sample.xlsx").write_bytes(_sample_workbook())
        output = folder / "output"
        output.mkdir()
        warnings = node.run(PACK, str(PYODIDE), str(folder / wheel), str(folder / LOCK), str(packages), str(output))
        manifest = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, bytes] = {}
        for file in manifest["files"].values():
            content = gzip.compress((output / file["path"]).read_bytes(), 9, mtime=0)
            file["path"] += ".gz"
            file["packed"] = len(content)
            files[file["path"]] = content
        return {**files, MANIFEST: json.dumps(manifest).encode(), WARNINGS: warnings.encode()}
