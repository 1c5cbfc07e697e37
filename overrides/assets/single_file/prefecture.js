// @ts-check
// The file of the pages on a whole prefecture: its pages in each language lie in it as templates, and so do Python and
// everything else that they need (docs/adr/0007). The address says which page is shown: ?lang=en&page=cost.
import { byId } from "../page/element.js";
import { beginCost } from "../prefecture/cost-page.js";
import { beginInventory } from "../prefecture/inventory-page.js";
import { beginWriting } from "../prefecture/write-page.js";

const templates = [...document.querySelectorAll("template")];
const asked = new URLSearchParams(location.search);
const languages = [...new Set(templates.map(({ dataset }) => dataset.language ?? ""))];
const language = oneOf(languages, asked.get("lang") ?? navigator.language.slice(0, 2), languages.at(-1) ?? "");
const begin = { inventory: beginInventory, cost: beginCost, write: beginWriting };
const name = /** @type {keyof typeof begin} */ (oneOf(Object.keys(begin), asked.get("page") ?? "", "inventory"));
const template = templates.find(({ dataset }) => dataset.language === language && dataset.page === name);

document.documentElement.lang = language;
document.body.dataset.mdColorScheme = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
byId("page").replaceChildren(/** @type {HTMLTemplateElement} */ (template).content);
document.title = document.querySelector("h1")?.textContent ?? "";
for (const link of document.querySelectorAll("a[data-to-language], a[data-to-page]")) {
  const { toLanguage, toPage } = /** @type {HTMLElement} */ (link).dataset;
  link.setAttribute("href", `?lang=${toLanguage ?? language}&page=${toPage ?? name}`);
}
begin[name]((file) => {
  const base64 = document.querySelector(`[data-file="${file}"]`)?.textContent;
  return base64 ? { base64, size: PYTHON_FILES[file].size } : null;
});

/**
 * @param {string[]} known
 * @param {string} wanted
 * @param {string} otherwise
 */
function oneOf(known, wanted, otherwise) {
  return known.includes(wanted) ? wanted : otherwise;
}
