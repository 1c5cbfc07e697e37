// @ts-check
// A small picture of the way: where platforms can stand on the left, where they can go on the right, and a line between.

import { element } from "../page/element.js";

/**
 * @typedef {import("./reply.js").DecisionResult} DecisionResult
 * @typedef {import("./texts.js").Outcome} Outcome
 */

const SVG = "http://www.w3.org/2000/svg";
const ROW_HEIGHT = 30;
const BOX = { width: 196, height: 22 };
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
  const height = HEAD + Math.max(Object.keys(from).length, Object.keys(to).length) * ROW_HEIGHT;
  const viewBox = `0 0 ${RIGHT_COLUMN + BOX.width + 2} ${height}`;
  const picture = draw("svg", { class: "dcb-map", viewBox, role: "img", "aria-label": label });
  for (const [place, heading] of headings.entries()) {
    const x = (place === 0 ? 1 : RIGHT_COLUMN) + BOX.width / 2;
    picture.append(draw("text", { class: "dcb-map-heading", x, y: 15, "text-anchor": "middle" }, heading));
  }
  picture.append(...column(from, now, 1), ...column(to, aim, RIGHT_COLUMN));
  if (now.id && aim.id) {
    const x = BOX.width + 1;
    const [y1, y2] = [middle(from, now.id), middle(to, aim.id)];
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
 */
function middle(outcomes, id) {
  return Object.keys(outcomes).indexOf(id) * ROW_HEIGHT + HEAD + 2 + BOX.height / 2;
}

/**
 * @param {Record<string, Outcome>} outcomes
 * @param {DecisionResult} result
 * @param {number} x
 */
function column(outcomes, result, x) {
  return Object.entries(outcomes).flatMap(([id, { label }], row) => {
    const state = result.id === id ? "here" : result.possible.includes(id) ? "maybe" : "not";
    const y = HEAD + row * ROW_HEIGHT + 2;
    /** @type {Record<string, string | number>} */
    const place = { x: x + BOX.width / 2, y: y + 15.5, "text-anchor": "middle" };
    if (width(label) > BOX.width - 8)
      Object.assign(place, { textLength: BOX.width - 10, lengthAdjust: "spacingAndGlyphs" });
    return [
      draw("rect", { class: `dcb-place dcb-place--${state}`, x, y, ...BOX, rx: 4 }),
      draw("text", { class: `dcb-place-name dcb-place-name--${state}`, ...place }, label),
    ];
  });
}

/**
 * Return about how wide a text is; a Japanese character is as wide as it is high.
 *
 * @param {string} text
 */
function width(text) {
  return text.length * (text.charCodeAt(0) > 0x2e7f ? 13 : 6.6);
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
