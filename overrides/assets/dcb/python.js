// Starts Python from a snapshot of its memory with the engine loaded (docs/adr/0006).

/** The smallest zip file: the snapshot holds the standard library's modules already. */
const EMPTY_ZIP = Uint8Array.of(80, 75, 5, 6, ...new Array(18).fill(0));

/** Inflate a packed stream; its type lets the browser compile a program while it arrives. */
export function inflated(stream, type = "application/octet-stream") {
  return new Response(stream.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}

/**
 * Start from the snapshot: Python's program and loader come packed, everything else is in the memory that is restored.
 * The snapshot comes as what differs from a new program's memory, see hooks/make_snapshot.mjs. Pyodide is begun as soon
 * as its loader is there; it is given the program and the memory when these have come.
 *
 * packed(name): a promise of the stream of a packed file. pyodide: a promise of its module. options: of loadPyodide.
 */
export async function quickStart(packed, pyodide, options) {
  const loader = packed("pyodide.asm.mjs").then((stream) => inflated(stream, "text/javascript").blob());
  const program = WebAssembly.compileStreaming(packed("pyodide.asm.wasm").then((stream) => inflated(stream, "application/wasm")));
  const [begin, whole] = await packed("snapshot.bin").then((stream) => inflated(stream).body.tee());
  const changes = new Response(whole).arrayBuffer();
  for (const promise of [program, changes, loader, pyodide]) promise.catch(() => {}); // the first failure is told below
  const address = URL.createObjectURL(await loader);
  const { default: createPyodideModule } = await import(address);
  URL.revokeObjectURL(address);
  const { loadPyodide } = await pyodide;
  const snapshot = new Uint8Array(await firstNumber(begin));
  const plainFetch = self.fetch;
  self.fetch = async (request, ...rest) => {
    const url = String(request.url ?? request);
    if (url.endsWith(".wasm")) return new Response(); // on its way already, see below
    if (url.endsWith(".zip")) return new Response(EMPTY_ZIP);
    return plainFetch(request, ...rest);
  };
  const plainInstantiate = WebAssembly.instantiateStreaming;
  try {
    return await new Promise((resolve, reject) => {
      WebAssembly.instantiateStreaming = async (source, imports) => {
        try {
          const module = await program;
          const instance = await WebAssembly.instantiate(module, imports);
          fill(snapshot, await changes, instance.exports.memory);
          return { module, instance };
        } catch (error) {
          reject(error); // Pyodide would wait for ever
          throw error;
        }
      };
      loadPyodide({ ...options, createPyodideModule, _loadSnapshot: snapshot }).then(resolve, reject);
    });
  } finally {
    self.fetch = plainFetch;
    WebAssembly.instantiateStreaming = plainInstantiate;
  }
}

/** Return the number a stream begins with. */
async function firstNumber(stream) {
  const reader = stream.getReader();
  const { value } = await reader.read();
  reader.cancel();
  return new DataView(value.buffer, value.byteOffset).getUint32(0, true);
}

/** Write a snapshot: its head, a new program's memory, and the changes to it. */
function fill(snapshot, changes, memory) {
  const [, head, count] = new Uint32Array(changes, 0, 3);
  const lengths = new Uint32Array(changes, 12, 2 * count);
  const bytes = new Uint8Array(changes, lengths.byteOffset + lengths.byteLength);
  snapshot.set(bytes.subarray(0, head));
  snapshot.set(new Uint8Array(memory.buffer, 0, snapshot.byteLength - head), head);
  let from = head;
  let to = head;
  for (let number = 0; number < lengths.length; ) {
    to += lengths[number++];
    for (const end = from + lengths[number++]; from < end; ) snapshot[to++] ^= bytes[from++];
  }
}

/** Return the engine, once it has answered: {answer(record, skipped), draft(record, language, name)}, all text. */
export function engineOf(python) {
  const { answer, draft } = python.pyimport("dcb_guide.page");
  JSON.parse(answer("{}"));
  return { answer, draft };
}

/** Return what the engine says to a message {record, skipped} or {record, draft: {language, name}}. */
export function told({ answer, draft }, { record, skipped = "", draft: asked }) {
  return asked ? draft(record, asked.language, asked.name) : answer(record, skipped);
}
