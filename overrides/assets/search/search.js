// @ts-check
// Search over the texts written at build, while typing. Another language's texts are fetched only where this one's have
// next to nothing and the query is written in the other; nothing is asked from elsewhere.
import { byId, element } from "../page/element.js";
import { fill } from "../page/text.js";
import { excerpt } from "./excerpt.js";
import { find, indexOf, isJapanese, nearestQuestions } from "./find.js";

/**
 * @typedef {import("./find.js").Index} Index
 * @typedef {import("./find.js").Page} Page
 * @typedef {{code: string, page: string, text: string}} OtherLanguage text has the place {count}
 */

const ROOT = new URL(document.currentScript?.dataset.root ?? "", location.href);
const MAX_RESULTS = 12;
/** Where fewer pages than these have all words, the other language is looked into too. */
const FEW = 3;

const form = /** @type {HTMLFormElement} */ (byId("dcb-search"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const count = byId("dcb-search-count");
const elsewhere = byId("dcb-search-elsewhere");
const results = byId("dcb-search-results");
const nearest = byId("dcb-search-nearest");
/** @type {OtherLanguage[]} */
const otherLanguages = JSON.parse(form.dataset.others ?? "[]");

/** @type {Map<string, Promise<Index>>} */
const loading = new Map();

/**
 * Resolve to a language's index; after a failure, it is fetched again when it is next asked for.
 *
 * @param {string} language
 */
function load(language) {
  let index = loading.get(language);
  if (!index) {
    index = loadIndex(language).catch((error) => {
      loading.delete(language);
      throw error;
    });
    loading.set(language, index);
  }
  return index;
}

/** @param {string} language */
async function loadIndex(language) {
  const response = await fetch(new URL(`assets/search.${language}.json`, ROOT));
  return indexOf(await response.json());
}

async function show() {
  const query = field.value.trim();
  try {
    const index = await load(document.documentElement.lang);
    if (query !== field.value.trim()) return; // typed on meanwhile
    const found = query ? find(index, query) : { pages: [], words: [], all: true };
    const { none, some, parts } = count.dataset;
    const text = found.pages.length === 0 ? none : found.all ? some : parts;
    count.textContent = query ? fill(text ?? "", { count: found.pages.length }) : "";
    results.replaceChildren(...found.pages.slice(0, MAX_RESULTS).map((page) => resultItem(page, found.words)));
    showNearest(query && found.pages.length === 0 ? nearestQuestions(index, query) : null);
    await lookElsewhere(query, found.all ? found.pages.length : 0);
  } catch {
    count.textContent = count.dataset.failed ?? "";
    results.replaceChildren();
    showNearest(null);
  }
}

/**
 * Offer questions, and the page of all questions, where nothing was found.
 *
 * @param {import("./find.js").Section[] | null} questions
 */
function showNearest(questions) {
  nearest.hidden = questions === null;
  const links = (questions ?? []).map(({ id, title }) =>
    element("li", {}, element("a", { href: new URL(id, ROOT).href }, title)),
  );
  nearest.querySelector("ul")?.replaceChildren(...links);
}

/**
 * Say how many pages of another language have a query that is written in it.
 *
 * @param {string} query
 * @param {number} here how many pages of this language have it
 */
async function lookElsewhere(query, here) {
  const others = query && here < FEW ? otherLanguages.filter(({ code }) => (code === "ja") === isJapanese(query)) : [];
  const links = [];
  for (const { code, page, text } of others) {
    const found = await load(code).then((index) => find(index, query));
    if (query !== field.value.trim()) return;
    if (found.all && found.pages.length > 0) {
      const href = new URL(`${page}?q=${encodeURIComponent(query)}`, ROOT).href;
      links.push(element("a", { href, hreflang: code }, fill(text, { count: found.pages.length })));
    }
  }
  elsewhere.replaceChildren(...links);
}

/**
 * @param {Page} page
 * @param {string[][]} words
 */
function resultItem({ hit }, words) {
  const { id, title, page, text, terms } = hit;
  const pieces = excerpt(text, [...words, terms.filter((term) => !isJapanese(term))]);
  return element(
    "li",
    {},
    element("a", { href: new URL(id, ROOT).href }, title !== page && `${page} › `, title),
    element(
      "p",
      { class: "dcb-hint" },
      pieces.map(({ text: part, marked }) => (marked ? element("mark", {}, part) : part)),
    ),
  );
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", () => {
  history.replaceState(null, "", field.value ? `?q=${encodeURIComponent(field.value)}` : location.pathname);
  show();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
show();
