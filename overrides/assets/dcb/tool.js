// The tool's page: answers in the address, the form and the result kept in step.
import { calculator } from "./calculator.js";
import { Form } from "./form.js";
import { Guided } from "./guided.js";
import { Questions } from "./answers.js";
import { ResultView } from "./result.js";
import { element } from "./element.js";
import { Keeper } from "./keeper.js";

/** Bytes of Python's files: what the progress bar counts to. */
const PYTHON_BYTES = 7.6e6;

const byId = (id) => document.getElementById(id);
const texts = JSON.parse(byId("dcb-texts").textContent);
const questions = new Questions(texts.inputs);
const form = new Form(byId("dcb-form"), questions, texts.ui);
const problems = byId("dcb-problems");
const view = new ResultView(byId("dcb-result"), byId("dcb-details"), texts, {
  tryAnswer: (id, value) => answerWith(id, questions.toText(value)),
  goTo: (id) => {
    setMode("all");
    form.goTo(id);
  },
});
const guided = new Guided(byId("dcb-form"), byId("dcb-guided"), texts.ui, {
  answered: (id) => form.answers().has(id),
  changed: answersChanged,
});
calculator.listen({
  progress: (bytes) => view.progress(bytes, PYTHON_BYTES),
  answer: (text) => {
    const { result, ask } = JSON.parse(text);
    keeper.result = result;
    view.show(result);
    guided.propose(ask, result.next_question === null);
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
});

function ask() {
  calculator.ask(questions.toRecord(form.answers()), guided.skipped);
}

function answersChanged() {
  form.refresh();
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
byId("dcb-reset").addEventListener("click", () => {
  if (form.answers().size > 0 && !window.confirm(texts.ui.start_over_sure)) return;
  form.show(new Map());
  tellProblems([], null);
  answersChanged();
  if (guided.active) guided.start();
});
openAddress();
