// Tells a result: a sentence first, then terms, then why.
import { element } from "../page/element.js";
import { sectionsOf } from "./citation.js";
import { map } from "./result-map.js";

/** Result decision → data attribute of #dcb-result. */
const ATTRIBUTES = ["class", "pattern", "pathway", "organisation", "target_organisation"];

export class ResultView {
  #summary;
  #details;
  #texts;
  #decisions;
  #inputs;
  #actions;
  /** What each row of the result said before, to mark what has changed. */
  #said = new Map();

  /** actions: {tryAnswer(input, value), goTo(input)} */
  constructor(summary, details, texts, actions) {
    this.#actions = actions;
    this.#summary = summary;
    this.#details = details;
    this.#texts = texts;
    this.#decisions = new Map(texts.decisions.map((decision) => [decision.id, decision]));
    this.#inputs = new Map(texts.inputs.map((input) => [input.id, input]));
  }

  progress(done, total) {
    if (this.#summary.dataset.state !== "loading") return;
    const text = this.#texts.ui.loading_bytes
      .replace("{done}", (done / 1e6).toFixed(1))
      .replace("{total}", (total / 1e6).toFixed(1));
    const progress = element("progress", { value: Math.min(done, total), max: total, "aria-label": this.#texts.ui.loading });
    this.#details.replaceChildren(element("p", { class: "dcb-hint" }, text), progress);
  }

  failed(reason) {
    const { ui } = this.#texts;
    this.#summary.dataset.state = "error";
    this.#summary.dataset.reason = reason;
    this.#summary.replaceChildren(
      element("p", { class: "dcb-sentence" }, ui.failed),
      element("p", {}, this.#guideLink("decisions/", ui.to_the_tables)),
    );
    this.#details.replaceChildren();
  }

  /** narrowing: for each open decision, the questions whose answer narrows it. */
  show(result, narrowing) {
    for (const id of ATTRIBUTES) {
      const name = id.replace("_", "-");
      this.#summary.setAttribute(`data-${name}`, result[id].id ?? "");
      this.#summary.setAttribute(`data-${name}-possible`, result[id].possible.join(" "));
    }
    this.#summary.dataset.state = "ready";
    this.#say(this.#headline(result));
    const open = new Set([...this.#details.querySelectorAll("details[open]")].map((one) => one.id));
    this.#details.replaceChildren(...this.#told(result, narrowing));
    for (const one of this.#details.querySelectorAll("details")) one.open = open.has(one.id);
  }

  /** A link into the guide; its text alone where the tool stands without the guide. */
  #guideLink(place, text) {
    const { guide } = this.#texts;
    return guide === null ? element("span", {}, text) : element("a", { href: `${guide}${place}` }, text);
  }

  #outcome(decision, id) {
    return this.#decisions.get(decision).outcomes[id];
  }

  /** Say something only where it is not said already: a screen reader speaks once for each change. */
  #say(parts) {
    const said = parts.map((part) => part.textContent).join("");
    if (this.#summary.textContent !== said) this.#summary.replaceChildren(...parts);
  }

  /** One or two sentences: where it stands, and the way to take; and how much is settled. */
  #headline(result) {
    const sentences = ["class", "pathway"]
      .filter((decision) => result[decision].id)
      .map((decision) => this.#outcome(decision, result[decision].id).sentence);
    const text = sentences.join(this.#texts.language === "en" ? " " : "");
    return [element("p", { class: "dcb-sentence" }, text || this.#texts.ui.nothing_known), element("p", { class: "dcb-hint" }, this.#howMuch(result))];
  }

  #told(result, narrowing) {
    const { ui } = this.#texts;
    const rows = [
      [ui.now, "class"],
      [ui.aim_for, "pattern"],
      [ui.how, "pathway"],
      [ui.run_by, "target_organisation"],
      [ui.run_now, "organisation"],
    ];
    return [
      this.#settled(result),
      element("dl", { class: "dcb-terms" }, rows.map(([label, id]) => this.#term(label, id, result, narrowing[id] ?? []))),
      this.#map(result),
      ...["pathway", "pattern", "target_organisation"].map((id) => this.#advice(id, result)).filter(Boolean),
      this.#missing(result),
      result.findings.length ? this.#contradictions(result) : null,
      this.#why(result),
      this.#whatIf(result),
    ].filter(Boolean);
  }

  #map(result) {
    const { ui } = this.#texts;
    const [now, aim] = ["class", "pattern"].map((id) => (result[id].id ? this.#outcome(id, result[id].id).label : ui.map_open));
    const told = `${ui.map_title}${ui.colon}${now} → ${aim}`;
    const { outcomes: classes } = this.#decisions.get("class");
    const { outcomes: patterns } = this.#decisions.get("pattern");
    return element("figure", { class: "dcb-map-frame" }, map(classes, patterns, result.class, result.pattern, told));
  }

  #howMuch(result) {
    const settling = this.#texts.decisions.filter((decision) => decision.settles);
    return this.#texts.ui.settled.replace("{done}", settling.filter((decision) => result[decision.id].id).length);
  }

  /** How many of the decisions that matter are settled, and the question that settles most. */
  #settled(result) {
    const { ui } = this.#texts;
    const settling = this.#texts.decisions.filter((decision) => decision.settles);
    const done = settling.filter((decision) => result[decision.id].id).length;
    const next = result.next_question;
    return element(
      "div",
      { class: "dcb-settled" },
      element("meter", { min: 0, max: settling.length, value: done, "aria-label": this.#howMuch(result) }),
      next && element("p", {}, `${ui.result_next_question}${ui.colon}${this.#inputs.get(next).question} `, this.#goTo(next)),
    );
  }

  #goTo(id) {
    return element("button", { type: "button", class: "dcb-link", onclick: () => this.#actions.goTo(id) }, this.#texts.ui.answer_it);
  }

  /** Gaps by the five procedures, what is required before what is recommended. */
  #missing(result) {
    const { ui, procedures } = this.#texts;
    const { gaps } = result;
    const count = (severity) => gaps.filter((gap) => gap.severity === severity).length;
    const counts = ["required", "recommended"]
      .filter((severity) => count(severity))
      .map((severity) => ui[`count_${severity}`].replace("{count}", count(severity)));
    const empty = result.pattern.id ? ui.result_gaps_none : ui.result_gaps_later;
    return element(
      "details",
      { class: "dcb-gaps", id: "gaps" },
      element("summary", {}, ui.result_gaps, counts.length ? element("span", { class: "dcb-count" }, counts.join(" · ")) : null),
      gaps.length === 0 ? element("p", { class: "dcb-hint" }, empty) : null,
      procedures
        .map(({ id, label }) => [label, gaps.filter((gap) => gap.step === id)])
        .filter(([, some]) => some.length)
        .map(([label, some]) =>
          element("section", {}, element("h3", {}, label), element("ul", { class: "dcb-list" }, this.#sorted(some).map((gap) => this.#gap(gap)))),
        ),
    );
  }

  #sorted(gaps) {
    return [...gaps].sort((a, b) => (a.severity === "required" ? 0 : 1) - (b.severity === "required" ? 0 : 1));
  }

  #gap(gap) {
    const { ui, requirements, challenges } = this.#texts;
    const told = requirements[gap.id];
    const values = gap.attribute && [
      gap.current === null ? null : `${ui.current_value}${ui.colon}${this.#value(gap.attribute, gap.current)}`,
      gap.required && `${ui.required_value}${ui.colon}${gap.required.map((one) => this.#value(gap.attribute, one)).join(ui.or)}`,
    ].filter(Boolean);
    return element(
      "li",
      { class: `dcb-item dcb-item--${gap.severity}`, "data-gap": gap.id },
      this.#badge(gap.severity, ui[`severity_${gap.severity}`]),
      this.#badge(gap.status, ui[`status_${gap.status}`]),
      element("strong", {}, ` ${told.title} `),
      this.#cite(gap),
      values?.length ? element("p", { class: "dcb-hint" }, values.join(" / ")) : null,
      element("p", { class: "dcb-reason" }, told.reason),
      element("p", {}, `→ ${told.remedy}`),
      element(
        "p",
        { class: "dcb-links" },
        gap.status === "unknown" && this.#inputs.has(gap.attribute) ? this.#goTo(gap.attribute) : null,
        " ",
        this.#guideLink(`gaps/#${gap.id}`, ui.read_in_guide),
        gap.challenge ? [" ", this.#guideLink(`challenges/#${gap.challenge}`, `${gap.challenge}) ${challenges[gap.challenge]}`)] : null,
      ),
    );
  }

  #contradictions(result) {
    const { ui, checks } = this.#texts;
    const count = ui.count_findings.replace("{count}", result.findings.length);
    return element(
      "details",
      { class: "dcb-findings", id: "findings" },
      element("summary", {}, ui.result_findings, element("span", { class: "dcb-count" }, count)),
      element(
        "ul",
        { class: "dcb-list" },
        result.findings.map((finding) =>
          element(
            "li",
            { class: `dcb-item dcb-item--${finding.severity}`, "data-finding": finding.id },
            this.#badge(finding.severity, ui[`severity_${finding.severity}`]),
            element("strong", {}, ` ${checks[finding.id].title} `),
            this.#cite(finding),
            element("p", {}, checks[finding.id].reason),
            element("p", {}, `→ ${checks[finding.id].remedy}`),
          ),
        ),
      ),
    );
  }

  #badge(kind, text) {
    return element("span", { class: `dcb-badge dcb-badge--${kind}` }, text);
  }

  /** Other answers that lead elsewhere, each with a button that tries it. */
  #whatIf(result) {
    const { ui } = this.#texts;
    const ways = new Map();
    for (const change of result.changes) {
      const key = `${change.input}=${JSON.stringify(change.value)}`;
      ways.set(key, [...(ways.get(key) ?? []), change]);
    }
    const told = [...ways.values()].map((changes) => {
      const [{ input, value }] = changes;
      const leads = changes.map((one) => `${this.#decisions.get(one.decision).label}${ui.colon}${this.#outcome(one.decision, one.to).label}`);
      return element(
        "li",
        { class: "dcb-item" },
        element("strong", {}, `${this.#label(input)} → ${this.#value(input, value)}`),
        element("p", {}, leads.join(ui.list_separator)),
        element(
          "button",
          { type: "button", class: "dcb-link", "data-try": `${input}=${value}`, onclick: () => this.#actions.tryAnswer(input, value) },
          ui.try_it,
        ),
      );
    });
    return element(
      "details",
      { class: "dcb-changes", id: "changes" },
      element("summary", {}, ui.result_changes),
      told.length ? element("ul", { class: "dcb-list" }, told) : element("p", { class: "dcb-hint" }, ui.result_changes_none),
    );
  }

  #cite({ source, basis }) {
    const sections = sectionsOf(source);
    return element("span", { class: `dcb-cite dcb-cite--${basis}` }, `${sections} `, element("span", { class: "dcb-basis" }, this.#texts.ui[`result_basis_${basis}`]));
  }

  #term(label, id, result, narrowing) {
    const answer = result[id];
    const { ui } = this.#texts;
    const told = answer.id
      ? [element("strong", {}, this.#guideLink(`decisions/#${id}--${answer.id}`, this.#outcome(id, answer.id).label))]
      : [
          element("span", { class: "dcb-open" }, ui.still_open),
          element("ul", { class: "dcb-possible" }, answer.possible.map((one) => element("li", {}, this.#outcome(id, one).label))),
          narrowing.length ? this.#narrowed(id, narrowing) : null,
        ];
    if (answer.id) told.push(element("p", { class: "dcb-hint" }, this.#outcome(id, answer.id).meaning));
    if (answer.alternative) {
      told.push(element("p", {}, `${ui.result_alternative}${ui.colon}${this.#outcome(id, answer.alternative).label}`));
    }
    if (answer.cautions?.length) {
      told.push(
        element("p", {}, `${ui.result_cautions}${ui.colon}`),
        element("ul", {}, answer.cautions.map((one) => element("li", {}, this.#texts.cautions[one]))),
      );
    }
    const row = element("dd", {}, told);
    const before = this.#said.get(id);
    this.#said.set(id, answer.id);
    if (before !== undefined && before !== answer.id) row.classList.add("dcb-changed");
    return element("div", {}, element("dt", {}, label), row);
  }

  /** Which answers narrow an open decision, each with a way to it. */
  #narrowed(id, narrowing) {
    const { ui } = this.#texts;
    const told = (narrowing.length === 1 ? ui.narrows_one : ui.narrows).replace("{decision}", this.#decisions.get(id).label).replace("{count}", narrowing.length);
    return element(
      "details",
      { class: "dcb-narrowing", id: `narrowing-${id}` },
      element("summary", {}, told),
      element("ul", {}, narrowing.map((one) => element("li", {}, `${this.#inputs.get(one).question} `, this.#goTo(one)))),
    );
  }

  #advice(id, result) {
    const { ui } = this.#texts;
    const outcome = result[id].id && this.#outcome(id, result[id].id);
    if (!outcome || !(outcome.first_steps || outcome.call_in || outcome.is_not)) return null;
    return element(
      "details",
      { class: "dcb-advice", id: `advice-${id}` },
      element("summary", {}, outcome.label),
      outcome.first_steps && [element("h3", {}, ui.first_steps), element("ol", {}, outcome.first_steps.map((step) => element("li", {}, step)))],
      outcome.call_in && [element("h3", {}, ui.call_in), element("p", {}, outcome.call_in)],
      outcome.is_not && [element("h3", {}, ui.is_not), element("p", {}, outcome.is_not)],
      element("p", {}, element("span", { class: "dcb-cite dcb-cite--judgement" }, element("span", { class: "dcb-basis" }, ui.result_basis_judgement))),
    );
  }

  #why(result) {
    const { ui } = this.#texts;
    return element(
      "details",
      { class: "dcb-why", id: "why" },
      element("summary", {}, ui.why),
      result.trace.map((step) => this.#explained(step)),
    );
  }

  #explained({ decision, inputs, rules }) {
    const { ui } = this.#texts;
    const known = Object.entries(inputs).map(([id, value]) => `${this.#label(id)}${ui.colon}${this.#value(id, value)}`);
    return element(
      "section",
      {},
      element("h3", {}, this.#decisions.get(decision).label),
      known.length ? element("p", { class: "dcb-hint" }, `${ui.why_inputs}${ui.colon}${known.join(ui.list_separator)}`) : null,
      element("p", {}, `${ui.why_rules}${ui.colon}`),
      element("ul", {}, rules.map((rule) => element("li", {}, this.#rule(decision, rule)))),
    );
  }

  #rule(decision, { id, source, basis }) {
    const { ui } = this.#texts;
    const number = this.#decisions.get(decision).rules.indexOf(id) + 1;
    const link = this.#guideLink(`decisions/#${decision}-${id}`, ui.rule_number.replace("{number}", number));
    return [link, " ", this.#cite({ source, basis })];
  }

  #label(id) {
    return (this.#inputs.get(id) ?? this.#decisions.get(id)).label;
  }

  #value(id, value) {
    if (this.#decisions.has(id)) return this.#outcome(id, value).label;
    const { kind, values } = this.#inputs.get(id);
    if (kind === "count") return String(value);
    if (kind === "choices") return value.length ? value.map((one) => values[one]).join(this.#texts.ui.list_separator) : this.#texts.ui.none_of_these;
    return values[kind === "yes_no" ? (value ? "yes" : "no") : value];
  }
}
