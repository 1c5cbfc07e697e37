// Start Python once, at build, load the engine, and keep the memory: the browser then begins where this ends.
// Usage: node make_snapshot.mjs PYODIDE_FOLDER WHEEL OUTPUT. Pure Python only before the snapshot (see docs/adr/0006).
//
// The program's own data is in the memory of every new instance already; so only what differs from it is written:
// 32-bit numbers, little endian – the snapshot's length without the zeros at its end, the length of its head, the number
// of runs, then for each run how many bytes before it stay as they are and how many it changes – then the head, then the
// runs' bytes (XOR).
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** A run ends where this many bytes stay as they are: a shorter pause costs less than a new run. */
const PAUSE = 16;
/** About how much memory lies free after the start; more than there is would make the memory grow. */
const FREED = 1_500_000;

const [folder, wheel, output] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));

let fresh = null;
const plainInstantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...given) => {
  const made = await plainInstantiate(...given);
  const { memory } = (made.instance ?? made).exports;
  if (memory) fresh ??= new Uint8Array(memory.buffer).slice();
  return made;
};
const python = await loadPyodide({ _makeSnapshot: true });
const bytes = readFileSync(wheel);
python.unpackArchive(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), "wheel");
python.runPython(`
import gc, linecache, re, sys, zipimport
import dcb_guide.page
# What is imported later cannot be: the standard library stays behind. So every way through the engine is gone once.
dcb_guide.page.draft("{}", "ja", "")
dcb_guide.page.answer('{"platform": {"user_scope": "prefectre", "nonsense": 1}, "context": {"peers": -1}}')
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
if (python._module.HEAP8.byteLength !== fresh.byteLength) throw new Error("the memory has grown: the browser could not restore it");
writeFileSync(output, difference(snapshot, fresh));

/** Write zeros over what lies free below Python, from large pieces to small. */
function overwriteFreed({ _malloc, _free, HEAPU8 }) {
  for (let size = 1 << 20; size >= 128; size >>= 1) {
    const held = Array.from({ length: Math.ceil(FREED / size) }, () => _malloc(size));
    for (const place of held) HEAPU8.fill(0, place, place + size);
    held.forEach((place) => _free(place));
  }
}

/** Return what must be changed in new memory to have the snapshot's. */
function difference(snapshot, fresh) {
  const head = snapshot.byteLength - python._module.HEAP8.byteLength;
  const memory = snapshot.subarray(head).slice();
  for (let at = 0; at < fresh.byteLength; at++) memory[at] ^= fresh[at];
  const lengths = [];
  const runs = [];
  let end = 0;
  for (let start = 0; start < memory.byteLength; ) {
    if (memory[start] === 0) {
      start++;
      continue;
    }
    let last = start;
    for (let at = start; at < memory.byteLength && at - last <= PAUSE; at++) if (memory[at] !== 0) last = at;
    lengths.push(start - end, last + 1 - start);
    runs.push(memory.subarray(start, last + 1));
    start = end = last + 1;
  }
  const numbers = Uint32Array.of(head + snapshot.subarray(head).findLastIndex(Boolean) + 1, head, runs.length, ...lengths);
  return Buffer.concat([new Uint8Array(numbers.buffer), snapshot.subarray(0, head), ...runs]);
}
