// @ts-check
// A cost plan in the form's fields and back. What is wrong with it is Python's to say: a text that is no number stays a text.
import { byId, element } from "../page/element.js";

/**
 * @typedef {Record<string, any>} Member
 * @typedef {Record<string, any> & {participants: Member[]}} Plan
 */

/** Keys with one number, and those that may have one a year. */
const NUMBERS = ["years", "build", "grant", "life", "prefecture_percent", "prefecture_build_percent", "minimum"];
const YEARLY = ["run", "prefecture_run_percent"];
const CHOICES = ["scheme", "late_joiners"];
const WEIGHTS = ["equal", "population", "usage"];
const OF_MEMBERS = ["name", "population", "usage", "joins", "leaves", "alone"];
/** So many participants have fields; of more, the file is where they are changed. */
const MOST_FIELDS = 100;
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;

/** The participants of a plan with more than have fields. @type {WeakMap<HTMLFormElement, Member[]>} */
const manyMembers = new WeakMap();

/**
 * Return the plan in the form's fields; blank ones are left out.
 *
 * @param {HTMLFormElement} form
 * @param {boolean} [all] Blank participants too.
 * @returns {Plan}
 */
export function planFromForm(form, all = false) {
  /** @type {Record<string, any>} */
  const plan = {};
  const text = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "").trim();
  const nameField = fieldOf("name");
  const isOwnName = form.dataset.name && nameField.value === nameField.defaultValue;
  const name = isOwnName ? JSON.parse(form.dataset.name ?? "") : nameField.value.trim();
  if (name) plan.name = name;
  for (const key of NUMBERS) if (text(key) !== "") plan[key] = numberOf(text(key));
  for (const key of YEARLY) {
    const values = text(key)
      .split(/[、;\s]+|,(?!\d{3}\b)/)
      .filter(Boolean)
      .map(numberOf);
    if (values.length > 0) plan[key] = values.length === 1 ? values[0] : values;
  }
  for (const key of CHOICES) if (text(key) !== "") plan[key] = text(key);
  const weights = WEIGHTS.map((key) => numberOf(text(`weight_${key}`) || "0"));
  if (weights.some((one) => one !== 0)) plan.weights = weights;
  const members = manyMembers.get(form) ?? rowsOf(form).map((row) => memberIn(row));
  return { ...plan, participants: all ? members : members.filter(isFilledIn) };
}

/**
 * Return the field of a key of the plan itself: participants' fields in the form have names like it.
 *
 * @param {string} key
 */
function fieldOf(key) {
  return /** @type {HTMLInputElement} */ (byId(`dcb-plan-${key}`));
}

/** @param {Member} member */
function isFilledIn(member) {
  return Object.keys(member).length > 1;
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLElement[]}
 */
function rowsOf(form) {
  return [...form.querySelectorAll("tbody tr")].map((row) => /** @type {HTMLElement} */ (row));
}

/**
 * Return the field of a value of the plan that `planFromForm` returns; null where it has none.
 *
 * @param {HTMLFormElement} form
 * @param {(string | number)[]} path
 */
export function fieldAt(form, path) {
  const [key, place, name] = path;
  if (key !== "participants" || place === undefined)
    return path.length > 0 ? form.querySelector(`[data-path="${CSS.escape(path.join("."))}"]`) : null;
  const row = rowsOf(form).filter((one) => isFilledIn(memberIn(one)))[Number(place)];
  return row?.querySelector(`[name="${CSS.escape(String(name ?? "name"))}"]`) ?? null;
}

/** @param {HTMLElement} row */
function memberIn(row) {
  /** @type {Member} */
  const member = { id: row.dataset.id };
  for (const field of row.querySelectorAll("input")) {
    const value = field.value.trim();
    if (value === "") continue;
    const isOwnName = field.name === "name" && row.dataset.name !== undefined && field.value === field.defaultValue;
    if (isOwnName) member.name = JSON.parse(row.dataset.name ?? "");
    else member[field.name] = field.name === "name" ? value : numberOf(value);
  }
  return member;
}

