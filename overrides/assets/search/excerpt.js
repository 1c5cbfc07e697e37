// @ts-check
// The part of a section that a result shows: a sentence or two with the words marked.
import { isJapanese } from "./find.js";
import { normalized } from "./tokenize.js";

/** Characters shown at most, and how far before the first word the excerpt may begin. */
const LONGEST = 160;
const BEFORE = 50;
const ENDS_SENTENCE = /。|[.!?]\s+/g;
const IS_SENTENCE = /[。.!?）)]$/;

/** @typedef {{text: string, marked: boolean}} Piece */

/**
 * Return the line of a text that has most of the words, sentences before tables, cut where it is long.
 *
 * @param {string} text lines; a row of a table has tabs between its cells
 * @param {string[][]} words normalized; each with those of the same meaning
 * @returns {Piece[]}
 */
export function excerpt(text, words) {
  const lines = text.split("\n").filter(Boolean);
  if (lines.length === 0) return [];
  const scored = lines.map((line) => {
    const found = words.filter((same) => places(line, same).length > 0).length;
    const isTable = line.includes("\t") ? 0.5 : 0;
    return { line, score: found - isTable - (IS_SENTENCE.test(line) ? 0 : 0.3) };
  });
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return cut(best.line.trimStart().replaceAll("\t", " – "), words.flat());
}

/**
 * @param {string} line
 * @param {string[]} words
 * @returns {Piece[]}
 */
function cut(line, words) {
  const found = places(line, words);
  const [start, end] = bounds(line, found[0]?.[0] ?? 0);
  /** @type {Piece[]} */
  const pieces = [];
  let at = start;
  for (const [from, to] of found) {
    if (from < at || to > end) continue;
    pieces.push({ text: line.slice(at, from), marked: false }, { text: line.slice(from, to), marked: true });
    at = to;
  }
  pieces.push({ text: line.slice(at, end), marked: false });
  if (start > 0) pieces.unshift({ text: "…", marked: false });
  if (end < line.length) pieces.push({ text: "…", marked: false });
  return pieces.filter((piece) => piece.text);
}

/**
 * Return where to begin and to end, at sentences where there are some near enough, else between words.
 *
 * @param {string} line
 * @param {number} first where the first word is
 */
function bounds(line, first) {
  if (line.length <= LONGEST) return [0, line.length];
  const ends = [...line.matchAll(ENDS_SENTENCE)].map((end) => end.index + end[0].length);
  const start = ends.findLast((end) => end <= first && first - end < LONGEST / 2) ?? wordStart(line, first - BEFORE);
  const last = ends.findLast((end) => end > first && end - start <= LONGEST) ?? wordStart(line, start + LONGEST);
  return [first < LONGEST / 2 ? 0 : start, Math.max(last, Math.min(line.length, first + 1))];
}

/**
 * @param {string} line
 * @param {number} at
 */
function wordStart(line, at) {
  if (at <= 0) return 0;
  if (at >= line.length) return line.length;
  const space = line.lastIndexOf(" ", at);
  return at - space < 20 && space > 0 ? space + 1 : at;
}

/**
 * Return where words are in a text, in order, not overlapping: beginning, end, word.
 *
 * @param {string} text
 * @param {string[]} words normalized
 * @returns {[number, number, string][]}
 */
function places(text, words) {
  const { plain, origin } = withOrigin(text);
  /** @type {[number, number, string][]} */
  const found = [];
  for (const word of words) {
    const pattern = isJapanese(word) ? escaped(word) : `(?<![a-z0-9])${escaped(word)}[a-z]{0,3}(?![a-z0-9])`;
    for (const match of plain.matchAll(new RegExp(pattern, "g"))) {
      found.push([origin[match.index], origin[match.index + match[0].length], word]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  return found.filter(([from], place) => found.slice(0, place).every(([, to]) => to <= from));
}

/**
 * Return a text as the search compares it, with where each of its characters comes from.
 *
 * @param {string} text
 */
function withOrigin(text) {
  let plain = "";
  /** @type {number[]} */
  const origin = [];
  let at = 0;
  for (const character of text) {
    const same = normalized(character);
    for (let index = 0; index < same.length; index += 1) origin.push(at);
    plain += same;
    at += character.length;
  }
  origin.push(at);
  return { plain, origin };
}

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
