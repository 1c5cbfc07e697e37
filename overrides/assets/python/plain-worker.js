// @ts-check
// Starts Python as Pyodide itself does, with our wheel, and answers the page's calls: slower, and fit for any browser that
// Pyodide runs in.
import { serveEngine } from "./serve-engine.js";
import { compile, read } from "./source.js";
import { startPyodide } from "./start-pyodide.js";

/**
 * What the page posts first.
 * @typedef {Record<"program" | "library" | "wheel", import("./source.js").Source>} Files
 */

/**
 * @param {Files} files
 * @param {(bytes: number) => void} report
 */
async function plainStart({ program, library, wheel }, report) {
  const started = startPyodide({ program: compile(program, report), library: read(library, report) });
  const [python, archive] = await Promise.all([started, read(wheel, report)]);
  python.unpackArchive(archive, "wheel");
  return python;
}

serveEngine(plainStart);
