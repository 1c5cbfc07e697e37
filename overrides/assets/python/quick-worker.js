// @ts-check
// Starts Python from a snapshot of its memory with the engine loaded (docs/adr/0006), and answers the page's calls.
import { serveEngine } from "./serve-engine.js";
import { Snapshot } from "./snapshot-memory.js";
import { compile, read } from "./source.js";
import { startPyodide } from "./start-pyodide.js";

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
function quickStart({ compiler, program, memory }, report) {
  const snapshot = new Snapshot();
  const stored = read(memory, report);
  stored.catch(() => {}); // reported when it is awaited
  const files = {
    program: compiler ? programFrom(compiler, report) : compile(program, report),
    library: Promise.resolve(EMPTY_ZIP),
  };
  /** @param {any} exports */
  const prepare = async (exports) => snapshot.prepare(await stored, exports);
  return startPyodide(files, prepare, { _loadSnapshot: snapshot.forPyodide });
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
