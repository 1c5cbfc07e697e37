// Words as the search sees them: one form for full and half width, case and long vowels; Japanese in pairs of signs,
// since it has no spaces and readers type parts of words.

const RUN = /[a-z0-9]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々]+/gu;

export function normal(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll("ー", "").replace(/[-‐–]/g, " ");
}

export function words(text) {
  return [...normal(text).matchAll(RUN)].flatMap(([run]) => {
    if (/^[a-z0-9]/.test(run) || run.length < 2) return [run];
    return Array.from({ length: run.length - 1 }, (_, start) => run.slice(start, start + 2));
  });
}
