// @ts-check
// A comparison of platforms as a file: CSV for a spreadsheet, Markdown, blocks for Word, text for the clipboard.
import { markdownLink, visible } from "../page/text.js";

/**
 * @typedef {object} Comparison
 * @property {string} title
 * @property {string} note The day, the model's version and the source, on a line.
 * @property {string[]} columns The first is of the rows' labels, the last says which rows differ.
 * @property {string[][]} rows As long as the columns.
 * @property {string} linksTitle
 * @property {{name: string, address: string}[]} links To the answers of each platform, complete.
 */

/** What a spreadsheet could take for a formula, in any width, after what is not seen (dcb_guide/files/csv_safety.py). */
const FORMULA =
  /^'*[\s\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]*[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]/;
/** What means something to CommonMark or to a table in it. */
const SPECIAL = /[\\`*_[\]<>|#{}~^$&!]/g;

/**
 * Return a comparison as CSV (RFC 4180), with the mark in front by which Excel knows UTF-8.
 *
 * @param {Comparison} comparison
 */
export function comparisonCsv({ columns, rows, links }) {
  const addresses = ["URL", ...links.map(({ address }) => address), ""];
  return `\ufeff${[columns, ...rows, addresses].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

/** @param {string} text */
function csvCell(text) {
  const line = oneLine(text);
  const cell = FORMULA.test(line) ? `'${line}` : line;
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * @param {Comparison} comparison
 */
export function comparisonMarkdown({ title, note, columns, rows, linksTitle, links }) {
  const line = (/** @type {string[]} */ row) => `| ${row.map(markdownText).join(" | ")} |`;
  return [
    `# ${markdownText(title)}`,
    "",
    markdownText(note),
    "",
    line(columns),
    `|${"---|".repeat(columns.length)}`,
    ...rows.map(line),
    "",
    `## ${markdownText(linksTitle)}`,
    "",
    ...links.map(({ name, address }) => `- [${markdownText(name)}](${markdownLink(address)})`),
    "",
  ].join("\n");
}

/** @param {string} text */
function markdownText(text) {
  return oneLine(text).replace(SPECIAL, "\\$&");
}

/**
 * Return a comparison as a document's blocks (dcb_guide/core/document.py), which Word is written from.
 *
 * @param {Comparison} comparison
 * @returns {import("./word-document.js").Block[]}
 */
export function comparisonBlocks({ title, note, columns, rows, linksTitle, links }) {
  return [
    { kind: "heading", level: 1, text: title },
    { kind: "note", text: note },
    { kind: "table", caption: title, columns, rows },
    { kind: "heading", level: 2, text: linksTitle },
    ...links.map(({ name, address }) => /** @type {const} */ ({ kind: "paragraph", text: `${name}\n${address}` })),
  ];
}

/**
 * Return a comparison as text with tabs, which a spreadsheet or Word takes from the clipboard as a table.
 *
 * @param {Comparison} comparison
 */
export function comparisonText({ columns, rows }) {
  return [columns, ...rows].map((row) => row.map(oneLine).join("\t")).join("\n");
}

/** @param {string} text */
function oneLine(text) {
  return visible(text).replace(/\s+/g, " ").trim();
}
