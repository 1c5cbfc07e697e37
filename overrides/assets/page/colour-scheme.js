// @ts-check
// Runs before anything is painted: light or dark, as chosen on an earlier page, else as the reader's system asks.
{
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  let chosen = null;
  try {
    chosen = globalThis.__md_get?.("__palette")?.color.scheme;
  } catch {
    // This browser stores nothing: the system's choice holds.
  }
  document.body.dataset.mdColorScheme = chosen ?? system;
}
