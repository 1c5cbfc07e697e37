// A small picture of the way: the classes on the left, the patterns on the right, where the platform is and where it goes.

const SVG = "http://www.w3.org/2000/svg";
const ROW = 30;
const BOX = { width: 196, height: 22 };
const RIGHT = 284;

function draw(name, attributes, text = "") {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}

function column(outcomes, answer, x) {
  return Object.entries(outcomes).flatMap(([id, { label }], row) => {
    const state = answer.id === id ? "here" : answer.possible.includes(id) ? "maybe" : "not";
    const y = row * ROW + 2;
    const size = label.length * (label.charCodeAt(0) > 0x2e7f ? 13 : 6.6) > BOX.width - 8 ? { textLength: BOX.width - 10, lengthAdjust: "spacingAndGlyphs" } : {};
    return [
      draw("rect", { class: `dcb-place dcb-place--${state}`, x, y, width: BOX.width, height: BOX.height, rx: 4 }),
      draw("text", { class: `dcb-place-name dcb-place-name--${state}`, x: x + BOX.width / 2, y: y + 15.5, "text-anchor": "middle", ...size }, label),
    ];
  });
}

/** Draw the map; told: what the picture says in words. */
export function map(classes, patterns, now, aim, told) {
  const middle = (outcomes, answer) => Object.keys(outcomes).indexOf(answer.id) * ROW + 2 + BOX.height / 2;
  const height = Math.max(Object.keys(classes).length, Object.keys(patterns).length) * ROW;
  const picture = draw("svg", { class: "dcb-map", viewBox: `0 0 ${RIGHT + BOX.width + 2} ${height}`, role: "img", "aria-label": told });
  picture.append(...column(classes, now, 1), ...column(patterns, aim, RIGHT));
  if (now.id && aim.id) {
    const [from, to] = [middle(classes, now), middle(patterns, aim)];
    const start = BOX.width + 1;
    picture.append(
      draw("path", { class: "dcb-way", d: `M${start} ${from} C${start + 45} ${from} ${RIGHT - 50} ${to} ${RIGHT - 7} ${to}` }),
      draw("path", { class: "dcb-way-end", d: `M${RIGHT - 8} ${to - 5} L${RIGHT} ${to} L${RIGHT - 8} ${to + 5} Z` }),
    );
  }
  return picture;
}
