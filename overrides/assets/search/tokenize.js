// @ts-check
// Texts as the search compares them: one form for full and half width, case and long vowels; Japanese in pairs of
// characters, since it has no spaces and readers type parts of words.

const RUN = /[a-z0-9]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々]+/gu;

/**
 * Return a text in the form in which two texts that a reader takes for the same are the same.
 *
 * @param {string} text
 */
export function normalized(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll("ー", "").replace(/[-‐–]/g, " ");
}

/**
 * Split a text into what is searched for: words in Latin letters, and pairs of Japanese characters.
 *
 * @param {string} text
 */
export function tokens(text) {
  return [...normalized(text).matchAll(RUN)].flatMap(([run]) => {
    if (/^[a-z0-9]/.test(run) || run.length < 2) return [run];
    return Array.from({ length: run.length - 1 }, (_, start) => run.slice(start, start + 2));
  });
}
