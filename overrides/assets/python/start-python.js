// Starts Python from a snapshot of its memory with the engine loaded (docs/adr/0006).
import { Snapshot } from "./snapshot-memory.js";

/** The smallest zip file: the snapshot holds the standard library's modules already. */
const EMPTY_ZIP = Uint8Array.of(80, 75, 5, 6, ...new Array(18).fill(0));

/**
 * Start from the snapshot. Pyodide is begun as soon as its loader is there; it is given the program and the memory when
 * these have come.
 *
 * loader: a promise of its text's bytes; program: of a WebAssembly.Module; memory: of bytes, see memory.js; pyodide: of its
 * module. options: of loadPyodide.
 */
export async function quickStart({ loader, program, memory, pyodide }, options) {
  for (const promise of [program, memory, pyodide]) promise.catch(() => {}); // the first failure is told below
  const address = URL.createObjectURL(new Blob([await loader], { type: "text/javascript" }));
  const { default: createPyodideModule } = await import(address);
  URL.revokeObjectURL(address);
  const { loadPyodide } = await pyodide;
  const snapshot = new Snapshot();
  const plainFetch = self.fetch;
  self.fetch = async (request, ...rest) => {
    const url = String(request.url ?? request);
    if (url.endsWith(".wasm")) return new Response(); // on its way already, see below
    if (url.endsWith(".zip")) return new Response(EMPTY_ZIP);
    return plainFetch(request, ...rest);
  };
  const plainInstantiate = WebAssembly.instantiateStreaming;
  try {
    return await new Promise((resolve, reject) => {
      WebAssembly.instantiateStreaming = async (source, imports) => {
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

/** Return the engine, once it has answered: {answer(record, skipped), draft(record, language, name)}, all text. */
export function engineOf(python) {
  const { answer, draft } = python.pyimport("dcb_guide.core.browser");
  JSON.parse(answer("{}"));
  return { answer, draft };
}

/** Return what the engine says to a message {record, skipped} or {record, draft: {language, name}}. */
export function told({ answer, draft }, { record, skipped = "", draft: asked }) {
  return asked ? draft(record, asked.language, asked.name) : answer(record, skipped);
}
