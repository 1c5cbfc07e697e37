// @ts-check
// Sharing a platform's costs: a plan from a file or a small form in, who pays what out; every change is computed anew.
import { byId, element } from "../page/element.js";
import { read } from "../python/source.js";
import { burdenChart, MOST_DRAWN } from "./burden-chart.js";
import { fieldAt, labelRow, planFromForm, writePlan } from "./plan-form.js";
import { keepForOffline, PrefecturePage } from "./prefecture-page.js";
import { ALL_FILES, CancelledError } from "./prefecture-python.js";
import { filesInZip } from "./zip.js";

/**
 * @typedef {import("./prefecture-page.js").Block} Block
 * @typedef {import("./plan-form.js").Plan} Plan
 *
 * What Python returns of a plan: `problems` where it is not valid, else the document and the chart's figures.
 * @typedef {object} Sharing
 * @property {{path: (string | number)[], text: string, message: string}[]} problems Texts with and without their path.
 * @property {Block[]} document
 * @property {import("./burden-chart.js").Chart} chart
 */

/** Milliseconds after the last key before the plan is computed anew. */
const PAUSE = 30;
/** Milliseconds without a change before the schemes are compared: a further change need not wait for it. */
const REST = 400;
/** Files that are saved, by what Python calls them. @type {Record<string, string>} */
const FILES = { json: "cost.json", xlsx: "cost.xlsx", csv: "cost-csv.zip", md: "cost.md", plan: "cost-plan.json" };

/** Of these, those that can be opened again to go on with the plan. */
const HOLD_THE_PLAN = ["plan", "xlsx", "csv"];

