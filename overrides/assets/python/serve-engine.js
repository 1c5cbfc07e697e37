// @ts-check
// The worker's side: starts Python with what the page posts first, then answers the page's calls.
import { read } from "./source.js";

/**
 * The functions of dcb_guide/core/browser.py: text in, text out.
 * @typedef {Record<string, (...values: string[]) => string>} Engine
 */

/**
 * Return Python that adds a zip of modules; packages that are there already look for their further modules there, too.
 *
 * @param {string} zip Its path.
 */
const addModules = (zip) => `
import sys
for module in list(sys.modules.values()):
    if hasattr(module, "__path__"):
        module.__path__ = [*module.__path__, "${zip}/" + module.__name__.replace(".", "/")]
sys.path.append("${zip}")
`;

/**
 * Messages in: {the files}, then calls (python-worker.js). Messages out: {bytes} that have come since the last such
 * message, {id, reply}, {id, refused}, {failed}.
 *
 * @template Files
 * @param {(files: Files, report: (bytes: number) => void) => Promise<any>} start Resolves to Pyodide.
 */
export function serveEngine(start) {
  /** @type {Engine | null} */
  let engine = null;
  /** @type {import("./python-worker.js").Call[]} */
  const waiting = [];
  /** @type {any} */
  let python;
  /** @param {import("./python-worker.js").Call} call */
  const answer = (call) => {
    if (!engine) waiting.push(call);
    else if (call.modules) answerOfReader(python, call);
    else self.postMessage({ id: call.id, reply: engine[call.call](...call.values) });
  };
  /** @param {MessageEvent<Files>} event */
  self.onmessage = async ({ data: files }) => {
    self.onmessage = ({ data: call }) => answer(call);
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // throws where it is missing or blocked
      python = await start(files, (bytes) => self.postMessage({ bytes }));
      const started = python.pyimport("dcb_guide.core.browser");
      JSON.parse(started.answer("{}"));
      engine = started;
      waiting.splice(0).forEach(answer);
    } catch (error) {
      self.postMessage({ failed: String(error) });
    }
  };
}

/**
 * Answer a call of the modules that read files, which come when they are first needed.
 *
 * @param {any} python Pyodide.
 * @param {import("./python-worker.js").Call} call
 */
async function answerOfReader(python, { id, call, values, modules = [] }) {
  try {
    for (const [place, content] of (await Promise.all(modules.map((one) => read(one)))).entries()) {
      const zip = `/modules-${place}.zip`;
      python.FS.writeFile(zip, new Uint8Array(content));
      python.runPython(addModules(zip));
    }
    self.postMessage({ id, reply: python.pyimport("dcb_guide.records.in_browser")[call](...values) });
  } catch (error) {
    self.postMessage({ id, refused: String(error) });
  }
}
