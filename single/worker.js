// @ts-check
// The single file's worker, a classic one: it is handed Python's files and asks nothing of any address (docs/adr/0007).
import { inflated } from "../overrides/assets/python/gunzip.js";
import { engineOf, quickStart, replyTo } from "../overrides/assets/python/start-python.js";

/** What the page posts first. @typedef {{files: Record<string, string>, pyodide: string, lock: object}} Files */

// Pyodide takes a worker in which this throws for one that may import modules.
Object.assign(self, {
  importScripts: () => {
    throw new TypeError("this worker imports modules");
  },
});

/** @type {import("../overrides/assets/python/start-python.js").Engine | null} */
let engine = null;
/** @type {import("../overrides/assets/python/python-worker.js").Call[]} */
const waiting = [];

/**
 * @param {string} base64
 * @param {string} [type]
 */
function unpacked(base64, type) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return inflated(new Blob([bytes]).stream(), type);
}

/** @param {Files} files */
async function start({ files, pyodide, lock }) {
  const address = URL.createObjectURL(new Blob([pyodide], { type: "text/javascript" }));
  const options = { indexURL: "https://single.invalid/", lockFileContents: lock };
  const parts = {
    loader: unpacked(files["pyodide.asm.mjs"]).arrayBuffer(),
    program: WebAssembly.compileStreaming(unpacked(files["pyodide.asm.wasm"], "application/wasm")),
    memory: unpacked(files["snapshot.bin"]).arrayBuffer(),
    pyodide: import(address),
  };
  engine = engineOf(await quickStart(parts, options));
  URL.revokeObjectURL(address);
  for (const call of waiting.splice(0)) self.postMessage(replyTo(engine, call));
}

self.onmessage = ({ data }) => {
  if (data.files) start(data).catch((error) => self.postMessage({ failed: String(error) }));
  else if (engine) self.postMessage(replyTo(engine, data));
  else waiting.push(data);
};
