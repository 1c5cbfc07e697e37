// @ts-check
// The figure of an inventory: the platforms of today and those there will be, as boxes by field, with a line where two are to
// be linked.
import { cut, svg } from "./svg.js";

/**
 * @typedef {{label: string, fields: string[]}} Box
 * @typedef {Box & {owner: string, to: number}} Before Where it goes: the place of a box afterwards.
 * @typedef {Box & {count: number, users: number}} After
 * @typedef {{fields: {id: string, label: string}[], before: Before[], after: After[], links: number[][], undecided: number}} Figure
 *
 * Where things are: the drawing's width, a box's, the left sides of the two columns, how many half-width characters a box
 * holds, and what the field's name takes above its boxes (0: it stands at their left).
 * @typedef {{width: number, box: number, left: number, right: number, characters: number, above: number}} Shape
 */

/** @type {Shape} */
const WIDE = { width: 760, box: 270, left: 110, right: 440, characters: 38, above: 0 };
/** @type {Shape} */
const NARROW = { width: 372, box: 152, left: 0, right: 188, characters: 20, above: 24 };
const BOX = { height: 30, gap: 8 };
const HEAD = 34;
/** So many boxes of a field, and so many fields, are drawn; the tables hold all. */
const MOST_BOXES = 12;
const MOST_FIELDS = 30;

/**
 * Return the drawing.
 *
 * @param {Figure} figure
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 * @param {boolean} narrow
 */
export function beforeAndAfter({ fields, before, after, links, undecided }, say, narrow) {
  const shape = narrow ? NARROW : WIDE;
  const headAfter = undecided > 0 && !narrow ? "figure_after_open" : "figure_after";
  /** @type {(Node | string)[]} */
  const parts = [
    svg("text", { x: shape.left, y: 20, class: "dcb-figure-head" }, say("figure_before", { count: before.length })),
    svg(
      "text",
      { x: shape.right, y: 20, class: "dcb-figure-head" },
      say(headAfter, { count: after.length, open: undecided }),
    ),
  ];
  /** Middle of the right side of each box of today with where it goes. @type {{y: number, to: number}[]} */
  const starts = [];
  /** Middle of the left side of each box afterwards, by its place. @type {Map<number, number>} */
  const middles = new Map();
  let top = HEAD;
  for (const { id, label } of fields.slice(0, MOST_FIELDS)) {
    const now = before.filter(({ fields: own }) => own[0] === id);
    const then = after.map((box, place) => ({ ...box, place })).filter(({ fields: own }) => own[0] === id);
    const rows = Math.max(shown(now.length), shown(then.length), 1);
    const height = rows * (BOX.height + BOX.gap);
    parts.push(
      svg("line", { x1: 0, x2: shape.width, y1: top - 4, y2: top - 4, class: "dcb-figure-rule" }),
      titled(
        svg(
          "text",
          { x: 0, y: top + (narrow ? 14 : 20), class: "dcb-figure-field" },
          cut(label, narrow ? shape.characters * 2 : 15),
        ),
        label,
      ),
    );
    top += shape.above;
    parts.push(
      ...boxes(
        shape,
        shape.left,
        top,
        now.length,
        (place) => (narrow ? now[place].label : `${now[place].label} (${now[place].owner})`),
        say,
      ),
      ...boxes(
        shape,
        shape.right,
        top,
        then.length,
        (place) => {
          const { label: name, count } = then[place];
          return count > 1 && !narrow ? say("figure_joined", { name, count }) : name;
        },
        say,
        (place) => then[place].count > 1,
      ),
    );
    then.slice(0, MOST_BOXES).forEach(({ place }, row) => {
      middles.set(place, top + row * (BOX.height + BOX.gap) + BOX.height / 2);
    });
    now.slice(0, MOST_BOXES).forEach(({ to }, row) => {
      starts.push({ y: top + row * (BOX.height + BOX.gap) + BOX.height / 2, to });
    });
    top += height + 6;
  }
  for (const { y, to } of starts) {
    const end = middles.get(to);
    if (end === undefined) continue;
    const from = shape.left + shape.box + 6;
    const d = `M${from} ${y}L${shape.right - 8} ${end}m-7 -5l7 5l-7 5`;
    parts.push(svg("path", { d, class: "dcb-figure-arrow" }));
  }
  links.forEach(([one, other], number) => {
    const [from, to] = [middles.get(one), middles.get(other)];
    if (from === undefined || to === undefined) return;
    const side = shape.right + shape.box;
    const out = side + 8 + (number % 4) * 6;
    parts.push(svg("path", { d: `M${side} ${from}H${out}V${to}H${side}`, class: "dcb-figure-link" }));
  });
  const more = fields.length - MOST_FIELDS;
  if (more > 0) {
    parts.push(svg("text", { x: 0, y: top + 16, class: "dcb-figure-field" }, say("figure_more", { count: more })));
    top += 24;
  }
  const label = say("figure_label", { before: before.length, after: after.length, links: links.length });
  return svg(
    "svg",
    {
      viewBox: `0 0 ${shape.width} ${top}`,
      role: "img",
      "aria-label": label,
      class: `dcb-drawing${narrow ? " dcb-drawing--narrow" : ""}`,
    },
    ...parts,
  );
}

/** @param {number} count */
function shown(count) {
  return Math.min(count, MOST_BOXES) + Number(count > MOST_BOXES);
}

/**
 * @param {Shape} shape
 * @param {number} x
 * @param {number} top
 * @param {number} count
 * @param {(place: number) => string} labelOf
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 * @param {(place: number) => boolean} [isStrong]
 */
function boxes(shape, x, top, count, labelOf, say, isStrong) {
  const drawn = Array.from({ length: Math.min(count, MOST_BOXES) }, (_, place) => {
    const y = top + place * (BOX.height + BOX.gap);
    const label = labelOf(place);
    const strong = isStrong?.(place) ? " dcb-figure-joined" : "";
    return titled(
      svg(
        "g",
        {},
        svg("rect", { x, y, width: shape.box, height: BOX.height, rx: 5, class: `dcb-figure-box${strong}` }),
        svg("text", { x: x + 10, y: y + 20, class: "dcb-figure-name" }, cut(label, shape.characters)),
      ),
      label,
    );
  });
  if (count > MOST_BOXES) {
    const y = top + MOST_BOXES * (BOX.height + BOX.gap) + 20;
    drawn.push(
      svg("text", { x: x + 10, y, class: "dcb-figure-name" }, say("figure_more", { count: count - MOST_BOXES })),
    );
  }
  return drawn;
}

/**
 * @param {Element} node
 * @param {string} title The whole text, where it is cut.
 */
function titled(node, title) {
  node.prepend(svg("title", {}, title));
  return node;
}
