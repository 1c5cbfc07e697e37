// @ts-check
// The worker's side of the pages on a whole prefecture: starts Python with what the page posts first, then answers calls of
// dcb_guide/prefecture/prefecture_pages.py.
import { compile, read } from "../python/source.js";
import { startPyodide } from "../python/start-pyodide.js";

/**
 * What the page posts first.
 * @typedef {Record<"program" | "library" | "wheel" | "packages" | "form", import("../python/source.js").Source>} Files
 *
 * A call of a session's method: texts stay texts, bytes come as views of them.
 * @typedef {{id: number, call: string, values: unknown[]}} Call
 */

/** The page's session; what begins a vision from the survey that was read last; the work with the vision of a form.
 * @type {Promise<{methods: any, vision: () => any, form: () => any}>} */
let session;

/**
 * Messages in: {files, language}, then calls. Messages out: {bytes} that have come since the last such message,
 * {stage: "start"} when all has come, {id, stage, done, total} while a call runs, {id, reply} (a text or bytes), {id, error}, {failed}.
 *
 * @param {MessageEvent<{files: Files, language: string}>} event
 */
self.onmessage = ({ data: { files, language } }) => {
  session = begin(files, language);
  session.catch((error) => self.postMessage({ failed: String(error) }));
  self.onmessage = ({ data }) => answer(data);
};

/**
 * @param {Files} files
 * @param {string} language
 */
async function begin({ program, library, wheel, packages, form }, language) {
  /** @param {number} bytes */
  const report = (bytes) => self.postMessage({ bytes });
  const further = Promise.all([wheel, packages, form].map((source) => read(source, report)));
  const parts = { program: compile(program, report), library: read(library, report) };
  const started = startPyodide(parts);
  Promise.all([parts.program, parts.library, further]).then(
    () => self.postMessage({ stage: "start", done: 0, total: 1 }),
    () => {}, // reported where it is awaited
  );
  const [python, [ours, others, texts]] = await Promise.all([started, further]);
  const site = python.pyimport("site");
  const extractDir = site.getsitepackages().get(0);
  python.unpackArchive(ours, "zip", { extractDir });
  python.unpackArchive(others, "zip", { extractDir });
  python.pyimport("importlib").invalidate_caches();
  const pages = python.pyimport("dcb_guide.prefecture.prefecture_pages");
  const methods = pages.begin(new TextDecoder().decode(texts), language);
  const { form: ofSurvey, engine } = methods;
  const vision = () => python.pyimport("dcb_guide.vision.start").vision_zip(ofSurvey, engine, methods.reading.survey);
  /** @type {any} */
  let ofVision;
  const workWithForm = () => {
    ofVision ??= python.pyimport("dcb_guide.vision.vision_form").begin(methods);
    return ofVision;
  };
  return { methods, vision, form: workWithForm };
}

/** How the names of calls begin that are of dcb_guide/vision/vision_form.py. */
const OF_FORM = "vision_";

/** @param {Call} call */
async function answer({ id, call, values }) {
  try {
    const { methods, vision, form } = await session;
    /** @type {(stage: string, done: number, total: number) => void} */
    const progress = (stage, done, total) => self.postMessage({ id, stage, done, total });
    const given = call === "inventory" ? [...values, progress] : values;
    const result = call.startsWith(OF_FORM)
      ? form()[call.slice(OF_FORM.length)](...given)
      : call === "vision"
        ? vision()
        : methods[call](...given);
    const reply = typeof result === "string" ? result : result.toJs();
    if (typeof result !== "string") result.destroy();
    self.postMessage({ id, reply });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
}
