// @ts-check
// Save, share, open again: everything stays on the reader's machine.
import { byId, element } from "../page/element.js";
import { markdownLink, singleLine } from "../page/text.js";
import { callOnce } from "../python/script-worker.js";
import { MAX_BYTES } from "./record-file.js";
import { saveFile } from "./save-file.js";

/**
 * @typedef {import("./record-file.js").ReadFile} ReadFile
 * @typedef {import("./record-file.js").ReadRecord} ReadRecord
 * @typedef {import("./saved-platforms.js").NamedRecord} NamedRecord
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./word-document.js").Block} Block
 *
 * @typedef {object} Page What the page gives and takes.
 * @property {() => string} name Of the platform shown; empty without one.
 * @property {(name: string) => void} rename Name the platform shown.
 * @property {() => object} record What is shown, as a record.
 * @property {() => string} address Its address, complete.
 * @property {(name: string, data: ArrayBuffer) => Promise<ReadFile | null>} read Read a file's records; null where it takes
 *   too long.
 * @property {(records: ReadRecord[]) => void} open Show records, of which there is at least one.
 * @property {(address: string, label: string) => void} openAddress
 * @property {(script: string) => import("../python/source.js").Source | null} sourceOf Where a script is that is
 *   fetched on demand.
 * @property {() => Promise<string>} report The result, as Markdown.
 * @property {(records: object[], prefecture: string) => Promise<{blocks: Block[], markdown: string}>} draft A vision's
 *   document, begun with platforms.
 * @property {() => NamedRecord[]} others The platforms kept beside the one shown.
 */

/** Milliseconds for which a button says that it has done its work. */
const DONE_TIME = 3000;
/** How many problems of files are listed; of the rest, the number. */
const MAX_LISTED = 10;

export class SaveAndOpen {
  #texts;
  #page;

