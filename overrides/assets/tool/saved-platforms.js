// @ts-check
// Several platforms beside each other, kept in this browser by name, and compared in a table.
import { byId, element } from "../page/element.js";
import { singleLine } from "../page/text.js";
import { comparisonBlocks, comparisonCsv, comparisonMarkdown, comparisonText } from "./comparison-file.js";
import { saveFile } from "./save-file.js";

/**
 * @typedef {import("./about.js").Content} Content
 * @typedef {import("./comparison-file.js").Comparison} Comparison
 * @typedef {import("./reply.js").DecisionResult} DecisionResult
 * @typedef {import("./reply.js").Result} Result
 * @typedef {import("./storage.js").BrowserStorage} BrowserStorage
 * @typedef {import("./storage.js").SavedPlatform} SavedPlatform
 * @typedef {import("./texts.js").Texts} Texts
 *
 * @typedef {{name: string, record: object}} NamedRecord
 *
 * @typedef {object} Page What the page does for the list.
 * @property {() => string} name Of the platform shown; empty without one.
 * @property {() => Content} about Its name and notes.
 * @property {() => string} address The address of what is shown.
 * @property {(platform: SavedPlatform) => void} open
 * @property {(platform: SavedPlatform) => object} record A platform as a record.
 * @property {(address: string) => Promise<import("./reply.js").Reply>} reply Compute the reply to an address.
 * @property {(address: string) => string} complete Make an address complete, as others can open it.
 * @property {(blocks: import("./word-document.js").Block[]) => Promise<Blob>} word Write a document of blocks.
 */

/** How many platforms are compared at once. */
const MAX_COMPARED = 6;

export class SavedPlatforms {
  #storage;
  #texts;
  #page;
  #list = byId("dcb-shelf");
  /** What the table shows.
   * @type {Comparison | null} */
  #comparison = null;

