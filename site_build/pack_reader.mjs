// @ts-check
// Packs the Python modules that read files of records and are not in the snapshot of Python's memory: the tool's page adds
// them when a file is opened, those for workbooks when it is a workbook. Which they are is found by reading files of every
// kind; the packages that read workbooks are packed whole, since what they load depends on what a workbook holds.
// Usage: node pack_reader.mjs PYODIDE_FOLDER WHEEL PACKAGES READER WORKBOOKS; the folder PACKAGES holds further pure Python
// packages as reader.zip and workbooks.zip, and a workbook, sample.xlsx.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, wheel, packages, readerOutput, workbooksOutput] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide();
const bytes = readFileSync(wheel);
python.unpackArchive(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), "wheel");
for (const name of ["reader.zip", "workbooks.zip", "sample.xlsx"]) {
  python.FS.writeFile(`/${name}`, new Uint8Array(readFileSync(`${packages}/${name}`)));
}
python.runPython(`
import sys
sys.path += ["/reader.zip", "/workbooks.zip"]
import dcb_guide.core.browser
for call in (lambda: dcb_guide.core.browser.draft("[{}]", "ja", ""), lambda: dcb_guide.core.browser.report("{}", "ja"),
             lambda: dcb_guide.core.browser.answer('{"platform": {"user_scope": "prefectre", "nonsense": 1}}')):
    call()
loaded = set(sys.modules)
import base64
from dcb_guide.records import in_browser

SAMPLES = {
    "a.yml": [b"platform: {peers: 010}\\nnotes: {peers: x}\\n", b"- {name: 2026-04-01}\\n- [", b"a: &a *a\\n", b"\\xff\\xfe-\\x00"],
    "a.json": [b'{"context": {"peers": "1"}}', b"[{", b"[1, 2]"],
    "a.jsonl": [b"{}\\n{\\n"],
    "a.csv": [b"name,peers\\nA,x\\n", "名前;x\\nあ;1\\n".encode("cp932"), b'"a', b"\\xef\\xbb\\xbfname\\tpeers\\n"],
    "a.txt": [b""],
}
def read(name, content):
    return [in_browser.read(name, base64.b64encode(content).decode(), language) for language in ("ja", "en")]

def new_modules():
    """Yield the path of each module loaded since the last call, below sys.path, and its source."""
    for name in sorted(set(sys.modules) - loaded):
        loaded.add(name)
        spec = getattr(sys.modules[name], "__spec__", None)
        loader = getattr(spec, "loader", None)
        if not hasattr(loader, "get_source") or spec.origin in (None, "built-in", "frozen"):
            continue
        source = loader.get_source(name)
        if source is not None:
            path = name.replace(".", "/")
            yield f"{path}/__init__.py" if spec.submodule_search_locations is not None else f"{path}.py", source

import io, zipfile
def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()

def package_files(path, chosen):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if chosen(name)}

for name, contents in SAMPLES.items():
    for content in contents:
        read(name, content)
reader = zipped(dict(new_modules()) | package_files("/reader.zip", lambda name: ".dist-info/" in name))

with open("/sample.xlsx", "rb") as file:
    for found in (read("a.xlsx", file.read()), read("a.xlsx", b"PK")):
        print(found)
workbooks = zipped(dict(new_modules()) | package_files("/workbooks.zip", lambda name: True))
`);
writeFileSync(readerOutput, python.globals.get("reader").toJs());
writeFileSync(workbooksOutput, python.globals.get("workbooks").toJs());
process.exit(0);
