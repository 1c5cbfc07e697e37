// @ts-check
// A link from the tool to a page of the guide.
import { element } from "../page/element.js";

/**
 * A link into the guide; its text alone where the tool stands without the guide.
 *
 * @param {import("./texts.js").Texts} texts
 * @param {string} place
 * @param {string} text
 */
export function guideLink({ guide }, place, text) {
  return guide === null ? element("span", {}, text) : element("a", { href: `${guide}${place}` }, text);
}
