// @ts-check
// The figure of an inventory: the platforms of today and those there will be, as boxes by field, with a line where two are to
// be linked.
import { cut, svg } from "./svg.js";

/**
 * @typedef {{label: string, fields: string[]}} Box
 * @typedef {Box & {owner: string}} Before
 * @typedef {Box & {count: number, users: number}} After
 * @typedef {{fields: {id: string, label: string}[], before: Before[], after: After[], links: number[][]}} Figure
 */

const WIDTH = 760;
const BOX = { width: 270, height: 30, gap: 8 };
const LEFT = 110;
const RIGHT = 440;
const HEAD = 34;
/** So many boxes of a field, and so many fields, are drawn; the tables hold all. */
const MOST_BOXES = 12;
const MOST_FIELDS = 30;

/**
 * Return the drawing.
 *
 * @param {Figure} figure
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 */
export function beforeAndAfter({ fields, before, after, links }, say) {
  /** @type {(Node | string)[]} */
  const parts = [
    svg("text", { x: LEFT, y: 20, class: "dcb-figure-head" }, say("figure_before", { count: before.length })),
    svg("text", { x: RIGHT, y: 20, class: "dcb-figure-head" }, say("figure_after", { count: after.length })),
  ];
  /** Middle of the left side of each box afterwards, by its place. @type {Map<number, number>} */
  const middles = new Map();
  let top = HEAD;
  for (const { id, label } of fields.slice(0, MOST_FIELDS)) {
    const now = before.filter(({ fields: own }) => own[0] === id);
    const then = after.map((box, place) => ({ ...box, place })).filter(({ fields: own }) => own[0] === id);
    const rows = Math.max(shown(now.length), shown(then.length), 1);
    const height = rows * (BOX.height + BOX.gap);
    parts.push(
      svg("line", { x1: 0, x2: WIDTH, y1: top - 4, y2: top - 4, class: "dcb-figure-rule" }),
      titled(svg("text", { x: 0, y: top + 20, class: "dcb-figure-field" }, cut(label, 15)), label),
      ...boxes(LEFT, top, now.length, (place) => `${now[place].label} (${now[place].owner})`, say),
      ...boxes(
        RIGHT,
        top,
        then.length,
        (place) => {
          const { label: name, count } = then[place];
          return count > 1 ? say("figure_joined", { name, count }) : name;
        },
        say,
        (place) => then[place].count > 1,
      ),
    );
    then.slice(0, MOST_BOXES).forEach(({ place }, row) => {
      middles.set(place, top + row * (BOX.height + BOX.gap) + BOX.height / 2);
    });
    if (now.length > 0 && then.length > 0) {
      const y = top + BOX.height / 2;
      const tip = RIGHT - 8;
      parts.push(
        svg("path", {
          d: `M${LEFT + BOX.width + 6} ${y}H${tip}m-7 -5l7 5l-7 5`,
          class: "dcb-figure-arrow",
        }),
      );
    }
    top += height + 6;
  }
  links.forEach(([one, other], number) => {
    const [from, to] = [middles.get(one), middles.get(other)];
    if (from === undefined || to === undefined) return;
    const side = RIGHT + BOX.width;
    const out = side + 12 + (number % 4) * 6;
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
    { viewBox: `0 0 ${WIDTH} ${top}`, role: "img", "aria-label": label, class: "dcb-drawing" },
    ...parts,
  );
}

/** @param {number} count */
function shown(count) {
  return Math.min(count, MOST_BOXES) + Number(count > MOST_BOXES);
}

/**
 * @param {number} x
 * @param {number} top
 * @param {number} count
 * @param {(place: number) => string} labelOf
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 * @param {(place: number) => boolean} [isStrong]
 */
function boxes(x, top, count, labelOf, say, isStrong) {
  const drawn = Array.from({ length: Math.min(count, MOST_BOXES) }, (_, place) => {
    const y = top + place * (BOX.height + BOX.gap);
    const label = labelOf(place);
    const strong = isStrong?.(place) ? " dcb-figure-joined" : "";
    return titled(
      svg(
        "g",
        {},
        svg("rect", { x, y, width: BOX.width, height: BOX.height, rx: 5, class: `dcb-figure-box${strong}` }),
        svg("text", { x: x + 10, y: y + 20, class: "dcb-figure-name" }, cut(label, 38)),
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
