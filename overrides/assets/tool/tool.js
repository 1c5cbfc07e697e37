// @ts-check
// The tool's page: a record in the form, in the address and in the result, kept in step.
import { byId, element } from "../page/element.js";
import { quoted } from "../page/text.js";
import { callOnce } from "../python/script-worker.js";
import { About, aboutOf, nameIn } from "./about.js";
import { readAddress, writeAddress } from "./address.js";
import { Questions } from "./answers.js";
import { Calculator } from "./calculator.js";
import { checkList, countGiven, inWords } from "./check-list.js";
import { confirmed } from "./confirm.js";
import { Form } from "./form.js";
import { addressOfGuide } from "./guide-link.js";
import { Guided } from "./guided.js";
import { Paper } from "./printed-result.js";
import { ResultView } from "./result.js";
import { SaveAndOpen } from "./save-and-open.js";
import { SavedPlatforms } from "./saved-platforms.js";
import { BrowserStorage } from "./storage.js";
import { addressWord, Texts } from "./texts.js";

/**
 * @typedef {import("./about.js").Content} Content
 * @typedef {import("./answers.js").Answers} Answers
 * @typedef {import("./answers.js").Skipped} Skipped
 * @typedef {import("./reply.js").Reply} Reply
 *
 * What an entry of the browser's history holds beside the address.
 * @typedef {object} Entry
 * @property {number} [run] Entries of one run are steps with the same answers: going back keeps what was answered since.
 * @property {number} [depth] How many entries lead back within the guided way.
 * @property {unknown} [place] Where in the guided way; null for the form with all questions.
 * @property {unknown} [about] Name and notes.
 * @property {string[]} [unsure] Questions answered by "I don't know".
 *
 * All that a reader has put in; `flow` is whether it was put in by the questions of the official flow.
 * @typedef {{answers: Answers, unsure: string[], about: Content, flow: boolean}} Snapshot
 */

/** How many things that could not be read are listed; of the rest, the number. */
const MAX_LISTED = 30;

const texts = new Texts(JSON.parse(byId("dcb-texts").textContent ?? ""));
const questions = new Questions(texts.inputs.values());
const storage = new BrowserStorage(location.pathname, texts.engine);
const calculator = new Calculator(globalThis.dcb.python, storage, globalThis.dcb.another, globalThis.dcb.sourceOf);
const form = new Form(byId("dcb-form"), questions, texts);
const about = new About(byId("dcb-form"), texts, () => {
  keepEntry({}, false);
  resultView.showName(about.name);
});
const guided = new Guided(byId("dcb-walk"), byId("dcb-form"), form, texts, {
  fill: (answers) => {
    form.show(answers, form.unsure);
    answersChanged();
  },
  ask,
  keep: (place, isNew) => keepEntry({ place, depth: (entry().depth ?? 0) + (isNew ? 1 : 0) }, isNew),
  back: () => history.back(),
  depth: () => entry().depth ?? 0,
  showResult,
  change: goToStep,
  list: (box) => box.replaceChildren(...listOfAnswers()),
});
const resultView = new ResultView(byId("dcb-result"), byId("dcb-details"), texts);
new SaveAndOpen(byId("dcb-keep"), texts, {
  name: () => about.name,
  rename: (name) => {
    about.show({ ...about.content, name });
    keepEntry({}, false);
    resultView.showName(name);
  },
  record: () => ({ ...shownRecord(), model: texts.model }),
  address: () => new URL(shownAddress(), location.href.split("#")[0]).href,
  sourceOf: globalThis.dcb.sourceOf,
  read: (name, data) => calculator.read(name, data, texts.language),
  open: openRecords,
  openAddress: (address, label) => openAddress(address, label),
  report: () => calculator.report(shownRecord(), texts.language, addressOfGuide(texts, location)),
  draft: (records, prefecture) => calculator.draft(records, texts.language, prefecture),
  others: () => savedPlatforms.others(),
});
const savedPlatforms = new SavedPlatforms(storage, texts, {
  name: () => about.name,
  about: () => about.content,
  address: shownAddress,
  open: (platform) => openPlatform(platform.address, aboutOf(platform), platform.name),
  record: (platform) => ({
    ...questions.toRecord(readAddress(questions, platform.address).answers),
    ...recordOf(aboutOf(platform)),
  }),
  reply: (address) => calculator.compute(questions.toRecord(readAddress(questions, address).answers), address),
  complete: (address) => new URL(address, location.href.split("#")[0]).href,
  word: async (blocks) => {
    const source = globalThis.dcb.sourceOf("word");
    if (!source) throw new Error("word is missing");
    return callOnce(source, { blocks, language: texts.language });
  },
});
const paper = new Paper(byId("dcb-printed"), byId("dcb-side"), texts, () => ({
  name: about.name,
  address: new URL(shownAddress(), location.href.split("#")[0]).href,
  answers: [...form.answers()].map(([id, answer]) => [texts.label(id), inWords(texts, texts.input(id), answer)]),
  notes: about.content.public_notes,
}));

