"""MkDocs hook: everything the tool's page needs beside its HTML, made during the build.

``model.json`` and our wheel from ``guide_data/`` and ``dcb_guide/``, a lock file for Pyodide that names the wheel
with its hash, Pyodide's own files and the design tokens from ``node_modules/``. Nothing has to run before or after
``mkdocs build``; what is missing is named with the command that brings it.
"""

import gzip
import hashlib
import json
import pickle
import shutil
import tempfile
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from dcb_guide.files import write_tables as tables
from dcb_guide.guide import export
from dcb_guide.guide.content import Guide
from dcb_guide.guide.decision_types import LANGUAGES, Language
from dcb_guide.guide.read_guide import OWN_GROUND, GuideError, load_with_sources
from dcb_guide.proof.model_json import model_json
from dcb_guide.proof.verify import defects
from hooks import node
from hooks.bundle import BUNDLER
from macros.render import ModelData

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "guide_data"
MODULES = ROOT / "node_modules"
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
TOKENS = MODULES / "@digital-go-jp" / "design-tokens" / "dist" / "tokens.css"
SEARCH_ENGINE = MODULES / "minisearch" / "dist" / "es" / "index.js"
PARSER = MODULES / "acorn" / "dist" / "acorn.mjs"
WORD_WRITER = MODULES / "docx" / "dist" / "index.mjs"
YAML_READER = MODULES / "js-yaml" / "dist" / "browser" / "js-yaml.esm.min.mjs"
#: Pyodide's list of packages: ours holds our wheel alone.
LOCK = "pyodide-lock.json"
#: Where the files go in the site.
PYTHON_FOLDER = "assets/python"
TRIM = Path(__file__).with_name("trim_program.mjs")
SNAPSHOT = Path(__file__).with_name("make_snapshot.mjs")
#: What the snapshot is made with beside its own script.
MEMORY = ROOT / "overrides" / "assets" / "python" / "snapshot-memory.js"


@event_priority(100)  # before the macros, which show the guide
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the data once for the whole build; anything wrong with it ends the build, all of it named."""
    if "guide" in config.extra:
        return config  # a further language of the same build
    for needed in (
        *(MODULES / "pyodide" / name for name in PYODIDE),
        TOKENS,
        SEARCH_ENGINE,
        YAML_READER,
        WORD_WRITER,
        BUNDLER,
        PARSER,
    ):
        if not needed.exists():
            raise PluginError(f"{needed.relative_to(ROOT)} is missing: run `make setup` (or `npm ci --ignore-scripts`)")
    try:
        guide, model = _read_once()
    except GuideError as error:
        raise PluginError("guide_data/ has errors:\n" + "\n".join(map(str, error.problems))) from error
    config.extra["guide"] = guide
    config.extra["model"] = ModelData(model)
    return config


def on_env(env: jinja2.Environment, **_: Any) -> jinja2.Environment:
    """Keep the theme's compiled templates from one build to the next."""
    cache = ROOT / ".cache" / "templates"
    cache.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(cache))
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """Put the files into the site; those that are there already are left alone."""
    if config.extra.get("browser_files"):
        return  # a further language of the same build
    config.extra["browser_files"] = True
    site = Path(config.site_dir)
    if not (site / "assets" / "stylesheets").exists():
        site = site.parent  # the folder of a further language: the files are shared
    folder = site / PYTHON_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in PYODIDE:
        _copy(MODULES / "pyodide" / name, folder / name)
    _copy(SEARCH_ENGINE, site / "assets" / "minisearch.js")
    _copy(YAML_READER, site / "assets" / "js-yaml.mjs")
    _copy(WORD_WRITER, site / "assets" / "docx.mjs")
    _copy(TOKENS, site / "assets" / "tokens.css")
    tables = _tables_once(config.extra["guide"])
    for language in LANGUAGES:
        prefix = "" if language == "ja" else f"{language}/"
        shutil.copytree(tables / language, site / f"{prefix}tables", dirs_exist_ok=True)
    model = model_text(config.extra["model"].content)
    (site / "model.json").write_bytes(model)
    wheel = _built_once(model)
    for old in folder.glob("*.whl"):
        if old.name != wheel.name:
            old.unlink()
    for made in (wheel, wheel.with_name(LOCK)):
        _copy(made, folder / made.name)
    for packed in _packed_once(wheel):
        _copy(packed, folder / packed.name)


