// The form: reads and shows answers. Its fields are made from the data when the site is built.

export class Form {
  #form;
  #questions;
  #ui;

  constructor(form, questions, ui) {
    this.#form = form;
    this.#questions = questions;
    this.#ui = ui;
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  onChange(handler) {
    this.#form.addEventListener("input", (event) => {
      this.#keepSetsConsistent(event.target);
      handler();
    });
  }

  #fields(id) {
    return [...this.#form.querySelectorAll(`[name="${CSS.escape(id)}"]`)];
  }

  /** Return the answers given: a Map of input id → text. */
  answers() {
    const answers = new Map();
    for (const input of this.#questions.byId.values()) {
      if (input.facet_of && answers.get(input.facet_of) !== "exists") continue;
      const fields = this.#fields(input.id);
      const text = input.kind === "count" ? fields[0].value.trim() : fields.filter((f) => f.checked).map((f) => f.value).join(",");
      const accepted = text === "" ? null : this.#questions.accepted(input, text);
      if (input.kind === "count") this.#markCount(fields[0], text !== "" && accepted === null);
      if (accepted !== null) answers.set(input.id, accepted);
    }
    return answers;
  }

  /** Show answers in the form; what is not among them becomes unknown. */
  show(answers) {
    for (const input of this.#questions.byId.values()) {
      const text = answers.get(input.id) ?? "";
      const chosen = new Set(text.split(","));
      for (const field of this.#fields(input.id)) {
        if (input.kind === "count") field.value = text;
        else field.checked = chosen.has(field.value);
      }
    }
    this.refresh();
  }

  /** Show what the answers ask for further, and count them. */
  refresh() {
    this.#showFacets();
    this.#count();
  }

  /** Return the questions whose answer cannot be read. */
  wrong() {
    return [...this.#form.querySelectorAll("[aria-invalid=true]")].map((field) => field.name);
  }

  /** Open a question's group and put the focus on its answer. */
  goTo(id) {
    const question = this.#form.querySelector(`#q-${CSS.escape(id)}`);
    question.closest(".dcb-group").open = true;
    question.scrollIntoView({ block: "center" });
    const fields = this.#fields(id);
    (fields.find((field) => field.checked) ?? fields[0]).focus({ preventScroll: true });
  }

  #markCount(field, wrong) {
    field.setAttribute("aria-invalid", String(wrong));
    this.#form.querySelector(`#error-${CSS.escape(field.name)}`).hidden = !wrong;
  }

  /** In a set, "none" and "I don't know" each stand alone. */
  #keepSetsConsistent(field) {
    if (field.type !== "checkbox") return;
    const fields = this.#fields(field.name);
    const alone = (one) => one.value === "" || one.value === "none";
    if (field.checked) {
      for (const other of fields) {
        if (other !== field && (alone(field) || alone(other))) other.checked = false;
      }
    } else if (!fields.some((one) => one.checked)) {
      fields.find((one) => one.value === "").checked = true;
    }
  }

  #showFacets() {
    for (const facet of this.#form.querySelectorAll("[data-facet-of]")) {
      const whole = this.#fields(facet.dataset.facetOf).find((field) => field.checked);
      facet.hidden = whole?.value !== "exists";
    }
  }

  /** Say for each group how many of its questions are answered. */
  #count() {
    const answers = this.answers();
    for (const group of this.#form.querySelectorAll(".dcb-group")) {
      const asked = [...group.querySelectorAll("[data-input]")].filter((question) => !question.hidden);
      const done = asked.filter((question) => answers.has(question.dataset.input)).length;
      group.querySelector("[data-count]").textContent = this.#ui.count_of
        .replace("{done}", done)
        .replace("{total}", asked.length);
    }
  }
}
