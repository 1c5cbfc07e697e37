// Runs the engine in Python, off the page's thread. Messages in: {id, record, skipped} or {id, record, draft}; out:
// {progress}, {ready}, {id, answer}, {failed}.
// Python starts from a snapshot; where anything differs it starts plainly.
import { engineOf, quickStart, told } from "./python.js";

const PYTHON_FILES = new URL("../python/", import.meta.url).href;
const plainFetch = self.fetch.bind(self);
/** Bytes between two messages of progress. */
const STEP = 200_000;
let engine;
let done = 0;
let reported = 0;
const waiting = [];

self.onmessage = ({ data }) => (engine ? reply(data) : waiting.push(data));

function reply(message) {
  self.postMessage({ id: message.id, answer: told(engine, message) });
}

/** Fetch a file and tell the page how many bytes have come. */
async function counted(...request) {
  const response = await plainFetch(...request);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const counter = new TransformStream({
    transform(chunk, controller) {
      done += chunk.byteLength;
      if (done - reported > STEP) self.postMessage({ progress: (reported = done) });
      controller.enqueue(chunk);
    },
  });
  return response.body.pipeThrough(counter);
}

/** Start as Pyodide itself does, with our wheel installed by the lock file. */
async function plainStart() {
  self.fetch = async (...request) => {
    const stream = await counted(...request).catch(giveUp);
    const type = String(request[0]).endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
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

try {
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // throws where it is missing or blocked
  let start = "quick";
  const packed = (name) => counted(`${PYTHON_FILES}${name}.gz`);
  engine = await quickStart(packed, import(`${PYTHON_FILES}pyodide.mjs`), { indexURL: PYTHON_FILES })
    .then(engineOf)
    .catch(async (reason) => {
      start = `plain: ${reason}`;
      done = reported = 0;
      return engineOf(await plainStart());
    });
  self.postMessage({ ready: start });
  waiting.splice(0).forEach(reply);
} catch (error) {
  self.postMessage({ failed: String(error) });
}
