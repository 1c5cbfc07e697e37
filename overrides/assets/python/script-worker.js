// @ts-check
// Workers whose script is taken as bytes, so that the type a web server sends it with does not matter.
import { read } from "./source.js";

/**
 * Begin a classic worker of a script's text.
 *
 * @param {BlobPart} script
 */
export function workerOf(script) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  // The browser has the script once the worker says something; some take it only after the constructor returned.
  const revoke = () => URL.revokeObjectURL(address);
  worker.addEventListener("message", revoke, { once: true });
  return worker;
}

/**
 * Begin a worker with the script in a source, make one call of it, and end it.
 *
 * @param {import("./source.js").Source} source
 * @param {object} message
 * @param {number} [limit] Milliseconds after which it is ended; rejects then.
 * @returns {Promise<any>} What it posts as {result}; rejects with what it posts as {failed}.
 */
export async function callOnce(source, message, limit) {
  const worker = workerOf(await read(source));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      if (limit !== undefined) timer = setTimeout(() => reject(new Error(`no result after ${limit / 1000} s`)), limit);
      worker.onerror = (event) => reject(new Error(event.message || "worker"));
      worker.onmessage = ({ data: { result, failed } }) => (failed ? reject(new Error(failed)) : resolve(result));
      worker.postMessage(message);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
