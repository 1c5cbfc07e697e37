// @ts-check
// Starts Pyodide in a worker with files that it does not fetch itself; whichever fails ends the start, instead of leaving
// it waiting.
import "./classic-worker.js";
import createPyodideModule from "pyodide-loader";
import lock from "pyodide-lock";
import { loadPyodide } from "pyodide-module";

/**
 * Resolve to Pyodide.
 *
 * @param {object} files
 * @param {Promise<WebAssembly.Module>} files.program
 * @param {Promise<BufferSource>} files.library Python's standard library, as a zip file.
 * @param {(exports: any) => Promise<void>} [instantiated] Called when the program is there and nothing of it has run.
 * @param {object} [options] Further ones of loadPyodide.
 */
export function startPyodide({ program, library }, instantiated, options) {
  return new Promise((resolve, reject) => {
    for (const file of [program, library]) file.catch(reject);
    // Pyodide asks for its program, which is on its way already, and for the library.
    self.fetch = async (request) => {
      const url = request instanceof Request ? request.url : String(request);
      return new Response(url.endsWith(".zip") ? await library : null);
    };
    WebAssembly.instantiateStreaming = async (_source, imports) => {
      try {
        const module = await program;
        const instance = await WebAssembly.instantiate(module, imports);
        await instantiated?.(instance.exports);
        return { module, instance };
      } catch (error) {
        reject(error); // Pyodide would wait for ever
        throw error;
      }
    };
    const own = { indexURL: "https://python.invalid/", lockFileContents: lock, createPyodideModule };
    loadPyodide({ ...own, ...options }).then(resolve, reject);
  });
}
