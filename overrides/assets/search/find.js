// @ts-check
// What a query finds. A word of several characters is found where it stands as a whole, never by its parts alone.
import MiniSearch from "minisearch";
import { normalized, tokens } from "./tokenize.js";

/**
 * A section of a page; its id is its address below the site's root. A line of its text is a paragraph, an item of a list
 * or a row of a table, whose cells are divided by tabs. `words` are other words by which readers look for it.
 * @typedef {{id: string, title: string, text: string, page: string, words: string}} Section
 * @typedef {Section & {score: number, terms: string[], queryTerms: string[]}} Hit
 * @typedef {{url: string, hit: Hit, score: number}} Page
 * @typedef {{id: string, title: string, text: string, words?: string}} StoredSection
 * @typedef {{sections: StoredSection[], pages: Record<string, string>, same: string[][]}} SearchTexts
 * @typedef {{search: MiniSearch<Section>, sections: Section[], same: string[][], whole: Map<string, string>}} Index
 * @typedef {{pages: Page[], words: string[][], all: boolean}} Found
 */

/** How much a page's further sections count beside its best one, and how much a word with the same meaning counts. */
const FURTHER_SECTION = 0.05;
const SAME_MEANING = { title: 0.5, page: 0.3, text: 0.2, words: 0.5 };
/** How much more a section counts whose title has the words, or whose own words for readers are the query. */
const IN_TITLE = 1.5;
const IS_QUERY = 3;
/** How much more a section counts whose own text has the words, beside one that only words for readers lead to. */
const IN_TEXT = 1.15;

/** Where fewer pages than these have the words as typed, those that have them apart follow. */
const FEW = 3;

const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const DIVIDES_WORDS = /[\s、。,.?!?!「」『』()()・…]+/u;
/** Particles between two words that are not written in hiragana. */
const PARTICLE =
  /(?<=[\p{Script=Han}\p{Script=Katakana}a-z0-9])(?:には|では|とは|への|からの|までの|との|から|まで|より|の|が|を|に|は|で|と|も|や|へ)(?=[\p{Script=Han}\p{Script=Katakana}a-z0-9])/gu;
/** What follows a word at the end of a question: し方, すべきですか, したい … */
const ENDING = /(?<=[\p{Script=Han}\p{Script=Katakana}a-z0-9]{2})\p{Script=Hiragana}+$/u;
const ENGLISH_STOP_WORDS = new Set(
  "a an and are at be by can do does for from how i if in is it my of on or our should that the their there this to us we what when where which who why with you your".split(
    " ",
  ),
);

/**
 * Make the index of a language's texts.
 *
 * @param {SearchTexts} texts
 * @returns {Index}
 */
export function indexOf({ sections: stored, pages, same }) {
  const sections = stored.map((one) => ({ ...one, words: one.words ?? "", page: pages[one.id.split("#")[0]] ?? "" }));
  const search = new MiniSearch({
    fields: ["title", "page", "text", "words"],
    storeFields: ["title", "page", "text", "words"],
    tokenize: tokens,
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: 4, page: 2, words: 6 },
      prefix: (term) => /^[a-z0-9]{3,}/.test(term),
      fuzzy: (term) => (/^[a-z]{5,}/.test(term) ? 0.2 : false),
    },
  });
  search.addAll(sections);
  const whole = new Map(
    sections.map((one) => [one.id, normalized([one.title, one.page, one.words, one.text].join("\n"))]),
  );
  return { search, sections, same: same.map((group) => group.map(normalized)), whole };
}

/**
 * Return the pages that have all words of a query, or words of the same meaning; where they are few, then those that have
 * all its words apart from particles. Where there are none, `all` is false and the pages have at least half of the words,
 * each as a whole. `words` are the query's words, each with those of the same meaning.
 *
 * @param {Index} index
 * @param {string} query
 * @returns {Found}
 */
export function find(index, query) {
  const typed = typedWords(query);
  const parts = [...new Set(typed.flatMap(withoutParticles))];
  const hits = ranked(withAll(index, typed), typed);
  const pages = byPage(hits);
  if (pages.length < FEW && parts.join(" ") !== typed.join(" ")) {
    const known = new Set(hits.map(({ id }) => id));
    const more = ranked(withAll(index, parts), parts).filter(({ id }) => !known.has(id));
    const urls = new Set(pages.map(({ url }) => url));
    pages.push(...byPage(more).filter(({ url }) => !urls.has(url)));
  }
  const words = (hits.length > 0 ? typed : parts).map((word) => [word, ...sameMeaning(index, word)]);
  if (pages.length > 0 || parts.length < 2) return { pages, words, all: true };
  return { pages: byPage(withHalf(index, parts)), words, all: false };
}

/**
 * Return the readers' questions that resemble a query most, at most `most`.
 *
 * @param {Index} index
 * @param {string} query
 * @param {number} most
 */
