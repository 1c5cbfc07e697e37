"""Everything the site holds beside its pages, written in one fixed order."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from dcb_guide.core.languages import LANGUAGES, LanguageCode
from dcb_guide.vision.start import template_text
from site_build import downloads, python_runtime, shipped, vision_files
from site_build.bundle import MODULES, minified
from site_build.errors import SiteError
from site_build.one_file import Render
from site_build.packed_scripts import LIBRARIES, PackedScripts
from site_build.prefecture_file import NAME as PREFECTURE_FILE
from site_build.prefecture_file import prefecture_file
from site_build.search_sections import search_file
from site_build.single_file import NAME as SINGLE_FILE
from site_build.single_file import single_file, styles_of_tool
from site_build.site_data import ROOT, SiteData

log = logging.getLogger(__name__)

#: Files from node packages: path in the site → file.
OTHER_FILES = {
    "assets/tokens.css": MODULES / "@digital-go-jp" / "design-tokens" / "dist" / "tokens.css",
}
PYTHON_FOLDER = "assets/python"
#: What the tool's page needs without a network: Python's files are those of the quick start.
OFFLINE = (
    "**/tool/index.html",
    # Of the pages on a whole prefecture, the rest is kept once they are used (assets/prefecture/prefecture-page.js).
    "**/inventory/index.html",
    "**/cost/index.html",
    "**/write/index.html",
    "assets/prefecture/prefecture.css",
    "assets/page/*.css",
    "assets/stylesheets/**/*.css",
    "assets/tokens.css",
    "assets/favicon.svg",
    "assets/python/worker.js.gz",
    "assets/python/program.wasm.gz",
    "assets/python/memory.bin.gz",
    "assets/python/reader.zip.gz",
    "assets/python/workbooks.zip.gz",
    "assets/tool/*.gz",
    "assets/tool/tool.css",
)


def check_node_packages() -> None:
    """Raise SiteError where a file from a node package is missing, with the command that installs it."""
    needed = [*OTHER_FILES.values(), MODULES / "esbuild" / "bin" / "esbuild"]
    needed += [python_runtime.PYODIDE / name for name in (*python_runtime.PYODIDE_FILES, python_runtime.LOCK)]
    needed += [MODULES / name / "package.json" for name in ("acorn", *LIBRARIES)]
    if missing := [path for path in needed if not path.exists()]:
        raise SiteError(f"{missing[0].relative_to(ROOT)} is missing: run `make setup` (or `npm ci --ignore-scripts`)")


def write_files(
    site: Path,
    data: SiteData,
    render: Render,
    runtime: Mapping[str, bytes],
    scripts: PackedScripts,
    search: dict[LanguageCode, list[dict[str, str]]],
) -> None:
    """Write all files into the site; its pages are there. Raises SiteError.

    ``runtime`` holds the wheel and the lock file by name, ``search`` the sections of every page.
    """
    files: dict[str, bytes] = {"model.json": data.model_bytes}
    for name, source in OTHER_FILES.items():
        files[name] = source.read_bytes()
    files |= {f"{PYTHON_FOLDER}/{name}": content for name, content in runtime.items()}
    files |= {f"assets/{name}": content for name, content in scripts.files.items()}
    files |= downloads.tables(data)
    files["vision-template.yml"] = template_text(data.guide, data.engine).encode()
    files |= vision_files.vision_files(data)
    files |= shipped.files()
    files["assets/search.worker.js"] = scripts.script("search/header-worker").encode()
    for language in LANGUAGES:
        files[f"assets/search.{language}.json"] = _json(search_file(search[language], language, data.guide))
    for name, content in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for path in sorted((site / "assets" / "page").glob("*.css")):
        path.write_bytes(minified(path))
    styles = styles_of_tool(site)
    (site / PREFECTURE_FILE).write_bytes(prefecture_file(data, render, styles, scripts))
    if scripts.has_quick_start:
        (site / SINGLE_FILE).write_bytes(single_file(data, render, styles, scripts))
    else:
        log.warning("%s is not made: it needs the quick start.", SINGLE_FILE)
    (site / "offline.json").write_text(json.dumps(_offline(site, scripts)), encoding="utf-8")


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _offline(site: Path, scripts: PackedScripts) -> list[str]:
    """Return the addresses that the tool needs without a network, relative to the site's root (read by ``sw.js``).

    They are those by which the page asks for the files, with the version, so that a browser has them already.
    """
    versions = {f"assets/{file['path']}": f"?{file['version']}" for file in scripts.manifest.values()}
    found = sorted({path.relative_to(site).as_posix() for name in OFFLINE for path in site.glob(name)})
    return [f"{name.removesuffix('index.html')}{versions.get(name, '')}" for name in found]
