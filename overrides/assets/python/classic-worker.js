// @ts-check
// Pyodide refuses to run in a classic worker, which it knows by importScripts: there it could not import its loader. Here
// the loader is part of the script. Imported before Pyodide.
Object.assign(self, {
  importScripts: () => {
    throw new TypeError("everything is part of this script");
  },
});
