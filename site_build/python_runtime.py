"""Python for the reader's browser: our wheel, Pyodide's list of packages, and a start from a snapshot.

The wheel holds the engine with its model. The snapshot is the memory of a Python that has loaded the engine; it is
stored compressed, because a web server in a town hall may not compress (docs/adr/0006).
"""

import gzip
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from site_build import node
from site_build.bundle import MODULES, SCRIPTS
from site_build.cache import Part, made_once
from site_build.site_data import CACHE, ROOT, program_files

log = logging.getLogger(__name__)

PYODIDE = MODULES / "pyodide"
#: Pyodide's own files that the site serves.
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
#: Pyodide's list of packages; the site's contains our wheel alone.
LOCK = "pyodide-lock.json"
#: What the quick start loads, compressed.
QUICK_START = ("pyodide.asm.wasm.gz", "pyodide.asm.mjs.gz", "snapshot.bin.gz")
#: Beside these in the cache: why the program could not be trimmed, where it could not.
UNTRIMMED = "untrimmed.txt"
SCRIPTS_OF_BUILD = Path(__file__).parent
TRIM = SCRIPTS_OF_BUILD / "trim_program.mjs"
SNAPSHOT = SCRIPTS_OF_BUILD / "make_snapshot.mjs"
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


def quick_start(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the quick start, by name; ``files`` holds the wheel.

    Where the snapshot cannot be made, which a new Pyodide may cause, nothing is returned and a warning says why: the
    page then starts Python in the plain way.
    """
    wheel = next(name for name in files if name.endswith(".whl"))
    scripts = [*sorted(SCRIPTS_OF_BUILD.glob("*.mjs")), *sorted((SCRIPTS / "python").glob("*.js"))]
    programs = [*(PYODIDE / name for name in PYODIDE_FILES), PYODIDE / "package.json"]
    tools: list[Part] = [MODULES / "acorn" / "package.json", Path(__file__), node.identity(), sys.version]
    parts: list[Part] = [files[wheel], *programs, *scripts, *tools]
    try:
        made = made_once(CACHE, "quick-start", parts, lambda: _make_quick_start(wheel, files[wheel]))
    except node.NodeError as error:
        log.warning("The tool will start more slowly: no snapshot of Python could be made.\n%s", error)
        return {}
    if UNTRIMMED in made:
        log.warning(
            "The tool's start is larger than need be: Pyodide could not be trimmed.\n%s", made[UNTRIMMED].decode()
        )
    return {packed: made[packed] for packed in QUICK_START}


def _make_quick_start(name: str, wheel: bytes) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / name).write_bytes(wheel)
        program = folder / "program"
        notes: dict[str, bytes] = {}
        try:
            node.run(TRIM, str(PYODIDE), str(program))
        except node.NodeError as error:
            notes[UNTRIMMED] = str(error).encode()
            program = PYODIDE
        node.run(SNAPSHOT, str(program), str(folder / name), str(folder / "snapshot.bin"))
        contents = [program / "pyodide.asm.wasm", program / "pyodide.asm.mjs", folder / "snapshot.bin"]
        compressed = [gzip.compress(path.read_bytes(), 9, mtime=0) for path in contents]
        return {**dict(zip(QUICK_START, compressed, strict=True)), **notes}
