// @ts-check
// The texts of the tool's page, in its language, by id. Made from the data when the site is built (macros/tool_texts.py).
import { fill } from "../page/text.js";

/**
 * An answer of a record, as JSON holds it.
 * @typedef {string | number | boolean | string[]} Value
 *
 * @typedef {object} Input
 * @property {string} id
 * @property {"platform" | "context"} part Where a record holds it.
 * @property {string} group Of the form, by id.
 * @property {string | null} facet_of The input of kind `record` that this one is a facet of.
 * @property {"choice" | "yes_no" | "count" | "choices" | "record"} kind
 * @property {string} label
 * @property {string} question
 * @property {Record<string, string>} values Labels by value, as an address writes it.
 *
 * @typedef {object} Outcome
 * @property {string} label
 * @property {string} meaning
 * @property {string} place Where the guide shows it.
 * @property {string} [sentence]
 * @property {string[]} [first_steps]
 * @property {string} [contacts]
 * @property {string} [does_not_mean]
 *
 * @typedef {object} Decision
 * @property {string} id
 * @property {string} label
 * @property {string} [heading] A shorter label; decisions with one are shown in the result.
 * @property {boolean} settles Whether complete answers settle it.
 * @property {boolean} opens_gaps Whether gaps are known once it is settled.
 * @property {Record<string, Outcome>} outcomes
 * @property {{id: string, when: string, outcome: string}[]} rules In the table's order; `when` in words.
 *
 * @typedef {object} PatternTask
 * @property {string} area
 * @property {string} kind
 * @property {string} text
 * @property {boolean} most_important
 * @property {string} source
 * @property {string} basis
 *
 * @typedef {object} Pattern A transition pattern of the guidebook.
 * @property {string} label
 * @property {string | null} letter By which it is known.
 * @property {string} place Where the guide shows it.
 * @property {string} summary
 * @property {string[]} key_issues
 * @property {string[]} adds_tasks_of Labels of patterns whose tasks are asked for too.
 * @property {PatternTask[]} tasks
 *
 * @typedef {object} WalkQuestion A question of the official flow.
 * @property {string} id
 * @property {string} question
 * @property {Record<string, string[]>[]} when It is asked where one of these holds: earlier question → answers.
 * @property {Record<string, {label: string, fills: Record<string, string>, note: string | null}>} answers By id.
 *
 * @typedef {object} Advice What is said about a requirement or of a contradiction.
 * @property {string} title
 * @property {string} reason
 * @property {string} remedy
 *
 * @typedef {object} PageTexts
 * @property {string} language
 * @property {string | null} guide Address of the guide's pages; null in the single file, which stands alone.
 * @property {string} root Address of the site's root.
 * @property {string} engine Fingerprint of the engine and its model.
 * @property {string} model Version of the model.
 * @property {Input[]} inputs
 * @property {Record<string, string>} groups Labels of the form's groups, in its order.
 * @property {Decision[]} decisions
 * @property {Record<string, Advice>} requirements
 * @property {Record<string, Advice>} checks
 * @property {Record<string, string>} cautions
 * @property {{id: string, label: string, leads: {label: string, place: string}[]}[]} procedures With who leads them.
 * @property {Record<string, string>} challenges
 * @property {{decisions: string[], patterns: Record<string, Pattern>}} official
 * @property {WalkQuestion[]} walk
 * @property {Record<string, string>} ui
 */

export class Texts {
  /** @param {PageTexts} data */
  constructor(data) {
    this.language = data.language;
    this.guide = data.guide;
    this.root = data.root;
    this.engine = data.engine;
    this.model = data.model;
    this.groups = data.groups;
    this.requirements = data.requirements;
    this.checks = data.checks;
    this.cautions = data.cautions;
    this.procedures = data.procedures;
    this.challenges = data.challenges;
    this.patterns = data.official.patterns;
    this.walk = data.walk;
    this.ui = data.ui;
    this.inputs = new Map(data.inputs.map((input) => [input.id, input]));
    this.decisions = new Map(data.decisions.map((decision) => [decision.id, decision]));
    /** Decisions named in the guidebook's official names: the type today, the way, the type to reach next. */
    this.official = data.official.decisions.map((id) => this.decision(id));
    const finer = data.decisions.filter(({ id }) => !data.official.decisions.includes(id));
    /** Decisions that complete answers settle, the official ones first. */
    this.settling = [...this.official, ...finer].filter((decision) => decision.settles);
    /** The other decisions shown in the result and compared between platforms: those that answers settle come first. */
    this.finer = finer
      .filter((decision) => decision.heading)
      .sort((one, other) => Number(other.settles) - Number(one.settles));
    /** Ids of decisions without which gaps are not known yet. */
    this.gapsRestOn = data.decisions.filter((decision) => decision.opens_gaps).map((decision) => decision.id);
  }

  /**
   * Return a text of the page with its places filled.
   *
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    return fill(this.ui[key], values);
  }

  /**
   * Return names as a list that can stand in a sentence: "A, B and C".
   *
   * @param {string[]} names
   */
  listed(names) {
    const others = names.slice(0, -1).join(this.ui.list_separator);
    return [others, ...names.slice(-1)].filter(Boolean).join(this.ui.last_separator);
  }

  /**
   * Return a label and what it is the label of: "Peers: 3".
   *
   * @param {string} label
   * @param {string} content
   */
  labelled(label, content) {
    return `${label}${this.ui.colon}${content}`;
  }

  /**
   * Return in words how many requirements are not met and how many are to be confirmed.
   *
   * @param {import("./reply.js").Gap[]} gaps
   */
  counted(gaps) {
    const unmet = gaps.filter(({ status }) => status === "unmet").length;
    return this.say("gaps_counted", { unmet, unknown: gaps.length - unmet });
  }

  /** Return today's date in words. */
  day() {
    return new Date().toLocaleDateString(this.language === "ja" ? "ja-JP" : "en-GB", { dateStyle: "long" });
  }

  /** @param {string} id Of an input. */
  input(id) {
    return known(this.inputs, id);
  }

  /** @param {string} id */
  decision(id) {
    return known(this.decisions, id);
  }

  /**
   * @param {string} decision
   * @param {string} id
   */
  outcome(decision, id) {
    return this.decision(decision).outcomes[id];
  }

  /** @param {string} id Of an input or of a decision. */
  label(id) {
    return (this.inputs.get(id) ?? this.decision(id)).label;
  }

  /**
   * Return a value in words.
   *
   * @param {string} id Of an input or of a decision.
   * @param {Value} value
   */
  value(id, value) {
    if (this.decisions.has(id)) return this.outcome(id, String(value)).label;
    const { kind, values } = this.input(id);
    if (kind === "count") return String(value);
    if (Array.isArray(value)) {
      return value.map((one) => values[one]).join(this.ui.list_separator) || this.ui.none_of_these;
    }
    return values[addressWord(value)];
  }
}

/**
 * Return an answer as an address writes it.
 *
 * @param {Value} value
 */
export function addressWord(value) {
  if (Array.isArray(value)) return value.join(",") || "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

/**
 * Join sentences; one that ends with a full-width stop is followed by no space.
 *
 * @param {string[]} sentences
 */
export function joined(sentences) {
  return sentences.reduce((text, sentence) => text + (/[^。]$/.test(text) ? " " : "") + sentence, "");
}

/**
 * @template T
 * @param {Map<string, T>} items
 * @param {string} id
 */
function known(items, id) {
  const found = items.get(id);
  if (found === undefined) throw new Error(`no text for ${id}`);
  return found;
}
