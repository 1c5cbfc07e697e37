// @ts-check
// Fetches and compiles Python's program on a thread of its own, while worker.js prepares the rest.
// Message in: the port to worker.js. Messages out, by that port: {bytes} that have come since the last message; then
// {program} or {failed}.
import { fetchCounted, inflated } from "./gunzip.js";

/** @type {Promise<MessagePort>} */
const port = new Promise((resolve) => {
  self.onmessage = ({ data }) => resolve(data);
});
/** @param {object} message */
const post = async (message) => (await port).postMessage(message);

const packed = fetchCounted((bytes) => post({ bytes }), new URL("../python/pyodide.asm.wasm.gz", import.meta.url));
WebAssembly.compileStreaming(packed.then((stream) => inflated(stream, "application/wasm"))).then(
  (program) => post({ program }),
  (reason) => post({ failed: String(reason) }),
);
