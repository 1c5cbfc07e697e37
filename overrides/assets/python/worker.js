// @ts-check
// Runs the engine in Python, off the page's thread. Messages in: calls (python-worker.js); before them, from a page that
// has begun compile-worker.js, {compiler}: a port to it, and {compilerFailed} where it failed. Messages out: see
// python-worker.js. Python starts from a snapshot; where anything differs it starts plainly.
import { fetchCounted, inflated } from "./gunzip.js";
import { engineOf, quickStart, replyTo } from "./start-python.js";

const PYTHON_FILES = new URL("../python/", import.meta.url).href;
/** @type {import("./start-python.js").Engine | null} */
let engine = null;
let bytesCome = 0;
/** @type {import("./python-worker.js").Call[]} */
const waiting = [];

/** The port to compile-worker.js; null where there is none.
 * @type {(port: MessagePort | null) => void} */
let useCompiler;
/** @type {(reason: Error) => void} */
let compilerFailed;

self.onmessage = ({ data }) => {
  if (data.compilerFailed) compilerFailed(new Error(data.compilerFailed));
  else if (data.compiler) useCompiler(data.compiler);
  else if (engine) self.postMessage(replyTo(engine, data));
  else {
    useCompiler(null); // without effect after a port
    waiting.push(data);
  }
};

/** @param {number} bytes That have come since the last call. */
function reportProgress(bytes) {
  bytesCome += bytes;
  self.postMessage({ progress: bytesCome });
}

/**
 * Resolve to the program, compiled by the worker behind a port; without a port, it is compiled here.
 *
 * @param {MessagePort | null} port
 * @returns {Promise<WebAssembly.Module>}
 */
async function compiled(port) {
  if (!port) {
    const stream = fetchPacked("pyodide.asm.wasm");
    return WebAssembly.compileStreaming(stream.then((packed) => inflated(packed, "application/wasm")));
  }
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data: { bytes, program, failed } }) => {
      if (bytes !== undefined) reportProgress(bytes);
      else if (program) resolve(program);
      else reject(new Error(failed));
    };
  });
}

/** @param {string} name */
function fetchPacked(name) {
  return fetchCounted(reportProgress, `${PYTHON_FILES}${name}.gz`);
}

/** Start from the snapshot. The loader comes first: there is work in it while the rest arrives. */
function snapshotStart() {
  /** @type {Promise<never>} */
  const failure = new Promise((_, reject) => {
    compilerFailed = reject;
  });
  /** @type {Promise<MessagePort | null>} */
  const compiler = new Promise((resolve) => {
    useCompiler = resolve;
  });
  const program = Promise.race([compiler.then(compiled), failure]);
  const pyodide = import(`${PYTHON_FILES}pyodide.mjs`);
  const loader = fetchPacked("pyodide.asm.mjs").then((stream) => inflated(stream).arrayBuffer());
  const memory = loader.then(() => fetchPacked("snapshot.bin")).then((stream) => inflated(stream).arrayBuffer());
  return quickStart({ loader, program, memory, pyodide }, { indexURL: PYTHON_FILES });
}

/** Start as Pyodide itself does, with our wheel installed by the lock file. */
async function plainStart() {
  self.fetch = async (...request) => {
    const stream = await fetchCounted(reportProgress, ...request).catch(giveUp);
    const url = request[0] instanceof Request ? request[0].url : String(request[0]);
    const type = url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(stream, { headers: { "Content-Type": type } });
  };
  const { loadPyodide } = await import(`${PYTHON_FILES}pyodide.mjs`);
  const python = await loadPyodide({ indexURL: PYTHON_FILES });
  await python.loadPackage("dcb-guide", { messageCallback: () => {} });
  return python;
}

/**
 * Pyodide waits for ever for a file that never comes: tell the page at once.
 *
 * @param {unknown} reason
 * @returns {never}
 */
function giveUp(reason) {
  self.postMessage({ failed: String(reason) });
  throw reason;
}

async function start() {
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // throws where it is missing or blocked
  engine = await snapshotStart()
    .then(engineOf)
    .catch(async () => {
      bytesCome = 0;
      return engineOf(await plainStart());
    });
  for (const call of waiting.splice(0)) self.postMessage(replyTo(engine, call));
}

start().catch((error) => self.postMessage({ failed: String(error) }));
