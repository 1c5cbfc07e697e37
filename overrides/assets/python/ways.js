// @ts-check
// The ways to start Python, from files that the build has made (site_build/pack_scripts.mjs).
import { workerOf } from "./script-worker.js";
import { read } from "./source.js";

/**
 * Return the ways to start Python, the best first (docs/adr/0006).
 *
 * The quick way takes up a snapshot of Python's memory; a helper may compile the program on a thread of its own. The plain
 * way is Pyodide's own, for browsers or files that the snapshot does not fit; the single file does not hold it.
 *
 * @param {(name: string, fresh: boolean) => import("./source.js").Source | null} sourceOf Of a file; null without it.
 * @param {string | null} compiler Text of compile-worker.js; null where a program cannot be passed from one worker to another,
 *   as on a page from a disk.
 * @returns {import("./python-worker.js").Way[]}
 */
export function waysToStart(sourceOf, compiler) {
  /** @type {import("./python-worker.js").Way} */
  const quick = async (fresh) => {
    const [worker, program, memory] = ["worker", "program", "memory"].map((name) => sourceOf(name, fresh));
    if (compiler === null) {
      const python = workerOf(await read(/** @type {any} */ (worker)));
      python.postMessage({ program, memory });
      return [python];
    }
    const helper = workerOf(compiler);
    const { port1, port2 } = new MessageChannel();
    helper.postMessage({ port: port1, program }, [port1]);
    try {
      const python = workerOf(await read(/** @type {any} */ (worker)));
      python.postMessage({ compiler: port2, program, memory }, [port2]);
      return [python, helper];
    } catch (error) {
      helper.terminate();
      throw error;
    }
  };
  /** @type {import("./python-worker.js").Way} */
  const plain = async (fresh) => {
    const worker = workerOf(await read(/** @type {any} */ (sourceOf("plain-worker", fresh))));
    const [program, library, wheel] = ["plain-program", "library", "wheel"].map((name) => sourceOf(name, fresh));
    worker.postMessage({ program, library, wheel });
    return [worker];
  };
  return [...(sourceOf("worker", false) ? [quick] : []), ...(sourceOf("plain-worker", false) ? [plain] : [])];
}
