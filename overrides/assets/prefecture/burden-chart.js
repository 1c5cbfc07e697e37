// @ts-check
// The chart of a cost plan: what each body pays in each year as a bar, and per head beside it.
import { cut, svg } from "./svg.js";

/**
 * @typedef {{label: string, years: number[], total: number, per_head: number | null}} Body
 * @typedef {{years: number, bodies: Body[]}} Chart
 */

/** Height of a bar. */
const BAR = 18;
/**
 * Where things are: a row's height, the head's, how many half-width characters a name has; and the bars, whose figures stand
 * at their ends. In the narrow shape a body's name stands above its bars, and what it pays per head below them.
 */
const WIDE = {
  width: 760,
  row: 26,
  head: 44,
  name: 20,
  bars: { x: 150, y: 0, width: 330 },
  perHead: { x: 600, y: 0, width: 80, height: BAR },
};
const NARROW = {
  width: 372,
  row: 68,
  head: 54,
  name: 50,
  bars: { x: 0, y: 20, width: 285 },
  perHead: { x: 0, y: 42, width: 240, height: 14 },
};
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
 * @param {boolean} narrow
 */
export function burdenChart({ years, bodies }, say, format, narrow) {
  const shape = narrow ? NARROW : WIDE;
  const drawn = bodies.slice(0, MOST_DRAWN);
  const most = Math.max(1, ...drawn.map((body) => body.years.reduce((sum, yen) => sum + Math.max(yen, 0), 0)));
  const mostPerHead = Math.max(1, ...drawn.map(({ per_head }) => per_head ?? 0));
  const { width, row, head, name, bars, perHead } = shape;
  const height = head + drawn.length * row + 8;
  /** @type {Node[]} */
  const parts = [
    svg("text", { x: bars.x, y: 18, class: "dcb-figure-head" }, say("chart_by_year", { years })),
    svg("text", { x: perHead.x, y: narrow ? 38 : 18, class: "dcb-figure-head" }, say("chart_per_head")),
  ];
  drawn.forEach(({ label, years: paid, total, per_head }, place) => {
    const top = head + place * row;
    parts.push(svg("text", { x: 0, y: top + 15, class: "dcb-figure-name" }, cut(label, name)));
    let x = bars.x;
    const y = top + bars.y;
    const bar = svg("g", {}, svg("title", {}, titleOf(label, paid, total, say, format)));
    paid.forEach((yen, year) => {
      const length = (Math.max(yen, 0) / most) * bars.width;
      if (length > 0)
        bar.append(
          svg("rect", {
            x: x.toFixed(2),
            y,
            width: length.toFixed(2),
            height: BAR,
            class: `dcb-chart-year dcb-chart-year--${year % SHADES}`,
          }),
        );
      x += length;
    });
    parts.push(bar, svg("text", { x: x + 5, y: y + 14, class: "dcb-chart-figure" }, format(total)));
    if (per_head !== null) {
      const length = (Math.max(per_head, 0) / mostPerHead) * perHead.width;
      parts.push(
        svg("rect", {
          x: perHead.x,
          y: top + perHead.y,
          width: length.toFixed(2),
          height: perHead.height,
          class: "dcb-chart-head",
        }),
        svg(
          "text",
          { x: perHead.x + length + 5, y: top + perHead.y + perHead.height - 4, class: "dcb-chart-figure" },
          format(per_head),
        ),
      );
    }
  });
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": say("chart_label"),
      class: `dcb-drawing${narrow ? " dcb-drawing--narrow" : ""}`,
    },
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
