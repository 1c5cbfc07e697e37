// Search over the texts written at build: the reader's language only, nothing asked from elsewhere.
import MiniSearch from "../minisearch.js";
import { element } from "../page/element.js";
import { normal, words } from "./tokenize.js";

const ROOT = new URL("../../", import.meta.url);
const MOST = 12;
const EXCERPT = 90;

const form = document.getElementById("dcb-search");
const field = form.elements.q;
const count = document.getElementById("dcb-search-count");
const results = document.getElementById("dcb-search-results");

const ready = (async () => {
  const reply = await fetch(new URL(`assets/search.${document.documentElement.lang}.json`, ROOT));
  const { sections, same } = await reply.json();
  const index = new MiniSearch({
    fields: ["title", "page", "text"],
    storeFields: ["title", "page", "text"],
    tokenize: words,
    processTerm: (term) => term,
    searchOptions: { boost: { title: 4, page: 2 }, prefix: (term) => /^[a-z0-9]{3,}/.test(term), fuzzy: (term) => (/^[a-z]{5,}/.test(term) ? 0.2 : false) },
  });
  index.addAll(sections);
  return { index, same: same.map((group) => group.map(normal)) };
})();

/** Sections that hold all words of the query or of a word that means the same, then those that hold some. */
function find({ index, same }, query) {
  const asked = normal(query);
  const alike = same.filter((group) => group.some((word) => asked.includes(word))).flat().filter((word) => word !== asked);
  const all = { combineWith: "OR", queries: [{ queries: [query], combineWith: "AND" }, ...alike.map((word) => ({ queries: [word], combineWith: "AND", boost: { title: 0.5, page: 0.3, text: 0.2 } }))] };
  const best = new Map(index.search(all).map((hit) => [hit.id, hit]));
  for (const hit of index.search(query, { combineWith: "OR" })) {
    if (!best.has(hit.id)) best.set(hit.id, { ...hit, score: hit.score * 0.2 });
  }
  return byPage([...best.values()]);
}

/** One entry a page, with its best section; a page scores by its best section and a little by the others. */
function byPage(hits) {
  const pages = new Map();
  for (const hit of hits.sort((a, b) => b.score - a.score)) {
    const url = hit.id.split("#")[0];
    const page = pages.get(url);
    if (page) page.score += hit.score * 0.05;
    else pages.set(url, { url, hit, score: hit.score });
  }
  return [...pages.values()].sort((a, b) => b.score - a.score);
}

async function show() {
  const query = field.value.trim();
  const found = query ? find(await ready, query) : [];
  if (query !== field.value.trim()) return;
  count.textContent = query ? (found.length ? count.dataset.some : count.dataset.none).replace("{count}", found.length) : "";
  results.replaceChildren(...found.slice(0, MOST).map(({ url, hit }) => told(url, hit, query)));
}

function told(url, hit, query) {
  const section = hit.title !== hit.page;
  return element(
    "li",
    {},
    element("a", { href: new URL(url, ROOT).href }, hit.page),
    section ? [" › ", element("a", { href: new URL(hit.id, ROOT).href }, hit.title)] : null,
    element("p", { class: "dcb-hint" }, excerpt(hit.text, query)),
  );
}

/** The text around the query's first use, with the query marked. */
function excerpt(text, query) {
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return text.slice(0, 2 * EXCERPT);
  const start = Math.max(0, at - EXCERPT);
  const end = at + query.length;
  return [start ? "…" : "", text.slice(start, at), element("mark", {}, text.slice(at, end)), text.slice(end, end + EXCERPT)];
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", () => {
  history.replaceState(null, "", field.value ? `?q=${encodeURIComponent(field.value)}` : location.pathname);
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
show();
