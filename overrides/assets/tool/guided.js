// @ts-check
// One question at a time: first the guidebook's own flow to a type and a pattern, then the finer questions in the order that
// settles most, then all answers to check. The form's own fields are shown one by one, so that no answer has to be carried
// over when the reader changes to the full form or back. Each step is an entry of the browser's history.
import { element } from "../page/element.js";
import { inWords } from "./check-list.js";
import { officialLine } from "./official-line.js";

/**
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./check-list.js").Given} Given
 * @typedef {import("./check-list.js").Passed} Passed
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./reply.js").Reply} Reply
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./texts.js").WalkQuestion} WalkQuestion
 *
 * A step is "walk:" and a question of the official flow, "line" (where the flow leads), "ask:" and a question of the form
 * ("ask:" alone while the engine has not said which), or "check" (all answers).
 * @typedef {string} Step
 *
 * @typedef {object} Place Where the reader is; kept in the history's entry.
 * @property {Step[]} path The steps so far; the last is on the screen.
 * @property {Step[]} passed Steps passed over by "I don't know".
 * @property {boolean} returns Whether the next step leads back to the check of all answers.
 *
 * @typedef {object} Page What the page does for the guided way.
 * @property {(answers: Answers) => void} fill Show other answers in the form, and ask the engine anew.
 * @property {() => void} ask Ask the engine anew, as other questions are passed over.
 * @property {(place: Place, isNew: boolean) => void} keep Keep the place in the history: as a new entry, or in this one.
 * @property {() => void} back Go back in the history by a step of the guided way; see `depth`.
 * @property {() => number} depth How many entries of the history lead back within the guided way.
 * @property {() => void} showResult
 * @property {(step: Step) => void} change Go to a step from a list of answers.
 * @property {(box: HTMLElement) => void} list Write the answers to check into a box.
 */

const WALK = "walk:";
const ASK = "ask:";
const LINE = "line";
const CHECK = "check";
/** A screen on which the result is beside the questions, and high enough for both. */
const BESIDE = "(min-width: 60em) and (min-height: 37.5em)";

export class Guided {
  #walk;
  #element;
  #form;
  #texts;
  #page;
  #active = false;
  /** Answers to the official flow: question → answer.
   * @type {Map<string, string>} */
  #given = new Map();
  /** Whether the answers were given to the questions of the flow, and not to those of the form alone. */
  #inFlow = false;
  /** Questions that the flow asked before an answer to it is changed.
   * @type {Set<string>} */
  #askedBefore = new Set();
  /** @type {Place} */
  #place = { path: [], passed: [], returns: false };
  /** @type {Reply | null} */
  #reply = null;

