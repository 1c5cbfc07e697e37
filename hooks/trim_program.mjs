// Leave out of Pyodide's loader and program what this site's Python never reaches (docs/adr/0006).
// Usage: node trim_program.mjs PYODIDE_FOLDER OUTPUT_FOLDER; Pyodide can be started from either.
//
// Pyodide loads further programs while it runs; for these its loader carries graphics, sound and more, and its program
// gives out every function of C and Python. Here nothing is loaded later. What stays: the loader's statements that do
// something at once, and whatever is named in what stays – by any word in it, so rather too much than too little.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "acorn";

/** Functions of graphics: the program keeps their addresses in a table and never calls them. */
const GRAPHICS = /^emscripten_gl/;
/** What the worker itself asks of the program, see memory.js. */
const OWN = ["memory", "sbrk"];
/** An initial value of these kinds does nothing by being there. */
const QUIET = ["ArrowFunctionExpression", "FunctionExpression", "Identifier", "Literal", "ArrayExpression", "ObjectExpression"];
/** What a function is told about itself, by the loader: it goes where the function goes. */
const ABOUT = ["sig", "stub", "isAsync"];
const EXPORTS_SECTION = 7;

const [folder, output] = process.argv.slice(2);
const program = readFileSync(`${folder}/pyodide.asm.wasm`);
const loader = readFileSync(`${folder}/pyodide.asm.mjs`, "utf8");
const module = new WebAssembly.Module(program);
const imported = WebAssembly.Module.imports(module);
const exported = WebAssembly.Module.exports(module);

const wordsOf = (text) => text.match(/[\w$]+/g) ?? [];
const sourceOf = ({ start, end }) => loader.slice(start, end);

const statements = parse(loader, { ecmaVersion: "latest", sourceType: "module" }).body[0].body.body;
const exportsTaken = one(statements.filter(({ type, id }) => type === "FunctionDeclaration" && id.name === "assignWasmExports"));
const importsGiven = one(statements.filter((statement) => declared(statement) === "wasmImports")).declarations[0].init;
const exportNames = one(statements.filter(({ type, declarations }) => type === "VariableDeclaration" && declarations.length > 1000));

const wanted = new Set(imported.map(({ name }) => name).filter((name) => !GRAPHICS.test(name)));
const given = importsGiven.properties.filter(({ key }) => wanted.has(key.name));
const { needed, dropped } = sweep([
  readFileSync(`${folder}/pyodide.mjs`, "utf8"),
  ...OWN,
  ...given.map(sourceOf),
]);
const addresses = new Set(imported.filter(({ module }) => module.startsWith("GOT.")).map(({ name }) => name));
const kept = new Set(
  exported
    .filter(({ kind, name }) => !["function", "global"].includes(kind) || addresses.has(name) || needed.has(name) || needed.has(`_${name}`))
    .map(({ name }) => name),
);

mkdirSync(output, { recursive: true });
for (const name of ["pyodide.mjs", "python_stdlib.zip", "pyodide-lock.json", "package.json"]) copyFileSync(`${folder}/${name}`, `${output}/${name}`);
writeFileSync(`${output}/pyodide.asm.mjs`, trimmedLoader());
writeFileSync(`${output}/pyodide.asm.wasm`, trimmedProgram());

function one(found) {
  if (found.length !== 1) throw new Error("Pyodide's loader is written in another way than expected: look at hooks/trim_program.mjs");
  return found[0];
}

/** Return the name a statement declares, where that is all it does. */
function declared({ type, id, declarations }) {
  if (type === "FunctionDeclaration") return id.name;
  if (type !== "VariableDeclaration" || declarations.length !== 1) return null;
  const [{ id: variable, init }] = declarations;
  return variable.type === "Identifier" && (init === null || QUIET.includes(init.type)) ? variable.name : null;
}

/** Return the name a statement says something about: Module["name"]=value, name.sig="…". */
function toldAbout({ type, expression }) {
  if (type !== "ExpressionStatement" || expression.type !== "AssignmentExpression") return null;
  const { left, right } = expression;
  if (left.type !== "MemberExpression" || left.object.type !== "Identifier") return null;
  if (left.object.name === "Module" && left.property.type === "Literal") return right.type === "Identifier" ? left.property.value : null;
  return ABOUT.includes(left.property.name) ? left.object.name : null;
}

/** Return the words needed, and the statements that nothing needs. texts: what is needed beside the loader's own doing. */
function sweep(texts) {
  const asideBy = new Map();
  const needed = new Set();
  const open = [];
  const need = (text) => {
    for (const word of wordsOf(text)) {
      if (needed.has(word)) continue;
      needed.add(word);
      open.push(word);
    }
  };
  for (const statement of statements) {
    if (statement === exportNames || statement === exportsTaken || statement.declarations?.[0].init === importsGiven) continue;
    const name = declared(statement) ?? toldAbout(statement);
    if (name === null) need(sourceOf(statement));
    else asideBy.set(name, [...(asideBy.get(name) ?? []), statement]);
  }
  texts.forEach(need);
  while (open.length > 0) {
    const word = open.pop();
    for (const statement of asideBy.get(word) ?? []) {
      need(toldAbout(statement) ? sourceOf(statement.expression.right) : sourceOf(statement));
    }
    asideBy.delete(word);
  }
  return { needed, dropped: [...asideBy.values()].flat() };
}

function trimmedLoader() {
  const taken = exportsTaken.body.body.filter((statement) => kept.has(sourceOf(statement).match(/wasmExports\["([\w$]+)"\]/)[1]));
  const names = new Set(taken.flatMap((statement) => wordsOf(sourceOf(statement))));
  const absent = imported.filter(({ name }) => GRAPHICS.test(name)).map(({ name }) => `${name}:absent`);
  const changes = [
    ...dropped.map((statement) => [statement, ""]),
    [exportsTaken.body, `{${taken.map(sourceOf).join("")}}`],
    [importsGiven, `{${[...given.map(sourceOf), ...absent].join(",")}}`],
    [exportNames, `var ${exportNames.declarations.map(sourceOf).filter((name) => names.has(name) || needed.has(name)).join(",")};`],
  ].sort(([earlier], [later]) => earlier.start - later.start);
  let text = "";
  let at = 0;
  for (const [{ start, end }, instead] of changes) {
    text += loader.slice(at, start) + instead;
    at = end;
  }
  return `${text}${loader.slice(at)}\nfunction absent(){throw new Error("left out of this program")}absent.sig="v";\n`;
}

/** Return the program without the exports that nothing takes (WebAssembly core specification, 5.5.10). */
function trimmedProgram() {
  const parts = [program.subarray(0, 8)];
  for (let at = 8; at < program.length; ) {
    const [size, content] = number(at + 1);
    const end = content + size;
    if (program[at] === EXPORTS_SECTION) {
      const section = exportsIn(content);
      parts.push(Uint8Array.of(EXPORTS_SECTION), ofNumber(section.length), section);
    } else parts.push(program.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

function exportsIn(start) {
  let [count, at] = number(start);
  const entries = [];
  while (count-- > 0) {
    const [length, text] = number(at);
    const end = number(text + length + 1)[1];
    if (kept.has(program.toString("utf8", text, text + length))) entries.push(program.subarray(at, end));
    at = end;
  }
  return Buffer.concat([ofNumber(entries.length), ...entries]);
}

/** Return the number at a place and the place behind it; LEB128, without sign. */
function number(at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = program[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}

function ofNumber(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
