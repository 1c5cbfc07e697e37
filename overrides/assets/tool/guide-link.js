// @ts-check
// Links from the tool to pages of the guide.
import { element } from "../page/element.js";

/**
 * Return the address of the guide's pages for a file that leaves this machine; empty where no server has them.
 *
 * @param {import("./texts.js").Texts} texts
 * @param {{href: string, protocol: string}} page Where the tool is.
 */
export function addressOfGuide({ guide }, { href, protocol }) {
  return guide !== null && protocol.startsWith("http") ? new URL(guide, href.split("#")[0]).href : "";
}

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
