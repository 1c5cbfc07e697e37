// The tool's page: answers in the address, the form and the result kept in step.
import { Calculator } from "./calculator.js";
import { Form } from "./form.js";
import { Guided } from "./guided.js";
import { Questions } from "./answers.js";
import { ResultView } from "./result.js";
import { element } from "../page/element.js";
import { Keeper } from "./save-and-open.js";
import { Shelf } from "./saved-platforms.js";
import { Stored } from "./storage.js";
import { sure } from "./confirm.js";

/** Bytes of Python's files: what the progress bar counts to. */
const PYTHON_BYTES = 7.4e6;

const byId = (id) => document.getElementById(id);
const texts = JSON.parse(byId("dcb-texts").textContent);
const questions = new Questions(texts.inputs);
const form = new Form(byId("dcb-form"), questions, texts.ui);
const problems = byId("dcb-problems");
const view = new ResultView(byId("dcb-result"), byId("dcb-details"), texts, {
  tryAnswer: (id, value) => answerWith(id, questions.toText(value)),
  goTo: (id) => {
    openSheet(false);
    setMode("all");
    form.goTo(id);
  },
});
const guided = new Guided(byId("dcb-form"), byId("dcb-guided"), texts.ui, {
  answered: (id) => form.answers().has(id),
  changed: answersChanged,
});
const stored = new Stored(location.pathname, texts.engine);
const calculator = new Calculator({
  stored,
  progress: (bytes) => view.progress(bytes, PYTHON_BYTES),
  answer: (text) => {
    const { result, ask, narrowing } = JSON.parse(text);
    keeper.result = result;
    view.show(result, narrowing);
    guided.propose(ask, result.next_question === null);
    keepForOffline();
  },
  failed: (reason) => view.failed(reason),
});

const keeper = new Keeper(byId("dcb-keep"), texts, {
  record: () => ({ ...questions.toRecord(form.answers()), model: texts.model }),
  open: (record) => {
    const { answers, skipped } = questions.fromRecord(record);
    form.show(answers);
    answersChanged();
    tellProblems(skipped, typeof record?.model === "string" ? record.model : null);
  },
  openAnswers: (address) => {
    location.hash = address;
  },
  draft: async () => {
    const name = byId("dcb-shelf-name").value.trim() || texts.ui.our_platform;
    return JSON.parse(await calculator.draft(questions.toRecord(form.answers()), texts.language, name));
  },
});

const shelf = new Shelf(stored, texts, {
  address: () => questions.toAddress(form.answers(), texts.model),
  open: (address) => {
    location.hash = address;
    if (address === "") openAddress();
  },
  result: async (address) => JSON.parse(await calculator.compute(questions.toRecord(questions.fromAddress(address).answers))).result,
  say: (text) => keeper.say(text),
});

/** Without a network the tool works from what the browser keeps; a file by itself needs none. */
function keepForOffline() {
  if (keptForOffline || texts.guide === null || !("serviceWorker" in navigator)) return;
  keptForOffline = true;
  navigator.serviceWorker.register(new URL(texts.root + "sw.js", location.href)).catch(() => {});
}
let keptForOffline = false;

function ask() {
  calculator.ask(questions.toRecord(form.answers()), guided.skipped);
}

/** Above the form: what cannot be read, with a way to each field. */
function tellWrong() {
  const box = byId("dcb-wrong");
  const ids = form.wrong();
  if (ids.join() === (box.dataset.told ?? "")) return;
  box.dataset.told = ids.join();
  box.hidden = ids.length === 0;
  const link = (id) => element("button", { type: "button", class: "dcb-link", onclick: () => form.goTo(id) }, questions.byId.get(id).label);
  box.replaceChildren(...ids.map((id) => element("p", {}, link(id), texts.ui.colon, texts.ui.error_count)));
}

function answersChanged() {
  form.refresh();
  tellWrong();
  const address = questions.toAddress(form.answers(), texts.model);
  history.replaceState(null, "", address || location.pathname + location.search);
  ask();
}

function answerWith(id, text) {
  form.show(new Map(form.answers()).set(id, text));
  answersChanged();
}

function openAddress() {
  const { answers, model, skipped } = questions.fromAddress(location.hash);
  form.show(answers);
  tellProblems(skipped, model);
  ask();
}

function tellProblems(skipped, model) {
  const told = ({ key, value }) =>
    value === undefined
      ? texts.ui.skipped_key.replace("{key}", () => key)
      : texts.ui.skipped_value.replace("{key}", () => key).replace("{value}", () => value);
  const older = model !== null && model !== texts.model;
  problems.hidden = skipped.length === 0 && !older;
  problems.replaceChildren(
    ...(older ? [element("p", {}, texts.ui.model_changed.replace("{old}", () => model).replace("{new}", texts.model))] : []),
    ...(skipped.length
      ? [element("p", {}, texts.ui.skipped), element("ul", {}, skipped.map((one) => element("li", {}, told(one))))]
      : []),
  );
}

function setMode(mode) {
  for (const button of document.querySelectorAll("[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  }
  if (mode === "guided" && !guided.active) guided.start();
  else if (mode === "all" && guided.active) guided.stop();
}

form.onChange(answersChanged);
window.addEventListener("hashchange", openAddress);
for (const button of document.querySelectorAll("[data-mode]")) {
  button.addEventListener("click", () => setMode(button.dataset.mode));
}
byId("dcb-reset").addEventListener("click", async () => {
  if (form.answers().size > 0 && !(await sure(texts.ui.start_over_sure, texts.ui.start_over))) return;
  form.show(new Map());
  tellProblems([], null);
  answersChanged();
  if (guided.active) guided.start();
});
byId("dcb-forget").addEventListener("click", async () => {
  if (!(await sure(texts.ui.forget_sure, texts.ui.forget_all))) return;
  stored.forget();
  shelf.show();
  keeper.say(texts.ui.forgotten);
});

/** On narrow screens the result is a bar at the bottom that opens to a sheet. */
const sheet = byId("dcb-sheet");
function openSheet(open) {
  sheet.setAttribute("aria-expanded", String(open));
  sheet.textContent = open ? texts.ui.hide_result : texts.ui.show_result;
  byId("dcb-side").classList.toggle("dcb-open", open);
  byId("dcb-form").inert = open;
}
sheet.addEventListener("click", () => openSheet(sheet.getAttribute("aria-expanded") === "false"));
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && sheet.getAttribute("aria-expanded") === "true") openSheet(false);
});
matchMedia("(min-width: 60em)").addEventListener("change", () => openSheet(false));
openAddress();