export function nearestQuestions({ sections }, query, most = 3) {
  const asked = new Set(tokens(query));
  const questions = sections.filter(({ id }) => /questions\/#(?!group-)/.test(id));
  const scored = questions.map((question) => {
    const inTitle = new Set(tokens(`${question.title} ${question.words}`));
    const inText = new Set(tokens(question.text));
    let score = 0;
    for (const token of asked) score += inTitle.has(token) ? 3 : inText.has(token) ? 1 : 0;
    return { question, score };
  });
  scored.sort((one, other) => other.score - one.score);
  return scored.slice(0, most).flatMap(({ question, score }) => (score > 0 ? [question] : []));
}

/**
 * Return whether a query is written in Japanese (in part).
 *
 * @param {string} query
 */
export const isJapanese = (query) => JAPANESE.test(query);

/**
 * Return a query's words as they were typed, without English words that say nothing.
 *
 * @param {string} query
 */
function typedWords(query) {
  const words = normalized(query)
    .split(DIVIDES_WORDS)
    .filter((word) => tokens(word).length > 0);
  const telling = words.filter((word) => !ENGLISH_STOP_WORDS.has(word));
  return telling.length > 0 ? telling : words;
}

/**
 * Divide a Japanese word at particles: 住民の同意 is 住民 and 同意, and a compound such as 縦割り stays one word.
 *
 * @param {string} word
 */
function withoutParticles(word) {
  if (!JAPANESE.test(word)) return [word];
  const parts = word.split(PARTICLE).map((part) => part.replace(ENDING, ""));
  const long = parts.filter((part) => part.length > 1);
  return long.length > 0 ? long : [word];
}

/**
 * @param {Index} index
 * @param {string} word
 */
function sameMeaning({ same }, word) {
  return [...new Set(same.filter((group) => group.includes(word)).flat())].filter((other) => other !== word);
}

/**
 * @param {Index} index
 * @param {string} word
 * @returns {import("minisearch").Query}
 */
function asked(index, word) {
  const others = sameMeaning(index, word).map((term) => ({
    queries: [term],
    combineWith: /** @type {const} */ ("AND"),
    boost: SAME_MEANING,
  }));
  return { combineWith: "OR", queries: [{ queries: [word], combineWith: "AND" }, ...others] };
}

/**
 * @param {Index} index
 * @param {string[]} words
 */
function withAll(index, words) {
  if (words.length === 0) return [];
  const hits = /** @type {Hit[]} */ (
    /** @type {unknown} */ (
      index.search.search({ combineWith: "AND", queries: words.map((word) => asked(index, word)) })
    )
  );
  return hits.filter((hit) => words.every((word) => has(index, hit, word)));
}

/**
 * @param {Index} index
 * @param {string[]} words
 */
function withHalf(index, words) {
  const hits = /** @type {Hit[]} */ (
    /** @type {unknown} */ (
      index.search.search({ combineWith: "OR", queries: words.map((word) => asked(index, word)) })
    )
  );
  return hits.flatMap((hit) => {
    const part = words.filter((word) => has(index, hit, word)).length / words.length;
    return part >= 0.5 ? [{ ...hit, score: hit.score * part ** 2 }] : [];
  });
}

/**
 * Return whether a section has a word as a whole, or one of the same meaning.
 *
 * @param {Index} index
 * @param {Hit} hit
 * @param {string} word
 */
function has(index, hit, word) {
  return [word, ...sameMeaning(index, word)].some((term) =>
    JAPANESE.test(term)
      ? index.whole.get(hit.id)?.includes(term)
      : tokens(term).every((token) => hit.queryTerms.includes(token)),
  );
}

/**
 * @param {Hit[]} hits
 * @param {string[]} words
 */
function ranked(hits, words) {
  const query = words.join(" ");
  return hits.map((hit) => {
    const title = normalized(hit.title);
    const own = normalized(hit.words).split("\n");
    const inTitle = words.every((word) => title.includes(word)) ? IN_TITLE : 1;
    const inText = words.every((word) => normalized(hit.text).includes(word)) ? IN_TEXT : 1;
    return { ...hit, score: hit.score * inTitle * inText * (own.includes(query) ? IS_QUERY : 1) };
  });
}

/**
 * Return one entry a page, with its best section; a page scores by its best section and a little by the others.
 *
 * @param {Hit[]} hits
 */
function byPage(hits) {
  /** @type {Map<string, Page>} */
  const pages = new Map();
  for (const hit of hits.sort((one, other) => other.score - one.score)) {
    const url = hit.id.split("#")[0];
    const page = pages.get(url);
    if (page) page.score += hit.score * FURTHER_SECTION;
    else pages.set(url, { url, hit, score: hit.score });
  }
  return [...pages.values()].sort((one, other) => other.score - one.score);
}
