"""Everything the site holds beside its pages, written in one fixed order."""

import json
import logging
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES, LanguageCode
from dcb_guide.guide.content import Guide
from site_build import downloads, python_runtime, vision_files
from site_build.bundle import MODULES, SCRIPTS, bundled
from site_build.errors import SiteError
from site_build.search_sections import same_words
from site_build.single_file import NAME as SINGLE_FILE
from site_build.single_file import Render, single_file, styles_of_tool
from site_build.site_data import ROOT, SiteData

log = logging.getLogger(__name__)

#: Modules that scripts of the site import: path in the site → file.
SCRIPT_MODULES = {
    "assets/js-yaml.mjs": MODULES / "js-yaml" / "dist" / "browser" / "js-yaml.esm.min.mjs",
    "assets/docx.mjs": MODULES / "docx" / "dist" / "index.mjs",
}
#: Further files from node packages: path in the site → file.
OTHER_FILES = {
    "assets/minisearch.js": MODULES / "minisearch" / "dist" / "es" / "index.js",
    "assets/tokens.css": MODULES / "@digital-go-jp" / "design-tokens" / "dist" / "tokens.css",
}
PYTHON_FOLDER = "assets/python"
#: The site's scripts that are joined with their modules; these stay beside them, to be read.
BUNDLES = ("tool/tool", "python/worker", "python/compile-worker")
#: Fetched only when they are needed, or elsewhere in the site.
NOT_BUNDLED = ("--format=esm", *(f"--external:../{Path(name).name}" for name in SCRIPT_MODULES))
#: What the tool's page needs without a network; Python's files are those of the quick start.
OFFLINE = (
    "**/tool/index.html",
    "assets/page/site.css",
    "assets/tool/tool.js",
    "assets/page/site.js",
    "assets/python/worker.js",
    "assets/python/compile-worker.js",
    "assets/stylesheets/**/*.css",
    "assets/tokens.css",
    "assets/favicon.svg",
    "assets/*.mjs",
    "assets/python/*.gz",
    "assets/python/pyodide.mjs",
    "assets/python/pyodide-lock.json",
)


def check_node_packages() -> None:
    """Raise SiteError where a file from a node package is missing, with the command that installs it."""
    needed = [*SCRIPT_MODULES.values(), *OTHER_FILES.values(), MODULES / "esbuild" / "bin" / "esbuild"]
    needed += [python_runtime.PYODIDE / name for name in (*python_runtime.PYODIDE_FILES, python_runtime.LOCK)]
    needed += [MODULES / "acorn" / "package.json"]
    if missing := [path for path in needed if not path.exists()]:
        raise SiteError(f"{missing[0].relative_to(ROOT)} is missing: run `make setup` (or `npm ci --ignore-scripts`)")


def runtime_files(data: SiteData) -> dict[str, bytes]:
    """Return what Python in the browser needs of ours, by name: wheel, lock file and, if possible, quick start."""
    files = python_runtime.wheel_and_lock(data.model_bytes)
    return {**files, **python_runtime.quick_start(files)}


def write_files(
    site: Path,
    data: SiteData,
    render: Render,
    runtime: dict[str, bytes],
    search: dict[LanguageCode, list[dict[str, str]]],
) -> None:
    """Write all files into the site; its pages are there. Raises SiteError."""
    files: dict[str, bytes] = {"model.json": data.model_bytes}
    for name, source in {**SCRIPT_MODULES, **OTHER_FILES}.items():
        files[name] = source.read_bytes()
    for name in python_runtime.PYODIDE_FILES:
        files[f"{PYTHON_FOLDER}/{name}"] = (python_runtime.PYODIDE / name).read_bytes()
    for name, content in runtime.items():
        files[f"{PYTHON_FOLDER}/{name}"] = content
    for name in BUNDLES:
        entry = f'import "./{SCRIPTS.relative_to(ROOT).as_posix()}/{name}.js";'
        script = bundled(name.rpartition("/")[2], entry, SCRIPTS.rglob("*.js"), *NOT_BUNDLED)
        files[f"assets/{name}.js"] = script
    files |= downloads.tables(data)
    files |= vision_files.vision_files(data)
    for language in LANGUAGES:
        files[f"assets/search.{language}.json"] = _search_file(search[language], data.guide)
    for name, content in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if has_quick_start(runtime):
        content = single_file(data, render, styles_of_tool(site), runtime, SCRIPT_MODULES)
        (site / SINGLE_FILE).write_bytes(content)
    else:
        log.warning("%s is not made: it needs the quick start.", SINGLE_FILE)
    (site / "offline.json").write_text(json.dumps(_offline(site)), encoding="utf-8")


def inline_script(name: str) -> str:
    """Return a script of ``overrides/assets/``, with its modules, as part of a page; raises SiteError."""
    entry = f'import "./{SCRIPTS.relative_to(ROOT).as_posix()}/{name}.js";'
    sources = SCRIPTS.rglob("*.js")
    return bundled(f"inline-{name.rpartition('/')[2]}", entry, sources, "--format=iife").decode().strip()


def has_quick_start(runtime: dict[str, bytes]) -> bool:
    """Return whether the browser's Python can begin from a snapshot."""
    return all(name in runtime for name in python_runtime.QUICK_START)


def _search_file(sections: list[dict[str, str]], guide: Guide) -> bytes:
    return json.dumps({"sections": sections, "same": same_words(guide)}, ensure_ascii=False).encode()


def _offline(site: Path) -> list[str]:
    """Return the addresses that the tool needs without a network, relative to the site's root (read by ``sw.js``)."""
    found = sorted({path.relative_to(site).as_posix() for name in OFFLINE for path in site.glob(name)})
    return [name.removesuffix("index.html") for name in found]
