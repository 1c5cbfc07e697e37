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

/**
 * Start from the snapshot: Python's program and loader come packed, everything else is in the memory that is restored.
 * The snapshot comes as what differs from a new program's memory, see hooks/make_snapshot.mjs.
 */
async function quickStart() {
  const program = WebAssembly.compileStreaming(inflated("pyodide.asm.wasm", "application/wasm"));
  const difference = inflated("snapshot.bin", "application/octet-stream").then((reply) => reply.arrayBuffer());
  const pyodide = import(`${PYTHON_FILES}pyodide.mjs`);
  const loader = inflated("pyodide.asm.mjs", "text/javascript").then((reply) => reply.blob());
  for (const promise of [program, difference, loader, pyodide]) promise.catch(() => {}); // the first failure is told below
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
  try {
    // A damaged file must be told here: inside Pyodide it would be waited for without end.
    const [{ loadPyodide }, changes, module] = await Promise.all([pyodide, difference, program]);
    const snapshot = new Uint8Array(new Uint32Array(changes, 0, 1)[0]);
    const python = await new Promise((resolve, reject) => {
      WebAssembly.instantiateStreaming = async (source, imports) => {
        const instance = await WebAssembly.instantiate(module, imports);
        try {
          fill(snapshot, changes, instance.exports.memory);
        } catch (error) {
          reject(error);
        }
        return { module, instance };
      };
      loadPyodide({ indexURL: PYTHON_FILES, createPyodideModule, _loadSnapshot: snapshot }).then(resolve, reject);
    });
    return engineOf(python);
  } finally {
    self.fetch = plainFetch;
    WebAssembly.instantiateStreaming = plainInstantiate;
  }
}

/** Write a snapshot: its head, a new program's memory, and the changes to it. */
function fill(snapshot, changes, memory) {
  const [length, head, count] = new Uint32Array(changes, 0, 3);
  const lengths = new Uint32Array(changes, 12, 2 * count);
  const bytes = new Uint8Array(changes, lengths.byteOffset + lengths.byteLength);
  if (memory.buffer.byteLength !== length - head) throw new Error("the snapshot is another program's");
  snapshot.set(bytes.subarray(0, head));
  snapshot.set(new Uint8Array(memory.buffer), head);
  let from = head;
  let to = head;
  for (let number = 0; number < lengths.length; ) {
    to += lengths[number++];
    for (const end = from + lengths[number++]; from < end; ) snapshot[to++] ^= bytes[from++];
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