/** @type {number | undefined} */
let run;
/** @type {Reply | null} */
let newest = null;
/** The answers before one was tried; null while none is.
 * @type {Snapshot | null} */
let untried = null;

/** @returns {Entry} */
function entry() {
  return typeof history.state === "object" && history.state !== null ? history.state : {};
}

/**
 * Keep what the page shows in the history: as a new entry, or in this one.
 *
 * @param {Entry} changes
 * @param {boolean} isNew
 */
function keepEntry(changes, isNew) {
  const state = { ...entry(), run, about: about.content, unsure: form.unsure, ...changes };
  const address = shownAddress();
  history[isNew ? "pushState" : "replaceState"](state, "", address || location.pathname + location.search);
  storage.keepNotes(address, about.content);
}

/** Begin answers that going back does not change: what was there before is the entry before. */
function beginRun() {
  run = Date.now() + Math.random();
}

function shownRecord() {
  return { ...questions.toRecord(form.answers()), ...about.toRecord() };
}

/** @param {Content} content */
function recordOf(content) {
  const { name, ...notes } = content;
  return { ...(name ? { name } : {}), ...notes };
}

function shownAddress() {
  return writeAddress(questions, form.answers(), texts.model, about.name, guided.inFlow);
}

/** @returns {Snapshot} */
function snapshot() {
  return { answers: form.answers(), unsure: form.unsure, about: about.content, flow: guided.inFlow };
}

/** Bring address, summary and result into step with the answers in the form. */
function answersChanged() {
  form.refresh();
  showInvalid();
  keepEntry({}, false);
  showSummary();
  ask();
}

function ask() {
  calculator.ask(questions.toRecord(form.answers()), location.hash, guided.skipped);
}

/**
 * Show other answers as a new entry of the history.
 *
 * @param {Snapshot} content
 */
function showAnew(content) {
  beginRun();
  form.show(content.answers, content.unsure);
  guided.inFlow = content.flow;
  about.show(content.about);
  keepEntry({ place: null, depth: 0 }, true);
  if (guided.active) leaveGuided();
  showInvalid();
  resultView.showName(about.name);
  ask();
}

/** Show the record of the page's address. */
function showAddress() {
  const { answers, model, name, flow, skipped } = readAddress(questions, isPlace(location.hash) ? "" : location.hash);
  const { about: kept, unsure } = entry();
  const content = aboutOf(kept ?? storage.notes(location.hash));
  if (nameIn(content.name, texts.language) !== name) content.name = name;
  form.show(answers, Array.isArray(unsure) ? unsure : []);
  guided.inFlow = flow;
  about.show(content);
  hideOffers();
  showInvalid();
  showSkipped(skipped, model, "link");
  resultView.showName(about.name);
  showSummary();
  ask();
}

/** @param {string} hash Whether it names a place of the page, as a skip link does, and holds no record. */
function isPlace(hash) {
  return hash !== "" && !hash.includes("=") && document.getElementById(hash.slice(1)) !== null;
}

// ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Show another record; what was there before can be put back.
 *
 * @param {Answers} answers
 * @param {Content} content
 * @param {string} label What was opened, in words.
 * @param {boolean} [flow] Whether the answers were given to the questions of the official flow.
 */
function openSnapshot(answers, content, label, flow = false) {
  const before = snapshot();
  hideOffers();
  showAnew({ answers, unsure: [], about: content, flow });
  showSummary(texts.say("opened_answers", { count: countAnswers(), name: label }));
  const lost =
    before.answers.size > 0 || Object.keys({ ...before.about.notes, ...before.about.public_notes }).length > 0;
  if (lost) offerUndo(before);
  const title = byId("dcb-summary-title");
  title.focus({ preventScroll: true });
  byId("dcb-summary").scrollIntoView({ block: "start" });
}

/**
 * @param {string} address With its "#"; empty for no answers.
 * @param {string} label
 */
function openAddress(address, label) {
  const { name } = readAddress(questions, address);
  openPlatform(address, aboutOf({ name: name || label }), label);
}

/**
 * @param {string} address
 * @param {Content} content
 * @param {string} label
 */
function openPlatform(address, content, label) {
  const { answers, model, flow, skipped } = readAddress(questions, address);
  openSnapshot(answers, content, label, flow);
  showSkipped(skipped, model, "link");
}

/**
 * Show the first of some records; the others are put beside it.
 *
 * @param {import("./record-file.js").ReadRecord[]} records Each with at least an answer.
 */
function openRecords(records) {
  const [first, ...others] = records;
  savedPlatforms.add(
    others.map(({ about: { name, notes, public_notes }, answers }) => ({
      name: nameIn(name, texts.language) || texts.ui.unnamed,
      address: writeAddress(questions, answers, texts.model),
      notes,
      public_notes,
    })),
  );
  openSnapshot(first.answers, first.about, nameIn(first.about.name, texts.language) || first.file);
  showSkipped([], first.model, "file", first.problems);
}

/** @param {Snapshot} before */
function offerUndo(before) {
  const onclick = () => {
    hideOffers();
    showAnew(before);
    showSummary();
    byId("dcb-summary-title").focus();
  };
  byId("dcb-undo").hidden = false;
  byId("dcb-undo").className = "dcb-undo";
  byId("dcb-undo").replaceChildren(
    element("p", {}, texts.say("replaced_answers", { count: before.answers.size })),
    element("button", { type: "button", class: "dcb-button", onclick }, texts.ui.put_back_answers),
  );
}

function hideOffers() {
  untried = null;
  for (const id of ["dcb-undo", "dcb-trying"]) {
    byId(id).hidden = true;
    byId(id).replaceChildren();
  }
}

/**
 * Show what another answer leads to, until the reader keeps it or puts the old one back.
 *
 * @param {string} id
 * @param {import("./texts.js").Value} value
 */
function tryAnswer(id, value) {
  const base = untried ?? snapshot();
  const answers = new Map(base.answers).set(id, addressWord(value));
  showAnew({ ...base, answers });
  showSummary();
  untried = base;
  const what = `${texts.label(id)} → ${texts.value(id, value)}`;
  const end = (/** @type {boolean} */ keeps) => () => {
    const before = /** @type {Snapshot} */ (untried);
    hideOffers();
    if (!keeps) showAnew(before);
    showSummary();
    byId("dcb-result-title").focus();
  };
  const box = byId("dcb-trying");
  box.hidden = false;
  box.replaceChildren(
    element("p", { id: "dcb-trying-text" }, texts.say("trying", { what })),
    element(
      "p",
      { class: "dcb-steps" },
      element("button", { type: "button", class: "dcb-button", onclick: end(false) }, texts.ui.trying_back),
      element("button", { type: "button", class: "dcb-button", onclick: end(true) }, texts.ui.trying_keep),
    ),
  );
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
}

// ── Above the form ───────────────────────────────────────────────────────────────────────────────────────────

/**
 * Say how many answers there are, and list them.
 *
 * @param {string} [title] Where they come from.
 */
