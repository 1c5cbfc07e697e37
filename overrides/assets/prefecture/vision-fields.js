// @ts-check
// The data of a vision.yml in fields, and back. A field has a path (data-path) below its list's entry or the whole; a text
// that was opened in several languages stays so where it is not changed.

/** @typedef {Record<string, any>} Data */

/** What a field was filled with. @type {WeakMap<Element, unknown>} */
const filledWith = new WeakMap();
/** The entry of the opened vision that an entry of the form shows. @type {WeakMap<Element, Data>} */
const entryOf = new WeakMap();
/** Lists whose entries have an id that others name; the form gives one to those that have none. */
const WITH_ID = ["purposes", "initiatives"];
/** What divides the texts of a field that holds several, by its kind. @type {Record<string, RegExp>} */
const DIVIDED_BY = { names: /[、，,\s]+/, lines: /\n+/ };

/**
 * Return the entries that a list of the form shows.
 *
 * @param {Data} data What the list is part of: the vision, or an entry of another list.
 * @param {HTMLElement} list
 * @returns {Data[]}
 */
export function entriesOf(data, list) {
  const entries = data[list.dataset.list ?? ""];
  return Array.isArray(entries) ? entries.filter((entry) => typeof entry === "object" && entry !== null) : [];
}

/**
 * Fill the fields of a part of the form: the form, or an entry of a list.
 *
 * @param {HTMLElement} part
 * @param {Data} data
 */
export function toFields(part, data) {
  for (const field of fieldsOf(part)) fillField(field, at(data, field.dataset.path ?? ""));
  for (const list of listsOf(part)) toEntries(list, data);
}

/**
 * Fill the entries of a list.
 *
 * @param {HTMLElement} list
 * @param {Data} data What the list is part of.
 */
export function toEntries(list, data) {
  const entries = entriesOf(data, list);
  for (const [place, element] of elementsOf(list).entries()) {
    entryOf.set(element, entries[place]);
    toFields(element, entries[place]);
  }
}

/**
 * Return what the fields hold, with what they do not show of an opened vision; what is empty is left out.
 *
 * @param {HTMLElement} part The form, or an entry of a list.
 * @param {Data} opened
 * @returns {Data}
 */
export function fromFields(part, opened) {
  const data = structuredClone(opened);
  for (const field of fieldsOf(part)) put(data, field);
  for (const list of listsOf(part)) {
    const name = list.dataset.list ?? "";
    const entries = elementsOf(list)
      .map((element) => fromFields(element, entryOf.get(element) ?? {}))
      .filter((entry) => Object.keys(entry).length > 0);
    if (WITH_ID.includes(name)) giveIds(entries, name);
    if (entries.length > 0) data[name] = entries;
    else delete data[name];
  }
  return data;
}

/**
 * Return the field that shows what is at a place of the vision, such as ["purposes", 0, "label"].
 *
 * @param {HTMLElement} form
 * @param {(string | number)[]} place
 * @returns {HTMLElement | null}
 */
export function fieldAt(form, place) {
  let part = form;
  let rest = place;
  for (let number = rest.findIndex((key) => typeof key === "number"); number > 0; ) {
    const list = listsOf(part).find((one) => one.dataset.list === rest[number - 1]);
    const entry = list && elementsOf(list)[Number(rest[number])];
    if (!entry) break;
    part = entry;
    rest = rest.slice(number + 1);
    number = rest.findIndex((key) => typeof key === "number");
  }
  const path = rest.join(".");
  return fieldsOf(part).find(({ dataset }) => path === dataset.path || path.startsWith(`${dataset.path}.`)) ?? null;
}

/**
 * Return the lists of a part of the form that are not inside an entry of another.
 *
 * @param {HTMLElement} part
 * @returns {HTMLElement[]}
 */
export function listsOf(part) {
  const lists = /** @type {HTMLElement[]} */ ([...part.querySelectorAll("[data-list]")]);
  return lists.filter((list) => list.parentElement?.closest("[data-entry]") === part.closest("[data-entry]"));
}

/**
 * Return the elements of a list's entries.
 *
 * @param {HTMLElement} list
 * @returns {HTMLElement[]}
 */
export function elementsOf(list) {
  const entries = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-entry]")]);
  return entries.filter((entry) => entry.parentElement?.closest("[data-list]") === list);
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
 * Return the fields of a part of the form that are not inside an entry of one of its lists.
 *
 * @param {HTMLElement} part
 * @returns {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]}
 */
export function fieldsOf(part) {
  const fields = /** @type {HTMLInputElement[]} */ ([...part.querySelectorAll("[data-path]")]);
  return fields.filter((field) => field.closest("[data-entry]") === part.closest("[data-entry]"));
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
  const text = shown(value, field.dataset.kind);
  // A value of the prefecture's own, such as a purpose that the guidebook does not name.
  if (field instanceof HTMLSelectElement && ![...field.options].some((one) => one.value === text))
    field.add(new Option(text, text));
  field.value = text;
}

/**
 * @param {unknown} value
 * @param {string} [kind]
 */
function shown(value, kind) {
  if (Array.isArray(value)) return value.join(kind === "lines" ? "\n" : "、");
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
  if (before !== undefined && shown(before, field.dataset.kind) === text) part[last] = before;
  else if (DIVIDED_BY[field.dataset.kind ?? ""]) part[last] = textsIn(text, DIVIDED_BY[field.dataset.kind ?? ""]);
  else if (typeof before === "object" && before !== null) part[last] = { ...before, ja: text };
  else part[last] = isNumber ? Number(text) : text;
}

/**
 * @param {string} text
 * @param {RegExp} divided
 */
function textsIn(text, divided) {
  return text
    .split(divided)
    .map((one) => one.trim())
    .filter((one) => one);
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
