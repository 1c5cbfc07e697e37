// @ts-check
// Packs the Python modules that read files of records and are not in the snapshot of Python's memory: the tool's page adds
// them when a file is opened. Which they are is found by reading files of every kind.
// Usage: node pack_reader.mjs PYODIDE_FOLDER WHEEL PACKAGES OUTPUT; PACKAGES is a zip of further pure Python packages.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, wheel, packages, output] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide();
for (const [path, format] of [
  [wheel, "wheel"],
  [packages, "zip"],
]) {
  const bytes = readFileSync(path);
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  if (format === "wheel") python.unpackArchive(data, "wheel");
  else python.FS.writeFile("/packages.zip", new Uint8Array(data));
}
python.runPython(`
import sys
sys.path.append("/packages.zip")
import dcb_guide.core.browser
for call in (lambda: dcb_guide.core.browser.draft("[{}]", "ja", ""), lambda: dcb_guide.core.browser.report("{}", "ja"),
             lambda: dcb_guide.core.browser.answer('{"platform": {"user_scope": "prefectre", "nonsense": 1}}')):
    call()
before = set(sys.modules)
import base64
from dcb_guide.records import in_browser

SAMPLES = {
    "a.yml": [b"platform: {peers: 010}\\nnotes: {peers: x}\\n", b"- {name: 2026-04-01}\\n- [", b"a: &a *a\\n", b"\\xff\\xfe-\\x00"],
    "a.json": [b'{"context": {"peers": "1"}}', b"[{", b"[1, 2]"],
    "a.jsonl": [b"{}\\n{\\n"],
    "a.csv": [b"name,peers\\nA,x\\n", "名前;x\\nあ;1\\n".encode("cp932"), b'"a', b"\\xef\\xbb\\xbfname\\tpeers\\n"],
    "a.txt": [b""],
}
for name, contents in SAMPLES.items():
    for content in contents:
        for language in ("ja", "en"):
            in_browser.read(name, base64.b64encode(content).decode(), language)

def sources():
    """Yield the path of each new module below sys.path, and its source."""
    for name in sorted(set(sys.modules) - before):
        spec = getattr(sys.modules[name], "__spec__", None)
        loader = getattr(spec, "loader", None)
        if not hasattr(loader, "get_source") or spec.origin in (None, "built-in", "frozen"):
            continue
        source = loader.get_source(name)
        if source is not None:
            path = name.replace(".", "/")
            yield f"{path}/__init__.py" if spec.submodule_search_locations is not None else f"{path}.py", source

import io, zipfile
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as archive:
    for path, source in sources():
        archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), source)
    with zipfile.ZipFile("/packages.zip") as others:
        for path in others.namelist():
            if ".dist-info/" in path:
                archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), others.read(path))
packed = packed.getvalue()
`);
writeFileSync(output, python.globals.get("packed").toJs());
process.exit(0);
