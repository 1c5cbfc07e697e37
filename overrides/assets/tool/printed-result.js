// @ts-check
// What paper needs beside the result: everything open, and at the top the platform's name, the day, where it is from.
import { element } from "../page/element.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 *
 * @typedef {object} Content
 * @property {string} name Of the platform.
 * @property {string} address
 * @property {string[][]} answers Each as [label, answer].
 * @property {Record<string, string>} notes By input: those that may be published.
 */

export class Paper {
  #head;
  #result;
  #texts;
  #content;
  /** @type {HTMLDetailsElement[]} */
  #opened = [];

  /**
   * @param {HTMLElement} head Shown on paper alone.
   * @param {HTMLElement} result
   * @param {Texts} texts
   * @param {() => Content} content
   */
  constructor(head, result, texts, content) {
    this.#head = head;
    this.#result = result;
    this.#texts = texts;
    this.#content = content;
  }

  /** Prepare the page whenever it is printed, whichever way. */
  listen() {
    window.addEventListener("beforeprint", () => this.#prepare());
    window.addEventListener("afterprint", () => this.#restore());
  }

  #prepare() {
    const { ui, model } = this.#texts;
    const { name, address, answers, notes } = this.#content();
    const rows = answers.map(([label, answer]) => element("li", {}, `${this.#texts.labelled(label, answer)}`));
    const published = Object.entries(notes).map(([id, text]) =>
      element("li", {}, this.#texts.labelled(this.#texts.label(id), text)),
    );
    this.#head.replaceChildren(
      element("p", { class: "dcb-printed-name" }, name || ui.our_platform),
      element("p", {}, this.#texts.say("printed_line", { day: this.#texts.day(), model })),
      element("p", { class: "dcb-printed-credit" }, ui.attribution),
      element("p", { class: "dcb-printed-address" }, address),
      element("ul", { class: "dcb-printed-answers" }, rows, published),
    );
    this.#opened = [...this.#result.querySelectorAll("details:not([open])")].map(
      (one) => /** @type {HTMLDetailsElement} */ (one),
    );
    for (const part of this.#opened) part.open = true;
  }

  #restore() {
    for (const part of this.#opened.splice(0)) part.open = false;
    this.#head.replaceChildren();
  }
}
