// @ts-check
// Part of the tool's page itself, before anything else is fetched: Python is on its way while the page is still read.
// Where the result of this address is remembered (tool/storage.js), it leaves the page the first second.
import { PythonWorker } from "./python-worker.js";

const assets = document.currentScript?.dataset.assets;

/** Begin the worker, and beside it the one that compiles Python's program. */
function begin() {
  /** @param {string} name */
  const workerOf = (name) => new Worker(`${assets}python/${name}.js`, { type: "module" });
  const compiler = workerOf("compile-worker");
  const worker = workerOf("worker");
  const { port1, port2 } = new MessageChannel();
  compiler.postMessage(port1, [port1]);
  compiler.onerror = ({ message }) => worker.postMessage({ compilerFailed: message || "worker" });
  worker.postMessage({ compiler: port2 }, [port2]);
  return worker;
}

function resultIsRemembered() {
  try {
    const { results } = JSON.parse(localStorage.getItem(`dcb-guide ${location.pathname}`) ?? "");
    return results.some((/** @type {string[]} */ [, , address]) => address === location.hash);
  } catch {
    return false; // nothing readable is stored
  }
}

globalThis.dcbPython = new PythonWorker(begin);
if (resultIsRemembered()) setTimeout(() => globalThis.dcbPython.start(), 1000);
else globalThis.dcbPython.start();
