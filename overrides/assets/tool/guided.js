// One question at a time, in the order that settles most. The form's own fields are shown one by one, so that no
// answer has to be carried over when the reader changes to the full form or back.

export class Guided {
  #form;
  #bar;
  #end;
  #ui;
  #answered;
  #path = [];
  #skipped = new Set();
  #proposed = null;

  /** answered(id): is the question answered? changed(): called when what may be asked next has changed. */
  constructor(form, bar, ui, { answered, changed }) {
    this.#form = form;
    this.#bar = bar;
    this.#end = bar.querySelector("#dcb-guided-end");
    this.#ui = ui;
    this.#answered = answered;
    bar.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]")?.dataset.step;
      if (step) this.#take(step, changed);
    });
  }

  get active() {
    return !this.#bar.hidden;
  }

  get skipped() {
    return [...this.#skipped].filter((id) => !this.#answered(id));
  }

  start() {
    this.#bar.hidden = false;
    this.#form.classList.add("dcb-guided");
    for (const group of this.#form.querySelectorAll(".dcb-group")) group.open = true;
    this.#path = [];
    this.#show(this.#proposed);
  }

  stop() {
    this.#bar.hidden = true;
    this.#skipped.clear();
    this.#form.classList.remove("dcb-guided");
  }

  /** Take the question the engine proposes; the one on screen stays until the reader moves on. */
  propose(id, settled) {
    this.#proposed = id;
    this.#end.textContent = settled ? `${this.#ui.guided_done} ${this.#ui.guided_more}` : this.#ui.guided_stuck;
    if (this.active && !this.#current) this.#show(id);
  }

  get #current() {
    return this.#path.at(-1) ?? null;
  }

  #take(step, changed) {
    const current = this.#current;
    if (step === "back") {
      if (this.#path.length > 1 || (current === null && this.#path.length)) this.#path.pop();
      this.#skipped.delete(this.#current);
      this.#mark(true);
    } else {
      if (step === "skip") this.#clear(current);
      if (current && !this.#answered(current)) this.#skipped.add(current);
      this.#path.push(null);
    }
    changed();
  }

  #clear(id) {
    const fields = id ? [...this.#form.querySelectorAll(`[name="${CSS.escape(id)}"]`)] : [];
    for (const field of fields) {
      if (field.type === "number") field.value = "";
      else field.checked = field.value === "";
    }
  }

  #show(id) {
    if (this.#path.length && this.#current === null) this.#path.pop();
    if (id) this.#path.push(id);
    else this.#path.push(null);
    this.#mark(true);
  }

  #mark(focus) {
    const current = this.#current;
    for (const question of this.#form.querySelectorAll("[data-input]")) {
      question.classList.toggle("dcb-current", question.dataset.input === current || question.dataset.facetOf === current);
    }
    this.#end.hidden = current !== null;
    this.#bar.querySelector("[data-step=back]").disabled = this.#path.length < 2;
    for (const step of ["skip", "next"]) this.#bar.querySelector(`[data-step=${step}]`).disabled = current === null;
    if (focus && current) {
      const fields = [...this.#form.querySelectorAll(`#q-${CSS.escape(current)} input`)];
      (fields.find((field) => field.checked) ?? fields[0])?.focus();
    }
  }
}
