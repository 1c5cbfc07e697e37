// @ts-check
// Answers, as a Map of input id → text in the form that an address uses; and the record made of them.
import { addressWord } from "./texts.js";

/**
 * @typedef {import("./texts.js").Input} Input
 * @typedef {import("./texts.js").Value} Value
 * @typedef {Map<string, string>} Answers
 *
 * What could not be read: a key that is no input's, or a value that is no answer to one.
 * @typedef {{key: string, value?: string}} Skipped
 *
 * @typedef {Record<string, unknown>} Mapping
 */

export const NONE = "none";

/**
 * @param {unknown} value
 * @returns {value is Mapping}
 */
export function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The questions of the form, and what can be answered to each. */
export class Questions {
  /** @param {Iterable<Input>} inputs In the order of the form; a facet follows the input it belongs to. */
  constructor(inputs) {
    this.byId = new Map([...inputs].map((input) => [input.id, input]));
  }

  /** @param {string} id */
  get(id) {
    return /** @type {Input} */ (this.byId.get(id));
  }

  /**
   * Return a text in the form the address uses, or null where it is no answer to this input.
   *
   * @param {Input} input
   * @param {string} text
   */
  accepted(input, text) {
    if (input.kind === "count") return /^\d{1,9}$/.test(text) ? String(Number(text)) : null;
    if (input.kind !== "choices") return Object.hasOwn(input.values, text) ? text : null;
    if (text === NONE) return NONE;
    const chosen = new Set(text.split(",").map((word) => word.trim()));
    const known = Object.keys(input.values).filter((id) => chosen.has(id));
    return known.length === chosen.size && known.length > 0 ? known.join(",") : null;
  }

  /**
   * Bring facets into agreement with what they belong to, which exists where one of them is answered; beside "none" a
   * facet is dropped. Changes `answers` and returns what was dropped.
   *
   * @param {Answers} answers
   */
  settleFacets(answers) {
    /** @type {Skipped[]} */
    const skipped = [];
    for (const [key, value] of [...answers]) {
      const whole = this.get(key).facet_of;
      if (!whole) continue;
      if (answers.get(whole) === NONE) {
        answers.delete(key);
        skipped.push({ key, value });
      } else {
        answers.set(whole, "exists");
      }
    }
    return skipped;
  }

  /**
   * Make a record of answers, as the command line reads it.
   *
   * @param {Answers} answers
   */
  toRecord(answers) {
    /** @type {Record<string, Record<string, unknown>>} */
    const record = { platform: {}, context: {} };
    for (const [id, text] of answers) {
      const input = this.get(id);
      if (!input.facet_of) record[input.part][id] = this.#value(input, text, answers);
    }
    return record;
  }

  /**
   * @param {Input} input
   * @param {string} text
   * @param {Answers} answers
   */
  #value(input, text, answers) {
    if (input.kind === "count") return Number(text);
    if (input.kind === "yes_no") return text === addressWord(true);
    if (input.kind === "choices") return text === NONE ? [] : text.split(",");
    if (input.kind !== "record" || text === NONE) return text;
    const facets = [...this.byId.values()].filter((one) => one.facet_of === input.id && answers.has(one.id));
    return Object.fromEntries(facets.map((one) => [one.id, answers.get(one.id)]));
  }
}
