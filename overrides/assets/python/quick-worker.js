// @ts-check
// Starts Python from a snapshot of its memory with the engine loaded (docs/adr/0006), and answers the page's calls.
import "./classic-worker.js";
import createPyodideModule from "pyodide-loader";
import lock from "pyodide-lock";
import { loadPyodide } from "pyodide-module";
import { addressOf, serveEngine } from "./serve-engine.js";
import { Snapshot } from "./snapshot-memory.js";
import { compile, read } from "./source.js";

/**
 * What the page posts first: the program, perhaps a port to compile-worker.js, which compiles it, and the memory, see
 * snapshot-memory.js.
 * @typedef {import("./source.js").Source} Source
 * @typedef {{compiler?: MessagePort, program: Source, memory: Source}} Files
 */

/** The smallest zip file: the snapshot holds the standard library's modules already. */
const EMPTY_ZIP = Uint8Array.of(80, 75, 5, 6, ...new Array(18).fill(0));

/**
 * @param {Files} files
 * @param {(bytes: number) => void} report
 */
async function quickStart({ compiler, program: source, memory }, report) {
  const program = compiler ? programFrom(compiler, report) : compile(source, report);
  const stored = read(memory, report);
  for (const promise of [program, stored]) promise.catch(() => {}); // the first failure is reported below
  const snapshot = new Snapshot();
  self.fetch = async (request) => new Response(addressOf(request).endsWith(".zip") ? EMPTY_ZIP : null);
  return new Promise((resolve, reject) => {
    WebAssembly.instantiateStreaming = async (_source, imports) => {
      try {
        const module = await program;
        const instance = await WebAssembly.instantiate(module, imports);
        snapshot.prepare(await stored, instance.exports);
        return { module, instance };
      } catch (error) {
        reject(error); // Pyodide would wait for ever
        throw error;
      }
    };
    const options = { indexURL: "https://python.invalid/", lockFileContents: lock, createPyodideModule };
    loadPyodide({ ...options, _loadSnapshot: snapshot.forPyodide }).then(resolve, reject);
  });
}

/**
 * Resolve to the program, compiled by the worker behind a port.
 *
 * @param {MessagePort} port
 * @param {(bytes: number) => void} report
 * @returns {Promise<WebAssembly.Module>}
 */
function programFrom(port, report) {
  return new Promise((resolve, reject) => {
    port.onmessageerror = () => reject(new Error("the program could not be passed on"));
    port.onmessage = ({ data: { bytes, program, failed } }) => {
      if (bytes !== undefined) report(bytes);
      else if (program) resolve(program);
      else reject(new Error(failed));
    };
  });
}

serveEngine(quickStart);
