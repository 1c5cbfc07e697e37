// Start Python once, at build, load the engine, and keep the memory: the browser then begins where this ends.
// Usage: node make_snapshot.mjs PYODIDE_FOLDER WHEEL OUTPUT. Pure Python only before the snapshot (see docs/adr/0006).
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, wheel, output] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const python = await loadPyodide({ _makeSnapshot: true });
const bytes = readFileSync(wheel);
python.unpackArchive(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), "wheel");
// Freed memory still holds what lay there: writing zeros over it lets the snapshot be packed smaller.
python.runPython(`
import gc
import dcb_guide.page
# What is imported later cannot be: the standard library stays behind. So every way through the engine is gone once.
dcb_guide.page.answer('{"platform": {"user_scope": "prefectre", "nonsense": 1}, "context": {"peers": -1}}')
gc.collect()
for size in (32, 64, 128, 256, 512, 1024, 4096, 16384, 65536):
    held = [bytes(size) for _ in range(200_000 // size)]
    del held
gc.collect()
`);
writeFileSync(output, python.makeMemorySnapshot());
