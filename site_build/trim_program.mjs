// @ts-check
// Leaves out of Pyodide's loader and program what this site's Python never reaches (docs/adr/0006).
// Usage: node trim_program.mjs PYODIDE_FOLDER OUTPUT_FOLDER; Pyodide can be started from either.
//
// Pyodide can load further programs while it runs: for these its loader holds graphics, sound and more, and its program
// exports every function of C and of Python. This site loads none. What stays are the loader's statements that do
// something when they are reached, and whatever is named in what stays. A name counts wherever the word occurs, so that
// this errs on the side of keeping.
//
// It fails where the loader has another form, as a later Pyodide may have; pack_scripts.mjs then goes on with the whole one.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "acorn";

/** Node of a syntax tree (estree), of any kind. @typedef {any} Node */

/** Functions of graphics: the program keeps their addresses in a table and never calls them. */
const GRAPHICS = /^emscripten_gl/;
/** What the worker itself takes from the program, see overrides/assets/python/snapshot-memory.js. */
const USED_BY_WORKER = ["memory", "sbrk"];
/** Expressions that have no effect when they are evaluated: a variable of such a value can go. */
const WITHOUT_EFFECT = [
  "ArrowFunctionExpression",
  "FunctionExpression",
  "Identifier",
  "Literal",
  "ArrayExpression",
  "ObjectExpression",
];
/** Properties that the loader sets on its functions (`f.sig = …`): they go with the function. */
const FUNCTION_PROPERTIES = ["sig", "stub", "isAsync"];
/** WebAssembly core specification, 5.5.10. */
const EXPORT_SECTION = 7;

const [folder, output] = process.argv.slice(2);
const program = readFileSync(`${folder}/pyodide.asm.wasm`);
const loader = readFileSync(`${folder}/pyodide.asm.mjs`, "utf8");

mkdirSync(output, { recursive: true });
for (const name of ["pyodide.mjs", "python_stdlib.zip", "pyodide-lock.json", "package.json"]) {
  copyFileSync(`${folder}/${name}`, `${output}/${name}`);
}
const [newLoader, newProgram] = trimmed(readFileSync(`${folder}/pyodide.mjs`, "utf8"));
writeFileSync(`${output}/pyodide.asm.mjs`, newLoader);
writeFileSync(`${output}/pyodide.asm.wasm`, newProgram);

/**
 * Return the loader and the program without what nothing reaches. Throws where the loader has another form.
 *
 * @param {string} caller Text of the module that uses the loader.
 * @returns {[string, typeof program]}
 */
function trimmed(caller) {
  const module = new WebAssembly.Module(program);
  const imports = WebAssembly.Module.imports(module);
  const parts = partsOfLoader();
  const taken = new Set(imports.map(({ name }) => name).filter((name) => !GRAPHICS.test(name)));
  const properties = parts.imports.properties.filter((/** @type {Node} */ { key }) => taken.has(key.name));
  const { needed, unused } = sweep(parts, [caller, ...USED_BY_WORKER, ...properties.map(sourceOf)]);
  const addresses = new Set(imports.filter(({ module }) => module.startsWith("GOT.")).map(({ name }) => name));
  const exported = WebAssembly.Module.exports(module).filter(
    ({ kind, name }) =>
      !["function", "global"].includes(kind) || addresses.has(name) || needed.has(name) || needed.has(`_${name}`),
  );
  const kept = new Set(exported.map(({ name }) => name));
  const absent = imports.filter(({ name }) => GRAPHICS.test(name)).map(({ name }) => `${name}:absent`);
  return [trimmedLoader(parts, unused, needed, kept, [...properties.map(sourceOf), ...absent]), trimmedProgram(kept)];
}

/**
 * Return the statements of the loader, and those among them that connect it with the program.
 *
 * @returns {Record<"statements" | "assignExports" | "imports" | "exportNames", Node>}
 */
function partsOfLoader() {
  /** @type {Node} */
  const tree = parse(loader, { ecmaVersion: "latest", sourceType: "module" });
  /** @type {Node[]} */
  const statements = tree.body[0].body.body;
  /** @param {(statement: Node) => boolean} test */
  const only = (test) => {
    const found = statements.filter(test);
    if (found.length !== 1) throw new Error("Pyodide's loader has another form than expected");
    return found[0];
  };
  return {
    statements,
    assignExports: only(({ type, id }) => type === "FunctionDeclaration" && id.name === "assignWasmExports"),
    imports: only((statement) => declaredName(statement) === "wasmImports").declarations[0].init,
    exportNames: only(({ type, declarations }) => type === "VariableDeclaration" && declarations.length > 1000),
  };
}

/** @param {string} text */
function wordsOf(text) {
  return text.match(/[\w$]+/g) ?? [];
}

/** @param {Node} node */
function sourceOf({ start, end }) {
  return loader.slice(start, end);
}

/**
 * Return the name that a statement declares, where that is its only effect.
 *
 * @param {Node} statement
 * @returns {string | null}
 */
function declaredName({ type, id, declarations }) {
  if (type === "FunctionDeclaration") return id.name;
  if (type !== "VariableDeclaration" || declarations.length !== 1) return null;
  const [{ id: variable, init }] = declarations;
  const withoutEffect = init === null || WITHOUT_EFFECT.includes(init.type);
  return variable.type === "Identifier" && withoutEffect ? variable.name : null;
}

