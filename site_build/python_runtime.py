"""Python for the reader's browser: our wheel, which holds the engine with its model, and Pyodide's list of packages."""

import os
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from site_build.bundle import MODULES
from site_build.cache import Part, made_once
from site_build.site_data import CACHE, ROOT, program_files

PYODIDE = MODULES / "pyodide"
#: Pyodide's own files that the site's are made of.
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
#: Pyodide's list of packages; the site's contains our wheel alone.
LOCK = "pyodide-lock.json"
#: The date of everything in the wheel (1 January 2020): the same sources give the same bytes.
WHEEL_DATE = "1577836800"


def wheel_and_lock(model: bytes) -> dict[str, bytes]:
    """Return the wheel, with this model in it, and the lock file that names it with its hash, by file name."""
    sources = [ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "LICENSE", *program_files()]
    names = "\n".join(path.relative_to(ROOT).as_posix() for path in sources)
    versions = [sys.version, *(f"{name} {version(name)}" for name in ("flit_core", "pyodide-lock"))]
    parts: list[Part] = [model, names, *sources, PYODIDE / LOCK, Path(__file__), *versions]
    return made_once(CACHE, "wheel", parts, lambda: _build_wheel(sources, model))


def _build_wheel(sources: list[Path], model: bytes) -> dict[str, bytes]:
    """Build the wheel from a copy of the sources, and the lock file for it."""
    from flit_core.wheel import make_wheel_in  # type: ignore[import-untyped]
    from pyodide_lock import PyodideLockSpec
    from pyodide_lock.utils import add_wheels_to_spec

    with tempfile.TemporaryDirectory() as name:
        staging, output = Path(name) / "sources", Path(name) / "built"
        output.mkdir()
        for path in sources:
            target = staging / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        (staging / "dcb_guide" / "model.json").write_bytes(model)
        wheel = _with_fixed_date(lambda: Path(make_wheel_in(staging / "pyproject.toml", output).file))
        shipped = PyodideLockSpec.from_json(PYODIDE / LOCK)
        only_ours = PyodideLockSpec(info=shipped.info, packages={})
        add_wheels_to_spec(only_ours, [wheel], base_path=output).to_json(output / LOCK)
        return {path.name: path.read_bytes() for path in (wheel, output / LOCK)}


def _with_fixed_date(build: Callable[[], Path]) -> Path:
    """Build with the environment variable from which flit takes the date of every file in a wheel."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = WHEEL_DATE
    try:
        return build()
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
