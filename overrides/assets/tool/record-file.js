// @ts-check
// The records of a file, as Python reads them (dcb_guide/records/in_browser.py).
import { singleLine } from "../page/text.js";
import { aboutOf } from "./about.js";
import { addressWord } from "./texts.js";

/** Files larger than this are refused before they are read, in bytes. */
export const MAX_BYTES = 5_000_000;

/**
 * @typedef {object} ReadRecord
 * @property {string} file Its name.
 * @property {import("./answers.js").Answers} answers
 * @property {import("./about.js").Content} about
 * @property {string | null} model The version of the model it was made with.
 * @property {string[]} problems In words.
 *
 * @typedef {{records: ReadRecord[], problems: string[]}} ReadFile `problems` says in words what is wrong with the file.
 */

/**
 * Return what Python read of a file.
 *
 * @param {string} text
 * @param {string} name
 * @returns {ReadFile}
 */
export function readFileReply(text, name) {
  const { records, problems, notices } = JSON.parse(text);
  return {
    records: records.map((/** @type {any} */ one) => ({
      file: singleLine(name),
      answers: new Map(Object.entries(one.answers).map(([id, value]) => [id, addressWord(/** @type {any} */ (value))])),
      about: aboutOf(one.about),
      model: one.model,
      problems: one.problems.map(singleLine),
    })),
    problems: [...problems, ...notices].map(singleLine),
  };
}
