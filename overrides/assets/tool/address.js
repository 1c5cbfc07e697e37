// @ts-check
// The one reader and the one writer of a record in the page's address:
// #service_provider=private&peers=1&model=1.0.0&name=A
import { singleLine } from "../page/text.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./answers.js").Questions} Questions
 * @typedef {import("./answers.js").Skipped} Skipped
 */

/** The key under which an address names the version of the model it was made with. */
const MODEL = "model";
/** The key of the platform's name. Notes are in no address: an address is shared. */
const NAME = "name";
/** The key that says that answers were given to the questions of the official flow: they are listed in its words. */
const FLOW = "flow";
/** Characters of a name; longer ones are cut. */
export const MAX_NAME = 80;

/**
 * Read an address's fragment. What cannot be read is listed; the rest is kept.
 *
 * @param {Questions} questions
 * @param {string} fragment With or without its "#".
 */
export function readAddress(questions, fragment) {
  /** @type {Answers} */
  const answers = new Map();
  /** @type {Skipped[]} */
  const skipped = [];
  /** @type {string | null} */
  let model = null;
  let name = "";
  let flow = false;
  for (const [key, value] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const input = questions.byId.get(key);
    if (key === MODEL) {
      model = value;
    } else if (key === NAME) {
      name = singleLine(value).slice(0, MAX_NAME);
    } else if (key === FLOW) {
      flow = value === "yes";
    } else if (input) {
      const text = questions.accepted(input, value);
      if (text !== null) answers.set(key, text);
      else if (value !== "") skipped.push({ key, value });
    } else if (key !== "" || value !== "") {
      skipped.push({ key });
    }
  }
  return { answers, model, name, flow, skipped: [...skipped, ...questions.settleFacets(answers)] };
}

/**
 * Write answers as a fragment, in the order of the questions, with the version of the model and the platform's name;
 * empty without answers and name.
 *
 * @param {Questions} questions
 * @param {Answers} answers
 * @param {string} model
 * @param {string} [name]
 * @param {boolean} [flow] Whether they were given to the questions of the official flow.
 */
export function writeAddress(questions, answers, model, name = "", flow = false) {
  const ids = [...questions.byId.keys()].filter((id) => answers.has(id));
  const parts = ids.length ? [...ids.map((id) => `${id}=${answers.get(id)}`), `${MODEL}=${model}`] : [];
  if (flow && ids.length) parts.push(`${FLOW}=yes`);
  if (name) parts.push(`${NAME}=${encodeURIComponent(name)}`);
  return parts.length ? `#${parts.join("&")}` : "";
}
