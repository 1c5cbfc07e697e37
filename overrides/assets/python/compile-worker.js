// Fetches and compiles Python's program on a thread of its own, while worker.js prepares the rest.
// Message in: the port to worker.js. Out, by that port: {bytes} that have come since the last; {program} or {failed}.
import { counted, inflated } from "./gunzip.js";

const port = new Promise((resolve) => (self.onmessage = ({ data }) => resolve(data)));
const tell = async (message) => (await port).postMessage(message);

const packed = counted((bytes) => tell({ bytes }), new URL("../python/pyodide.asm.wasm.gz", import.meta.url));
WebAssembly.compileStreaming(packed.then((stream) => inflated(stream, "application/wasm"))).then(
  (program) => tell({ program }),
  (reason) => tell({ failed: String(reason) }),
);
