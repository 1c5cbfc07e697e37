// @ts-check
// Shows a result: the official line and a sentence, what to do first, then the terms, the map, what is missing, and why.

import { byId, element, unbroken } from "../page/element.js";
import { citation } from "./citation.js";
import { guideLink } from "./guide-link.js";
import { notCovered, officialLine, patternTasks } from "./official-line.js";
import { drawMap, listMap } from "./result-map.js";
import { joined } from "./texts.js";

/**
 * @typedef {import("../page/element.js").Child} Child
 * @typedef {import("./reply.js").DecisionResult} DecisionResult
 * @typedef {import("./reply.js").Finding} Finding
 * @typedef {import("./reply.js").Gap} Gap
 * @typedef {import("./reply.js").Line} Line
 * @typedef {import("./reply.js").Reply} Reply
 * @typedef {import("./reply.js").Result} Result
 * @typedef {import("./reply.js").TraceStep} TraceStep
 * @typedef {import("./texts.js").Decision} Decision
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./texts.js").Value} Value
 *
 * @typedef {object} Listener
 * @property {(input: string, value: Value) => void} tryAnswer The reader wants to see what another answer leads to.
 * @property {(input: string) => void} goTo The reader wants to answer a question.
 * @property {() => void} retry The reader wants the calculator to be started anew.
 */

/** The picture of the way leads from the outcome of the first decision to that of the second. */
const MAP = ["class", "pattern"];
/** How many possible outcomes are listed at once; more are folded. */
const MAX_POSSIBLE = 5;
/** In the order in which they are listed. */
const SEVERITIES = ["required", "recommended"];

export class ResultView {
  #summary;
  #details;
  #texts;
  /** @type {Listener} */
  #listener = { tryAnswer() {}, goTo() {}, retry() {} };
  /** The outcome of each decision when the result was last shown, to mark what has changed.
   * @type {Map<string, string | null>} */
  #shownBefore = new Map();

  /**
   * @param {HTMLElement} summary A live region.
   * @param {HTMLElement} details
   * @param {Texts} texts
   */
  constructor(summary, details, texts) {
    this.#summary = summary;
    this.#details = details;
    this.#texts = texts;
  }

  /** @param {Listener} listener */
  listen(listener) {
    this.#listener = listener;
  }

  /** Say that the calculator is being started. */
  showLoading() {
    const { ui } = this.#texts;
    this.#summary.dataset.state = "loading";
    this.#summary.replaceChildren(element("p", { class: "dcb-sentence" }, ui.loading));
    this.#details.replaceChildren();
  }

