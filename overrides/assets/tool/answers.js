// @ts-check
// Answers, as a Map of input id → text in the form that an address uses; read from records and written to them.
import { quoted } from "../page/text.js";
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
const PARTS = ["platform", "context"];
/** Keys of a record that hold no answer. */
const OTHER_KEYS = ["name", "notes", "public_notes", "model"];

/**
 * @param {unknown} value
 * @returns {value is Mapping}
 */
export function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Tell whether a value read from a file is a record: a mapping that has at least a part with answers.
 *
 * @param {unknown} value
 * @returns {value is Mapping}
 */
export function isRecord(value) {
  return isMapping(value) && PARTS.some((part) => Object.hasOwn(value, part) && isMapping(value[part]));
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
   * Read a record as files hold it. What cannot be read is listed; the rest is kept.
   *
   * @param {Mapping} record
   */
  fromRecord(record) {
    /** @type {Answers} */
    const answers = new Map();
    /** @type {Skipped[]} */
    const skipped = [];
    for (const [part, values] of Object.entries(record)) {
      if (PARTS.includes(part) && isMapping(values)) {
        for (const [key, value] of Object.entries(values)) this.#read(part, null, key, value, answers, skipped);
      } else if (!OTHER_KEYS.includes(part) && !(PARTS.includes(part) && values === null)) {
        skipped.push({ key: part });
      }
    }
    return { answers, skipped: [...skipped, ...this.settleFacets(answers)] };
  }

  /**
   * @param {string} part
   * @param {string | null} whole
   * @param {string} key
   * @param {unknown} value
   * @param {Answers} answers
   * @param {Skipped[]} skipped
   */
  #read(part, whole, key, value, answers, skipped) {
    const input = this.byId.get(key);
    if (!input || input.part !== part || input.facet_of !== whole) {
      skipped.push({ key });
    } else if (input.kind === "record" && isMapping(value)) {
      answers.set(key, "exists");
      for (const [facet, one] of Object.entries(value)) this.#read(part, key, facet, one, answers, skipped);
    } else if (value !== null && value !== undefined) {
      const text = isValueOf(input, value) ? this.accepted(input, addressWord(value)) : null;
      if (text === null) skipped.push({ key, value: described(value) });
      else answers.set(key, text);
    }
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

/**
 * Tell whether a value of a file has the type of an input's answers.
 *
 * @param {Input} input
 * @param {unknown} value
 * @returns {value is Value}
 */
function isValueOf(input, value) {
  if (input.kind === "choices")
    return Array.isArray(value) && value.every((one) => typeof one === "string" && Object.hasOwn(input.values, one));
  if (input.kind === "count") return Number.isInteger(value);
  return typeof value === "string" || (input.kind === "yes_no" && typeof value === "boolean");
}

/**
 * Describe a value of a file in a message; the content of what is nested is not written out, as it may be huge.
 *
 * @param {unknown} value
 */
function described(value) {
  if (Array.isArray(value))
    return value.every((one) => typeof one === "string") ? quoted(value.slice(0, 20).join(", ")) : "[…]";
  return typeof value === "object" ? "{…}" : quoted(String(value));
}
