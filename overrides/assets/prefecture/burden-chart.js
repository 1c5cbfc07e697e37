// @ts-check
// The chart of a cost plan: what each body pays in each year as a bar, and per head beside it.
import { cut, svg } from "./svg.js";

/**
 * @typedef {{label: string, years: number[], total: number, per_head: number | null}} Body
 * @typedef {{years: number, bodies: Body[]}} Chart
 */

const WIDTH = 760;
const NAME = 150;
const BARS = 330;
const PER_HEAD = 150;
const PER_HEAD_AT = 600;
const ROW = 26;
const HEAD = 44;
/** So many bodies are drawn; the table holds all. */
export const MOST_DRAWN = 60;
/** Two shades in turn: a year differs from the next by its edge too. */
const SHADES = 2;

/**
 * Return the drawing. `format` writes a number in the reader's language.
 *
 * @param {Chart} chart
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 * @param {(number: number) => string} format
 */
export function burdenChart({ years, bodies }, say, format) {
  const drawn = bodies.slice(0, MOST_DRAWN);
  const most = Math.max(1, ...drawn.map((body) => body.years.reduce((sum, yen) => sum + Math.max(yen, 0), 0)));
  const mostPerHead = Math.max(1, ...drawn.map(({ per_head }) => per_head ?? 0));
  const height = HEAD + drawn.length * ROW + 8;
  /** @type {Node[]} */
  const parts = [
    svg("text", { x: NAME, y: 18, class: "dcb-figure-head" }, say("chart_by_year", { years })),
    svg("text", { x: PER_HEAD_AT, y: 18, class: "dcb-figure-head" }, say("chart_per_head")),
  ];
  drawn.forEach(({ label, years: paid, total, per_head }, row) => {
    const y = HEAD + row * ROW;
    parts.push(svg("text", { x: 0, y: y + 15, class: "dcb-figure-name" }, cut(label, 20)));
    let x = NAME;
    const bar = svg("g", {}, svg("title", {}, titleOf(label, paid, total, say, format)));
    paid.forEach((yen, year) => {
      const width = (Math.max(yen, 0) / most) * BARS;
      if (width > 0)
        bar.append(
          svg("rect", {
            x: x.toFixed(2),
            y,
            width: width.toFixed(2),
            height: ROW - 8,
            class: `dcb-chart-year dcb-chart-year--${year % SHADES}`,
          }),
        );
      x += width;
    });
    parts.push(bar, svg("text", { x: x + 5, y: y + 14, class: "dcb-chart-figure" }, format(total)));
    if (per_head !== null) {
      const width = (Math.max(per_head, 0) / mostPerHead) * (PER_HEAD - 70);
      parts.push(
        svg("rect", { x: PER_HEAD_AT, y, width: width.toFixed(2), height: ROW - 8, class: "dcb-chart-head" }),
        svg("text", { x: PER_HEAD_AT + width + 5, y: y + 14, class: "dcb-chart-figure" }, format(per_head)),
      );
    }
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": say("chart_label"), class: "dcb-drawing" },
    ...parts,
  );
}

/**
 * @param {string} label
 * @param {number[]} paid
 * @param {number} total
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 * @param {(number: number) => string} format
 */
function titleOf(label, paid, total, say, format) {
  const years = paid.map((yen, year) => say("chart_year", { year: year + 1, yen: format(yen) }));
  return `${label}: ${format(total)} – ${years.join(", ")}`;
}
