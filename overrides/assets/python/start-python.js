// @ts-check
// Starts Python from a snapshot of its memory with the engine loaded (docs/adr/0006).
import { Snapshot } from "./snapshot-memory.js";

/** The smallest zip file: the snapshot holds the standard library's modules already. */
const EMPTY_ZIP = Uint8Array.of(80, 75, 5, 6, ...new Array(18).fill(0));

/**
 * Start from the snapshot. Pyodide is begun as soon as its loader is there; it is given the program and the memory when
 * these have come.
 *
 * @param {object} parts
 * @param {Promise<ArrayBuffer>} parts.loader Text of Pyodide's loader, a module.
 * @param {Promise<WebAssembly.Module>} parts.program
 * @param {Promise<ArrayBuffer>} parts.memory See snapshot-memory.js.
 * @param {Promise<any>} parts.pyodide Its module.
 * @param {object} options Of loadPyodide.
 */
export async function quickStart({ loader, program, memory, pyodide }, options) {
  for (const promise of [program, memory, pyodide]) promise.catch(() => {}); // the first failure is reported below
  const address = URL.createObjectURL(new Blob([await loader], { type: "text/javascript" }));
  const { default: createPyodideModule } = await import(address);
  URL.revokeObjectURL(address);
  const { loadPyodide } = await pyodide;
  const snapshot = new Snapshot();
  const plainFetch = self.fetch;
  self.fetch = async (request, ...rest) => {
    const url = request instanceof Request ? request.url : String(request);
    if (url.endsWith(".wasm")) return new Response(); // on its way already, see below
    if (url.endsWith(".zip")) return new Response(EMPTY_ZIP);
    return plainFetch(request, ...rest);
  };
  const plainInstantiate = WebAssembly.instantiateStreaming;
  try {
    return await new Promise((resolve, reject) => {
      WebAssembly.instantiateStreaming = async (_source, imports) => {
        try {
          const module = await program;
          const instance = await WebAssembly.instantiate(module, imports);
          snapshot.prepare(await memory, instance.exports);
          return { module, instance };
        } catch (error) {
          reject(error); // Pyodide would wait for ever
          throw error;
        }
      };
      loadPyodide({ ...options, createPyodideModule, _loadSnapshot: snapshot.forPyodide }).then(resolve, reject);
    });
  } finally {
    self.fetch = plainFetch;
    WebAssembly.instantiateStreaming = plainInstantiate;
  }
}

/**
 * The functions of dcb_guide/core/browser.py: text in, text out.
 * @typedef {Record<string, (...values: string[]) => string>} Engine
 */

/**
 * Return the engine, once it has answered.
 *
 * @param {any} python
 * @returns {Engine}
 */
export function engineOf(python) {
  const engine = python.pyimport("dcb_guide.core.browser");
  JSON.parse(engine.answer("{}"));
  return engine;
}

/**
 * Make the call a message asks for, and return the message to reply with.
 *
 * @param {Engine} engine
 * @param {import("./python-worker.js").Call} message
 * @returns {import("./python-worker.js").Message}
 */
export function replyTo(engine, { id, call, values }) {
  return { id, reply: engine[call](...values) };
}
