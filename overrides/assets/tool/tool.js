// @ts-check
// The tool's page: answers in the form, in the address and in the result, kept in step.
import { byId, element } from "../page/element.js";
import { quoted } from "../page/text.js";
import { readAddress, writeAddress } from "./address.js";
import { Questions } from "./answers.js";
import { Calculator } from "./calculator.js";
import { confirmed } from "./confirm.js";
import { Form } from "./form.js";
import { Guided } from "./guided.js";
import { OfficialWalk } from "./official-walk.js";
import { ResultView } from "./result.js";
import { SaveAndOpen } from "./save-and-open.js";
import { SavedPlatforms, typedName } from "./saved-platforms.js";
import { BrowserStorage } from "./storage.js";
import { addressWord, Texts } from "./texts.js";

/** @typedef {import("./answers.js").Skipped} Skipped */

/** Bytes of Python's files: what the progress bar counts to. */
const PYTHON_BYTES = 7.7e6;
/** How many things that could not be read are listed; of the rest, the number. */
const MAX_LISTED = 30;

const texts = new Texts(JSON.parse(byId("dcb-texts").textContent ?? ""));
const questions = new Questions(texts.inputs.values());
const storage = new BrowserStorage(location.pathname, texts.engine);
const calculator = new Calculator(globalThis.dcbPython, storage);
const form = new Form(byId("dcb-form"), questions, texts);
const guided = new Guided(byId("dcb-form"), byId("dcb-guided"), form, texts);
const walk = new OfficialWalk(byId("dcb-walk"), byId("dcb-form"), texts, {
  answers: () => form.answers(),
  fill: (answers) => {
    form.show(answers);
    answersChanged();
  },
  goOn: () => guided.start(),
});
const resultView = new ResultView(byId("dcb-result"), byId("dcb-details"), texts);
const saveAndOpen = new SaveAndOpen(byId("dcb-keep"), texts, {
  record: () => ({ ...shownRecord(), model: texts.model }),
  address: () => {
    const here = new URL(location.href);
    here.hash = shownAddress();
    return here.href.replace(/[<>[\]()\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`); // Markdown's own
  },
  open: openRecord,
  openAddress,
  report: () => calculator.report(shownRecord(), texts.language),
  draft: () => calculator.draft(shownRecord(), texts.language, typedName() || texts.ui.our_platform),
});
const savedPlatforms = new SavedPlatforms(storage, texts, {
  address: shownAddress,
  open: openAddress,
  reply: (address) => calculator.compute(questions.toRecord(readAddress(questions, address).answers), address),
  say: (text) => saveAndOpen.say(text),
});

function shownRecord() {
  return questions.toRecord(form.answers());
}

function shownAddress() {
  return writeAddress(questions, form.answers(), texts.model);
}

/** Bring address and result into step with the answers in the form. */
function answersChanged() {
  form.refresh();
  showInvalid();
  history.replaceState(null, "", shownAddress() || location.pathname + location.search);
  ask();
}

function ask() {
  calculator.ask(shownRecord(), location.hash, guided.skipped);
}

/**
 * @param {string} id
 * @param {string} text
 */
function answer(id, text) {
  form.show(form.answers().set(id, text));
  answersChanged();
}

/** Show the answers of the page's address. */
function showAddress() {
  const { answers, model, skipped } = readAddress(questions, location.hash);
  form.show(answers);
  showSkipped(skipped, model);
  ask();
}

/** @param {string} address With its "#"; empty for no answers. */
function openAddress(address) {
  history.pushState(null, "", address || location.pathname + location.search);
  showAddress();
}

/** @param {import("./answers.js").Mapping} record */
function openRecord(record) {
  const { answers, skipped } = questions.fromRecord(record);
  if (answers.size === 0) return false;
  openAddress(writeAddress(questions, answers, texts.model));
  showSkipped(skipped, typeof record.model === "string" ? record.model : null);
  return true;
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
      const onclick = () => form.goTo(id);
      const link = element("button", { type: "button", class: "dcb-link", onclick }, questions.get(id).label);
      return element("p", {}, link, texts.ui.colon, texts.ui.error_count);
    }),
  );
}

/**
 * Above the form: what could not be read of an address or a record, and whether an older model made it.
 *
 * @param {Skipped[]} skipped
 * @param {string | null} model
 */
function showSkipped(skipped, model) {
  const box = byId("dcb-problems");
  const older = model !== null && model !== texts.model;
  const lines = skipped.slice(0, MAX_LISTED).map(({ key, value }) => {
    const values = { key: quoted(key), value: quoted(value ?? "") };
    return texts.say(value === undefined ? "skipped_key" : "skipped_value", values);
  });
  if (skipped.length > MAX_LISTED) lines.push(texts.say("skipped_more", { count: skipped.length - MAX_LISTED }));
  box.hidden = lines.length === 0 && !older;
  box.replaceChildren();
  if (older) box.append(element("p", {}, texts.say("model_changed", { old: quoted(model), new: texts.model })));
  if (lines.length > 0) {
    const items = lines.map((line) => element("li", {}, line));
    box.append(element("p", {}, texts.ui.skipped), element("ul", {}, items));
  }
}

const modeButtons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-mode]")]);

/** @param {string | undefined} mode "all" or "guided". */
function setMode(mode) {
  for (const button of modeButtons) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  if (mode === "guided" && !guided.active && !walk.active) walk.start();
  if (mode === "all" && walk.active) walk.stop();
  if (mode === "all" && guided.active) guided.stop();
}

const sheetButton = byId("dcb-sheet");

/**
 * Open or close the result on a narrow screen, where it is a bar at the bottom that opens to a sheet.
 *
 * @param {boolean} open
 */
function openSheet(open) {
  sheetButton.setAttribute("aria-expanded", String(open));
  sheetButton.textContent = open ? texts.ui.hide_result : texts.ui.show_result;
  byId("dcb-side").classList.toggle("dcb-open", open);
  byId("dcb-form").inert = open;
}

function sheetIsOpen() {
  return sheetButton.getAttribute("aria-expanded") === "true";
}

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
    walk.showLine(reply.line);
    guided.propose(reply.ask, reply.result.next_question === null);
    if (!offlineCopyAsked) installOfflineCopy();
  },
  progress: (bytes) => resultView.showProgress(bytes, PYTHON_BYTES),
  failed: (reason) => resultView.showFailure(reason),
});
resultView.listen({
  tryAnswer: (id, value) => answer(id, addressWord(value)),
  goTo: (id) => {
    openSheet(false);
    setMode("all");
    form.goTo(id);
  },
});
form.onChange(answersChanged);
guided.onStep(answersChanged);
window.addEventListener("popstate", showAddress);
for (const button of modeButtons) button.addEventListener("click", () => setMode(button.dataset.mode));
sheetButton.addEventListener("click", () => openSheet(!sheetIsOpen()));
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && sheetIsOpen()) openSheet(false);
});
matchMedia("(min-width: 60em)").addEventListener("change", () => openSheet(false));
byId("dcb-reset").addEventListener("click", async () => {
  if (form.answers().size > 0 && !(await confirmed(texts.ui.start_over_sure, texts.ui.start_over))) return;
  form.show(new Map());
  showSkipped([], null);
  answersChanged();
  if (guided.active || walk.active) {
    guided.stop();
    walk.start();
  }
});
byId("dcb-forget").addEventListener("click", async () => {
  if (!(await confirmed(texts.ui.forget_sure, texts.ui.forget_all))) return;
  storage.clear();
  savedPlatforms.show();
  saveAndOpen.say(texts.ui.forgotten);
});
showAddress();
if (new URLSearchParams(location.search).get("mode") === "guided") setMode("guided");
