// @ts-check
// One question at a time, in the order that settles most. The form's own fields are shown one by one, so that no
// answer has to be carried over when the reader changes to the full form or back.

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./texts.js").Texts} Texts
 */

export class Guided {
  #element;
  #bar;
  #end;
  #form;
  #texts;
  /** Questions shown so far; null stands for the next one while it is not known yet, and for the end.
   * @type {(string | null)[]} */
  #path = [];
  /** @type {Set<string>} */
  #skipped = new Set();
  /** @type {string | null} */
  #proposed = null;
  /** @type {() => void} */
  #listener = () => {};

  /**
   * @param {HTMLElement} element The form's element.
   * @param {HTMLElement} bar With a button for each step: back, skip, next.
   * @param {Form} form
   * @param {Texts} texts
   */
  constructor(element, bar, form, texts) {
    this.#element = element;
    this.#bar = bar;
    this.#end = /** @type {HTMLElement} */ (bar.querySelector("#dcb-guided-end"));
    this.#form = form;
    this.#texts = texts;
    bar.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-step]") : null;
      if (button) this.#take(button.getAttribute("data-step"));
    });
  }

  /** @param {() => void} listener Called when another question may have to be proposed. */
  onStep(listener) {
    this.#listener = listener;
  }

  get active() {
    return !this.#bar.hidden;
  }

  /** Ids of questions that were passed over and are still not answered. */
  get skipped() {
    const answers = this.#form.answers();
    return [...this.#skipped].filter((id) => !answers.has(id));
  }

  start() {
    this.#bar.hidden = false;
    this.#element.classList.add("dcb-guided");
    this.#form.openGroups();
    this.#path = [];
    this.#show(this.#proposed);
  }

  stop() {
    this.#bar.hidden = true;
    this.#skipped.clear();
    this.#element.classList.remove("dcb-guided");
  }

  /**
   * Take the question that the engine proposes; the one on screen stays until the reader moves on.
   *
   * @param {string | null} id
   * @param {boolean} settled Whether everything is settled, so that what is left only adds detail.
   */
  propose(id, settled) {
    const { guided_done, guided_more, guided_stuck } = this.#texts.ui;
    this.#proposed = id;
    this.#end.textContent = settled ? `${guided_done} ${guided_more}` : guided_stuck;
    if (this.active && !this.#current) this.#show(id);
  }

  get #current() {
    return this.#path.at(-1) ?? null;
  }

  /** @param {string | null} step */
  #take(step) {
    const current = this.#current;
    if (step === "back") {
      if (this.#path.length > 1 || (current === null && this.#path.length)) this.#path.pop();
      if (this.#current) this.#skipped.delete(this.#current);
      this.#mark();
    } else {
      if (current && step === "skip") this.#form.clear(current);
      if (current && !this.#form.answers().has(current)) this.#skipped.add(current);
      this.#path.push(null);
    }
    this.#listener();
  }

  /** @param {string | null} id */
  #show(id) {
    if (this.#path.length && this.#current === null) this.#path.pop();
    this.#path.push(id);
    this.#mark();
  }

  /** Show the current question alone and put the focus on it; without one, show the end. */
  #mark() {
    const current = this.#current;
    for (const question of this.#form.questions) {
      const shown = [question.dataset.input, question.dataset.facetOf].includes(current ?? undefined);
      question.classList.toggle("dcb-current", current !== null && shown);
    }
    this.#end.hidden = current !== null;
    this.#disable("back", this.#path.length < 2);
    this.#disable("skip", current === null);
    this.#disable("next", current === null);
    if (current) this.#form.focus(current);
  }

  /**
   * @param {string} step
   * @param {boolean} disabled
   */
  #disable(step, disabled) {
    this.#bar.querySelector(`[data-step=${step}]`)?.toggleAttribute("disabled", disabled);
  }
}