def _fingerprint() -> str:
    """Return what tells this data, and the program that reads it, from any other."""
    data = [path for path in sorted(DATA.rglob("*.yml")) if OWN_GROUND not in path.relative_to(DATA).parts]
    program = sorted((ROOT / "dcb_guide").rglob("*.py"))
    parts = [part for path in (*data, *program) for part in (str(path.relative_to(ROOT)).encode(), path.read_bytes())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _read_once() -> tuple[Guide, dict[str, Any]]:
    """Return the guide and its model, read and proved; both hold until the data or the program changes."""
    proved = ROOT / ".cache" / "proved" / f"{_fingerprint()}.pickle"
    if proved.exists():
        kept: tuple[Guide, dict[str, Any]] = pickle.loads(proved.read_bytes())
        return kept
    guide, sources = load_with_sources(DATA)
    if problems := defects(guide, sources):
        raise GuideError(problems)
    model: dict[str, Any] = json.loads(model_text(model_json(guide)))
    proved.parent.mkdir(parents=True, exist_ok=True)
    proved.write_bytes(pickle.dumps((guide, model)))
    return guide, model


def _tables_once(guide: Guide) -> Path:
    """Return a folder with the tables of each language for download, made only when the data has changed."""
    folder = ROOT / ".cache" / "tables" / _fingerprint()
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=folder.parent if folder.parent.exists() else None) as name:
            for language in LANGUAGES:
                write_tables(guide, language, Path(name) / language)
            shutil.copytree(name, folder)
    return folder


def write_tables(guide: Guide, language: Language, folder: Path) -> None:
    """Write every table for download: CSV and xlsx, one file each."""
    listed = export.tables(guide, language)
    tables.write_tables(export.explained(guide, language, listed), folder)
    for table in listed:
        tables.write_tables(export.explained(guide, language, [table]), folder / f"{table.id}.xlsx")


def model_text(model: dict[str, Any]) -> bytes:
    """Return the content of ``model.json``."""
    return json.dumps(model, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _built_once(model: bytes) -> Path:
    """Return the wheel of the present sources, built only when they have changed."""
    sources = [
        ROOT / "pyproject.toml",
        ROOT / "README.md",
        ROOT / "LICENSE",
        *sorted((ROOT / "dcb_guide").rglob("*.py")),
        ROOT / "dcb_guide" / "vision" / "template.yml",
    ]
    digest = hashlib.sha256(b"\0".join([model, *(path.read_bytes() for path in sources)])).hexdigest()
    cache = ROOT / ".cache" / "wheel" / digest[:16]
    found = list(cache.glob("*.whl"))
    if found and (cache / LOCK).exists():
        return found[0]
    wheel = build_wheel(sources, model, cache)
    write_lock(wheel)
    return wheel


def _packed_once(wheel: Path) -> list[Path]:
    """Return what the quick start loads, packed: Python's program and loader, trimmed, and a snapshot with the engine.

    A web server in a town hall may not compress; so the files are stored packed and inflated in the worker.
    """
    sources = [wheel, *(MODULES / "pyodide" / name for name in PYODIDE), TRIM, SNAPSHOT, MEMORY]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
    cache = ROOT / ".cache" / "packed" / digest[:16]
    packed = [cache / f"{name}.gz" for name in ("pyodide.asm.wasm", "pyodide.asm.mjs", "snapshot.bin")]
    if not all(path.exists() for path in packed):
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                node.run(TRIM, str(MODULES / "pyodide"), name)
                node.run(SNAPSHOT, name, str(wheel), str(folder / "snapshot.bin"))
            except node.NodeError as error:
                raise PluginError(str(error)) from error
            for path in packed:
                path.write_bytes(gzip.compress((folder / path.stem).read_bytes(), 9, mtime=0))
    return packed


def build_wheel(sources: list[Path], model: bytes, output: Path) -> Path:
    """Build the package's wheel, with its model in it, from a copy of the sources."""
    from flit_core.wheel import make_wheel_in  # type: ignore[import-untyped]

    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        staging = Path(name)
        for path in sources:
            target = staging / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        (staging / "dcb_guide" / "model.json").write_bytes(model)
        wheel = Path(make_wheel_in(staging / "pyproject.toml", output).file)
        wheel.chmod(0o644)  # any web server may read it
        return wheel


def write_lock(wheel: Path) -> None:
    """Write, beside the wheel, a lock file for Pyodide that holds it, with its hash, and nothing else."""
    from pyodide_lock import PyodideLockSpec
    from pyodide_lock.utils import add_wheels_to_spec

    shipped = PyodideLockSpec.from_json(MODULES / "pyodide" / LOCK)
    empty = PyodideLockSpec(info=shipped.info, packages={})
    add_wheels_to_spec(empty, [wheel], base_path=wheel.parent).to_json(wheel.with_name(LOCK))


def _copy(source: Path, target: Path) -> None:
    if not target.exists() or target.stat().st_mtime_ns != source.stat().st_mtime_ns:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
