// @ts-check
// Start Python once, at build, load the engine, and keep the memory: the browser then begins where this ends.
// Usage: node make_snapshot.mjs PYODIDE_FOLDER WHEEL OUTPUT. Pure Python only before the snapshot (see docs/adr/0006).
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { changedBytes } from "../overrides/assets/python/snapshot-memory.js";

/** About how many bytes are free after the start; overwriting more would make the memory grow. */
const FREE_BYTES = 1_500_000;

/** The time at which Python believes it is started: 1 January 2020, in milliseconds. */
const NOW = 1_577_836_800_000;

const [folder, wheel, output] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);

/** Memory of the program when it was just instantiated. @type {Uint8Array} */
let fresh = new Uint8Array();
/** @type {any} */
const instantiate = WebAssembly.instantiate;
/** @type {any} */
const instantiateAndCopy = async (/** @type {any[]} */ ...values) => {
  const made = await instantiate(...values);
  const { memory } = (made.instance ?? made).exports;
  if (memory && fresh.length === 0) fresh = new Uint8Array(memory.buffer).slice();
  return made;
};
WebAssembly.instantiate = instantiateAndCopy;
// The same wheel gives the same bytes: nothing in the memory comes from chance, the clock, a time zone or a path.
process.env.TZ = "UTC";
process.argv[1] = "make_snapshot.mjs";
crypto.randomFillSync = (/** @type {any} */ view) => view.fill(0);
Date.now = () => NOW;
performance.now = () => 0;
Object.defineProperty(performance, "timeOrigin", { value: NOW });
const python = await loadPyodide({ _makeSnapshot: true, env: { PYTHONHASHSEED: "0" } });
const bytes = readFileSync(wheel);
python.unpackArchive(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), "wheel");
python.runPython(`
import gc, linecache, re, sys, zipimport
import dcb_guide.core.browser
# The standard library does not travel with the snapshot: whatever the engine imports, it has to import here. So each of
# its functions is called once.
dcb_guide.core.browser.draft("[{}]", "ja", "")
dcb_guide.core.browser.report("{}", "ja")
dcb_guide.core.browser.answer('{"platform": {"user_scope": "prefectre", "nonsense": 1}, "context": {"peers": -1}}')
for cache in (zipimport._zip_directory_cache, sys.path_importer_cache):
    cache.clear()
linecache.clearcache()
re.purge()
gc.collect()
# Freed memory still holds what lay there: zeros over it let the snapshot be packed smaller.
for size in (32, 64, 128, 256, 512, 1024, 4096, 16384, 65536):
    held = [bytes(size) for _ in range(200_000 // size)]
    del held
gc.collect()
`);
overwriteFreed(python._module);
const snapshot = python.makeMemorySnapshot();
if (python._module.HEAP8.byteLength !== fresh.byteLength) {
  throw new Error("the memory has grown: the browser could not restore it");
}
writeFileSync(output, Buffer.concat(changedBytes(snapshot, fresh)));

/**
 * Write zeros over free memory below Python's own, from large pieces to small.
 *
 * @param {{_malloc: (size: number) => number, _free: (place: number) => void, HEAPU8: Uint8Array}} module
 */
function overwriteFreed({ _malloc, _free, HEAPU8 }) {
  for (let size = 1 << 20; size >= 128; size >>= 1) {
    const places = Array.from({ length: Math.ceil(FREE_BYTES / size) }, () => _malloc(size));
    for (const place of places) HEAPU8.fill(0, place, place + size);
    for (const place of places) _free(place);
  }
}