  /**
   * @param {HTMLElement} walk The form of the official flow.
   * @param {HTMLElement} formElement
   * @param {Form} form
   * @param {Texts} texts
   * @param {Page} page
   */
  constructor(walk, formElement, form, texts, page) {
    this.#walk = walk;
    this.#element = formElement;
    this.#form = form;
    this.#texts = texts;
    this.#page = page;
    for (const one of [walk, formElement]) {
      one.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.#active) this.#next();
      });
    }
    walk.parentElement?.addEventListener("click", ({ target }) => {
      const step = target instanceof Element ? target.closest("[data-step]")?.getAttribute("data-step") : null;
      if (step && step !== "next") this.#take(step);
    });
    walk.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#answer(target);
    });
    formElement.addEventListener("input", () => this.#showMissing(false));
  }

  get active() {
    return this.#active;
  }

  /** Ids of questions that were passed over and are still not answered; the engine does not propose them again. */
  get skipped() {
    const answers = this.#form.answers();
    const ids = this.#place.passed.filter((step) => step.startsWith(ASK)).map((step) => step.slice(ASK.length));
    const asked = ids.flatMap((id) => [id, ...this.#facetsOf(id)]);
    return [...new Set([...asked, ...this.#form.unsure])].filter((id) => !answers.has(id));
  }

  /** @returns {Passed[]} What was passed over and is still not answered. */
  get passedOver() {
    const answers = this.#form.answers();
    this.#readGiven();
    const flow = this.#texts.walk
      .filter(({ id }) => this.#place.passed.includes(`${WALK}${id}`) && !this.#given.has(id))
      .map((question) => ({
        step: `${WALK}${question.id}`,
        question: question.question,
        inputs: [...new Set(Object.values(question.answers).flatMap(({ fills }) => Object.keys(fills)))],
      }));
    const covered = new Set(flow.flatMap(({ inputs }) => inputs));
    const finer = this.skipped
      .filter((id) => !answers.has(id) && !covered.has(id))
      .map((id) => this.#texts.input(id))
      .filter(({ facet_of, id }) => !facet_of || this.#form.unsure.includes(id))
      .map(({ id, question, facet_of }) => ({ step: `${ASK}${facet_of ?? id}`, question, inputs: [id] }));
    return [...flow, ...finer];
  }

  /** Whether the answers were given to the questions of the flow: they are listed in its words. */
  get inFlow() {
    return this.#inFlow;
  }

  set inFlow(inFlow) {
    this.#inFlow = inFlow;
  }

  /**
   * The questions of the flow that are answered, as they are asked, each with the choice as it is chosen; none where the
   * answers were given to the form's questions.
   *
   * @returns {Given[]}
   */
  get given() {
    if (!this.#inFlow) return [];
    const answers = this.#form.answers();
    this.#readGiven();
    return this.#texts.walk.flatMap(({ id, question, answers: choices }) => {
      const given = this.#given.get(id);
      if (given === undefined) return [];
      const { label, fills } = choices[given];
      const names = Object.keys(fills);
      // What was asked since in a question of its own is listed there.
      if (names.length > 0 && names.every((name) => this.#wasAsked(name))) return [];
      const inputs = names.filter((name) => answers.get(name) === fills[name] && !this.#wasAsked(name));
      return [{ step: `${WALK}${id}`, question, answer: label, inputs }];
    });
  }

  /** @param {string} input Whether its own question was asked one by one. */
  #wasAsked(input) {
    return this.#place.path.includes(`${ASK}${input}`);
  }

  /** Begin at the first question of the flow that the form's answers leave open; those before it can be gone back to. */
  start() {
    this.#readGiven();
    const asked = this.#texts.walk.filter((question) => this.#isAsked(question)).map(({ id }) => id);
    const first = asked.findIndex((id) => !this.#given.has(id));
    const steps = (first === -1 ? asked : asked.slice(0, first + 1)).map((id) => `${WALK}${id}`);
    this.#place = { path: first === -1 ? [...steps, LINE] : steps, passed: [], returns: false };
    this.#page.keep(this.#place, false);
    this.#show();
  }

  /**
   * Show a place kept in the history.
   *
   * @param {unknown} place
   */
  restore(place) {
    const kept = readPlace(place, this.#texts);
    if (kept === null) return this.start();
    this.#readGiven();
    this.#askedBefore = this.#asked();
    this.#place = kept;
    this.#show();
  }

  stop() {
    this.#active = false;
    this.#hideAll();
    this.#element.hidden = false;
    this.#element.classList.remove("dcb-guided");
    for (const id of this.#form.questions) id.classList.remove("dcb-current");
  }

  /**
   * Go to a step.
   *
   * @param {Step} step
   * @param {boolean} [returns] Whether the next step leads to the check of all answers.
   */
  goTo(step, returns = this.#active && this.#current === CHECK) {
    const path = this.#active ? this.#place.path : [];
    this.#askedBefore = this.#asked();
    this.#go({ ...this.#place, path: [...path, step], returns });
  }

  /**
   * Take the engine's newest reply: the question that it proposes, where the flow leads, how much is left to ask.
   *
   * @param {Reply} reply
   */
  take(reply) {
    this.#reply = reply;
    if (!this.#active) return;
    if (this.#current === ASK) {
      const path = [...this.#place.path.slice(0, -1), this.#proposed(reply)];
      this.#place = { ...this.#place, path };
      this.#page.keep(this.#place, false);
      this.#show();
    } else if (this.#current === LINE) this.#showLine();
    else if (this.#current === CHECK) this.#showCheck();
    this.#showWay();
  }

  /** @param {Reply} reply */
  #proposed({ ask }) {
    return ask === null ? CHECK : `${ASK}${this.#texts.input(ask).facet_of ?? ask}`;
  }

  get #current() {
    return this.#place.path.at(-1) ?? "";
  }

  /** @param {string} id Of an input. */
  #facetsOf(id) {
    return [...this.#texts.inputs.values()].filter((input) => input.facet_of === id).map((input) => input.id);
  }

  // ── Moving ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {string} step */
  #take(step) {
    if (step === "back") this.#back();
    else if (step === "unsure") this.#passOver();
    else if (step === "check") this.goTo(CHECK);
    else if (step === "result") this.#page.showResult();
    else if (step === "finer") this.#askNext();
  }

  /** @param {Place} place */
  #go(place) {
    this.#place = place;
    this.#page.keep(place, true);
    this.#show();
  }

  #back() {
    if (this.#page.depth() > 0) {
      this.#page.back();
    } else if (this.#place.path.length > 1) {
      this.#place = { ...this.#place, path: this.#place.path.slice(0, -1) };
      this.#page.keep(this.#place, false);
      this.#show();
    }
  }

  /** Go on from an answered question; without an answer, say what is missing. */
  #next() {
    const current = this.#current;
    if (!this.#isAnswered(current)) return this.#showMissing(true);
    const passed = this.#place.passed.filter((step) => step !== current);
    const facets = current.startsWith(ASK) ? this.#facetsOf(current.slice(ASK.length)) : [];
    const answers = this.#form.answers();
    // Facets are shown with what they belong to: one left open there is passed over.
    const open = facets.filter((id) => !answers.has(id)).map((id) => `${ASK}${id}`);
    this.#leave([...passed, ...open]);
  }

  /** Answer the question on the screen by "I don't know", and go on. */
  #passOver() {
    const current = this.#current;
    const id = current.slice(current.indexOf(":") + 1);
    if (current.startsWith(WALK)) {
      for (const field of this.#fields(id)) field.checked = false;
      this.#takeBack(id);
    } else {
      for (const one of [id, ...this.#facetsOf(id)]) this.#form.setUnsure(one);
    }
    this.#leave([...this.#place.passed.filter((step) => step !== current), current]);
  }

  /** @param {Step[]} passed */
  #leave(passed) {
    const { path, returns } = this.#place;
    const current = this.#current;
    this.#place = { ...this.#place, passed };
    if (returns) {
      // Another answer may lead the flow to questions that were not asked before.
      const next = current.startsWith(WALK) ? this.#nextInFlow(current, this.#askedBefore) : undefined;
      if (next) this.#go({ path: [...path, `${WALK}${next.id}`], passed, returns });
      else this.#go({ path: [...path, CHECK], passed, returns: false });
      this.#page.ask();
    } else if (current.startsWith(WALK)) {
      const next = this.#nextInFlow(current);
      this.#go({ path: [...path, next ? `${WALK}${next.id}` : LINE], passed, returns: false });
      this.#page.ask();
    } else this.#askNext();
  }

  /**
   * Return the question of the flow that follows a step, other than some.
   *
   * @param {Step} step
   * @param {Set<string>} [without] Ids.
   */
  #nextInFlow(step, without = new Set()) {
    const place = this.#texts.walk.findIndex(({ id }) => `${WALK}${id}` === step);
    return this.#texts.walk.slice(place + 1).find((question) => !without.has(question.id) && this.#isAsked(question));
  }

  /** Ask the engine for the next question; until it says which, the page says that it waits. */
  #askNext() {
    this.#go({ ...this.#place, path: [...this.#place.path, ASK], returns: false });
    this.#page.ask();
  }

  /** @param {Step} step */
  #isAnswered(step) {
    const id = step.slice(step.indexOf(":") + 1);
    if (step.startsWith(WALK)) return this.#given.has(id);
    return this.#form.answers().has(id) || this.#form.unsure.includes(id);
  }

  // ── The official flow ──────────────────────────────────────────────────────────────────────────────────────

  /** Read from the form which answers to the flow it holds; one given here stays as long as it fits. */
  #readGiven() {
    const answers = this.#form.answers();
    const before = new Map(this.#given);
    this.#given.clear();
    for (const question of this.#texts.walk) {
      /** @param {string | undefined} id */
      const fits = (id) => id !== undefined && isFilled(question.answers[id].fills, answers);
      const given = before.get(question.id);
      const fillsNothing = given !== undefined && Object.keys(question.answers[given].fills).length === 0;
      const fitting = fillsNothing || fits(given) ? given : Object.keys(question.answers).find(fits);
      if (fitting && this.#isAsked(question)) this.#given.set(question.id, fitting);
      for (const field of this.#fields(question.id)) field.checked = field.value === this.#given.get(question.id);
    }
  }

  /**
   * @param {string} question
   * @returns {HTMLInputElement[]}
   */
  #fields(question) {
    return [...this.#walk.querySelectorAll(`[name="walk-${CSS.escape(question)}"]`)].filter(
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

  /** Ids of the questions that the flow asks by the answers given. */
  #asked() {
    return new Set(this.#texts.walk.filter((question) => this.#isAsked(question)).map(({ id }) => id));
  }

  /**
   * Return whether a question of the flow can still be asked, whatever the answers that are open turn out to be.
   *
   * @param {WalkQuestion} question
   */
  #canBeAsked({ when }) {
    const holds = when.map((tests) =>
      Object.entries(tests).every(([question, answers]) => {
        const given = this.#given.get(question);
        return given === undefined ? !this.#place.passed.includes(`${WALK}${question}`) : answers.includes(given);
      }),
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
    const answers = this.#without(id);
    const question = this.#question(id);
    this.#inFlow = true;
    this.#given.set(id, field.value);
    for (const [name, value] of Object.entries(question.answers[field.value].fills)) {
      if (!isFilled({ [name]: value }, answers)) answers.set(name, value);
    }
    this.#page.fill(answers);
    this.#showMissing(false);
    this.#showNote();
  }

  /** @param {string} id Of a question of the flow. */
  #takeBack(id) {
    const answers = this.#without(id);
    this.#given.delete(id);
    this.#page.fill(answers);
  }

  /**
   * The form's answers without those that the present answer to a question of the flow stands for.
   *
   * @param {string} id
   */
  #without(id) {
    const answers = this.#form.answers();
    const before = this.#given.get(id);
    for (const name of Object.keys(before ? this.#question(id).answers[before].fills : {})) answers.delete(name);
    return answers;
  }

  /** @param {string} id */
  #question(id) {
    return /** @type {WalkQuestion} */ (this.#texts.walk.find((one) => one.id === id));
  }

  // ── Showing ────────────────────────────────────────────────────────────────────────────────────────────────

  #hideAll() {
    for (const id of ["dcb-walk", "dcb-walk-end", "dcb-waiting", "dcb-check", "dcb-form", "dcb-guided"]) {
      part(id).hidden = true;
    }
  }

  /** Show the current step alone and put the focus on its heading. */
  #show() {
    this.#active = true;
    const step = this.#current;
    this.#readGiven();
    this.#hideAll();
    this.#showMissing(false);
    this.#element.classList.toggle("dcb-guided", step.startsWith(ASK));
    const id = step.slice(step.indexOf(":") + 1);
    let shown = part("dcb-walk");
    let heading = part("dcb-walk-heading");
    if (step.startsWith(WALK)) {
      for (const question of this.#walk.querySelectorAll("[data-walk-question]")) {
        const current = question.getAttribute("data-walk-question") === id;
        question.toggleAttribute("hidden", !current);
        if (current) heading = /** @type {HTMLElement} */ (question.querySelector("legend"));
      }
      this.#showNote();
    } else if (step === LINE) {
      shown = part("dcb-walk-end");
      this.#showLine();
    } else if (step === CHECK) {
      shown = part("dcb-check");
      heading = part("dcb-check-heading");
      this.#showCheck();
    } else if (step === ASK) {
      shown = part("dcb-waiting");
      heading = part("dcb-waiting-heading");
    } else {
      shown = this.#element;
      part("dcb-guided").hidden = false;
      heading = this.#showQuestion(id);
    }
    shown.hidden = false;
    for (const button of document.querySelectorAll("[data-step=back]")) {
      button.toggleAttribute("disabled", this.#place.path.length < 2 && this.#page.depth() === 0);
    }
    this.#showWay();
    heading.focus({ preventScroll: true });
    // At the end of the questions the window begins with the answers and, where it is beside them, with the result.
    const isBeside = [LINE, CHECK].includes(step) && matchMedia(BESIDE).matches;
    const top = isBeside ? part("dcb-columns") : shown;
    top.scrollIntoView({ block: "start" });
    const lowest = globalThis.innerHeight / (isBeside ? 2 : 4);
    if (heading.getBoundingClientRect().top > lowest) heading.scrollIntoView({ block: "start" });
  }

  /**
   * Show a question of the form alone, with its facets; return its heading.
   *
   * @param {string} id
   */
  #showQuestion(id) {
    this.#form.openGroups();
    let heading = this.#element;
    for (const question of this.#form.questions) {
      const current = question.dataset.input === id;
      question.classList.toggle("dcb-current", current || question.dataset.facetOf === id);
      if (current) heading = /** @type {HTMLElement} */ (question.querySelector("legend"));
    }
    heading.tabIndex = -1;
    return heading;
  }

  #showLine() {
    const box = part("dcb-walk-line");
    if (this.#reply) box.replaceChildren(officialLine(this.#reply.line, this.#texts));
    else box.textContent = this.#texts.ui.walk_waiting;
    part("dcb-walk-notes").replaceChildren(...this.#notesOf([...this.#given.keys()]));
    part("dcb-walk-left").textContent = this.#reply?.left
      ? this.#texts.say("walk_left", { count: this.#reply.left })
      : "";
  }

  #showCheck() {
    const { ui } = this.#texts;
    const reply = this.#reply;
    const open = reply !== null && reply.result.next_question !== null;
    part("dcb-check-state").textContent = !reply ? "" : open ? ui.check_open : ui.guided_done;
    part("dcb-check-on").hidden = !reply || reply.ask === null;
    this.#page.list(part("dcb-check-list"));
  }

  /** Above the question: which it is, how many may follow, and the answer before with a way to change it. */
  #showWay() {
    const step = this.#current;
    const flow = step.startsWith(WALK);
    if (!flow && !step.startsWith(ASK)) return;
    const number = this.#place.path.length;
    const place = this.#texts.walk.findIndex(({ id }) => `${WALK}${id}` === step);
    const left = flow
      ? this.#texts.walk.slice(place + 1).filter((question) => this.#canBeAsked(question)).length
      : Math.max(0, (this.#reply?.left ?? 1) - (this.#isAnswered(step) ? 0 : 1));
    const words = this.#place.returns
      ? this.#texts.ui.change_place
      : this.#texts.say(flow ? "walk_place" : "ask_place", { number, left });
    const previous = this.#place.returns ? null : this.#previous();
    const box = flow ? this.#walk : this.#element;
    /** @type {HTMLElement} */ (box.querySelector("[data-place]")).textContent = words;
    /** @type {HTMLElement} */ (box.querySelector("[data-previous]")).replaceChildren(...(previous ? [previous] : []));
  }

  /** The answer before, in words, with a way to change it; null where there is none. */
  #previous() {
    const step = this.#place.path.at(-2) ?? "";
    const id = step.slice(step.indexOf(":") + 1);
    const { ui } = this.#texts;
    let words = "";
    let question = "";
    if (step.startsWith(WALK)) {
      question = this.#question(id).question;
      words = this.#given.has(id) ? this.#question(id).answers[this.#given.get(id) ?? ""].label : ui.passed_over;
    } else if (step.startsWith(ASK) && this.#texts.inputs.has(id)) {
      const answer = this.#form.answers().get(id);
      question = this.#texts.input(id).question;
      words = answer === undefined ? ui.passed_over : inWords(this.#texts, this.#texts.input(id), answer);
    } else return null;
    const onclick = () => this.goTo(step);
    const name = this.#texts.labelled(ui.change, question);
    const change = element("button", { type: "button", class: "dcb-link", "aria-label": name, onclick }, ui.change);
    return element("span", {}, this.#texts.say("previous_answer", { question, answer: words }), " ", change);
  }

  /** What the guidebook leaves open for the answer on the screen. */
  #showNote() {
    const step = this.#current;
    const notes = this.#notesOf([step.slice(WALK.length)]);
    const box = part("dcb-walk-note");
    box.hidden = notes.length === 0;
    box.replaceChildren(...notes);
  }

  /** @param {string[]} questions */
  #notesOf(questions) {
    return questions.flatMap((id) => {
      const answer = this.#given.get(id);
      const note = answer === undefined ? null : this.#texts.walk.find((one) => one.id === id)?.answers[answer].note;
      return note ? [element("p", {}, note)] : [];
    });
  }

  /**
   * Say beside the buttons that an answer is missing, or take that back; the focus goes to the first choice.
   *
   * @param {boolean} missing
   */
  #showMissing(missing) {
    for (const id of ["dcb-walk-missing", "dcb-guided-missing"]) part(id).hidden = !missing;
    if (!missing) return;
    const flow = this.#current.startsWith(WALK);
    const id = this.#current.slice(this.#current.indexOf(":") + 1);
    const field = flow ? this.#fields(id)[0] : this.#element.querySelector(`[name="${CSS.escape(id)}"]`);
    const error = flow ? "dcb-walk-missing" : "dcb-guided-missing";
    if (!(field instanceof HTMLElement)) return;
    const described = field.getAttribute("aria-describedby") ?? "";
    if (!described.includes(error)) field.setAttribute("aria-describedby", `${described} ${error}`.trim());
    field.focus();
  }
}

/**
 * Return a place kept in the history; null where it is none, as something else may have written it.
 *
 * @param {any} place
 * @param {Texts} texts
 * @returns {Place | null}
 */
function readPlace(place, texts) {
  /** @param {unknown} step */
  const known = (step) =>
    typeof step === "string" &&
    ([LINE, CHECK, ASK].includes(step) ||
      texts.walk.some(({ id }) => step === `${WALK}${id}`) ||
      (step.startsWith(ASK) && texts.inputs.has(step.slice(ASK.length))));
  const lists = [place?.path, place?.passed];
  if (!lists.every((list) => Array.isArray(list) && list.every(known)) || place.path.length === 0) return null;
  return { path: place.path, passed: place.passed, returns: place.returns === true };
}

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Return whether the form holds what an answer stands for; a count of one stands for one or more.
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
