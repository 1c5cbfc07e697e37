// @ts-check
// Whose statement something is and which sections it rests on, as the guide's pages show it.
import { element } from "../page/element.js";
import { guideLink } from "./guide-link.js";

/**
 * Return the sections of a source: "1.1, v3 6.5" → [["v1", "1.1"], ["v3", "6.5"]].
 *
 * @param {string} source
 * @returns {[string, string][]}
 */
export function sectionsOf(source) {
  return source.split(", ").map((cited) => {
    const [first, second] = cited.split(" ");
    return second === undefined ? ["v1", first] : [first, second];
  });
}

/**
 * The tag of a statement: its sections, each a link to the list of sections, and its basis.
 *
 * @param {import("./texts.js").Texts} texts
 * @param {{source: string, basis: string}} item
 */
export function citation(texts, { source, basis }) {
  const links = sectionsOf(source).flatMap(([edition, section], index) => {
    const place = `sections/#${edition}-${section.replace(/[^0-9a-z]+/gi, "-").replace(/-$/, "")}`;
    const link = guideLink(texts, place, texts.say(`citation_${edition}`, { section }));
    return index === 0 ? [link] : [texts.ui.list_separator, link];
  });
  const words = element("span", { class: "dcb-basis" }, texts.ui[`result_basis_${basis}`]);
  return element("span", { class: `dcb-cite dcb-cite--${basis}` }, ...links, " ", words);
}
