// @ts-check
// Builds drawings; what a drawing says stands beside it as text too.

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
export function svg(name, attributes, ...children) {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/**
 * Return a text cut to a width; a full-width character counts as two.
 *
 * @param {string} text
 * @param {number} width In half-width characters.
 */
export function cut(text, width) {
  let used = 0;
  let place = 0;
  const characters = [...text];
  for (const character of characters) {
    used += widthOf(character);
    if (used > width) return `${characters.slice(0, Math.max(place - 1, 0)).join("")}…`;
    place++;
  }
  return text;
}

/** @param {string} character */
function widthOf(character) {
  return (character.codePointAt(0) ?? 0) > 0x7f ? 2 : 1;
}
