// @ts-check
// The single file's page: both languages lie in it as templates; the reader's is shown, and its tool begun.
import { byId } from "../overrides/assets/page/element.js";
import { PythonWorker } from "../overrides/assets/python/python-worker.js";

const templates = new Map(
  [...document.querySelectorAll("template")].map((template) => [template.dataset.language ?? "", template]),
);
const language = chosenLanguage();

document.documentElement.lang = language;
document.body.dataset.mdColorScheme = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
byId("page").append(/** @type {HTMLTemplateElement} */ (templates.get(language)).content);
document.title = document.querySelector("h1")?.textContent ?? "";
for (const link of document.querySelectorAll("a")) {
  const { toLanguage } = link.dataset;
  if (toLanguage)
    link.addEventListener("click", () => link.setAttribute("href", `?lang=${toLanguage}${location.hash}`));
}
globalThis.dcbPython = new PythonWorker(begin);

/** Return the language the address asks for, else the browser's, else the last there is. */
function chosenLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") ?? navigator.language.slice(0, 2);
  return templates.has(asked) ? asked : ([...templates.keys()].at(-1) ?? "");
}

/** @param {string} id Of an element whose text is content. */
function contentOf(id) {
  return byId(id).textContent ?? "";
}

/** Begin the worker and hand it Python's files. */
function begin() {
  const script = new Blob([contentOf("worker")], { type: "text/javascript" });
  const worker = new Worker(URL.createObjectURL(script));
  const elements = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-file]")]);
  const files = Object.fromEntries(elements.map((one) => [one.dataset.file, one.textContent]));
  worker.postMessage({ files, pyodide: contentOf("pyodide"), lock: JSON.parse(contentOf("lock")) });
  return worker;
}
