// @ts-check
// The single file's page: both languages lie in it as templates; the reader's is shown, and its tool begun. Python and the
// scripts needed on demand lie in it, too, compressed and as text (docs/adr/0007).
import { byId } from "../page/element.js";
import { PythonWorker } from "../python/python-worker.js";
import { waysToStart } from "../python/ways.js";

const templates = new Map(
  [...document.querySelectorAll("template")].map((template) => [template.dataset.language ?? "", template]),
);
const language = chosenLanguage();

document.documentElement.lang = language;
document.body.dataset.mdColorScheme = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
byId("page").replaceChildren(/** @type {HTMLTemplateElement} */ (templates.get(language)).content);
document.title = document.querySelector("h1")?.textContent ?? "";
for (const link of document.querySelectorAll("a")) {
  const { toLanguage } = link.dataset;
  if (toLanguage) {
    link.addEventListener("click", () => link.setAttribute("href", `?lang=${toLanguage}${location.hash}`));
  }
}
const another = () => new PythonWorker(waysToStart(sourceOf, null), 0);
globalThis.dcb = { python: another(), sourceOf, another };

/** Return the language the address asks for, else the browser's, else the last there is. */
function chosenLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") ?? navigator.language.slice(0, 2);
  return templates.has(asked) ? asked : ([...templates.keys()].at(-1) ?? "");
}

/**
 * Return a part of this file; null where it has none of that name.
 *
 * @param {string} name
 */
function sourceOf(name) {
  const base64 = document.querySelector(`[data-file="${name}"]`)?.textContent;
  return base64 ? { base64, size: PYTHON_FILES[name].size } : null;
}