function showSummary(title) {
  const count = countAnswers();
  byId("dcb-summary-title").textContent =
    title ?? (count ? texts.say("count_answers", { count }) : texts.ui.no_answers);
  byId("dcb-given").hidden = count === 0 && guided.passedOver.length === 0;
  byId("dcb-given-list").replaceChildren(...listOfAnswers());
}

function countAnswers() {
  return countGiven(form.answers(), guided.given);
}

function listOfAnswers() {
  const parts = checkList(texts, form.answers(), guided.passedOver, guided.given, newest, changeFromList);
  return [element("div", {}, parts)];
}

/**
 * Go to a question from the list of answers: to just that question, in the words of the list; one asked on its own leads
 * back to the list.
 *
 * @param {string} step
 */
function changeFromList(step) {
  if (step.startsWith("walk:")) setMode("guided");
  if (guided.active) guided.goTo(step, true);
  else goToStep(step);
}

/**
 * Go to a question.
 *
 * @param {string} step
 */
function goToStep(step) {
  if (guided.active) return guided.goTo(step);
  const id = step.slice(step.indexOf(":") + 1);
  if (step.startsWith("ask:")) return form.goTo(id);
  setMode("guided");
  guided.goTo(step);
}

/** Above the form: the answers that cannot be read, with a way to each. */
function showInvalid() {
  const box = byId("dcb-wrong");
  const ids = form.invalid();
  if (ids.join() === (box.dataset.invalid ?? "")) return;
  box.dataset.invalid = ids.join();
  box.hidden = ids.length === 0;
  box.replaceChildren(
    ...ids.map((id) => {
      const onclick = () => goToStep(`ask:${id}`);
      const link = element("button", { type: "button", class: "dcb-link", onclick }, questions.get(id).label);
      return element("p", {}, link, texts.ui.colon, texts.ui.error_count);
    }),
  );
}

/**
 * Above the form: what could not be read of an address or a file, and whether an older model made it.
 *
 * @param {Skipped[]} skipped
 * @param {string | null} model
 * @param {"link" | "file"} origin
 * @param {string[]} [problems] Of a file, in words.
 */
function showSkipped(skipped, model, origin, problems = []) {
  const box = byId("dcb-problems");
  const older = model !== null && model !== texts.model;
  const all = [...problems, ...skipped.map((one) => inWordsOf(one))];
  const lines = all.slice(0, MAX_LISTED);
  if (all.length > MAX_LISTED) lines.push(texts.say("skipped_more", { count: all.length - MAX_LISTED }));
  box.hidden = lines.length === 0 && !older;
  box.replaceChildren();
  if (older) box.append(element("p", {}, texts.say("model_changed", { old: quoted(model), new: texts.model })));
  if (lines.length > 0) {
    const items = lines.map((line) => element("li", {}, line));
    box.append(element("p", {}, texts.ui[`skipped_${origin}`]), element("ul", {}, items));
  }
}

/** @param {Skipped} skipped */
function inWordsOf({ key, value }) {
  if (value === undefined) return texts.say("skipped_key", { key: quoted(key) });
  const input = questions.byId.get(key);
  return texts.say("skipped_value", { key: input ? input.label : quoted(key), value: quoted(value) });
}

// ── Moving about the page ────────────────────────────────────────────────────────────────────────────────────

const modeButtons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-mode]")]);

/** @param {"all" | "guided"} mode */
function markMode(mode) {
  for (const button of modeButtons) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
}

/** @param {string | undefined} mode "all" or "guided". */
function setMode(mode) {
  if (mode === "guided" && !guided.active) {
    keepEntry({ depth: 0 }, false);
    guided.start();
    markMode("guided");
    showSummary();
  }
  if (mode === "all" && guided.active) {
    keepEntry({ place: null, depth: 0 }, true);
    leaveGuided();
    showSummary();
  }
}

function leaveGuided() {
  guided.stop();
  markMode("all");
}

function showResult() {
  byId("dcb-result-title").focus({ preventScroll: true });
  byId("dcb-side").scrollIntoView({ block: "start" });
}