  /**
   * @param {HTMLElement} box With a button for each action, and fields to open files and an example.
   * @param {Texts} texts
   * @param {Page} page
   */
  constructor(box, texts, page) {
    this.#texts = texts;
    this.#page = page;
    box.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button[data-keep]") : null;
      if (button) this.#act(/** @type {HTMLElement} */ (button));
    });
    const field = /** @type {HTMLInputElement} */ (byId("dcb-file"));
    field.addEventListener("change", () => {
      const files = [...(field.files ?? [])];
      field.value = "";
      this.#open(files);
    });
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#open([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /**
   * Show a message beside the buttons it is about.
   *
   * @param {"take" | "open"} place
   * @param {import("../page/element.js").Child[]} parts
   */
  #say(place, ...parts) {
    byId(`dcb-said-${place}`).replaceChildren(element("div", {}, parts));
  }

  /** @param {HTMLElement} button */
  async #act(button) {
    const action = button.dataset.keep ?? "";
    const place = ["yaml", "json", "try-example"].includes(action) ? "open" : "take";
    try {
      await this.#do(action, button);
    } catch {
      const retry = { type: "button", class: "dcb-button", onclick: () => this.#act(button) };
      this.#say(place, element("p", {}, this.#texts.ui.not_loaded), element("button", retry, this.#texts.ui.try_again));
    }
  }

  /**
   * @param {string} action
   * @param {HTMLElement} button
   */
  async #do(action, button) {
    const { ui } = this.#texts;
    const record = this.#page.record();
    switch (action) {
      case "link":
        return this.#copyLink(button);
      case "yaml": {
        const text = await this.#call("yaml", { dump: record });
        return this.#save("open", "", "yml", new Blob([text], { type: "application/yaml" }));
      }
      case "json": {
        const text = `${JSON.stringify(record, null, 2)}\n`;
        return this.#save("open", "", "json", new Blob([text], { type: "application/json" }));
      }
      case "markdown": {
        const text = `${await this.#page.report()}\n${markdownLink(this.#page.address())}\n`;
        return this.#save("take", ui.file_of_result, "md", new Blob([text], { type: "text/markdown" }));
      }
      case "draft-markdown":
      case "draft-word":
        return this.#draft(action === "draft-word");
      case "try-example":
        return this.#openExample();
      case "print":
        return window.print();
    }
  }

  /** @param {HTMLElement} button */
  async #copyLink(button) {
    const { ui } = this.#texts;
    try {
      // A browser gives no clipboard to a page that came without https.
      await navigator.clipboard.writeText(this.#page.address());
    } catch {
      return this.#say(
        "take",
        element("p", {}, ui.link_to_copy),
        element("p", {}, element("code", {}, this.#page.address())),
      );
    }
    this.#say("take", element("p", {}, ui.link_copied));
    button.textContent = ui.copied;
    setTimeout(() => {
      button.textContent = ui.copy_link;
    }, DONE_TIME);
  }

  #openExample() {
    const field = /** @type {HTMLSelectElement} */ (byId("dcb-example"));
    const chosen = field.selectedOptions[0];
    if (field.value) this.#page.openAddress(`#${field.value}`, chosen.textContent ?? "");
    else this.#say("open", element("p", {}, this.#texts.ui.example_missing));
  }

  /**
   * Draft a vision with the platform shown and, if the reader wants, those kept beside it.
   *
   * @param {boolean} asWord
   */
  async #draft(asWord) {
    const { ui, language } = this.#texts;
    const shown = { name: this.#page.name(), record: this.#page.record() };
    const chosen = await askForDraft([shown, ...this.#page.others()], ui.our_platform);
    if (chosen === null || chosen.platforms.length === 0) return;
    if (chosen.name !== shown.name) this.#page.rename(chosen.name);
    this.#say("take", element("p", {}, ui.drafting));
    const records = chosen.platforms.map(({ name, record }) => ({ ...record, name: name || ui.our_platform }));
    const { blocks, markdown } = await this.#page.draft(records, chosen.prefecture);
    const content = asWord
      ? await this.#call("word", { blocks, language })
      : new Blob([markdown], { type: "text/markdown" });
    const subject = chosen.platforms.length > 1 ? chosen.prefecture || ui.file_of_several_platforms : undefined;
    this.#save("take", ui.file_of_vision, asWord ? "docx" : "md", content, subject);
  }

  /** @param {File[]} files */
  async #open(files) {
    if (files.length === 0) return;
    const { ui } = this.#texts;
    this.#say("open", element("p", {}, ui.reading_files));
    /** @type {ReadRecord[]} */
    const records = [];
    /** @type {string[]} */
    const problems = [];
    for (const file of files) {
      const name = singleLine(file.name);
      if (file.size > MAX_BYTES) {
        problems.push(this.#texts.say("file_too_large", { name }));
        continue;
      }
      try {
        const read = await this.#page.read(file.name, await file.arrayBuffer());
        if (read === null) {
          problems.push(this.#texts.say("file_too_slow", { name }));
          continue;
        }
        const readable = read.records.filter(({ answers }) => answers.size > 0);
        records.push(...readable);
        problems.push(...read.problems);
        if (readable.length === 0 && read.problems.length === 0) {
          problems.push(this.#texts.say("file_without_record", { name }));
        }
      } catch {
        const retry = { type: "button", class: "dcb-button", onclick: () => this.#open(files) };
        return this.#say("open", element("p", {}, ui.not_loaded), element("button", retry, ui.try_again));
      }
    }
    const listed = problems.slice(0, MAX_LISTED).map((problem) => element("li", {}, problem));
    if (problems.length > MAX_LISTED) {
      listed.push(element("li", {}, this.#texts.say("skipped_more", { count: problems.length - MAX_LISTED })));
    }
    if (records.length === 0) {
      return this.#say("open", element("p", {}, ui.nothing_opened), element("ul", {}, listed));
    }
    this.#say(
      "open",
      element(
        "p",
        {},
        this.#texts.say(records.length > 1 ? "files_opened" : "file_opened", {
          count: records.length,
          name: records[0].file,
        }),
      ),
      listed.length > 0 && element("ul", {}, listed),
    );
    this.#page.open(records);
  }

  /**
   * Call a script that is fetched on demand.
   *
   * @param {string} script
   * @param {object} message
   */
  #call(script, message) {
    const source = this.#page.sourceOf(script);
    if (!source) throw new Error(`${script} is missing`);
    return callOnce(source, message);
  }

  /**
   * Save a file, named by the platform and the day.
   *
   * @param {"take" | "open"} place Where to say so.
   * @param {string} kind What it is, in a word; empty for a record.
   * @param {string} ending
   * @param {Blob} blob
   * @param {string} [subject] Of whom it is, if not of the platform shown.
   */
  #save(place, kind, ending, blob, subject) {
    const of = subject ?? (this.#page.name() || this.#texts.ui.our_platform);
    const name = saveFile(blob, { subject: of, kind, ending });
    this.#say(place, element("p", {}, this.#texts.say("file_saved", { name })));
  }
}

/**
 * Ask once for what a draft is of: the name of the platform shown, the prefecture, and, where others are kept beside it,
 * which of them; null where the reader does not go on.
 *
 * @param {NamedRecord[]} platforms The first is the one shown.
 * @param {string} unnamed What one without a name is called.
 * @returns {Promise<{platforms: NamedRecord[], prefecture: string, name: string} | null>}
 */
function askForDraft(platforms, unnamed) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("dcb-draft"));
  const boxes = platforms.map(({ name }) => {
    const field = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", checked: true }));
    return { field, label: element("label", {}, field, " ", element("span", {}, singleLine(name) || unnamed)) };
  });
  byId("dcb-draft-platforms").replaceChildren(...boxes.map(({ label }) => label));
  byId("dcb-draft-kept").hidden = platforms.length === 1;
  const named = /** @type {HTMLInputElement} */ (byId("dcb-draft-name"));
  named.value = platforms[0].name;
  // Enter in the field goes on; so the way back is no button that submits.
  /** @type {HTMLButtonElement} */ (dialog.querySelector("[value=no]")).onclick = () => dialog.close("no");
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = () => {
      const name = singleLine(named.value).trim();
      const [shown, ...others] = platforms;
      const chosen = [{ ...shown, name }, ...others].filter((_, place) => boxes[place].field.checked);
      const { value } = /** @type {HTMLSelectElement} */ (byId("dcb-draft-prefecture"));
      resolve(dialog.returnValue === "yes" ? { platforms: chosen, prefecture: value, name } : null);
    };
    dialog.addEventListener("close", answer, { once: true });
  });
}
