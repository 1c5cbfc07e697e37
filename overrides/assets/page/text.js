// @ts-check
// Small things done to every text that a page shows.

/** Control, bidirectional and other invisible characters, which could make a text look like another. */
const INVISIBLE = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

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
