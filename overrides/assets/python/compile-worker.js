// @ts-check
// Fetches and compiles Python's program on a thread of its own, while quick-worker.js prepares the rest.
// Message in: {port, program: a source}. Messages out, by the port: {bytes} that have come since the last message; then
// {program} or {failed}.
import { compile } from "./source.js";

self.onmessage = async ({ data: { port, program } }) => {
  try {
    port.postMessage({ program: await compile(program, (bytes) => port.postMessage({ bytes })) });
  } catch (error) {
    port.postMessage({ failed: String(error) });
  }
};
