// @ts-check
// The worker's side: starts Python with what the page posts first, then answers the page's calls.

/**
 * The functions of dcb_guide/core/browser.py: text in, text out.
 * @typedef {Record<string, (...values: string[]) => string>} Engine
 */

/**
 * Messages in: {the files}, then calls (python-worker.js). Messages out: {bytes} that have come since the last such
 * message, {id, reply}, {failed}.
 *
 * @template Files
 * @param {(files: Files, report: (bytes: number) => void) => Promise<any>} start Resolves to Pyodide.
 */
export function serveEngine(start) {
  /** @type {Engine | null} */
  let engine = null;
  /** @type {import("./python-worker.js").Call[]} */
  const waiting = [];
  /** @param {import("./python-worker.js").Call} call */
  const answer = ({ id, call, values }) => {
    if (engine) self.postMessage({ id, reply: engine[call](...values) });
    else waiting.push({ id, call, values });
  };
  /** @param {MessageEvent<Files>} event */
  self.onmessage = async ({ data: files }) => {
    self.onmessage = ({ data: call }) => answer(call);
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // throws where it is missing or blocked
      const python = await start(files, (bytes) => self.postMessage({ bytes }));
      const started = python.pyimport("dcb_guide.core.browser");
      JSON.parse(started.answer("{}"));
      engine = started;
      waiting.splice(0).forEach(answer);
    } catch (error) {
      self.postMessage({ failed: String(error) });
    }
  };
}
