// @ts-check
// Where the files are that a page of the site fetches by their names in the manifest.

/**
 * @param {HTMLOrSVGScriptElement | null} script The page's own, which names the folder.
 * @returns {(name: string) => import("../python/source.js").Source | null}
 */
export function sourceOfSite(script) {
  const assets = new URL(script?.dataset.assets ?? "", location.href);
  return (name) => {
    const file = PYTHON_FILES[name];
    return file ? { url: `${assets}${file.path}?${file.version}`, size: file.size } : null;
  };
}
