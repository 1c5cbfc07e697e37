// @ts-check
// Save, share, open again: everything stays on the reader's machine.
import { markdownLink, singleLine } from "../page/text.js";
import { callOnce } from "../python/script-worker.js";
import { decoded, MAX_BYTES, readRecords } from "./record-file.js";

/**
 * @typedef {import("./answers.js").Mapping} Mapping
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./word-document.js").Block} Block
 *
 * @typedef {object} Page What the page gives and takes.
 * @property {() => object} record The answers shown, as a record.
 * @property {() => string} address Their address, complete.
 * @property {(record: Mapping) => boolean} open Show a record; false, and no change, where it holds no readable answer.
 * @property {(address: string) => void} openAddress
 * @property {(script: string) => import("../python/source.js").Source | null} sourceOf Where a script is that is
 *   fetched on demand.
 * @property {() => Promise<string>} report The result, as Markdown.
 * @property {() => Promise<{blocks: Block[], markdown: string}>} draft A vision's document, begun with the answers.
 */

/** Milliseconds after which a file that is still being read is given up. */
const MAX_TIME = 5000;
/** How many names of further records a message lists. */
const MAX_NAMES = 5;

export class SaveAndOpen {
  #texts;
  #page;
  #message;

  /**
   * @param {HTMLElement} box With a button for each action, and fields to open a file and an example.
   * @param {Texts} texts
   * @param {Page} page
   */
  constructor(box, texts, page) {
    this.#texts = texts;
    this.#page = page;
    this.#message = /** @type {HTMLElement} */ (box.querySelector("#dcb-kept"));
    box.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button[data-keep]") : null;
      if (button) this.#act(button.getAttribute("data-keep"));
    });
    box.querySelector("[data-keep=file]")?.addEventListener("change", ({ target }) => {
      const field = /** @type {HTMLInputElement} */ (target);
      if (field.files?.[0]) this.#open(field.files[0]);
      field.value = "";
    });
    box.querySelector("[data-keep=example]")?.addEventListener("change", ({ target }) => {
      const { value } = /** @type {HTMLSelectElement} */ (target);
      if (value) page.openAddress(`#${value}`);
    });
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) this.#open(file);
    });
  }

  /**
   * Show a message beside the buttons.
   *
   * @param {string} text
   */
  say(text) {
    this.#message.textContent = text;
  }

  /**
   * Call a script that is fetched on demand.
   *
   * @param {string} script
   * @param {object} message
   * @param {number} [limit] Milliseconds.
   */
  #call(script, message, limit) {
    const source = this.#page.sourceOf(script);
    if (!source) throw new Error(`${script} is missing`);
    return callOnce(source, message, limit);
  }

  /** @param {string | null} action */
  async #act(action) {
    try {
      await this.#do(action);
    } catch {
      this.say(this.#texts.ui.not_loaded);
    }
  }

  /** @param {string | null} action */
  async #do(action) {
    switch (action) {
      case "link":
        return this.#copyLink();
      case "yaml":
        return this.#save("record.yml", await this.#call("yaml", { dump: this.#page.record() }), "application/yaml");
      case "json":
        return this.#save("record.json", `${JSON.stringify(this.#page.record(), null, 2)}\n`, "application/json");
      case "markdown":
        return this.#save(
          "result.md",
          `${await this.#page.report()}\n${markdownLink(this.#page.address())}\n`,
          "text/markdown",
        );
      case "draft-markdown":
        return this.#save("vision.md", (await this.#draft()).markdown, "text/markdown");
      case "draft-word":
        return this.#saveWord();
      case "print":
        for (const part of document.querySelectorAll(".dcb-side details")) part.toggleAttribute("open", true);
        return window.print();
    }
  }

  #copyLink() {
    // A browser gives no clipboard to a page that came without https.
    const copied = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error("no clipboard"));
    return copied.then(
      () => this.say(this.#texts.ui.link_copied),
      () => this.say(location.href),
    );
  }

  async #saveWord() {
    const { blocks } = await this.#draft();
    this.#saveBlob("vision.docx", await this.#call("word", { blocks, language: this.#texts.language }));
  }

  #draft() {
    this.say(this.#texts.ui.drafting);
    return this.#page.draft();
  }

  /** @param {File} file */
  async #open(file) {
    const name = singleLine(file.name);
    if (file.size > MAX_BYTES) return this.say(this.#texts.say("file_too_large", { name }));
    try {
      const { ui } = this.#texts;
      const texts = { encoding: ui.problem_file_encoding, control: ui.problem_file_control_character };
      const numbers = { other: ui.problem_yaml_number, long: ui.problem_number_too_long };
      const text = decoded(new Uint8Array(await file.arrayBuffer()), texts);
      const load = (/** @type {string} */ yaml) => this.#call("yaml", { load: yaml, texts: numbers }, MAX_TIME);
      const records = await readRecords(file.name, text, load);
      this.say(this.#opened(name, records));
    } catch (error) {
      const reason = singleLine(String(error instanceof Error ? error.message : error).slice(0, 200));
      this.say(this.#texts.say("file_unreadable", { name, reason }));
    }
  }

  /**
   * Show the first record and return what to say of the file.
   *
   * @param {string} name
   * @param {Mapping[]} records
   */
  #opened(name, records) {
    const [first, ...others] = records;
    if (first === undefined || !this.#page.open(first)) return this.#texts.say("file_without_record", { name });
    if (others.length === 0) return this.#texts.say("file_opened", { name });
    const names = others.slice(0, MAX_NAMES).map((record) => this.#nameOf(record));
    if (others.length > MAX_NAMES) names.push("…");
    const values = { name, count: records.length, first: this.#nameOf(first) };
    return this.#texts.say("file_of_several", { ...values, others: names.join(this.#texts.ui.list_separator) });
  }

  /** @param {Mapping} record */
  #nameOf({ name }) {
    const inLanguage = typeof name === "object" && name !== null ? Object(name)[this.#texts.language] : name;
    return (typeof inLanguage === "string" && singleLine(inLanguage).slice(0, 80)) || this.#texts.ui.unnamed;
  }

  /**
   * @param {string} name
   * @param {string} content
   * @param {string} type
   */
  #save(name, content, type) {
    this.#saveBlob(name, new Blob([content], { type }));
  }

  /**
   * @param {string} name
   * @param {Blob} blob
   */
  #saveBlob(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    this.say(this.#texts.say("file_saved", { name }));
  }
}
