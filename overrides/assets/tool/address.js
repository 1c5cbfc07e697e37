// @ts-check
// The one reader and the one writer of answers in the page's address: #service_provider=private&peers=1&model=1.0.0

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./answers.js").Questions} Questions
 * @typedef {import("./answers.js").Skipped} Skipped
 */

/** The key under which an address names the version of the model it was made with. */
const MODEL = "model";

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
  for (const [key, value] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const input = questions.byId.get(key);
    if (key === MODEL) {
      model = value;
    } else if (input) {
      const text = questions.accepted(input, value);
      if (text !== null) answers.set(key, text);
      else if (value !== "") skipped.push({ key, value });
    } else if (key !== "" || value !== "") {
      skipped.push({ key });
    }
  }
  return { answers, model, skipped: [...skipped, ...questions.settleFacets(answers)] };
}

/**
 * Write answers as a fragment, in the order of the questions, with the version of the model; empty without answers.
 *
 * @param {Questions} questions
 * @param {Answers} answers
 * @param {string} model
 */
export function writeAddress(questions, answers, model) {
  const ids = [...questions.byId.keys()].filter((id) => answers.has(id));
  return ids.length ? `#${[...ids.map((id) => `${id}=${answers.get(id)}`), `${MODEL}=${model}`].join("&")}` : "";
}
