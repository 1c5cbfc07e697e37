// What stands on the page's global object beside the browser's own: for the type checker only.

/** Functions of the theme: read and write a value in the browser's storage, below the site's address. */
declare var __md_get: ((key: string) => { index: number; color: { scheme: string } } | null) | undefined;
declare var __md_set: ((key: string, value: unknown) => void) | undefined;

/**
 * What the page's first script (python/start.js, or single_file/single-tool.js in the single file) gives to the tool: Python, on its
 * way, and where scripts are that are fetched on demand ("yaml", "word", "reader").
 */
declare var dcb: {
  python: import("../../overrides/assets/python/python-worker.js").PythonWorker;
  sourceOf: (name: string) => import("../../overrides/assets/python/source.js").Source | null;
  /** Begin a Python of its own, for what may take long. */
  another: () => import("../../overrides/assets/python/python-worker.js").PythonWorker;
};

/** Put in place of these names by the build (site_build/packed_scripts.py). */
declare const PYTHON_FILES: Record<string, { path: string; size: number; packed: number; version: string }>;
declare const COMPILE_WORKER: string;

/** Put in place by the build: Pyodide, trimmed or as it is. */
declare module "pyodide-module" {
  export { loadPyodide } from "pyodide";
}
declare module "pyodide-loader" {
  const createPyodideModule: import("pyodide").PyodideConfig["createPyodideModule"];
  export default createPyodideModule;
}
declare module "pyodide-lock" {
  const lock: import("pyodide").PyodideConfig["lockFileContents"];
  export default lock;
}