/**
 * Return the name whose property a statement sets: Module["name"]=value, name.sig="…".
 *
 * @param {Node} statement
 * @returns {string | null}
 */
function annotatedName({ type, expression }) {
  if (type !== "ExpressionStatement" || expression.type !== "AssignmentExpression") return null;
  const { left, right } = expression;
  if (left.type !== "MemberExpression" || left.object.type !== "Identifier") return null;
  if (left.object.name === "Module" && left.property.type === "Literal") {
    return right.type === "Identifier" ? left.property.value : null;
  }
  return FUNCTION_PROPERTIES.includes(left.property.name) ? left.object.name : null;
}

/**
 * Return the words that are needed, and the statements that nothing needs.
 *
 * @param {ReturnType<typeof partsOfLoader>} parts
 * @param {string[]} texts What is needed beside the loader's statements that have an effect.
 */
function sweep({ statements, assignExports, imports, exportNames }, texts) {
  /** Statements that can go, by the word that keeps them. @type {Map<string, Node[]>} */
  const removable = new Map();
  /** @type {Set<string>} */
  const needed = new Set();
  /** @type {string[]} */
  const pending = [];
  /** @param {string} text */
  const need = (text) => {
    for (const word of wordsOf(text)) {
      if (needed.has(word)) continue;
      needed.add(word);
      pending.push(word);
    }
  };
  for (const statement of statements) {
    const connects = statement === exportNames || statement === assignExports;
    if (connects || statement.declarations?.[0].init === imports) continue;
    const name = declaredName(statement) ?? annotatedName(statement);
    if (name === null) need(sourceOf(statement));
    else removable.set(name, [...(removable.get(name) ?? []), statement]);
  }
  texts.forEach(need);
  for (let word = pending.pop(); word !== undefined; word = pending.pop()) {
    for (const statement of removable.get(word) ?? []) {
      need(sourceOf(annotatedName(statement) === null ? statement : statement.expression.right));
    }
    removable.delete(word);
  }
  return { needed, unused: [...removable.values()].flat() };
}

/**
 * @param {ReturnType<typeof partsOfLoader>} parts
 * @param {Node[]} unused
 * @param {Set<string>} needed
 * @param {Set<string>} kept Exports of the program.
 * @param {string[]} properties Source of what the program imports.
 */
function trimmedLoader({ assignExports, imports, exportNames }, unused, needed, kept, properties) {
  /** @type {Node[]} */
  const assignments = assignExports.body.body.filter((/** @type {Node} */ statement) => {
    const name = sourceOf(statement).match(/wasmExports\["([\w$]+)"\]/)?.[1];
    if (name === undefined) throw new Error("Pyodide's loader takes its exports in another way than expected");
    return kept.has(name);
  });
  const assigned = new Set(assignments.flatMap((statement) => wordsOf(sourceOf(statement))));
  /** @type {string[]} */
  const names = exportNames.declarations.map(sourceOf);
  /** @type {[Node, string][]} */
  const changes = [
    ...unused.map((statement) => /** @type {[Node, string]} */ ([statement, ""])),
    [assignExports.body, `{${assignments.map(sourceOf).join("")}}`],
    [imports, `{${properties.join(",")}}`],
    [exportNames, `var ${names.filter((name) => assigned.has(name) || needed.has(name)).join(",")};`],
  ];
  let text = "";
  let at = 0;
  for (const [{ start, end }, replacement] of changes.sort(([one], [other]) => one.start - other.start)) {
    text += loader.slice(at, start) + replacement;
    at = end;
  }
  return `${text}${loader.slice(at)}\nfunction absent(){throw new Error("left out of this program")}absent.sig="v";\n`;
}

/**
 * Return the program with no other exports than those kept.
 *
 * @param {Set<string>} kept
 */
function trimmedProgram(kept) {
  const parts = [program.subarray(0, 8)];
  for (let at = 8; at < program.length; ) {
    const [size, content] = numberAt(at + 1);
    const end = content + size;
    if (program[at] === EXPORT_SECTION) {
      const section = exportsAt(content, kept);
      parts.push(Buffer.from([EXPORT_SECTION]), encodedNumber(section.length), section);
    } else {
      parts.push(program.subarray(at, end));
    }
    at = end;
  }
  return Buffer.concat(parts);
}

/**
 * @param {number} start Of the content of the section of exports.
 * @param {Set<string>} kept
 */
function exportsAt(start, kept) {
  let [count, at] = numberAt(start);
  const entries = [];
  for (; count > 0; count--) {
    const [length, text] = numberAt(at);
    const [, end] = numberAt(text + length + 1);
    if (kept.has(program.toString("utf8", text, text + length))) entries.push(program.subarray(at, end));
    at = end;
  }
  return Buffer.concat([encodedNumber(entries.length), ...entries]);
}

/**
 * Return the number at a place and the place behind it; LEB128, unsigned.
 *
 * @param {number} at
 * @returns {[number, number]}
 */
function numberAt(at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = program[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}

/** @param {number} value */
function encodedNumber(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
