// @ts-check
// Python's files are stored packed and inflated here, off the page's thread: a web server in a town hall may not compress.

/** Bytes between two reports of progress. */
const REPORT_EVERY = 400_000;
/** While Pyodide starts, it is given another fetch. */
const plainFetch = self.fetch.bind(self);

/**
 * Fetch a file as fetch() does, and return its stream.
 *
 * @param {(bytes: number) => void} report Called with the bytes that have come since it was last called.
 * @param {Parameters<typeof fetch>} request
 */
export async function fetchCounted(report, ...request) {
  const response = await plainFetch(...request);
  if (!response.ok || !response.body) throw new Error(`${response.status} ${response.url}`);
  let unreported = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      unreported += chunk.byteLength;
      if (unreported > REPORT_EVERY) {
        report(unreported);
        unreported = 0;
      }
      controller.enqueue(chunk);
    },
  });
  return response.body.pipeThrough(counter);
}

/**
 * Inflate a stream packed with gzip.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {string} type Of the content: by "application/wasm" the browser compiles a program while it arrives.
 */
export function inflated(stream, type = "application/octet-stream") {
  return new Response(stream.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}
