// @ts-check
// Part of the tool's page itself, before anything else is fetched: Python is on its way while the page is still read.
// Where the result of this address is remembered (tool/storage.js), it leaves the page the first second.
import { PythonWorker } from "./python-worker.js";
import { waysToStart } from "./ways.js";

const assets = new URL(document.currentScript?.dataset.assets ?? "", location.href);

/** @param {string} name */
function sourceOf(name, fresh = false) {
  const file = PYTHON_FILES[name];
  return file ? { url: `${assets}${file.path}?${file.version}`, size: file.size, fresh } : null;
}

function resultIsRemembered() {
  try {
    const { results } = JSON.parse(localStorage.getItem(`dcb-guide ${location.pathname}`) ?? "");
    return results.some((/** @type {string[]} */ [, , address]) => address === location.hash);
  } catch {
    return false; // nothing readable is stored
  }
}

const ways = waysToStart(sourceOf, COMPILE_WORKER);
const quickFiles = ["worker", "program", "memory"].map((name) => PYTHON_FILES[name]?.packed ?? 0);
const python = new PythonWorker(
  ways,
  quickFiles.reduce((sum, bytes) => sum + bytes, 0),
);
globalThis.dcb = { python, sourceOf, another: () => new PythonWorker(ways, 0) };
if (resultIsRemembered()) setTimeout(() => python.start(), 1000);
else python.start();
