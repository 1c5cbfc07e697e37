// Runs the engine in Python, off the page's thread. Messages in: {id, record, skipped}; out: {progress}, {ready}, {id, answer}, {failed}.
// Python starts from a snapshot of its memory with the engine loaded; where anything differs it starts plainly.
const PYTHON_FILES = new URL("../python/", import.meta.url).href;
/** The smallest zip file: the snapshot holds the standard library's modules already. */
const EMPTY_ZIP = Uint8Array.of(80, 75, 5, 6, ...new Array(18).fill(0));
const plainFetch = self.fetch.bind(self);
let answer;
/** Bytes between two messages of progress. */
const STEP = 200_000;
let done = 0;
let told = 0;
const waiting = [];

self.onmessage = ({ data }) => (answer ? reply(data) : waiting.push(data));

function reply({ id, record, skipped = "" }) {
  self.postMessage({ id, answer: answer(record, skipped) });
}

/** Fetch a file and tell the page how many bytes have come. */
async function counted(...request) {
  const response = await plainFetch(...request);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const counter = new TransformStream({
    transform(chunk, controller) {
      done += chunk.byteLength;
      if (done - told > STEP) self.postMessage({ progress: (told = done) });
      controller.enqueue(chunk);
    },
  });
  return response.body.pipeThrough(counter);
}

async function inflated(name, type) {
  const stream = await counted(`${PYTHON_FILES}${name}.gz`);
  return new Response(stream.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}

/** Start from the snapshot: Python's program and loader come packed, everything else is in the memory that is restored. */
async function quickStart() {
  const program = WebAssembly.compileStreaming(inflated("pyodide.asm.wasm", "application/wasm"));
  const snapshot = inflated("snapshot.bin", "application/octet-stream").then((reply) => reply.bytes?.() ?? reply.arrayBuffer().then((buffer) => new Uint8Array(buffer)));
  const pyodide = import(`${PYTHON_FILES}pyodide.mjs`);
  const loader = inflated("pyodide.asm.mjs", "text/javascript").then((reply) => reply.blob());
  for (const promise of [program, snapshot, loader, pyodide]) promise.catch(() => {}); // the first failure is told below
  const address = URL.createObjectURL(await loader);
  const { default: createPyodideModule } = await import(address);
  URL.revokeObjectURL(address);
  self.fetch = async (request, ...rest) => {
    const url = String(request.url ?? request);
    if (url.endsWith(".wasm")) return new Response(); // compiled already, see below
    if (url.endsWith(".zip")) return new Response(EMPTY_ZIP);
    return plainFetch(request, ...rest);
  };
  const plainInstantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const module = await program;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  try {
    // A damaged program must be told here: inside Pyodide it would be waited for without end.
    const [{ loadPyodide }, _loadSnapshot] = await Promise.all([pyodide, snapshot, program]);
    const python = await loadPyodide({ indexURL: PYTHON_FILES, createPyodideModule, _loadSnapshot });
    return engineOf(python);
  } finally {
    self.fetch = plainFetch;
    WebAssembly.instantiateStreaming = plainInstantiate;
  }
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
  return engineOf(python);
}

/** Return the engine's answer function, once it has answered. */
function engineOf(python) {
  const found = python.pyimport("dcb_guide.page").answer;
  JSON.parse(found("{}"));
  return found;
}

/** Pyodide waits for ever for a file that never comes: tell the page at once. */
function giveUp(reason) {
  self.postMessage({ failed: String(reason) });
  throw reason;
}

try {
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // throws where it is missing or blocked
  let start = "quick";
  answer = await quickStart().catch((reason) => {
    start = `plain: ${reason}`;
    done = 0;
    return plainStart();
  });
  self.postMessage({ ready: start });
  waiting.splice(0).forEach(reply);
} catch (error) {
  self.postMessage({ failed: String(error) });
}
