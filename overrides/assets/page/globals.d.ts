// What stands on the page's global object beside the browser's own: for the type checker only.

/** Functions of the theme: read and write a value in the browser's storage, below the site's address. */
declare var __md_get: ((key: string) => { index: number; color: { scheme: string } } | null) | undefined;
declare var __md_set: ((key: string, value: unknown) => void) | undefined;

/** The tool's Python: put there by the page's first script, taken by tool/tool.js. */
declare var dcbPython: import("../python/python-worker.js").PythonWorker;

/** Libraries beside the site's own scripts, fetched when they are needed. */
declare module "*/js-yaml.mjs" {
  export { dump, loadAll } from "js-yaml";
}
declare module "*/docx.mjs" {
  export * from "docx";
}
declare module "*/minisearch.js" {
  export { default } from "minisearch";
}
