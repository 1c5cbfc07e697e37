// @ts-check
// The answers as a list to check: what was passed over first, with what an answer would settle; then question, answer and
// a way to change it. A question of the official flow is listed as it was asked, with the choice as it was chosen.
import { element } from "../page/element.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./reply.js").Reply} Reply
 * @typedef {import("./texts.js").Texts} Texts
 *
 * @typedef {object} Passed A question that was passed over.
 * @property {string} step
 * @property {string} question
 * @property {string[]} inputs Ids of the inputs that an answer would fill.
 *
 * @typedef {object} Given A question of the official flow that was answered.
 * @property {string} step
 * @property {string} question
 * @property {string} answer
 * @property {string[]} inputs Ids of the inputs that hold just this answer.
 */

/**
 * Return the list's parts.
 *
 * @param {Texts} texts
 * @param {Answers} answers
 * @param {Passed[]} passed
 * @param {Given[]} flow
 * @param {Reply | null} reply
 * @param {(step: string) => void} change
 */
export function checkList(texts, answers, passed, flow, reply, change) {
  const { ui } = texts;
  const open = passed.map(({ step, question, inputs }) =>
    row(question, [ui.passed_over, " ", wouldSettle(texts, inputs, reply)], ui.answer_it, texts, () => change(step)),
  );
  const inFlow = flow.map(({ step, question, answer }) => row(question, answer, ui.change, texts, () => change(step)));
  const listed = new Set(flow.flatMap(({ inputs }) => inputs));
  const inForm = [...texts.inputs.values()].filter(({ id }) => answers.has(id) && !listed.has(id));
  const groups = Object.entries(texts.groups).map(([group, label]) => ({
    label,
    rows: inForm.filter((input) => input.group === group).map((input) => formRow(texts, input, answers, change)),
  }));
  const parts = [{ label: ui.given_flow, rows: inFlow }, ...groups].filter(({ rows }) => rows.length > 0);
  const given = parts.map(({ label, rows }) => [
    parts.length > 1 && element("h4", {}, label),
    element("dl", { class: "dcb-check-list" }, rows),
  ]);
  return [
    open.length > 0 && [element("h3", {}, ui.passed_title), element("dl", { class: "dcb-check-list" }, open)],
    given.length > 0 && [element("h3", {}, ui.given_title), given],
  ];
}

/**
 * @param {Texts} texts
 * @param {import("./texts.js").Input} input
 * @param {Answers} answers
 * @param {(step: string) => void} change
 */
function formRow(texts, input, answers, change) {
  const step = `ask:${input.facet_of ?? input.id}`;
  const answer = inWords(texts, input, answers.get(input.id) ?? "");
  return row(input.question, answer, texts.ui.change, texts, () => change(step));
}

/**
 * Return how many answers the list shows.
 *
 * @param {Answers} answers
 * @param {Given[]} flow
 */
export function countGiven(answers, flow) {
  const listed = new Set(flow.flatMap(({ inputs }) => inputs));
  return flow.length + [...answers.keys()].filter((id) => !listed.has(id)).length;
}

/**
 * Return an answer of an address in words.
 *
 * @param {Texts} texts
 * @param {import("./texts.js").Input} input
 * @param {string} answer
 */
export function inWords(texts, input, answer) {
  if (input.kind === "choices") return texts.value(input.id, answer === "none" ? [] : answer.split(","));
  return texts.value(input.id, answer);
}

/**
 * Say which open decisions an answer helps to settle.
 *
 * @param {Texts} texts
 * @param {string[]} inputs
 * @param {Reply | null} reply
 */
function wouldSettle(texts, inputs, reply) {
  const decisions = Object.entries(reply?.narrowing ?? {})
    .filter(([, questions]) => questions.some((id) => inputs.includes(id)))
    .map(([id]) => texts.label(id));
  const { ui } = texts;
  if (decisions.length === 0) return ui.would_add;
  return texts.say("would_settle", { decisions: texts.listed(decisions) });
}

/**
 * @param {string} question
 * @param {import("../page/element.js").Child} answer
 * @param {string} action
 * @param {Texts} texts
 * @param {() => void} onclick
 */
function row(question, answer, action, texts, onclick) {
  const name = texts.labelled(action, question);
  const button = element("button", { type: "button", class: "dcb-link", "aria-label": name, onclick }, action);
  return element("div", {}, element("dt", {}, question), element("dd", {}, answer), element("dd", {}, button));
}
