// @ts-check
// The form: reads and shows answers. Its fields are made from the data when the site is built.
import { NONE } from "./answers.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./answers.js").Questions} Questions
 * @typedef {import("./texts.js").Texts} Texts
 */

/** Value of the choice "I don't know". */
const UNKNOWN = "";

export class Form {
  #form;
  #questions;
  #texts;

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
  }

  /** @param {() => void} listener Called after each change the reader makes. */
  onChange(listener) {
    this.#form.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#keepSetConsistent(target);
      listener();
    });
  }

  /**
   * @param {string} id
   * @returns {HTMLInputElement[]}
   */
  #fields(id) {
    return [...this.#form.querySelectorAll(`[name="${CSS.escape(id)}"]`)].filter(
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
      const chosen = input.kind === "count" ? fields : fields.filter((field) => field.checked);
      const text = chosen.map((field) => field.value.trim()).join(",");
      const accepted = text === UNKNOWN ? null : this.#questions.accepted(input, text);
      if (input.kind === "count") this.#markCount(fields[0], text !== UNKNOWN && accepted === null);
      if (accepted !== null) answers.set(input.id, accepted);
    }
    return answers;
  }

  /**
   * Show answers in the form; what is not among them becomes unknown.
   *
   * @param {Answers} answers
   */
  show(answers) {
    for (const { id } of this.#questions.byId.values()) this.#fill(id, answers.get(id) ?? UNKNOWN);
    this.refresh();
  }

  /**
   * Make a question's answer unknown.
   *
   * @param {string} id
   */
  clear(id) {
    this.#fill(id, UNKNOWN);
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  #fill(id, text) {
    const chosen = new Set(text.split(","));
    for (const field of this.#fields(id)) {
      if (field.type === "number") field.value = text;
      else field.checked = chosen.has(field.value);
    }
  }

  /** Show the facets that the answers ask for, and count what is answered. */
  refresh() {
    for (const facet of this.questions.filter((question) => question.dataset.facetOf)) {
      const whole = this.#fields(facet.dataset.facetOf ?? "").find((field) => field.checked);
      facet.hidden = whole?.value !== "exists";
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
    question?.scrollIntoView({ block: "center" });
    this.focus(id, { preventScroll: true });
  }

  /**
   * Put the focus on a question's answer: the one given, else the first.
   *
   * @param {string} id
   * @param {FocusOptions} [options]
   */
  focus(id, options) {
    const fields = this.#fields(id);
    (fields.find((field) => field.checked) ?? fields[0])?.focus(options);
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
   * In a set, "none of these" and "I don't know" exclude every other choice.
   *
   * @param {HTMLInputElement} changed
   */
  #keepSetConsistent(changed) {
    if (changed.type !== "checkbox") return;
    const fields = this.#fields(changed.name);
    /** @param {HTMLInputElement} field */
    const excludesOthers = (field) => field.value === UNKNOWN || field.value === NONE;
    if (changed.checked) {
      for (const other of fields) {
        if (other !== changed && (excludesOthers(changed) || excludesOthers(other))) other.checked = false;
      }
    } else if (!fields.some((field) => field.checked)) {
      for (const field of fields) field.checked = field.value === UNKNOWN;
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
