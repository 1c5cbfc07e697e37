// @ts-check
// What a record says beside its answers: the platform's name, and notes on answers. Notes are private: they leave the page
// in the record's file alone. Only those written to be published reach a document.
import { byId, element } from "../page/element.js";
import { singleLine } from "../page/text.js";
import { MAX_NAME } from "./address.js";
import { isMapping } from "./answers.js";

/**
 * @typedef {import("./answers.js").Mapping} Mapping
 * @typedef {import("./texts.js").Texts} Texts
 *
 * @typedef {object} Content
 * @property {string | Mapping} name A text, or a text by language as a file may have it.
 * @property {Record<string, string>} notes By input.
 * @property {Record<string, string>} public_notes By input.
 */

/** Parts of a record that hold notes. */
const KINDS = /** @type {const} */ (["notes", "public_notes"]);

/** @returns {Content} */
export function nothing() {
  return { name: "", notes: {}, public_notes: {} };
}

/**
 * Return what a record, or something stored, says beside its answers; what has another shape is left out.
 *
 * @param {unknown} record
 * @returns {Content}
 */
export function aboutOf(record) {
  const { name, notes, public_notes } = isMapping(record) ? record : nothing();
  const named = isMapping(name)
    ? Object.values(name).every((one) => typeof one === "string")
    : typeof name === "string";
  return {
    name: named ? /** @type {string | Mapping} */ (name) : "",
    notes: textsOf(notes),
    public_notes: textsOf(public_notes),
  };
}

/** @param {unknown} notes */
function textsOf(notes) {
  const entries = isMapping(notes) ? Object.entries(notes) : [];
  return Object.fromEntries(entries.flatMap(([key, text]) => (typeof text === "string" && text ? [[key, text]] : [])));
}

/**
 * Return a record's name in a language, on one line; empty without one.
 *
 * @param {Content["name"]} name
 * @param {string} language
 */
export function nameIn(name, language) {
  const text = isMapping(name) ? (name[language] ?? Object.values(name)[0]) : name;
  return singleLine(String(text ?? "")).slice(0, MAX_NAME);
}

/** The fields of the page for the name and the notes. */
export class About {
  #texts;
  #form;
  #field = /** @type {HTMLInputElement} */ (byId("dcb-name"));
  /** @type {Content} */
  #content = nothing();

  /**
   * @param {HTMLElement} form With a closed part for the notes of each question.
   * @param {Texts} texts
   * @param {() => void} changed
   */
  constructor(form, texts, changed) {
    this.#form = form;
    this.#texts = texts;
    this.#field.addEventListener("input", () => {
      this.#content = { ...this.#content, name: this.#field.value };
      changed();
    });
    for (const part of this.#parts)
      part.addEventListener("toggle", () => part.open && this.#fill(part), { once: true });
    form.addEventListener("input", ({ target }) => {
      if (!(target instanceof HTMLTextAreaElement)) return;
      const { kind = "", noteOf = "" } = target.dataset;
      const known = /** @type {typeof KINDS[number]} */ (kind);
      this.#content = { ...this.#content, [kind]: { ...this.#content[known], [noteOf]: target.value } };
      this.#mark();
      changed();
    });
  }

  get #parts() {
    return /** @type {HTMLDetailsElement[]} */ ([...this.#form.querySelectorAll("[data-note]")]);
  }

  get content() {
    return aboutOf(this.#content);
  }

  /** The platform's name in the page's language; empty without one. */
  get name() {
    return nameIn(this.#content.name, this.#texts.language);
  }

  /** @param {Content} content */
  show(content) {
    this.#content = content;
    this.#field.value = this.name;
    for (const field of this.#form.querySelectorAll("textarea")) {
      const { kind = "", noteOf = "" } = field.dataset;
      field.value = content[/** @type {typeof KINDS[number]} */ (kind)][noteOf] ?? "";
    }
    this.#mark();
  }

  /** Return name and notes as a record holds them; what is empty is left out. */
  toRecord() {
    const { name, ...notes } = this.content;
    const filled = Object.entries(notes).filter(([, texts]) => Object.keys(texts).length > 0);
    const named = isMapping(name) ? name : singleLine(name).slice(0, MAX_NAME);
    return { ...(named ? { name: named } : {}), ...Object.fromEntries(filled) };
  }

  /** Say of each question whether it has a note. */
  #mark() {
    const { note_of_answer, note_written } = this.#texts.ui;
    for (const part of this.#parts) {
      const id = part.dataset.note ?? "";
      const written = KINDS.some((kind) => this.#content[kind][id]);
      const summary = part.querySelector("summary");
      if (summary) summary.textContent = written ? note_written : note_of_answer;
    }
  }

  /** @param {HTMLDetailsElement} part */
  #fill(part) {
    const id = part.dataset.note ?? "";
    for (const kind of KINDS) {
      const field = element("textarea", {
        id: `${kind}-${id}`,
        rows: 2,
        maxlength: 4000,
        "data-kind": kind,
        "data-note-of": id,
      });
      /** @type {HTMLTextAreaElement} */ (field).value = this.#content[kind][id] ?? "";
      const label = this.#texts.ui[kind === "notes" ? "note_private" : "note_public"];
      part.append(element("p", {}, element("label", { for: `${kind}-${id}` }, label), field));
    }
  }
}
