// @ts-check
// Starts Python as Pyodide itself does, with our wheel, and answers the page's calls: slower, and fit for any browser that
// Pyodide runs in.
import "./classic-worker.js";
import createPyodideModule from "pyodide-loader";
import lock from "pyodide-lock";
import { loadPyodide } from "pyodide-module";
import { addressOf, serveEngine } from "./serve-engine.js";
import { open, read } from "./source.js";

/**
 * What the page posts first.
 * @typedef {Record<"program" | "library" | "wheel", import("./source.js").Source>} Files
 */

/**
 * @param {Files} files
 * @param {(bytes: number) => void} report
 */
function plainStart({ program, library, wheel }, report) {
  const packages = read(wheel, report);
  packages.catch(() => {}); // reported below
  return new Promise((resolve, reject) => {
    self.fetch = async (request) => {
      try {
        if (addressOf(request).endsWith(".zip")) return new Response(await read(library, report));
        return new Response(await open(program, report), { headers: { "Content-Type": "application/wasm" } });
      } catch (error) {
        reject(error); // Pyodide would wait for ever
        throw error;
      }
    };
    loadPyodide({ indexURL: "https://python.invalid/", lockFileContents: lock, createPyodideModule })
      .then(async (python) => {
        python.unpackArchive(await packages, "wheel");
        resolve(python);
      })
      .catch(reject);
  });
}

serveEngine(plainStart);
