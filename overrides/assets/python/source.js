// @ts-check
// Where Python's files, and scripts fetched on demand, come from; and how their bytes are read whatever a web server does.
//
// A file is stored compressed with gzip, since a server may not compress, and is inflated here. Its type does not matter,
// nor whether the server compressed it once more or announced it as compressed, so that the browser inflated it already.
// A file that comes incomplete is an error, never half a file.

/**
 * A file beside the page (url), or a part of the page (base64). `size` is that of its content, inflated, in bytes. With
 * `fresh`, what the browser has stored of it is not used.
 * @typedef {{url?: string, base64?: string, size: number, fresh?: boolean}} Source
 */

/** Bytes between two reports of progress. */
const REPORT_EVERY = 400_000;
/** While Pyodide starts, it is given another fetch. */
const plainFetch = globalThis.fetch.bind(globalThis);

/**
 * Return the content of a source as a stream, inflated.
 *
 * @param {Source} source
 * @param {(bytes: number) => void} [report] Called with the bytes that have come since it was last called.
 * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>}
 */
export async function open({ url, base64, fresh }, report) {
  // Not by a Blob's stream: WebKit cannot read one on a page from a disk.
  const response =
    base64 === undefined
      ? await plainFetch(url ?? "", { cache: fresh ? "reload" : "default" })
      : new Response(bytesOf(base64));
  if (!response.ok || !response.body) throw new Error(`${response.status} ${response.url}`);
  return inflated(report ? response.body.pipeThrough(counter(report)) : response.body);
}

/**
 * Resolve to the content of a source; rejects where it is incomplete.
 *
 * @param {Source} source
 * @param {(bytes: number) => void} [report]
 */
export async function read(source, report) {
  const content = await new Response(await open(source, report)).arrayBuffer();
  if (content.byteLength !== source.size) {
    throw new Error(`${source.url ?? "a part of this file"}: ${content.byteLength} of ${source.size} bytes`);
  }
  return content;
}

/**
 * Resolve to the program in a source, compiled while it arrives.
 *
 * @param {Source} source
 * @param {(bytes: number) => void} [report]
 */
export async function compile(source, report) {
  const headers = { "Content-Type": "application/wasm" };
  return WebAssembly.compileStreaming(new Response(await open(source, report), { headers }));
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * @param {(bytes: number) => void} report
 * @returns {TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>}
 */
function counter(report) {
  let unreported = 0;
  return new TransformStream({
    transform(chunk, controller) {
      unreported += chunk.byteLength;
      if (unreported > REPORT_EVERY) {
        report(unreported);
        unreported = 0;
      }
      controller.enqueue(chunk);
    },
  });
}

/**
 * Inflate a stream as often as it begins with gzip's mark (RFC 1952, 2.3.1); none of our contents does.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>}
 */
async function inflated(stream) {
  const reader = stream.getReader();
  const first = await firstBytes(reader);
  const whole = new ReadableStream({
    start(controller) {
      if (first.length > 0) controller.enqueue(first);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return first[0] === 0x1f && first[1] === 0x8b ? inflated(whole.pipeThrough(new DecompressionStream("gzip"))) : whole;
}

/**
 * Return what comes first of a stream: at least two bytes, if there are.
 *
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
 */
async function firstBytes(reader) {
  let bytes = new Uint8Array();
  while (bytes.length < 2) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes = bytes.length === 0 ? value : Uint8Array.of(...bytes, ...value);
  }
  return bytes;
}
