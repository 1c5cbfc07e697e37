// @ts-check
// Search over the texts written at build: the reader's language only, and nothing is asked from elsewhere.
import MiniSearch from "minisearch";
import { byId, element } from "../page/element.js";
import { fill } from "../page/text.js";
import { normalized, tokens } from "./tokenize.js";

/**
 * A section of a page; its id is its address below the site's root.
 * @typedef {{id: string, title: string, page: string, text: string}} Section
 * @typedef {Section & {score: number}} Hit
 * @typedef {{sections: Section[], same: string[][]}} SearchTexts
 * @typedef {{index: MiniSearch<Section>, same: string[][]}} Index
 */

const ROOT = new URL(document.currentScript?.dataset.root ?? "", location.href);
const MAX_RESULTS = 12;
/** Characters shown on each side of the words found. */
const EXCERPT = 90;
/** How much a page's further sections, and sections that hold only some of the words, count beside the best. */
const FURTHER_SECTION = 0.05;
const SOME_WORDS = 0.2;

const form = /** @type {HTMLFormElement} */ (byId("dcb-search"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const count = byId("dcb-search-count");
const results = byId("dcb-search-results");

/** @type {Promise<Index> | null} */
let loading = null;

/** Resolve to the index; after a failure, it is fetched again when it is next asked for. */
function load() {
  loading ??= loadIndex().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @returns {Promise<Index>} */
async function loadIndex() {
  const response = await fetch(new URL(`assets/search.${document.documentElement.lang}.json`, ROOT));
  /** @type {SearchTexts} */
  const { sections, same } = await response.json();
  const index = new MiniSearch({
    fields: ["title", "page", "text"],
    storeFields: ["title", "page", "text"],
    tokenize: tokens,
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: 4, page: 2 },
      prefix: (term) => /^[a-z0-9]{3,}/.test(term),
      fuzzy: (term) => (/^[a-z]{5,}/.test(term) ? 0.2 : false),
    },
  });
  index.addAll(sections);
  return { index, same: same.map((group) => group.map(normalized)) };
}

/**
 * Return sections that hold all words of the query, or of a term with the same meaning; then those that hold some.
 *
 * @param {Index} index
 * @param {string} query
 */
function find({ index, same }, query) {
  const asked = normalized(query);
  const synonyms = same.filter((group) => group.some((term) => asked.includes(term))).flat();
  const exact = index.search({
    combineWith: "OR",
    queries: [
      { queries: [query], combineWith: "AND" },
      ...synonyms
        .filter((term) => term !== asked)
        .map((term) => ({
          queries: [term],
          combineWith: /** @type {const} */ ("AND"),
          boost: { title: 0.5, page: 0.3, text: 0.2 },
        })),
    ],
  });
  const best = new Map(exact.map((hit) => [hit.id, hit]));
  for (const hit of index.search(query, { combineWith: "OR" })) {
    if (!best.has(hit.id)) best.set(hit.id, { ...hit, score: hit.score * SOME_WORDS });
  }
  return byPage(/** @type {any} */ ([...best.values()]));
}

/**
 * Return one entry a page, with its best section; a page scores by its best section and a little by the others.
 *
 * @param {Hit[]} hits
 */
function byPage(hits) {
  /** @type {Map<string, {url: string, hit: Hit, score: number}>} */
  const pages = new Map();
  for (const hit of hits.sort((one, other) => other.score - one.score)) {
    const url = hit.id.split("#")[0];
    const page = pages.get(url);
    if (page) page.score += hit.score * FURTHER_SECTION;
    else pages.set(url, { url, hit, score: hit.score });
  }
  return [...pages.values()].sort((one, other) => other.score - one.score);
}

async function show() {
  const query = field.value.trim();
  try {
    const found = query ? find(await load(), query) : [];
    if (query !== field.value.trim()) return; // typed on meanwhile
    const text = found.length ? count.dataset.some : count.dataset.none;
    count.textContent = query ? fill(text ?? "", { count: found.length }) : "";
    results.replaceChildren(...found.slice(0, MAX_RESULTS).map(({ url, hit }) => resultItem(url, hit, query)));
  } catch {
    count.textContent = count.dataset.failed ?? "";
    results.replaceChildren();
  }
}

/**
 * @param {string} url
 * @param {Section} section
 * @param {string} query
 */
function resultItem(url, { id, title, page, text }, query) {
  return element(
    "li",
    {},
    element("a", { href: new URL(url, ROOT).href }, page),
    title !== page && [" › ", element("a", { href: new URL(id, ROOT).href }, title)],
    element("p", { class: "dcb-hint" }, excerpt(text, query)),
  );
}

/**
 * Return the text around the query's first use, with the query marked.
 *
 * @param {string} text
 * @param {string} query
 */
function excerpt(text, query) {
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return text.slice(0, 2 * EXCERPT);
  const start = Math.max(0, at - EXCERPT);
  const end = at + query.length;
  const marked = element("mark", {}, text.slice(at, end));
  return [start ? "…" : "", text.slice(start, at), marked, text.slice(end, end + EXCERPT)];
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
load().catch(() => {}); // show() says so
show();
