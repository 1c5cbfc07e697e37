// @ts-check
// What the engine replies to a record, and the check of a reply that was stored in the browser.

/**
 * @typedef {import("./texts.js").Value} Value
 *
 * @typedef {object} DecisionResult
 * @property {string | null} id The outcome; null while it is open.
 * @property {string[]} possible
 * @property {string | null} [alternative]
 * @property {string[]} [cautions]
 *
 * @typedef {"required" | "recommended"} Severity
 *
 * @typedef {object} Gap
 * @property {string} id
 * @property {string | null} attribute
 * @property {Value | null} current
 * @property {Value[] | null} required
 * @property {string} status
 * @property {Severity} severity
 * @property {string | null} challenge
 * @property {string} step
 * @property {string} source
 * @property {string} basis
 *
 * @typedef {{id: string, severity: string, source: string, basis: string}} Finding
 * @typedef {{input: string, value: Value, decision: string, to: string}} Change
 * @typedef {{id: string, source: string, basis: string}} Rule
 * @typedef {{decision: string, inputs: Record<string, Value>, rules: Rule[]}} TraceStep
 *
 * @typedef {object} ResultParts
 * @property {string | null} next_question
 * @property {Gap[]} gaps
 * @property {Finding[]} findings
 * @property {Change[]} changes
 * @property {TraceStep[]} trace
 *
 * A result: its parts, and a DecisionResult under the id of each decision.
 * @typedef {ResultParts & Record<string, any>} Result
 *
 * A part of the official line: the type today, the way, the type to reach next, the goal.
 * @typedef {object} Station
 * @property {"now" | "way" | "next" | "goal"} role
 * @property {string} decision
 * @property {string | null} id The outcome; null while it is open.
 * @property {string | null} pattern The transition pattern that a settled way is.
 * @property {Record<string, string>} name By language; while it is open, what is possible.
 *
 * @typedef {object} Line
 * @property {Station[]} stations
 * @property {Record<string, string[]>} not_covered By language: what the official text leaves open in this case.
 *
 * @typedef {object} Reply
 * @property {Result} result
 * @property {Line} line The result in official names.
 * @property {string | null} ask The next question, without those passed over.
 * @property {number} left How many questions may still be asked, that one included.
 * @property {Record<string, string[]>} narrowing For each open decision, the questions whose answer narrows it.
 */

/**
 * Read a reply; null where a text is none. Its parts are those of {@link Reply}; what is in them the view checks by
 * showing it.
 *
 * @param {string} text
 * @returns {Reply | null}
 */
export function readReply(text) {
  let reply;
  try {
    reply = JSON.parse(text);
  } catch {
    return null;
  }
  const lists = ["gaps", "findings", "changes", "trace"];
  const fits =
    typeof reply?.result === "object" &&
    reply.result !== null &&
    lists.every((name) => Array.isArray(reply.result[name])) &&
    Array.isArray(reply.line?.stations) &&
    Number.isInteger(reply.left) &&
    typeof reply.narrowing === "object" &&
    reply.narrowing !== null &&
    [reply.ask, reply.result.next_question].every((id) => id === null || typeof id === "string");
  return fits ? reply : null;
}
