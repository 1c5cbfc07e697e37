// @ts-check
// Searches on a thread of its own, so that typing in a page's header never waits. Messages in: {texts}, a language's
// search file, once; then {query}. Message out, for each query: {query, count, all, hits: {id, title, page}[]}.
import { find, indexOf } from "./find.js";

const MOST = 6;

/** @type {import("./find.js").Index | undefined} */
let index;

self.onmessage = ({ data: { texts, query } }) => {
  if (texts) index = indexOf(texts);
  if (!index || query === undefined) return;
  const { pages, all } = find(index, query);
  const hits = pages.slice(0, MOST).map(({ hit: { id, title, page } }) => ({ id, title, page }));
  self.postMessage({ query, count: pages.length, all, hits });
};
