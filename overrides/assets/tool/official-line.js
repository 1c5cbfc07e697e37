// @ts-check
// A result in the guidebook's official names: type today → transition pattern → type next → goal, and what they ask for.
import { element } from "../page/element.js";
import { citation } from "./citation.js";
import { guideLink } from "./guide-link.js";

/**
 * @typedef {import("./reply.js").Line} Line
 * @typedef {import("./reply.js").Station} Station
 * @typedef {import("./texts.js").Pattern} Pattern
 * @typedef {import("./texts.js").PatternTask} PatternTask
 * @typedef {import("./texts.js").Texts} Texts
 */

/**
 * The line as a list of boxes; arrows between them are drawn by the style sheet. Each box leads to its place in the guide.
 *
 * @param {Line} line
 * @param {Texts} texts
 */
export function officialLine({ stations }, texts) {
  const open = stations.every(({ role, id }) => role === "goal" || id === null);
  return element(
    "ol",
    { class: `dcb-line${open ? " dcb-line--open" : ""}`, "aria-label": texts.ui.line },
    stations.map((station) => box(station, texts)),
  );
}

/**
 * @param {Station} station
 * @param {Texts} texts
 */
function box(station, texts) {
  const { role, id, name } = station;
  const label = name[texts.language];
  const place = placeOf(station, texts);
  return element(
    "li",
    { class: `dcb-station dcb-station--${role}${id === null ? " dcb-station--open" : ""}`, "data-role": role },
    element("span", { class: "dcb-station-role" }, `${texts.ui[`line_${role}`]} `),
    element("strong", {}, place === null ? label : guideLink(texts, place, label)),
  );
}

/**
 * Return where the guide shows a settled part of the line; null while it is open.
 *
 * @param {Station} station
 * @param {Texts} texts
 */
function placeOf({ decision, id, pattern }, texts) {
  if (id === null) return null;
  return pattern === null ? texts.outcome(decision, id).place : texts.patterns[pattern].place;
}

/**
 * What the official text leaves open in this case; null where it leaves nothing open.
 *
 * @param {Line} line
 * @param {Texts} texts
 */
export function notCovered({ not_covered }, texts) {
  const said = not_covered[texts.language];
  if (said.length === 0) return null;
  return element(
    "section",
    { class: "dcb-not-covered", id: "not-covered" },
    element("h3", {}, texts.ui.not_covered),
    element(
      "ul",
      {},
      said.map((sentence) => element("li", {}, sentence)),
    ),
  );
}

/**
 * The official tasks of the pattern that the way is, by area; null while the way is open, or where it is no pattern.
 *
 * @param {Line} line
 * @param {Texts} texts
 */
export function patternTasks({ stations }, texts) {
  const id = stations.find(({ role }) => role === "way")?.pattern;
  if (!id) return null;
  const { ui } = texts;
  const pattern = texts.patterns[id];
  const areas = [...new Set(pattern.tasks.map(({ area }) => area))];
  const patterns = texts.listed(pattern.adds_tasks_of);
  return element(
    "details",
    { class: "dcb-tasks", id: "tasks" },
    element("summary", {}, texts.say("pattern_tasks", { pattern: pattern.label })),
    element("p", {}, pattern.summary),
    element("p", {}, texts.labelled(ui.key_issues, texts.listed(pattern.key_issues))),
    areas.map((area) =>
      element(
        "section",
        {},
        element("h3", {}, ui[`area_${area}`]),
        element(
          "ul",
          { class: "dcb-list" },
          pattern.tasks.filter((task) => task.area === area).map((task) => taskItem(task, texts)),
        ),
      ),
    ),
    patterns && element("p", {}, texts.say("pattern_tasks_added", { patterns })),
    element("p", { class: "dcb-links" }, guideLink(texts, pattern.place, ui.read_in_guide)),
  );
}

/**
 * @param {PatternTask} task
 * @param {Texts} texts
 */
function taskItem({ kind, text, most_important, source, basis }, texts) {
  const { ui } = texts;
  return element(
    "li",
    { class: `dcb-item${most_important ? " dcb-item--required" : ""}` },
    most_important && [element("span", { class: "dcb-badge dcb-badge--required" }, ui.task_most_important), " "],
    element("span", { class: "dcb-badge" }, ui[`task_${kind}`]),
    ` ${text} `,
    citation(texts, { source, basis }),
  );
}
