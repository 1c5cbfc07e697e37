// @ts-check
// Build elements. Text is only ever set as text.

/** @typedef {Node | string | null | undefined | false | Child[]} Child */

/**
 * Build an element: `element("a", {href}, "text", child…)`. Attributes and children that are null or false are left out;
 * an attribute `onclick` and the like is a listener.
 *
 * @param {string} name
 * @param {Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>} attributes
 * @param {Child[]} children
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, String(value));
  }
  node.append(...present(children));
  return node;
}

/**
 * @param {Child} child
 * @returns {(Node | string)[]}
 */
function present(child) {
  if (Array.isArray(child)) return child.flatMap(present);
  return child === null || child === undefined || child === false ? [] : [child];
}

/** A name with a number, such as 型2.4 or 第3.0版 (NUMBERED in site_build/phrases.py). */
const NUMBERED = /([型第]\d\.\d版?)/;

/**
 * Return a text in parts, so that no line breaks inside a name with a number.
 *
 * @param {string} text
 * @returns {Child[]}
 */
export function unbroken(text) {
  return text
    .split(NUMBERED)
    .map((part) => (NUMBERED.test(part) ? element("span", { class: "dcb-unbroken" }, part) : part));
}

/**
 * Return the element of an id; the page always has it.
 *
 * @param {string} id
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found;
}
