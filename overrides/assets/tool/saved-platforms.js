// @ts-check
// Several platforms side by side, saved in this browser by name, and compared in a table.
import { byId, element } from "../page/element.js";
import { singleLine } from "../page/text.js";

/**
 * @typedef {import("./reply.js").DecisionResult} DecisionResult
 * @typedef {import("./reply.js").Result} Result
 * @typedef {import("./storage.js").BrowserStorage} BrowserStorage
 * @typedef {import("./storage.js").SavedPlatform} SavedPlatform
 * @typedef {import("./texts.js").Texts} Texts
 *
 * @typedef {object} Page What the page does for the list.
 * @property {() => string} address The address of the answers shown.
 * @property {(address: string) => void} open
 * @property {(address: string) => Promise<import("./reply.js").Reply>} reply Compute the reply to an address.
 * @property {(text: string) => void} say
 */

function nameField() {
  return /** @type {HTMLInputElement} */ (byId("dcb-shelf-name"));
}

/** Return the name typed for the platform on the page; empty without one. */
export function typedName() {
  return singleLine(nameField().value);
}

export class SavedPlatforms {
  #storage;
  #texts;
  #page;
  #list = byId("dcb-shelf");

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
    this.show();
  }

  #save() {
    const name = typedName();
    if (!name) {
      this.#page.say(this.#texts.ui.keep_needs_name);
      nameField().focus();
      return;
    }
    const platform = { name, address: this.#page.address() };
    const saved = this.#storage.savePlatforms([...this.#others(name), platform]);
    this.#page.say(saved ? this.#texts.say("kept_one", { name }) : this.#texts.ui.kept_refused);
    this.show();
  }

  /** @param {string} name */
  #others(name) {
    return this.#storage.platforms.filter((platform) => platform.name !== name);
  }

  /** List the platforms saved, with what can be done with them. */
  show() {
    const { ui } = this.#texts;
    const platforms = this.#storage.platforms;
    const compare = { type: "button", class: "dcb-button", "data-shelf": "compare", onclick: () => this.#compare() };
    this.#list.hidden = platforms.length === 0;
    this.#list.replaceChildren(
      element("h3", {}, ui.kept_platforms),
      element("p", { class: "dcb-hint" }, ui.kept_hint),
      element(
        "ul",
        { class: "dcb-list" },
        platforms.map((platform) => this.#item(platform)),
      ),
      element("p", { class: "dcb-steps" }, element("button", compare, ui.compare)),
      element("div", { class: "dcb-table", role: "region", tabindex: "0", "aria-label": ui.compare, hidden: true }),
    );
  }

  /** @param {SavedPlatform} platform */
  #item({ name, address }) {
    const { ui } = this.#texts;
    const remove = () => {
      this.#storage.savePlatforms(this.#others(name));
      this.show();
    };
    const open = () => this.#page.open(address);
    return element(
      "li",
      { class: "dcb-item" },
      element("strong", {}, singleLine(name)),
      " ",
      this.#button(ui.open_kept, name, open),
      this.#button(ui.remove_kept, name, remove),
    );
  }

  /**
   * @param {string} label
   * @param {string} name
   * @param {() => void} onclick
   */
  #button(label, name, onclick) {
    const accessibleName = this.#texts.labelled(label, singleLine(name));
    return element("button", { type: "button", class: "dcb-link", "aria-label": accessibleName, onclick }, label);
  }

  async #compare() {
    const { ui, finer, gapsRestOn } = this.#texts;
    const platforms = this.#storage.platforms;
    const replies = await Promise.all(platforms.map(({ address }) => this.#page.reply(address)));
    const results = replies.map(({ result }) => result);
    /** @param {Result} result */
    const required = (result) =>
      gapsRestOn.every((id) => result[id].id) ? result.gaps.filter((gap) => gap.severity === "required").length : "–";
    const rows = [
      ...replies[0].line.stations.map(({ role }, place) => [
        ui[`line_${role}`],
        ...replies.map(({ line }) => line.stations[place].name[this.#texts.language]),
      ]),
      ...finer.map(({ id, label }) => [label, ...results.map((result) => this.#outcome(id, result[id]))]),
      [ui.gaps_required_count, ...results.map((result) => String(required(result)))],
      [ui.findings_count, ...results.map((result) => String(result.findings.length))],
    ];
    const heads = platforms.map(({ name }) => element("th", { scope: "col" }, singleLine(name)));
    const lines = rows.map(([label, ...cells]) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, label),
        cells.map((cell) => element("td", {}, cell)),
      ),
    );
    const table = element(
      "table",
      { class: "dcb-comparison" },
      element("thead", {}, element("tr", {}, element("td"), heads)),
      element("tbody", {}, lines),
    );
    const frame = this.#list.querySelector(".dcb-table");
    frame?.toggleAttribute("hidden", false);
    frame?.replaceChildren(table);
  }

  /**
   * @param {string} decision
   * @param {DecisionResult} result
   */
  #outcome(decision, { id, possible }) {
    return id ? this.#texts.outcome(decision, id).label : `${this.#texts.ui.undetermined} (${possible.length})`;
  }
}
