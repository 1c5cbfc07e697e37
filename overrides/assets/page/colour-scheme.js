// Runs before anything is painted: light or dark, as chosen on an earlier page, else as the reader's system asks.
{
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  let kept = null;
  try {
    kept = globalThis.__md_get("__palette")?.color.scheme;
  } catch {
    // Nothing can be kept here: the system's choice holds.
  }
  document.body.dataset.mdColorScheme = kept ?? system;
}
