// @ts-check
// Makes what the pages fetch beside their HTML and data: Python, and scripts needed on demand, each as one file, which
// site_build/packed_scripts.py compresses: so it works whatever types a web server knows (docs/adr/0006).
// Usage: node pack_scripts.mjs PYODIDE_FOLDER WHEEL LOCK_FILE PACKAGES OUTPUT_FOLDER
// PACKAGES is a folder: reader.zip, workbooks.zip (further pure Python packages) and sample.xlsx, for pack_reader.mjs.
//
// In the output folder: files by their paths below assets/, and manifest.json: {"files": {name: {path, size, version}},
// "compiler": text of python/compile-worker.js}. Warnings are printed: where Pyodide cannot be trimmed, or no snapshot be
// made, the tool starts more slowly.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const SCRIPTS = join(HERE, "..", "overrides", "assets");

const [pyodide, wheel, lock, packages, output] = process.argv.slice(2);
/** @type {Record<string, {path: string, size: number, version: string}>} */
const files = {};
const temporary = mkdtempSync(join(tmpdir(), "pack-"));
try {
  const trimmed = attempt("Pyodide could not be trimmed", () =>
    run("trim_program.mjs", pyodide, join(temporary, "trimmed")),
  );
  const folder = trimmed ? join(temporary, "trimmed") : pyodide;
  const memory = join(temporary, "memory.bin");
  if (attempt("no snapshot of Python could be made", () => run("make_snapshot.mjs", folder, wheel, memory))) {
    await packScript("worker", "python/quick-worker", "python/worker.js", folder);
    pack("program", readFileSync(join(folder, "pyodide.asm.wasm")), "python/program.wasm");
    pack("memory", readFileSync(memory), "python/memory.bin");
    const reader = join(temporary, "reader.zip");
    const workbooks = join(temporary, "workbooks.zip");
    run("pack_reader.mjs", pyodide, wheel, packages, reader, workbooks);
    pack("reader", readFileSync(reader), "python/reader.zip");
    pack("workbooks", readFileSync(workbooks), "python/workbooks.zip");
  }
} finally {
  rmSync(temporary, { recursive: true });
}
await packScript("plain-worker", "python/plain-worker", "python/plain-worker.js", pyodide);
pack("plain-program", readFileSync(join(pyodide, "pyodide.asm.wasm")), "python/plain-program.wasm");
pack("library", readFileSync(join(pyodide, "python_stdlib.zip")), "python/library.zip");
pack("wheel", readFileSync(wheel), "python/wheel.zip");
await packScript("yaml", "tool/yaml-worker", "tool/yaml-worker.js", pyodide);
await packScript("prefecture-worker", "prefecture/worker", "prefecture/worker.js", pyodide);
await packScript("word", "tool/word-worker", "tool/word-worker.js", pyodide);
const compiler = await bundle("python/compile-worker", pyodide);
writeFileSync(join(output, "manifest.json"), JSON.stringify({ files, compiler: compiler.toString() }));

/**
 * Do a step that may fail; return whether it was done.
 *
 * @param {string} failure
 * @param {() => void} step
 */
function attempt(failure, step) {
  try {
    step();
    return true;
  } catch (error) {
    console.log(`The tool will start more slowly: ${failure}. ${lastLines(error)}`);
    return false;
  }
}

/**
 * @param {string} script Beside this one.
 * @param {string[]} values
 */
function run(script, ...values) {
  execFileSync(process.execPath, [join(HERE, script), ...values], { stdio: ["ignore", "ignore", "pipe"] });
}

/**
 * Return what a script that failed said last: before that it prints a line of its program, which can be huge.
 *
 * @param {any} error
 */
function lastLines(error) {
  return String(error.stderr ?? error)
    .trim()
    .slice(-400);
}

/**
 * Return a worker's script with everything it imports.
 *
 * @param {string} entry
 * @param {string} folder Of the Pyodide it imports, if it does.
 */
async function bundle(entry, folder) {
  // A bundle depends on the paths of its parts: everything has the same one, wherever the checkout is.
  const work = mkdtempSync(join(tmpdir(), "bundle-"));
  try {
    cpSync(SCRIPTS, join(work, "assets"), { recursive: true });
    symlinkSync(join(HERE, "..", "node_modules"), join(work, "node_modules"));
    symlinkSync(folder, join(work, "pyodide"));
    copyFileSync(lock, join(work, "pyodide-lock.json"));
    return await bundleIn(work, entry);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/**
 * @param {string} work Folder with the scripts, the packages and Pyodide.
 * @param {string} entry
 */
async function bundleIn(work, entry) {
  const { outputFiles } = await build({
    absWorkingDir: work,
    preserveSymlinks: true,
    entryPoints: [`./assets/${entry}.js`],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    external: ["node:*", "ws"],
    alias: {
      "pyodide-module": "./pyodide/pyodide.mjs",
      "pyodide-loader": "./pyodide/pyodide.asm.mjs",
      "pyodide-lock": "./pyodide-lock.json",
    },
    loader: { ".mjs": "js" },
    logOverride: { "empty-import-meta": "silent" },
    logLevel: "error",
  });
  return Buffer.from(outputFiles[0].contents);
}

/**
 * @param {string} name In the manifest.
 * @param {string} entry
 * @param {string} path Of the output.
 * @param {string} folder Of Pyodide.
 */
async function packScript(name, entry, path, folder) {
  pack(name, await bundle(entry, folder), path);
}

/**
 * @param {string} name In the manifest.
 * @param {Buffer} content
 * @param {string} path Of the output.
 */
function pack(name, content, path) {
  const version = createHash("sha256").update(content).digest("hex").slice(0, 12);
  mkdirSync(join(output, dirname(path)), { recursive: true });
  writeFileSync(join(output, path), content);
  files[name] = { path, size: content.length, version };
}