/** @param {string} text */
function numberOf(text) {
  const digits = text.normalize("NFKC").replaceAll(",", "");
  return NUMBER.test(digits) ? Number(digits) : text;
}

/**
 * Write a plan into the form's fields.
 *
 * @param {HTMLFormElement} form
 * @param {Partial<Plan>} plan
 * @param {{data: {language: string}, say: (key: string, values?: Record<string, string | number>) => string}} page
 */
export function writePlan(form, plan, page) {
  const { language } = page.data;
  /** @type {typeof page.say} */
  const say = (key, values) => page.say(key, values);
  /** @param {unknown} name */
  const nameOf = (name) =>
    typeof name === "object" && name !== null
      ? String(Object(name)[language] ?? Object.values(name)[0])
      : String(name ?? "");
  const members = plan.participants ?? [];
  for (const key of ["name", ...NUMBERS, ...YEARLY]) {
    const value = plan[key];
    fieldOf(key).value = key === "name" ? nameOf(value) : Array.isArray(value) ? value.join(" ") : String(value ?? "");
  }
  fieldOf("name").defaultValue = fieldOf("name").value;
  form.dataset.name = typeof plan.name === "object" ? JSON.stringify(plan.name) : "";
  for (const key of CHOICES) {
    for (const field of form.querySelectorAll(`[name=${key}]`)) {
      const choice = /** @type {HTMLInputElement} */ (field);
      choice.checked = plan[key] === undefined ? choice.defaultChecked : plan[key] === choice.value;
    }
  }
  WEIGHTS.forEach((key, place) => {
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem(`weight_${key}`));
    field.value = String(plan.weights?.[place] ?? "");
  });
  const body = byId("dcb-participants");
  const many = members.length > MOST_FIELDS;
  if (many) manyMembers.set(form, members);
  else manyMembers.delete(form);
  byId("dcb-many-participants").textContent = many ? say("many_participants", { count: members.length }) : "";
  byId("dcb-participants-table").hidden = many;
  body.replaceChildren(...(many ? [] : named(members).map((one, place) => rowOf(one, place, nameOf, say))));
}

/**
 * Return participants with an id each: those without one get the first number that is free.
 *
 * @param {Member[]} members
 */
function named(members) {
  const taken = new Set(members.map(({ id }) => id));
  let number = 0;
  return members.map((one) => {
    if (one.id !== undefined) return one;
    do number++;
    while (taken.has(String(number)));
    return { ...one, id: String(number) };
  });
}

/**
 * @param {Member} member
 * @param {number} place
 * @param {(name: unknown) => string} nameOf
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 */
function rowOf(member, place, nameOf, say) {
  const cells = OF_MEMBERS.map((key) =>
    element(
      "td",
      { "data-label": say(`member_${key}`) },
      element("input", {
        id: `dcb-${key}-${place}`,
        name: key,
        value: key === "name" ? nameOf(member.name) : (member[key] ?? ""),
        inputmode: key === "name" ? "text" : "numeric",
        autocomplete: "off",
      }),
    ),
  );
  const remove = element("button", { type: "button", class: "dcb-button", "data-do": "remove" }, say("remove"));
  const row = element(
    "tr",
    {
      "data-id": member.id,
      "data-name": typeof member.name === "object" ? JSON.stringify(member.name) : null,
    },
    cells,
    element("td", {}, remove),
  );
  labelRow(row, say, String(place + 1));
  return row;
}

/**
 * Call a row's fields after its participant, whose name may just have changed.
 *
 * @param {Element} row
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 * @param {string} unnamed What the row is called without a name.
 */
export function labelRow(row, say, unnamed) {
  const fields = [...row.querySelectorAll("input")];
  const label = fields.find(({ name }) => name === "name")?.value.trim() || unnamed;
  for (const field of fields) field.ariaLabel = say("cell_label", { name: label, column: say(`member_${field.name}`) });
  const remove = row.querySelector("button");
  if (remove) remove.ariaLabel = say("remove_label", { name: label });
}
