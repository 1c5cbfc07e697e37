// @ts-check
// The first screen of the guided way: the guidebook's own flow to a type and a pattern, one question at a time. What is
// answered here goes into the form's own fields; the questions are in the page (macros/templates/_walk.html).
import { officialLine } from "./official-line.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./reply.js").Line} Line
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./texts.js").WalkQuestion} WalkQuestion
 *
 * @typedef {object} Page What the page does for the flow.
 * @property {() => Answers} answers The form's.
 * @property {(answers: Answers) => void} fill Show other answers in the form.
 * @property {() => void} goOn Go on to the finer questions.
 */

export class OfficialWalk {
  #element;
  #form;
  #texts;
  #page;
  /** Answers given: question → answer.
   * @type {Map<string, string>} */
  #given = new Map();
  /** Questions shown so far; the last is on the screen, null stands for the end.
   * @type {(string | null)[]} */
  #path = [];
  /** @type {Line | null} */
  #line = null;

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} form The form with the finer questions, hidden meanwhile.
   * @param {Texts} texts
   * @param {Page} page
   */
  constructor(element, form, texts, page) {
    this.#element = element;
    this.#form = form;
    this.#texts = texts;
    this.#page = page;
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#next();
    });
    element.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-walk]") : null;
      const step = button?.getAttribute("data-walk");
      if (step === "back") this.#back();
      if (step === "on") this.#leave();
    });
    element.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#answer(target);
    });
  }

  get active() {
    return !this.#element.hidden;
  }

  /** Begin at the first question that the form's answers leave open; those before it can be gone back to. */
  start() {
    const answers = this.#page.answers();
    this.#given.clear();
    for (const question of this.#texts.walk) {
      const fitting = Object.entries(question.answers).find(([, { fills }]) => isFilled(fills, answers));
      if (fitting && this.#isAsked(question)) this.#given.set(question.id, fitting[0]);
      for (const field of this.#fields(question.id)) field.checked = field.value === (fitting?.[0] ?? "");
    }
    this.#element.hidden = false;
    this.#form.hidden = true;
    const asked = this.#texts.walk.filter((question) => this.#isAsked(question)).map(({ id }) => id);
    const first = asked.findIndex((id) => !this.#given.has(id));
    this.#path = first === -1 ? [...asked, null] : asked.slice(0, first + 1);
    this.#show();
  }

  stop() {
    this.#element.hidden = true;
    this.#form.hidden = false;
  }

  #leave() {
    this.stop();
    this.#page.goOn();
  }

  /**
   * Show the newest result at the end of the flow.
   *
   * @param {Line} line
   */
  showLine(line) {
    this.#line = line;
    if (this.active && this.#path.at(-1) === null) this.#showEnd();
  }

  /**
   * @param {string} question
   * @returns {HTMLInputElement[]}
   */
  #fields(question) {
    return [...this.#element.querySelectorAll(`[name="walk-${CSS.escape(question)}"]`)].filter(
      (one) => one instanceof HTMLInputElement,
    );
  }

  /** @param {WalkQuestion} question */
  #isAsked({ when }) {
    const holds = when.map((tests) =>
      Object.entries(tests).every(([question, answers]) => answers.includes(this.#given.get(question) ?? "")),
    );
    return holds.length === 0 || holds.includes(true);
  }

  /**
   * Take an answer: what it stands for goes into the form, and what another answer put there leaves it.
   *
   * @param {HTMLInputElement} field
   */
  #answer(field) {
    const id = field.name.replace("walk-", "");
    const question = this.#texts.walk.find((one) => one.id === id);
    if (!question) return;
    const answers = this.#page.answers();
    const before = this.#given.get(id);
    for (const name of Object.keys(before ? question.answers[before].fills : {})) answers.delete(name);
    this.#given.delete(id);
    if (field.value) this.#given.set(id, field.value);
    const { fills } = question.answers[field.value] ?? { fills: {} };
    for (const [name, value] of Object.entries(fills)) {
      if (!isFilled({ [name]: value }, answers)) answers.set(name, value);
    }
    this.#page.fill(answers);
    this.#showNote();
  }

  #next() {
    const current = this.#path.at(-1);
    const place = this.#texts.walk.findIndex(({ id }) => id === current);
    const next = this.#texts.walk.slice(place + 1).find((question) => this.#isAsked(question));
    this.#path.push(next?.id ?? null);
    this.#show();
  }

  #back() {
    if (this.#path.length > 1) this.#path.pop();
    this.#show();
  }

  /** Show the current question alone, or the end, and put the focus there. */
  #show() {
    const current = this.#path.at(-1) ?? null;
    for (const question of this.#element.querySelectorAll("[data-walk-question]")) {
      question.toggleAttribute("hidden", question.getAttribute("data-walk-question") !== current);
    }
    const end = this.#part("end");
    end.hidden = current !== null;
    this.#part("next").hidden = current === null;
    this.#part("place").textContent =
      current === null ? "" : this.#texts.say("walk_place", { number: this.#path.length });
    this.#element.querySelector("[data-walk=back]")?.toggleAttribute("disabled", this.#path.length < 2);
    const on = /** @type {HTMLElement} */ (this.#element.querySelector("[data-walk=on]"));
    on.textContent = current === null ? this.#texts.ui.walk_on : this.#texts.ui.walk_skip;
    on.classList.toggle("dcb-button--main", current === null);
    if (current === null) this.#showEnd();
    this.#showNote();
    const fields = current === null ? [] : this.#fields(current);
    const target = fields.find((field) => field.checked) ?? fields[0] ?? this.#part("heading");
    target.focus({ preventScroll: true });
    this.#element.scrollIntoView({ block: "start" });
  }

  #showEnd() {
    const box = this.#part("line");
    if (this.#line) box.replaceChildren(officialLine(this.#line, this.#texts));
    else box.textContent = this.#texts.ui.walk_waiting;
  }

  /** What the guidebook leaves open for the answer on the screen; at the end, for every answer on the way. */
  #showNote() {
    const current = this.#path.at(-1) ?? null;
    const shown = current === null ? this.#path : [current];
    const notes = shown.flatMap((id) => {
      const question = this.#texts.walk.find((one) => one.id === id);
      const answer = question && this.#given.get(question.id);
      return (question && answer && question.answers[answer].note) || [];
    });
    const box = this.#part("note");
    box.hidden = notes.length === 0;
    box.replaceChildren(...notes.map((note) => Object.assign(document.createElement("p"), { textContent: note })));
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.#element.querySelector(`#dcb-walk-${name}`));
  }
}

/**
 * Tell whether the form holds what an answer stands for; a count of one stands for one or more.
 *
 * @param {Record<string, string>} fills
 * @param {Answers} answers
 */
function isFilled(fills, answers) {
  const entries = Object.entries(fills);
  return (
    entries.length > 0 &&
    entries.every(([name, value]) => {
      const answer = answers.get(name);
      if (value === "1" && answer !== undefined) return Number(answer) >= 1;
      return answer === value;
    })
  );
}
