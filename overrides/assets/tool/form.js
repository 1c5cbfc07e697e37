// @ts-check
// The form: reads and shows answers. Its fields are made from the data when the site is built.
import { NONE } from "./answers.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./answers.js").Questions} Questions
 * @typedef {import("./texts.js").Texts} Texts
 */

/** Value of the choice "I don't know", which is a choice like any other and no answer. */
const UNKNOWN = "";
/** So long after a question is shown, the form may still grow above it. */
const SETTLING_MS = 500;

export class Form {
  #form;
  #questions;
  #texts;
  /** @type {() => void} */
  #listener = () => {};

  /**
   * @param {HTMLElement} form
   * @param {Questions} questions
   * @param {Texts} texts
   */
  constructor(form, questions, texts) {
    this.#form = form;
    this.#questions = questions;
    this.#texts = texts;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return; // a note
      this.#keepConsistent(target);
      this.#listener();
    });
    form.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-clear]") : null;
      if (button) this.#clear(button.getAttribute("data-clear") ?? "");
    });
  }

  /** @param {() => void} listener Called after each change the reader makes. */
  onChange(listener) {
    this.#listener = listener;
  }

  /**
   * The fields of a question, "I don't know" among them.
   *
   * @param {string} id
   * @returns {HTMLInputElement[]}
   */
  #fields(id) {
    const name = CSS.escape(id);
    return [...this.#form.querySelectorAll(`[name="${name}"], [data-unsure="${name}"]`)].filter(
      (one) => one instanceof HTMLInputElement,
    );
  }

  /** Every question and facet, as an element. */
  get questions() {
    return /** @type {HTMLElement[]} */ ([...this.#form.querySelectorAll("[data-input]")]);
  }

  get #groups() {
    return /** @type {HTMLDetailsElement[]} */ ([...this.#form.querySelectorAll(".dcb-group")]);
  }

  /** Read the answers given. */
  answers() {
    /** @type {Answers} */
    const answers = new Map();
    for (const input of this.#questions.byId.values()) {
      if (input.facet_of && answers.get(input.facet_of) !== "exists") continue;
      const fields = this.#fields(input.id);
      const chosen = fields.filter((field) => (input.kind === "count" ? field.type === "number" : field.checked));
      const text = chosen.map((field) => field.value.trim()).join(",");
      const accepted = text === UNKNOWN ? null : this.#questions.accepted(input, text);
      if (input.kind === "count") this.#markCount(chosen[0], text !== UNKNOWN && accepted === null);
      if (accepted !== null) answers.set(input.id, accepted);
    }
    return answers;
  }

  /** Ids of questions answered by "I don't know". */
  get unsure() {
    return [...this.#questions.byId.keys()].filter((id) =>
      this.#fields(id).some((field) => isUnknown(field) && field.checked),
    );
  }

  /**
   * Show answers in the form. What is not among them is left open, or answered by "I don't know".
   *
   * @param {Answers} answers
   * @param {Iterable<string>} unsure
   */
  show(answers, unsure) {
    const unknown = new Set(unsure);
    for (const { id } of this.#questions.byId.values()) this.#fill(id, answers.get(id) ?? null, unknown.has(id));
    this.refresh();
  }

  /**
   * Answer a question by "I don't know".
   *
   * @param {string} id
   */
  setUnsure(id) {
    this.#fill(id, null, true);
  }

  /**
   * @param {string} id
   * @param {string | null} text
   * @param {boolean} unsure
   */
  #fill(id, text, unsure) {
    const chosen = new Set((text ?? "").split(",").filter(Boolean));
    for (const field of this.#fields(id)) {
      if (field.type === "number") field.value = text ?? "";
      else field.checked = isUnknown(field) ? unsure && text === null : chosen.has(field.value);
    }
  }

  /**
   * Take back a question's answer, and those of its facets.
   *
   * @param {string} id
   */
  #clear(id) {
    for (const { id: one, facet_of } of this.#questions.byId.values()) {
      if (one === id || facet_of === id) this.#fill(one, null, false);
    }
    this.#listener();
    this.#focus(this.#fields(id)[0]);
  }

  /**
   * Put the focus on a field; the page moves only where not all of the field's label is on the screen.
   *
   * @param {HTMLInputElement} field
   */
  #focus(field) {
    field.focus({ preventScroll: true });
    const show = () => {
      const { top, bottom } = (field.closest("label") ?? field).getBoundingClientRect();
      if (top < 0 || bottom > globalThis.innerHeight) field.scrollIntoView({ block: "center" });
    };
    // Questions above that were not drawn yet have their height only once they are.
    const growing = new ResizeObserver(show);
    growing.observe(this.#form);
    setTimeout(() => growing.disconnect(), SETTLING_MS);
  }

  /** Show the facets that the answers ask for and the ways to take an answer back, and count what is answered. */
  refresh() {
    for (const question of this.questions) {
      const { facetOf, input } = question.dataset;
      const whole = this.#fields(facetOf ?? "").find((field) => field.checked);
      if (facetOf) question.hidden = whole?.value !== "exists";
      const given = this.#fields(input ?? "").some((field) => (field.type === "number" ? field.value : field.checked));
      question.querySelector(":scope > .dcb-clear")?.toggleAttribute("hidden", !given);
    }
    this.#countAnswers();
  }

  /** Return the ids of questions whose answer cannot be read. */
  invalid() {
    return [...this.#form.querySelectorAll("[aria-invalid=true]")].map((field) => field.getAttribute("name") ?? "");
  }

  openGroups() {
    for (const group of this.#groups) group.open = true;
  }

  /**
   * Open a question's group, bring the question into view and put the focus on its answer.
   *
   * @param {string} id
   */
  goTo(id) {
    const question = this.#form.querySelector(`#q-${CSS.escape(id)}`);
    const group = question?.closest("details");
    if (group) group.open = true;
    question?.scrollIntoView({ block: "start" });
    const fields = this.#fields(id);
    const field = fields.find((one) => one.checked) ?? fields[0];
    if (field) this.#focus(field);
  }

  /**
   * @param {HTMLInputElement} field
   * @param {boolean} invalid
   */
  #markCount(field, invalid) {
    field.setAttribute("aria-invalid", String(invalid));
    this.#form.querySelector(`#error-${CSS.escape(field.name)}`)?.toggleAttribute("hidden", !invalid);
  }

  /**
   * "None of these" and "I don't know" exclude every other choice; a number excludes "I don't know".
   *
   * @param {HTMLInputElement} changed
   */
  #keepConsistent(changed) {
    const fields = this.#fields(changed.dataset.unsure ?? changed.name);
    if (changed.type === "number") {
      for (const other of fields) if (other !== changed) other.checked = false;
    } else if (changed.type === "checkbox" && changed.checked) {
      /** @param {HTMLInputElement} field */
      const excludesOthers = (field) => isUnknown(field) || field.value === NONE;
      for (const other of fields) {
        if (other === changed || !(excludesOthers(changed) || excludesOthers(other))) continue;
        if (other.type === "number") other.value = "";
        else other.checked = false;
      }
    }
  }

  /** Say for each group how many of its questions are answered. */
  #countAnswers() {
    const answers = this.answers();
    for (const group of this.#groups) {
      const asked = this.questions.filter((question) => group.contains(question) && !question.hidden);
      const done = asked.filter((question) => answers.has(question.dataset.input ?? "")).length;
      const count = group.querySelector("[data-count]");
      if (count) count.textContent = this.#texts.say("count_of", { done, total: asked.length });
    }
  }
}

/** @param {HTMLInputElement} field */
function isUnknown(field) {
  return field.type !== "number" && field.value === UNKNOWN;
}
