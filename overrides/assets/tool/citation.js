// @ts-check

/**
 * Return the sections of a source as the pages show them: "1.1, v3 6.5" → "v1 §1.1, v3 §6.5".
 *
 * @param {string} source
 */
export function sectionsOf(source) {
  return source
    .split(", ")
    .map((cited) => (cited.includes(" ") ? cited.replace(" ", " §") : `v1 §${cited}`))
    .join(", ");
}