  /**
   * @param {BrowserStorage} storage
   * @param {Texts} texts
   * @param {Page} page
   */
  constructor(storage, texts, page) {
    this.#storage = storage;
    this.#texts = texts;
    this.#page = page;
    byId("dcb-shelf-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    byId("dcb-comparison").addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button[data-comparison]") : null;
      if (button) this.#take(/** @type {HTMLElement} */ (button).dataset.comparison ?? "");
    });
    this.show();
  }

  /**
   * Show a message beside the list.
   *
   * @param {import("../page/element.js").Child[]} parts
   */
  say(...parts) {
    byId("dcb-said-shelf").replaceChildren(element("p", {}, parts));
  }

  /** The platforms kept, but for the one shown. */
  others() {
    const shown = this.#page.name();
    return this.#storage.platforms
      .filter(({ name }) => name !== shown)
      .map((platform) => ({ name: platform.name, record: this.#page.record(platform) }));
  }

  /**
   * Keep more platforms; one whose name is taken gets another, so that nothing is overwritten.
   *
   * @param {SavedPlatform[]} platforms
   */
  add(platforms) {
    if (platforms.length === 0) return;
    const kept = [...this.#storage.platforms];
    for (const platform of platforms) {
      let name = platform.name;
      for (let number = 2; kept.some((one) => one.name === name); number++) name = `${platform.name} (${number})`;
      kept.push({ ...platform, name });
    }
    this.#keep(kept, this.#texts.say("kept_several", { count: platforms.length }));
  }

  #save() {
    const name = this.#page.name();
    if (!name) {
      this.say(this.#texts.ui.keep_needs_name);
      byId("dcb-name").focus();
      return;
    }
    const { notes, public_notes } = this.#page.about();
    const platform = { name, address: this.#page.address(), notes, public_notes };
    const others = this.#storage.platforms.filter((one) => one.name !== name);
    this.#keep([...others, platform], this.#texts.say("kept_one", { name }));
  }

  /**
   * Store a list of platforms and say so, with a way back.
   *
   * @param {SavedPlatform[]} platforms
   * @param {string} said
   */
  #keep(platforms, said) {
    const before = this.#storage.platforms;
    const saved = this.#storage.savePlatforms(platforms);
    this.show();
    if (!saved) return this.say(this.#texts.ui.kept_refused);
    const undo = () => {
      this.#storage.savePlatforms(before);
      this.show();
      this.say(this.#texts.ui.list_put_back);
      byId("dcb-shelf-title").tabIndex = -1;
      byId("dcb-shelf-title").focus();
    };
    const button = element("button", { type: "button", class: "dcb-link", onclick: undo }, this.#texts.ui.put_back);
    this.say(said, " ", before.length > 0 && button);
  }

  /** List the platforms kept, with what can be done with them. */
  show() {
    const { ui } = this.#texts;
    const platforms = this.#storage.platforms;
    const compare = { type: "button", class: "dcb-button", "data-shelf": "compare", onclick: () => this.#compare() };
    this.#list.hidden = platforms.length === 0;
    byId("dcb-comparison").hidden = true;
    this.#list.replaceChildren(
      element(
        "ul",
        { class: "dcb-list" },
        platforms.map((platform) => this.#item(platform, platforms.length > MAX_COMPARED)),
      ),
      element("p", { class: "dcb-steps" }, element("button", compare, ui.compare)),
    );
  }

  /**
   * @param {SavedPlatform} platform
   * @param {boolean} isChosen Whether the reader chooses which are compared.
   */
  #item(platform, isChosen) {
    const { ui } = this.#texts;
    const name = singleLine(platform.name);
    const remove = () => {
      this.#keep(
        this.#storage.platforms.filter((one) => one.name !== platform.name),
        this.#texts.say("removed_one", { name }),
      );
      byId("dcb-shelf-title").tabIndex = -1;
      byId("dcb-shelf-title").focus();
    };
    const box = element("input", { type: "checkbox", "data-compared": platform.name });
    return element(
      "li",
      { class: "dcb-item" },
      isChosen ? element("label", {}, box, " ", element("strong", {}, name)) : element("strong", {}, name),
      " ",
      this.#button(ui.open_kept, name, () => this.#page.open(platform)),
      " ",
      this.#button(ui.remove_kept, name, remove),
    );
  }

  /**
   * @param {string} label
   * @param {string} name
   * @param {() => void} onclick
   */
  #button(label, name, onclick) {
    const accessibleName = this.#texts.labelled(label, name);
    return element("button", { type: "button", class: "dcb-link", "aria-label": accessibleName, onclick }, label);
  }

  /** The platforms to compare: all, or where there are many those that the reader chose. */
  #compared() {
    const platforms = this.#storage.platforms;
    if (platforms.length <= MAX_COMPARED) return platforms;
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (this.#list.querySelectorAll("[data-compared]"));
    const chosen = new Set([...boxes].filter((box) => box.checked).map((box) => box.dataset.compared));
    return platforms.filter(({ name }) => chosen.has(name));
  }

  async #compare() {
    const { ui, finer } = this.#texts;
    const platforms = this.#compared();
    if (platforms.length === 0 || platforms.length > MAX_COMPARED) {
      return this.say(this.#texts.say("compare_at_most", { count: MAX_COMPARED }));
    }
    const replies = await Promise.all(platforms.map(({ address }) => this.#page.reply(address)));
    const results = replies.map(({ result }) => result);
    const rows = [
      ...replies[0].line.stations.map(({ role }, place) => [
        ui[`line_${role}`],
        ...replies.map(({ line }) => line.stations[place].name[this.#texts.language]),
      ]),
      ...finer.map(({ id, label }) => [label, ...results.map((result) => this.#outcome(id, result[id]))]),
      [ui.gaps_required_count, ...results.map((result) => this.#requiredGaps(result))],
      [ui.findings_count, ...results.map((result) => String(result.findings.length))],
    ];
    const names = platforms.map(({ name }) => singleLine(name));
    const title = this.#texts.say("comparison_of", { count: platforms.length });
    this.#comparison = {
      title,
      note: this.#texts.say("printed_line", { day: this.#texts.day(), model: this.#texts.model }),
      columns: [ui.item, ...names, ui.comparison_differs],
      rows: rows.map((row) => [...row, differ(row) ? ui.differs : ""]),
      linksTitle: ui.comparison_links,
      links: platforms.map(({ address }, place) => ({ name: names[place], address: this.#page.complete(address) })),
    };
    const heads = names.map((name) => element("th", { scope: "col" }, name));
    const table = element(
      "table",
      { class: "dcb-comparison" },
      element("caption", {}, title),
      element("thead", {}, element("tr", {}, element("td"), heads)),
      element(
        "tbody",
        {},
        rows.map((row) => this.#row(row)),
      ),
    );
    const frame = element("div", { class: "dcb-table" }, table);
    byId("dcb-comparison-table").replaceChildren(frame);
    byId("dcb-said-comparison").replaceChildren();
    byId("dcb-comparison").hidden = false;
    if (frame.scrollWidth > frame.clientWidth) {
      for (const [key, value] of [
        ["tabindex", "0"],
        ["role", "region"],
        ["aria-label", ui.comparison],
      ])
        frame.setAttribute(key, value);
    }
    byId("dcb-comparison-title").focus({ preventScroll: true });
    byId("dcb-comparison").scrollIntoView({ block: "start" });
  }

  /**
   * Save the comparison as a file, or copy its table.
   *
   * @param {string} form `word`, `csv`, `markdown` or `copy`.
   */
  async #take(form) {
    const { ui } = this.#texts;
    const comparison = this.#comparison;
    if (comparison === null) return;
    /** @param {import("../page/element.js").Child[]} parts */
    const say = (...parts) => byId("dcb-said-comparison").replaceChildren(element("div", {}, parts));
    if (form === "copy") {
      // A browser gives no clipboard to a page that came without https.
      const copied = await navigator.clipboard?.writeText(comparisonText(comparison)).then(
        () => true,
        () => false,
      );
      return say(element("p", {}, copied ? ui.comparison_copied : ui.comparison_not_copied));
    }
    try {
      const [ending, blob] = await this.#file(form, comparison);
      const name = saveFile(blob, { subject: ui.file_of_several_platforms, kind: ui.comparison, ending });
      say(element("p", {}, this.#texts.say("file_saved", { name })));
    } catch {
      const retry = { type: "button", class: "dcb-button", onclick: () => this.#take(form) };
      say(element("p", {}, ui.not_loaded), element("button", retry, ui.try_again));
    }
  }

  /**
   * @param {string} form
   * @param {Comparison} comparison
   * @returns {Promise<[string, Blob]>} The ending of the file's name, and its content.
   */
  async #file(form, comparison) {
    switch (form) {
      case "word":
        return ["docx", await this.#page.word(comparisonBlocks(comparison))];
      case "csv":
        return ["csv", new Blob([comparisonCsv(comparison)], { type: "text/csv" })];
      default:
        return ["md", new Blob([comparisonMarkdown(comparison)], { type: "text/markdown" })];
    }
  }

  /** @param {string[]} row The label and a cell for each platform; one whose cells are not all alike is marked. */
  #row(row) {
    const [label, ...cells] = row;
    const differs = differ(row);
    return element(
      "tr",
      { class: differs ? "dcb-differs" : null },
      element(
        "th",
        { scope: "row" },
        label,
        differs && [" ", element("span", { class: "dcb-badge" }, this.#texts.ui.differs)],
      ),
      cells.map((cell) => element("td", {}, cell)),
    );
  }

  /**
   * How many required gaps a platform has; a dash while that is not known.
   *
   * @param {Result} result
   */
  #requiredGaps(result) {
    const known = this.#texts.gapsRestOn.every((id) => result[id].id);
    return known ? this.#texts.counted(result.gaps.filter((gap) => gap.severity === "required")) : "–";
  }

  /**
   * An outcome in words; while it is open, what is still possible.
   *
   * @param {string} decision
   * @param {DecisionResult} result
   */
  #outcome(decision, { id, possible }) {
    if (id) return this.#texts.outcome(decision, id).label;
    const labels = possible.map((one) => this.#texts.outcome(decision, one).label);
    return this.#texts.labelled(this.#texts.ui.undetermined, labels.join(" / "));
  }
}

/**
 * Return whether the platforms' cells of a row, which begins with its label, are not all alike.
 *
 * @param {string[]} row
 */
function differ([, ...cells]) {
  return new Set(cells).size > 1;
}
