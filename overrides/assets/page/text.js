// @ts-check
// Small things done to every text that a page shows.

/** Control, bidirectional and other invisible characters, which could make a text look like another. */
const INVISIBLE = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** What no XML can hold, and what turns the direction of text (STEERING in dcb_guide/core/values.py). */
const STEERING = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;
const LINE_END = /\r\n|[\n\v\f\r\u2028\u2029]/;

/**
 * Fill a text's places: `fill("{done} of {total}", {done: 1, total: 3})`. A place without a value stays as it is.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? String(values[name]) : place));
}

/**
 * Return a text on one line, without characters that cannot be seen: a name as it may be stored and written to a file.
 *
 * @param {string} text
 */
export function singleLine(text) {
  return text.replace(/\s/g, " ").replace(INVISIBLE, "").replace(/ +/g, " ").trim();
}

/**
 * Return a document's blocks as Word may hold them: line ends and tabs alone are left of what controls
 * (visible() in dcb_guide/core/document.py).
 *
 * @template Part
 * @param {Part} part
 * @returns {Part}
 */
export function visible(part) {
  if (typeof part === "string") return /** @type {any} */ (part.split(LINE_END).map(visibleLine).join("\n"));
  if (Array.isArray(part)) return /** @type {any} */ (part.map(visible));
  if (part === null || typeof part !== "object") return part;
  return /** @type {any} */ (Object.fromEntries(Object.entries(part).map(([key, value]) => [key, visible(value)])));
}

/** @param {string} line */
function visibleLine(line) {
  /** @param {string} character */
  const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const shown = (/** @type {string} */ text) => text.replace(STEERING, escaped);
  return line.split("\t").map(shown).join("\t");
}

/**
 * Return a text of unknown origin as a message quotes it: cut, with invisible characters written as `\u{1b}`.
 *
 * @param {string} text
 */
export function quoted(text, longest = 60) {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return cut.replace(INVISIBLE, (character) => `\\u{${/** @type {number} */ (character.codePointAt(0)).toString(16)}}`);
}

/**
 * Return an address as Markdown links it, whatever is in it: the characters by which Markdown ends a link are encoded.
 *
 * @param {string} address
 */
export function markdownLink(address) {
  const encoded = (/** @type {string} */ character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return `<${address.replace(/[<>[\]()\\\s]/g, encoded)}>`;
}