  /**
   * @param {number} done Bytes.
   * @param {number} total Bytes.
   */
  showProgress(done, total) {
    if (this.#summary.dataset.state !== "loading") return;
    const [come, all] = [done, total].map((bytes) => (bytes / 1e6).toFixed(1));
    const label = this.#texts.ui.loading;
    this.#details.replaceChildren(
      element("p", { class: "dcb-hint" }, this.#texts.say("loading_bytes", { done: come, total: all })),
      element("progress", { value: Math.min(done, total), max: total, "aria-label": label }),
    );
  }

  /**
   * Say that the calculator cannot be started, and what can be done.
   *
   * @param {string} reason For whoever looks into it; not shown.
   */
  showFailure(reason) {
    const { ui } = this.#texts;
    this.#summary.dataset.state = "error";
    this.#summary.dataset.reason = reason;
    const onclick = () => this.#listener.retry();
    this.#summary.replaceChildren(
      element("p", { class: "dcb-sentence" }, ui.failed),
      element("p", {}, element("button", { type: "button", class: "dcb-button", onclick }, ui.try_again)),
      element("p", {}, this.#guideLink("decisions/", ui.to_the_tables)),
    );
    this.#details.replaceChildren();
  }

  /** @param {Reply} reply */
  show({ result, line, narrowing }) {
    for (const id of this.#texts.decisions.keys()) {
      const name = id.replaceAll("_", "-");
      this.#summary.setAttribute(`data-${name}`, result[id].id ?? "");
      this.#summary.setAttribute(`data-${name}-possible`, result[id].possible.join(" "));
    }
    this.#summary.dataset.state = "ready";
    this.#showShort(result, line);
    this.#announce([
      officialLine(line, this.#texts),
      element("p", { class: "dcb-sentence" }, unbroken(this.#headline(result) || this.#texts.ui.nothing_known)),
      element("p", { class: "dcb-hint" }, this.#settledOf(result).label),
    ]);
    const open = new Set([...this.#details.querySelectorAll("details[open]")].map((one) => one.id));
    this.#details.replaceChildren(...this.#parts(result, line, narrowing));
    for (const one of this.#details.querySelectorAll("details")) one.open = open.has(one.id);
  }

  /**
   * Show the platform's name above the result.
   *
   * @param {string} name
   */
  showName(name) {
    const { ui } = this.#texts;
    const title = byId("dcb-result-title");
    title.textContent = name ? this.#texts.labelled(ui.result, name) : ui.result;
  }

  /**
   * Show the result in a line, where the result itself is out of sight.
   *
   * @param {Result} result
   * @param {Line} line
   */
  #showShort(result, line) {
    const settled = line.stations.filter(({ id, role }) => id !== null && role !== "goal");
    const words = settled.map((station) => this.#shortName(station)).join(" → ");
    const { label } = this.#settledOf(result);
    byId("dcb-bar-text").textContent = words || label;
    byId("dcb-bar-more").textContent = joined([this.#headline(result), words ? label : ""]);
  }

  /**
   * Return a part of the line as short as it is known by: a pattern by its letter.
   *
   * @param {import("./reply.js").Station} station
   */
  #shortName({ pattern, name }) {
    const letter = pattern === null ? null : this.#texts.patterns[pattern].letter;
    return letter === null ? name[this.#texts.language] : this.#texts.say("pattern_letter", { letter });
  }

  /**
   * Change the live region only where its words change: a screen reader speaks once for each change.
   *
   * @param {HTMLElement[]} parts
   */
  #announce(parts) {
    const words = parts.map((part) => part.textContent).join("");
    if (this.#summary.textContent !== words) this.#summary.replaceChildren(...parts);
  }

  /**
   * Return a few sentences: the official type, the way to take and the next type, then what else is settled.
   *
   * @param {Result} result
   */
  #headline(result) {
    const outcomes = this.#settledOutcomes(result).map(([, outcome]) => outcome);
    return joined(outcomes.flatMap(({ sentence }) => sentence ?? []));
  }

  /**
   * Return the decisions that answers settle and that are settled, each with its outcome.
   *
   * @param {Result} result
   * @returns {[Decision, import("./texts.js").Outcome][]}
   */
  #settledOutcomes(result) {
    const settled = this.#texts.settling.filter(({ id }) => result[id].id);
    return settled.map((decision) => [decision, decision.outcomes[result[decision.id].id]]);
  }

  /**
   * Return how many of the decisions that answers settle are settled.
   *
   * @param {Result} result
   */
  #settledOf(result) {
    const done = this.#settledOutcomes(result).length;
    return {
      done,
      total: this.#texts.settling.length,
      label: this.#texts.say("settled", { done, total: this.#texts.settling.length }),
    };
  }

  /**
   * @param {Result} result
   * @param {Line} line
   * @param {Record<string, string[]>} narrowing For each open decision, the questions whose answer narrows it.
   */
  #parts(result, line, narrowing) {
    const { ui, official, finer } = this.#texts;
    /** @param {Decision[]} decisions */
    const terms = (decisions) =>
      element(
        "dl",
        { class: "dcb-terms" },
        decisions.map((one) => this.#term(one, result, narrowing[one.id] ?? [])),
      );
    const parts = [
      this.#progress(result),
      this.#monday(result, line),
      notCovered(line, this.#texts),
      terms(official),
      patternTasks(line, this.#texts),
      element("h3", { class: "dcb-finer" }, ui.finer_reading),
      element("p", { class: "dcb-hint" }, ui.finer_reading_hint),
      terms(finer),
      this.#map(result),
      this.#gaps(result),
      result.findings.length ? this.#findings(result.findings) : null,
      ...this.#advice(result),
      this.#reasons(result),
      this.#changes(result),
    ];
    return parts.filter((part) => part !== null);
  }

  /**
   * What to do first: three steps, whom to call in and the required gaps; while the way is open, what to find out.
   *
   * @param {Result} result
   * @param {Line} line
   */
  #monday(result, line) {
    const { ui } = this.#texts;
    const way = line.stations.find(({ role }) => role === "way");
    const advice = way?.id ? this.#texts.outcome(way.decision, way.id) : null;
    const steps = advice?.first_steps ?? [];
    const name = way?.name[this.#texts.language] ?? "";
    const title = way?.id ? this.#texts.say("monday_of_way", { way: name }) : ui.monday;
    return element(
      "section",
      { class: "dcb-monday", id: "monday", "aria-labelledby": "dcb-monday-title" },
      element("h3", { id: "dcb-monday-title" }, title),
      advice
        ? element(
            "ol",
            {},
            steps.map((step) => element("li", {}, step)),
          )
        : element("p", {}, ui.monday_later),
      advice?.contacts && [element("h4", {}, ui.contacts), element("p", {}, advice.contacts)],
      this.#requiredGaps(result),
      element("p", { class: "dcb-links" }, this.#guideLink("roles-prefecture-lead/", ui.checklist_of_lead)),
      element("p", {}, element("span", { class: "dcb-cite dcb-cite--judgement" }, this.#basis("judgement"))),
    );
  }

  /**
   * The required gaps, each with its procedure, who leads it, and the page that says more.
   *
   * @param {Result} result
   */
  #requiredGaps({ gaps, ...result }) {
    const { ui, requirements, procedures } = this.#texts;
    if (!this.#gapsAreKnown(result)) return null;
    const required = gaps.filter(({ severity }) => severity === "required");
    const items = required.map((gap) => {
      const procedure = procedures.find(({ id }) => id === gap.step);
      const leads = procedure?.leads.map(({ label, place }, number) => [
        number > 0 && ui.list_separator,
        this.#guideLink(place, label),
      ]);
      return element(
        "li",
        {},
        this.#guideLink(`gaps/#${gap.id}`, requirements[gap.id].title),
        gap.status === "unknown" && [" ", badge("unknown", ui.status_unknown)],
        procedure &&
          element(
            "span",
            { class: "dcb-hint" },
            this.#texts.labelled(ui.procedure, ""),
            this.#guideLink(`process/#${procedure.id}`, procedure.label),
            " · ",
            this.#texts.labelled(ui.led_by, ""),
            leads,
          ),
      );
    });
    return [
      element("h4", {}, this.#texts.say("monday_gaps", { counted: this.#texts.counted(required) })),
      items.length ? element("ul", {}, items) : element("p", {}, ui.monday_gaps_none),
    ];
  }

  /** @param {Record<string, any>} result Whether what is missing is known yet. */
  #gapsAreKnown(result) {
    return this.#texts.gapsRestOn.every((id) => result[id].id);
  }

  /**
   * How many decisions are settled, and the question that settles most.
   *
   * @param {Result} result
   */
  #progress(result) {
    const { ui } = this.#texts;
    const { done, total, label } = this.#settledOf(result);
    const next = result.next_question;
    if (next === null && done === total) return null;
    const question = next && this.#texts.labelled(ui.result_next_question, this.#texts.input(next).question);
    return element(
      "div",
      { class: "dcb-settled" },
      element("meter", { min: 0, max: total, value: done, "aria-label": label }),
      next && element("p", {}, `${question} `, this.#goToButton(next)),
    );
  }

  /**
   * A decision's outcome; while it is open, what is still possible and what narrows it.
   *
   * @param {Decision} decision
   * @param {Result} whole
   * @param {string[]} narrowing
   */
  #term({ id, heading, outcomes }, whole, narrowing) {
    const { ui } = this.#texts;
    /** @type {DecisionResult} */
    const result = whole[id];
    const before = this.#shownBefore.get(id);
    this.#shownBefore.set(id, result.id);
    const changed = before !== undefined && before !== result.id;
    const possible = result.possible.map((one) => element("li", {}, outcomes[one].label));
    const cautions = (result.cautions ?? []).map((one) => element("li", {}, this.#texts.cautions[one]));
    const settled = result.id && [
      element("strong", {}, this.#guideLink(outcomes[result.id].place, outcomes[result.id].label)),
      element("p", { class: "dcb-hint" }, outcomes[result.id].meaning),
      element(
        "p",
        {},
        this.#rulesOf(id, whole).map((rule) => [this.#citation(rule), " "]),
      ),
    ];
    const description = element(
      "dd",
      { class: changed ? "dcb-changed" : null },
      settled || [
        possible.length > MAX_POSSIBLE
          ? section(
              "dcb-narrowing",
              `possible-${id}`,
              this.#texts.say("still_open_many", { count: possible.length }),
              element("ul", { class: "dcb-possible" }, possible),
            )
          : [element("span", { class: "dcb-open" }, ui.still_open), element("ul", { class: "dcb-possible" }, possible)],
        narrowing.length > 0 && this.#narrowing(id, narrowing),
      ],
      result.alternative &&
        element("p", {}, this.#texts.labelled(ui.result_alternative, outcomes[result.alternative].label)),
      cautions.length > 0 && [
        element("p", {}, this.#texts.labelled(ui.result_cautions, "")),
        element("ul", {}, cautions),
      ],
    );
    return element("div", {}, element("dt", {}, heading), description);
  }

  /**
   * The rules that a settled outcome rests on.
   *
   * @param {string} decision
   * @param {Result} result
   */
  #rulesOf(decision, result) {
    const rules = result.trace.find((step) => step.decision === decision)?.rules ?? [];
    const shown = new Map(rules.map((rule) => [`${rule.source} ${rule.basis}`, rule]));
    return [...shown.values()];
  }

  /**
   * Which answers narrow an open decision, each with a way to it.
   *
   * @param {string} id
   * @param {string[]} questions
   */
  #narrowing(id, questions) {
    const key = questions.length === 1 ? "narrows_one" : "narrows";
    const summary = this.#texts.say(key, { decision: this.#texts.label(id), count: questions.length });
    const items = questions.map((one) =>
      element("li", {}, `${this.#texts.input(one).question} `, this.#goToButton(one)),
    );
    return section("dcb-narrowing", `narrowing-${id}`, summary, element("ul", {}, items));
  }

  /** @param {Result} result */
  #map(result) {
    const { ui } = this.#texts;
    const [from, to] = MAP.map((id) => this.#texts.decision(id));
    const [now, aim] = [from, to].map(({ id, outcomes }) =>
      result[id].id ? outcomes[result[id].id].label : ui.map_open,
    );
    const label = this.#texts.labelled(ui.map_title, `${now} → ${aim}`);
    const headings = [from, to].map(({ heading }) => heading ?? "");
    const picture = drawMap(from.outcomes, to.outcomes, result[from.id], result[to.id], label, headings);
    const states = { here: ui.map_here, maybe: ui.map_maybe };
    const lists = [from, to].map(({ heading, id, outcomes }) => listMap(heading ?? "", outcomes, result[id], states));
    return element(
      "figure",
      { class: "dcb-map-frame" },
      element("figcaption", {}, ui.map_title),
      picture,
      element("div", { class: "dcb-map-lists" }, lists),
    );
  }

  /**
   * What to do about each outcome shown, other than where the platform stands now; those with first steps come first.
   *
   * @param {Result} result
   */
  #advice(result) {
    const { ui } = this.#texts;
    const way = this.#texts.official[1].id;
    const advised = this.#settledOutcomes(result)
      .filter(([{ id, heading }]) => heading && id !== MAP[0])
      .filter(([{ id }, { does_not_mean }]) => id !== way || does_not_mean)
      .filter(([, { first_steps, contacts, does_not_mean }]) => first_steps || contacts || does_not_mean)
      .sort(([, one], [, other]) => Number(Boolean(other.first_steps)) - Number(Boolean(one.first_steps)));
    return advised.map(([{ id }, { label, first_steps, contacts, does_not_mean }]) => {
      // The steps and contacts of the way are already under what to do first.
      const actions = id !== way && (first_steps || contacts);
      return section(
        "dcb-advice",
        `advice-${id}`,
        this.#texts.labelled(label, actions ? ui.advice : ui.does_not_mean),
        actions &&
          first_steps && [
            element("h3", {}, ui.first_steps),
            element(
              "ol",
              {},
              first_steps.map((step) => element("li", {}, step)),
            ),
          ],
        actions && contacts && [element("h3", {}, ui.contacts), element("p", {}, contacts)],
        does_not_mean && [actions && element("h3", {}, ui.does_not_mean), element("p", {}, does_not_mean)],
        element("p", {}, element("span", { class: "dcb-cite dcb-cite--judgement" }, this.#basis("judgement"))),
      );
    });
  }

  /**
   * Gaps by procedure, what is required before what is recommended.
   *
   * @param {Result} result
   */
  #gaps({ gaps, ...result }) {
    const { ui, procedures } = this.#texts;
    const counts = SEVERITIES.map((severity) => [severity, gaps.filter((gap) => gap.severity === severity).length])
      .filter(([, count]) => count)
      .map(([severity, count]) => this.#texts.say(`count_${severity}`, { count }));
    const known = this.#gapsAreKnown(result);
    const ranked = SEVERITIES.flatMap((severity) => gaps.filter((gap) => gap.severity === severity));
    const sections = procedures.map(({ id, label, leads }) => {
      const items = ranked.filter((gap) => gap.step === id).map((gap) => this.#gap(gap));
      const names = this.#texts.listed(leads.map((lead) => lead.label));
      const led = element("p", { class: "dcb-led" }, this.#texts.labelled(ui.led_by, names));
      const list = element("ul", { class: "dcb-list" }, items);
      return items.length > 0 && element("section", {}, element("h3", {}, label), led, list);
    });
    return section(
      "dcb-gaps",
      "gaps",
      [ui.result_gaps, counts.length > 0 && element("span", { class: "dcb-count" }, counts.join(" · "))],
      gaps.length === 0 && element("p", { class: "dcb-hint" }, known ? ui.result_gaps_none : ui.result_gaps_later),
      sections.map((one) => one || null),
    );
  }

  /** @param {Gap} gap */
  #gap(gap) {
    const { ui, requirements, challenges } = this.#texts;
    const { title, reason, remedy } = requirements[gap.id];
    const { attribute, challenge } = gap;
    const values = [];
    if (attribute && gap.current !== null) {
      values.push(this.#texts.labelled(ui.current_value, this.#texts.value(attribute, gap.current)));
    }
    if (attribute && gap.required) {
      const required = gap.required.map((one) => this.#texts.value(attribute, one)).join(ui.or);
      values.push(this.#texts.labelled(ui.required_value, required));
    }
    const answerable = gap.status === "unknown" && attribute !== null && this.#texts.inputs.has(attribute);
    return element(
      "li",
      { class: `dcb-item dcb-item--${gap.severity}`, "data-gap": gap.id },
      badge(gap.severity, ui[`severity_${gap.severity}`]),
      badge(gap.status, ui[`status_${gap.status}`]),
      element("strong", {}, ` ${title} `),
      this.#citation(gap),
      values.length > 0 && element("p", { class: "dcb-hint" }, values.join(" / ")),
      element("p", { class: "dcb-reason" }, reason),
      element("p", {}, `→ ${remedy}`),
      element(
        "p",
        { class: "dcb-links" },
        answerable && this.#goToButton(attribute),
        " ",
        this.#guideLink(`gaps/#${gap.id}`, ui.read_in_guide),
        challenge && [" ", this.#guideLink(`challenges/#${challenge}`, `${challenge}) ${challenges[challenge]}`)],
      ),
    );
  }

  /** @param {Finding[]} findings */
  #findings(findings) {
    const { ui, checks } = this.#texts;
    const count = this.#texts.say("count_findings", { count: findings.length });
    const items = findings.map((finding) =>
      element(
        "li",
        { class: `dcb-item dcb-item--${finding.severity}`, "data-finding": finding.id },
        badge(finding.severity, ui[`severity_${finding.severity}`]),
        element("strong", {}, ` ${checks[finding.id].title} `),
        this.#citation(finding),
        element("p", {}, checks[finding.id].reason),
        element("p", {}, `→ ${checks[finding.id].remedy}`),
      ),
    );
    const summary = [ui.result_findings, element("span", { class: "dcb-count" }, count)];
    return section("dcb-findings", "findings", summary, element("ul", { class: "dcb-list" }, items));
  }

  /** @param {Result} result */
  #reasons(result) {
    return section(
      "dcb-why",
      "why",
      this.#texts.ui.why,
      result.trace.map((step) => this.#reason(step)),
    );
  }

  /** @param {TraceStep} step */
  #reason({ decision, inputs, rules }) {
    const { ui } = this.#texts;
    const known = Object.entries(inputs).map(([id, value]) =>
      this.#texts.labelled(this.#texts.label(id), this.#texts.value(id, value)),
    );
    const items = rules.map((rule) => {
      const table = this.#texts.decision(decision).rules;
      const number = table.findIndex(({ id }) => id === rule.id) + 1;
      const link = this.#guideLink(`decisions/#${decision}-${rule.id}`, this.#texts.say("rule_number", { number }));
      const { when, outcome } = table[number - 1];
      const label = this.#texts.outcome(decision, outcome).label;
      const words = this.#texts.say("rule_in_words", { when, outcome: label });
      return element("li", {}, words, " ", link, " ", this.#citation(rule));
    });
    return element(
      "section",
      {},
      element("h3", {}, this.#texts.label(decision)),
      known.length > 0 &&
        element("p", { class: "dcb-hint" }, this.#texts.labelled(ui.why_inputs, this.#texts.listed(known))),
      element("p", {}, this.#texts.labelled(ui.why_rules, "")),
      element("ul", {}, items),
    );
  }

  /**
   * Other answers that lead elsewhere, each with a button that tries it.
   *
   * @param {Result} result
   */
  #changes(result) {
    const { ui } = this.#texts;
    /** @type {Map<string, import("./reply.js").Change[]>} */
    const byAnswer = new Map();
    for (const change of result.changes) {
      const key = JSON.stringify([change.input, change.value]);
      byAnswer.set(key, [...(byAnswer.get(key) ?? []), change]);
    }
    const items = [...byAnswer.values()].map((changes) => {
      const [{ input, value }] = changes;
      const effects = changes.map(({ decision, to }) =>
        this.#texts.labelled(this.#texts.label(decision), this.#texts.outcome(decision, to).label),
      );
      const onclick = () => this.#listener.tryAnswer(input, value);
      const what = `${this.#texts.label(input)} → ${this.#texts.value(input, value)}`;
      const name = this.#texts.labelled(ui.try_it, what);
      const button = {
        type: "button",
        class: "dcb-link",
        "data-try": `${input}=${value}`,
        "aria-label": name,
        onclick,
      };
      return element(
        "li",
        { class: "dcb-item" },
        element("strong", {}, what),
        element("p", {}, effects.join(ui.list_separator)),
        element("button", button, ui.try_it),
      );
    });
    const none = element("p", { class: "dcb-hint" }, ui.result_changes_none);
    const list = items.length ? element("ul", { class: "dcb-list" }, items) : none;
    return section("dcb-changes", "changes", ui.result_changes, list);
  }

  /** @param {string} id */
  #goToButton(id) {
    const onclick = () => this.#listener.goTo(id);
    const { ui } = this.#texts;
    const name = this.#texts.labelled(ui.answer_it, this.#texts.input(id).question);
    return element("button", { type: "button", class: "dcb-link", "aria-label": name, onclick }, ui.answer_it);
  }

  /**
   * @param {string} place
   * @param {string} text
   */
  #guideLink(place, text) {
    return guideLink(this.#texts, place, text);
  }

  /** @param {{source: string, basis: string}} item */
  #citation(item) {
    return citation(this.#texts, item);
  }

  /** @param {string} basis */
  #basis(basis) {
    return element("span", { class: "dcb-basis" }, this.#texts.ui[`result_basis_${basis}`]);
  }
}

/**
 * A part of the result that the reader opens.
 *
 * @param {string} name Of its class.
 * @param {string} id
 * @param {Child} summary
 * @param {Child[]} content
 */
function section(name, id, summary, ...content) {
  return element("details", { class: name, id }, element("summary", {}, summary), content);
}

/**
 * @param {string} kind
 * @param {string} text
 */
function badge(kind, text) {
  return element("span", { class: `dcb-badge dcb-badge--${kind}` }, text);
}
