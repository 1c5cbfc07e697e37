// Python's files are stored packed and inflated here, off the page's thread: a web server in a town hall may not compress.

/** Bytes between two tellings of progress. */
const STEP = 400_000;
/** Pyodide's start is given another fetch for a while. */
const plainFetch = self.fetch.bind(self);

/** Fetch a file as fetch() does, to its stream; tell(bytes) hears how many bytes have come since it was last told. */
export async function counted(tell, ...request) {
  const response = await plainFetch(...request);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  let untold = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      untold += chunk.byteLength;
      if (untold > STEP) {
        tell(untold);
        untold = 0;
      }
      controller.enqueue(chunk);
    },
  });
  return response.body.pipeThrough(counter);
}

/** Inflate a packed stream; its type lets the browser compile a program while it arrives. */
export function inflated(stream, type = "application/octet-stream") {
  return new Response(stream.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}
