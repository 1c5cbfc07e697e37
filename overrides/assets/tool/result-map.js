// @ts-check
// A small picture of the way: where platforms can stand on the left, where they can go on the right, and a line between.

import { element } from "../page/element.js";

/**
 * @typedef {import("./reply.js").DecisionResult} DecisionResult
 * @typedef {import("./texts.js").Outcome} Outcome
 */

const SVG = "http://www.w3.org/2000/svg";
const BOX_WIDTH = 196;
/** Heights of a line of a label, of the room around it in its box, and between two boxes. */
const LINE = 15;
const PADDING = 7;
const GAP = 8;
const RIGHT_COLUMN = 284;
/** Room for the columns' headings. */
const HEAD = 24;

/**
 * Draw the picture.
 *
 * @param {Record<string, Outcome>} from Outcomes on the left.
 * @param {Record<string, Outcome>} to Outcomes on the right.
 * @param {DecisionResult} now Which of the left ones holds, or may.
 * @param {DecisionResult} aim Which of the right ones.
 * @param {string} label What the picture says, in words.
 * @param {string[]} headings Of the two columns.
 */
export function drawMap(from, to, now, aim, label, headings) {
  const labels = [from, to].map((outcomes) => Object.values(outcomes).map((outcome) => linesOf(outcome.label)));
  const box = LINE * Math.max(...labels.flat().map((lines) => lines.length)) + PADDING;
  const height = HEAD + Math.max(labels[0].length, labels[1].length) * (box + GAP);
  const viewBox = `0 0 ${RIGHT_COLUMN + BOX_WIDTH + 2} ${height}`;
  const picture = draw("svg", { class: "dcb-map", viewBox, role: "img", "aria-label": label });
  for (const [place, heading] of headings.entries()) {
    const x = (place === 0 ? 1 : RIGHT_COLUMN) + BOX_WIDTH / 2;
    picture.append(draw("text", { class: "dcb-map-heading", x, y: 15, "text-anchor": "middle" }, heading));
  }
  picture.append(...column(from, now, 1, box), ...column(to, aim, RIGHT_COLUMN, box));
  if (now.id && aim.id) {
    const x = BOX_WIDTH + 1;
    const [y1, y2] = [middle(from, now.id, box), middle(to, aim.id, box)];
    const line = `M${x} ${y1} C${x + 45} ${y1} ${RIGHT_COLUMN - 50} ${y2} ${RIGHT_COLUMN - 7} ${y2}`;
    const tip = `M${RIGHT_COLUMN - 8} ${y2 - 5} L${RIGHT_COLUMN} ${y2} L${RIGHT_COLUMN - 8} ${y2 + 5} Z`;
    picture.append(draw("path", { class: "dcb-way", d: line }), draw("path", { class: "dcb-way-end", d: tip }));
  }
  return picture;
}

/**
 * A column of the picture as a list, for a narrow screen.
 *
 * @param {string} heading
 * @param {Record<string, Outcome>} outcomes
 * @param {DecisionResult} result
 * @param {{here: string, maybe: string}} states What is said beside an outcome that holds, or may.
 */
export function listMap(heading, outcomes, result, states) {
  const items = Object.entries(outcomes).map(([id, { label }]) => {
    const state = result.id === id ? "here" : result.possible.includes(id) ? "maybe" : null;
    if (state === null) return element("li", {}, label);
    return element("li", {}, element("strong", {}, label), " ", element("span", { class: "dcb-badge" }, states[state]));
  });
  return element("div", {}, element("h4", {}, heading), element("ul", {}, items));
}

/**
 * @param {Record<string, Outcome>} outcomes
 * @param {string} id
 * @param {number} box Height of a box.
 */
function middle(outcomes, id, box) {
  return Object.keys(outcomes).indexOf(id) * (box + GAP) + HEAD + 2 + box / 2;
}

/**
 * Return a label as the lines that its box has room for, broken between words.
 *
 * @param {string} label
 */
function linesOf(label) {
  const words = [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(label)].map((one) => one.segment);
  const lines = [""];
  for (const word of words) {
    const last = lines[lines.length - 1];
    // What closes stays with the word before it.
    if (last && !/^[)）、。]/.test(word) && width(last + word) > BOX_WIDTH - 8) lines.push(word.trimStart());
    else lines[lines.length - 1] = last + word;
  }
  return lines.map((line) => line.trimEnd());
}

/**
 * @param {Record<string, Outcome>} outcomes
 * @param {DecisionResult} result
 * @param {number} x
 * @param {number} box Height of a box.
 */
function column(outcomes, result, x, box) {
  return Object.entries(outcomes).flatMap(([id, { label }], row) => {
    const state = result.id === id ? "here" : result.possible.includes(id) ? "maybe" : "not";
    const y = HEAD + row * (box + GAP) + 2;
    const lines = linesOf(label);
    const first = y + (box - lines.length * LINE) / 2 + 12;
    const place = { class: `dcb-place-name dcb-place-name--${state}`, x: x + BOX_WIDTH / 2, "text-anchor": "middle" };
    return [
      draw("rect", { class: `dcb-place dcb-place--${state}`, x, y, width: BOX_WIDTH, height: box, rx: 4 }),
      ...lines.map((line, number) => draw("text", { ...place, y: first + number * LINE }, line)),
    ];
  });
}

/**
 * Return about how wide a text is; a Japanese character is as wide as it is high.
 *
 * @param {string} text
 */
function width(text) {
  return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e7f ? 13 : 6.6), 0);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function draw(name, attributes, text = "") {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.textContent = text;
  return node;
}