/** @param {import("./prefecture-page.js").SourceOf} sourceOf */
export function beginCost(sourceOf) {
  const page = new PrefecturePage(sourceOf);
  const form = /** @type {HTMLFormElement} */ (byId("dcb-cost-form"));
  const result = byId("dcb-cost-result");
  const whatIf = /** @type {HTMLFormElement} */ (byId("dcb-what-if"));
  const format = new Intl.NumberFormat(page.data.language).format;
  /** The plan that the results shown are of. @type {Plan | null} */
  let shown = null;
  /** Number of the newest question: replies to older ones are not shown. */
  let newest = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** Whether the plan in the fields has changed since it was saved or read. */
  let isUnsaved = false;

  for (const one of [form, whatIf]) one.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    const row = target instanceof HTMLInputElement && target.name === "name" ? target.closest("tr") : null;
    if (row) labelRow(row, (key, values) => page.say(key, values), String(row.sectionRowIndex + 1));
    clearTimeout(timer);
    isUnsaved = true;
    timer = setTimeout(() => compute(), PAUSE);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-do]") : null;
    if (button instanceof HTMLElement) act(button.dataset.do ?? "", button.dataset.of ?? "", button);
  });
  page.takeFiles(/** @type {HTMLInputElement} */ (byId("dcb-files")), ([file]) => open(file));
  byId("dcb-participants").closest("table")?.setAttribute("aria-labelledby", "dcb-participants-heading");
  writePlan(form, { participants: [{}, {}, {}] }, page);

  /**
   * @param {string} action
   * @param {string} of
   * @param {HTMLElement} button
   */
  function act(action, of, button) {
    switch (action) {
      case "demo":
        return page.during(async () => {
          const source = sourceOf("prefecture-demo");
          if (!source) throw new Error("demo is missing");
          await use(filesInZip(await read(source))[0]);
        });
      case "ready": {
        const ready = page.data.ready.find(({ id }) => id === of);
        if (ready) writePlan(form, { ...planFromForm(form, true), ...ready.plan }, page);
        isUnsaved = true;
        return compute();
      }
      case "add":
        writePlan(
          form,
          { ...planFromForm(form, true), participants: [...planFromForm(form, true).participants, {}] },
          page,
        );
        return;
      case "remove":
        button.closest("tr")?.remove();
        isUnsaved = true;
        return compute();
      case "municipalities": {
        const chosen = /** @type {HTMLSelectElement} */ (byId("dcb-prefecture"));
        const { value } = chosen;
        if (value === "") {
          chosen.focus();
          return page.tell(page.say("write_choose_prefecture"));
        }
        return page.during(async () => {
          /** @type {{id: string, name: string}[]} */
          const offered = await page.python.json("members", value);
          const { participants: given, ...plan } = planFromForm(form);
          const known = new Set(given.flatMap(({ id, name }) => [id, name]));
          const added = offered.filter(({ id, name }) => !known.has(id) && !known.has(name));
          writePlan(form, { ...plan, participants: [...given, ...added] }, page);
          isUnsaved = true;
          await share();
        });
      }
      case "what-if":
        return change();
      case "save":
        if (!shown) return;
        isUnsaved &&= !HOLD_THE_PLAN.includes(of);
        return page.save(FILES[of], "cost_file", of, JSON.stringify(shown));
      case "save-word": {
        const plan = JSON.stringify(shown);
        return page.during(async () => {
          await page.saveWord("cost.docx", await page.python.json("cost_document", plan));
        });
      }
      case "template":
        return page.save("cost-plan-form.xlsx", "cost_template");
    }
  }

  /** @param {[string, Uint8Array]} file */
  function open(file) {
    return page.during(() => use(file));
  }

  /** @param {[string, Uint8Array]} file */
  async function use([name, bytes]) {
    const { plan, problems } = await page.python.json("plan_in_file", name, bytes);
    byId("dcb-file-problems").replaceChildren(...problems.map((/** @type {string} */ one) => element("li", {}, one)));
    if (plan === null) return page.tell(page.say("no_plan", { name }));
    writePlan(form, plan, page);
    isUnsaved = false;
    await share();
    if (!result.hidden) page.goTo("dcb-sharing-heading");
  }

  function compute() {
    return page.during(share, { quiet: true });
  }

  /** Compute the plan in the form, and show it unless a newer one was asked for meanwhile. */
  async function share() {
    const number = ++newest;
    const plan = planFromForm(form);
    /** @type {Sharing} */
    const found = await page.python.json("sharing", JSON.stringify(plan));
    if (number !== newest) return;
    showProblems(found.problems);
    if (found.problems.length > 0) {
      page.tell(page.say("plan_problems", { count: found.problems.length }));
      return;
    }
    shown = plan;
    result.hidden = false;
    byId("dcb-sharing").replaceChildren(...page.elements(found.document));
    page.draw(byId("dcb-chart"), (narrow) =>
      burdenChart(found.chart, (key, values) => page.say(key, values), format, narrow),
    );
    byId("dcb-chart-more").textContent =
      found.chart.bodies.length > MOST_DRAWN ? page.say("chart_more", { count: MOST_DRAWN }) : "";
    offerParticipants(found.chart.bodies);
    byId("dcb-change").replaceChildren();
    const count = plan.participants.length;
    page.tell(count > 0 ? page.say("cost_done", { count }) : page.say("cost_of_nobody"));
    compare(number, plan);
    keepForOffline(page, [...ALL_FILES, "prefecture-demo"]);
  }

  /**
   * @param {number} number
   * @param {Plan} plan
   */
  async function compare(number, plan) {
    await new Promise((resolve) => setTimeout(resolve, REST));
    if (number !== newest) return;
    try {
      const blocks = await page.python.json("comparison", JSON.stringify(plan));
      if (number === newest) byId("dcb-comparison").replaceChildren(...page.elements(blocks.slice(1)));
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    }
  }

  /** @param {Sharing["problems"]} problems */
  function showProblems(problems) {
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    const items = problems.map(({ path, text, message }) => {
      const field = fieldAt(form, path);
      field?.setAttribute("aria-invalid", "true");
      if (!(field instanceof HTMLInputElement) || field.id === "") return element("li", {}, text);
      const label = field.ariaLabel ?? field.labels?.[0]?.textContent ?? "";
      const named = page.say("problem_at", { label, message });
      return element("li", {}, element("a", { href: `#${field.id}` }, named));
    });
    byId("dcb-plan-problems").replaceChildren(...items);
  }

  /** @param {{id?: string, label: string}[]} bodies The prefecture, then the participants. */
  function offerParticipants(bodies) {
    const list = /** @type {HTMLSelectElement} */ (whatIf.elements.namedItem("participant"));
    const { value } = list;
    const names = bodies.map(({ id, label }) => `${id} ${label}`).join();
    if (list.dataset.of === names) return;
    list.dataset.of = names;
    const none = element("option", { value: "" }, page.say("nobody_chosen"));
    list.replaceChildren(none, ...bodies.slice(1).map(({ id, label }) => element("option", { value: id }, label)));
    list.value = [...list.options].some((one) => one.value === value) ? value : "";
  }

  function change() {
    if (!shown) return;
    const { participant, kind, year, percent } = Object.fromEntries(
      [...new FormData(whatIf)].map(([key, value]) => [key, String(value)]),
    );
    /** @type {Record<string, string | number>[]} */
    const changes = [];
    if (participant !== "")
      changes.push(kind === "remove" ? { remove: participant } : { participant, [kind]: Number(year || "1") });
    if (percent !== "") changes.push({ prefecture_percent: Number(percent) });
    if (changes.length === 0) return page.notify(page.say("no_change"));
    const plan = JSON.stringify(shown);
    return page.during(async () => {
      const { problems, document: blocks } = await page.python.json("change", plan, JSON.stringify(changes));
      const told = problems.map((/** @type {string} */ one) => element("p", { class: "dcb-notice" }, one));
      byId("dcb-change").replaceChildren(...told, ...page.elements(blocks.slice(1)));
      page.tell(page.say("change_done"));
    });
  }
}
