// @ts-check
// A small form with an input of each kind, for the tests.
import { Questions } from "../../overrides/assets/tool/answers.js";

/** @typedef {import("../../overrides/assets/tool/texts.js").Input} Input */

/**
 * @param {string} id
 * @param {"platform" | "context"} part
 * @param {Input["kind"]} kind
 * @param {string[]} values
 * @param {string | null} facet_of
 * @returns {Input}
 */
function input(id, part, kind, values, facet_of = null) {
  const labels = Object.fromEntries(values.map((value) => [value, `label of ${value}`]));
  return { id, part, kind, group: part, facet_of, label: `label of ${id}`, question: `${id}?`, values: labels };
}

export const INPUTS = [
  input("provider", "platform", "choice", ["none", "private", "public"]),
  input("terms", "platform", "record", ["none", "exists"]),
  input("liability", "platform", "choice", ["stated", "not_stated"], "terms"),
  input("shared", "context", "yes_no", ["yes", "no"]),
  input("peers", "context", "count", []),
  input("kinds", "context", "choices", ["a", "b", "c"]),
];

export const questions = new Questions(INPUTS);
