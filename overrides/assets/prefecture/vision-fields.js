// @ts-check
// The data of a vision.yml in fields, and back. A field has a path (data-path) below its list's entry or the whole; a text
// that was opened in several languages stays so where it is not changed.

/** @typedef {Record<string, any>} Data */

/** What a field was filled with. @type {WeakMap<Element, unknown>} */
const filledWith = new WeakMap();
/** The entry of the opened vision that an entry of the form shows. @type {WeakMap<Element, Data>} */
const entryOf = new WeakMap();
/** Lists whose entries have an id that others name; the form gives one to those that have none. */
const WITH_ID = ["initiatives"];

/**
 * Return the entries of a vision that a list of the form shows.
 *
 * @param {Data} vision
 * @param {HTMLElement} list
 * @returns {Data[]}
 */
export function entriesOf(vision, list) {
  const entries = vision[list.dataset.list ?? ""];
  return Array.isArray(entries) ? entries.filter((entry) => typeof entry === "object" && entry !== null) : [];
}

/**
 * Fill the fields below an element.
 *
 * @param {HTMLElement} root A form or one of its lists.
 * @param {Data} vision
 */
export function toFields(root, vision) {
  for (const field of fieldsIn(root)) {
    if (!field.closest("[data-entry]")) fillField(field, at(vision, field.dataset.path ?? ""));
  }
  const lists = root.dataset.list ? [root] : root.querySelectorAll("[data-list]");
  for (const list of lists) {
    const entries = entriesOf(vision, /** @type {HTMLElement} */ (list));
    list.querySelectorAll("[data-entry]").forEach((element, place) => {
      entryOf.set(element, entries[place]);
      for (const field of fieldsIn(element)) fillField(field, at(entries[place], field.dataset.path ?? ""));
    });
  }
}

/**
 * Return what the fields hold, with what they do not show of an opened vision; what is empty is left out.
 *
 * @param {HTMLElement} form
 * @param {Data} opened
 * @returns {Data}
 */
export function fromFields(form, opened) {
  const data = structuredClone(opened);
  for (const field of fieldsIn(form)) if (!field.closest("[data-entry]")) put(data, field);
  for (const list of form.querySelectorAll("[data-list]")) {
    const name = /** @type {HTMLElement} */ (list).dataset.list ?? "";
    /** @type {Data[]} */
    const entries = [];
    for (const element of list.querySelectorAll("[data-entry]")) {
      const entry = structuredClone(entryOf.get(element) ?? {});
      for (const field of fieldsIn(element)) put(entry, field);
      if (Object.keys(entry).length > 0) entries.push(entry);
    }
    if (WITH_ID.includes(name)) giveIds(entries, name);
    if (entries.length > 0) data[name] = entries;
    else delete data[name];
  }
  return data;
}

/**
 * @param {Data[]} entries
 * @param {string} name
 */
function giveIds(entries, name) {
  const taken = new Set(entries.map(({ id }) => id));
  let number = 0;
  for (const [place, entry] of entries.entries()) {
    if (entry.id) continue;
    do number++;
    while (taken.has(`${name}_${number}`));
    entries[place] = { id: `${name}_${number}`, ...entry };
  }
}

/**
 * @param {ParentNode} root
 * @returns {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]}
 */
function fieldsIn(root) {
  return [...root.querySelectorAll("[data-path]")].map((field) => /** @type {HTMLInputElement} */ (field));
}

/**
 * @param {Data | undefined} data
 * @param {string} path
 */
function at(data, path) {
  return path.split(".").reduce((/** @type {any} */ part, key) => part?.[key], data);
}

/**
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field
 * @param {unknown} value
 */
function fillField(field, value) {
  filledWith.set(field, value);
  const text = shown(value);
  // A value of the prefecture's own, such as a purpose that the guidebook does not name.
  if (field instanceof HTMLSelectElement && ![...field.options].some((one) => one.value === text))
    field.add(new Option(text, text));
  field.value = text;
}

/** @param {unknown} value */
function shown(value) {
  return typeof value === "object" && value !== null ? String(Object(value).ja ?? "") : String(value ?? "");
}

/**
 * @param {Data} data
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field
 */
function put(data, field) {
  const keys = (field.dataset.path ?? "").split(".");
  const last = keys.pop() ?? "";
  const within = keys.map((_, place) => keys.slice(0, place + 1).join("."));
  let part = data;
  const text = field.value.trim();
  if (text === "") {
    const holder = keys.length > 0 ? at(data, keys.join(".")) : data;
    if (holder) delete holder[last];
    for (const path of within.reverse()) removeEmpty(data, path);
    return;
  }
  for (const key of keys) {
    part[key] ??= {};
    part = part[key];
  }
  const before = filledWith.get(field);
  const isNumber = field.dataset.kind === "count" || field.dataset.kind === "number";
  if (before !== undefined && shown(before) === text) part[last] = before;
  else if (typeof before === "object" && before !== null) part[last] = { ...before, ja: text };
  else part[last] = isNumber ? Number(text) : text;
}

/**
 * @param {Data} data
 * @param {string} path
 */
function removeEmpty(data, path) {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.length > 0 ? at(data, keys.join(".")) : data;
  if (holder?.[last] && Object.keys(holder[last]).length === 0) delete holder[last];
}
