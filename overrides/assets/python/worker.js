// Runs the engine in Python, off the page's thread. Messages in: {id, record, skipped} or {id, record, draft}; before
// them, from a page that has begun compile-worker.js, {program}: a port to it, and {lost} where it fell. Messages out:
// {progress}, {ready}, {id, answer}, {failed}.
// Python starts from a snapshot; where anything differs it starts plainly.
import { counted, inflated } from "./gunzip.js";
import { engineOf, quickStart, told } from "./start-python.js";

const PYTHON_FILES = new URL("../python/", import.meta.url).href;
let engine;
let done = 0;
const waiting = [];
/** Called with a port to compile-worker.js or with none; called where compile-worker.js fell. */
let compileBy, compilingFell;

self.onmessage = ({ data }) => {
  if (data.lost) compilingFell(new Error(data.lost));
  else if (data.program) compileBy(data.program);
  else if (engine) reply(data);
  else {
    compileBy(null); // without effect after a port
    waiting.push(data);
  }
};

function reply(message) {
  self.postMessage({ id: message.id, answer: told(engine, message) });
}

/** Tell the page how many bytes have come. */
function count(bytes) {
  self.postMessage({ progress: (done += bytes) });
}

/** Resolve to the program, compiled by the worker behind a port; without a port, it is compiled here. */
async function compiled(port) {
  if (!port) return WebAssembly.compileStreaming(packed("pyodide.asm.wasm").then((stream) => inflated(stream, "application/wasm")));
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data: { bytes, program, failed } }) => {
      if (bytes !== undefined) count(bytes);
      else if (program) resolve(program);
      else reject(new Error(failed));
    };
  });
}

function packed(name) {
  return counted(count, `${PYTHON_FILES}${name}.gz`);
}

/** Start from the snapshot. The loader comes first: there is work in it while the rest arrives. */
function snapshotStart() {
  const fell = new Promise((_, reject) => (compilingFell = reject));
  const program = Promise.race([new Promise((resolve) => (compileBy = resolve)).then(compiled), fell]);
  const pyodide = import(`${PYTHON_FILES}pyodide.mjs`);
  const loader = packed("pyodide.asm.mjs").then((stream) => inflated(stream).arrayBuffer());
  const memory = loader.then(() => packed("snapshot.bin")).then((stream) => inflated(stream).arrayBuffer());
  return quickStart({ loader, program, memory, pyodide }, { indexURL: PYTHON_FILES });
}

/** Start as Pyodide itself does, with our wheel installed by the lock file. */
async function plainStart() {
  self.fetch = async (...request) => {
    const stream = await counted(count, ...request).catch(giveUp);
    const type = String(request[0].url ?? request[0]).endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(stream, { headers: { "Content-Type": type } });
  };
  const { loadPyodide } = await import(`${PYTHON_FILES}pyodide.mjs`);
  const python = await loadPyodide({ indexURL: PYTHON_FILES });
  await python.loadPackage("dcb-guide", { messageCallback: () => {} });
  return python;
}

/** Pyodide waits for ever for a file that never comes: tell the page at once. */
function giveUp(reason) {
  self.postMessage({ failed: String(reason) });
  throw reason;
}

async function start() {
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // throws where it is missing or blocked
  let how = "quick";
  engine = await snapshotStart()
    .then(engineOf)
    .catch(async (reason) => {
      how = `plain: ${reason}`;
      done = 0;
      return engineOf(await plainStart());
    });
  self.postMessage({ ready: how });
  waiting.splice(0).forEach(reply);
}

start().catch((error) => self.postMessage({ failed: String(error) }));