/** @type {[string, string][]} A link within the page → what it leads to; the address holds the answers, so it stays. */
const PLACES = [
  ["[data-to-questions]", "dcb-summary-title"],
  ["[data-to-shelf]", "dcb-shelf-title"],
];
byId("dcb-tool").addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
  if (!link) return;
  event.preventDefault();
  const id = PLACES.find(([selector]) => link.matches(selector))?.[1];
  if (!id) return showResult();
  byId(id).tabIndex = -1;
  byId(id).focus({ preventScroll: true });
  byId(id).scrollIntoView({ block: "start" });
});

/** On a narrow screen the bar with the result's first line is there while the result itself is not. */
new IntersectionObserver(([{ isIntersecting }]) => byId("dcb-bar").classList.toggle("dcb-bar--away", isIntersecting), {
  rootMargin: "0px 0px -40% 0px",
}).observe(byId("dcb-side"));

let offlineCopyAsked = false;

/** Once the tool has answered, let the browser keep its files for days without a network; the single file needs none. */
function installOfflineCopy() {
  offlineCopyAsked = true;
  if (texts.guide === null || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(new URL(`${texts.root}sw.js`, location.href)).catch(() => {
    // A server that sends scripts as another type: the tool works all the same, with a network.
  });
}

calculator.listen({
  reply: (reply) => {
    resultView.show(reply);
    newest = reply;
    guided.take(reply);
    byId("dcb-given-list").replaceChildren(...listOfAnswers());
    if (!offlineCopyAsked) installOfflineCopy();
  },
  progress: (bytes) => resultView.showProgress(bytes, globalThis.dcb.python.size),
  failed: (reason) => resultView.showFailure(reason),
});
resultView.listen({
  tryAnswer,
  goTo: (id) => goToStep(`ask:${texts.input(id).facet_of && guided.active ? texts.input(id).facet_of : id}`),
  retry: () => {
    resultView.showLoading();
    globalThis.dcb.python.retry();
  },
});
form.onChange(answersChanged);
window.addEventListener("popstate", () => {
  const { run: before, place } = entry();
  const target = isPlace(location.hash) ? byId(location.hash.slice(1)) : null;
  if (target || (before !== undefined && before === run)) {
    keepEntry({}, false);
    target?.focus();
  } else {
    run = before;
    if (run === undefined) beginRun();
    showAddress();
  }
  if (target) return;
  if (place) {
    guided.restore(place);
    markMode("guided");
  } else if (guided.active) leaveGuided();
  showSummary();
});
for (const button of modeButtons) button.addEventListener("click", () => setMode(button.dataset.mode));
byId("dcb-reset").addEventListener("click", async () => {
  if (form.answers().size > 0 && !(await confirmed(texts.ui.start_over_sure, texts.ui.start_over))) return;
  const before = snapshot();
  hideOffers();
  showSkipped([], null, "link");
  showAnew({ answers: new Map(), unsure: [], about: aboutOf({}), flow: false });
  showSummary();
  if (before.answers.size > 0) offerUndo(before);
  byId("dcb-summary-title").focus({ preventScroll: true });
  byId("dcb-summary").scrollIntoView({ block: "start" });
});
byId("dcb-forget").addEventListener("click", async () => {
  if (!(await confirmed(texts.ui.forget_sure, texts.ui.forget_all))) return;
  storage.clear();
  savedPlatforms.show();
  savedPlatforms.say(texts.ui.forgotten);
});
paper.listen();
const opened = entry();
run = opened.run;
if (run === undefined) beginRun();
showAddress();
const asksOneByOne = new URLSearchParams(location.search).get("mode") === "guided";
const fromLink = opened.run === undefined && form.answers().size > 0 && !asksOneByOne;
if (fromLink) showSummary(texts.say("linked_answers", { count: countAnswers() }));
if (opened.place || (asksOneByOne && opened.place !== null)) {
  if (opened.place) guided.restore(opened.place);
  else guided.start();
  markMode("guided");
}
byId("dcb-tool").dataset.started = "yes"; // read by watch.js
