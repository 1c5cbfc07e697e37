// Several platforms side by side, kept in this browser by name, and compared in a table.
import { element } from "../page/element.js";

const COLUMNS = ["class", "pattern", "pathway", "organisation", "target_organisation"];

export class Shelf {
  #stored;
  #texts;
  #decisions;
  #box;
  #name;
  #actions;

  /** actions: {address(), open(address), result(address) → promise, say(text)} */
  constructor(stored, texts, actions) {
    this.#stored = stored;
    this.#texts = texts;
    this.#decisions = new Map(texts.decisions.map((decision) => [decision.id, decision]));
    this.#actions = actions;
    this.#box = document.getElementById("dcb-shelf");
    this.#name = document.getElementById("dcb-shelf-name");
    document.getElementById("dcb-shelf-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#keep(this.#name.value.trim());
    });
    this.show();
  }

  #keep(name) {
    const { ui } = this.#texts;
    if (!name) {
      this.#actions.say(ui.keep_needs_name);
      this.#name.focus();
      return;
    }
    const others = this.#stored.platforms.filter((one) => one.name !== name);
    const kept = this.#stored.keep([...others, { name, address: this.#actions.address() }]);
    this.#actions.say(kept ? ui.kept_one.replace("{name}", () => name) : ui.kept_refused);
    this.show();
  }

  /** List the platforms kept, with what can be done with them. */
  show() {
    const { ui } = this.#texts;
    const platforms = this.#stored.platforms;
    this.#box.hidden = platforms.length === 0;
    this.#box.replaceChildren(
      element("h3", {}, ui.kept_platforms),
      element("p", { class: "dcb-hint" }, ui.kept_hint),
      element("ul", { class: "dcb-list" }, platforms.map((one) => this.#listed(one))),
      element("p", { class: "dcb-steps" }, element("button", { type: "button", class: "dcb-button", "data-shelf": "compare", onclick: () => this.#compare() }, ui.compare)),
      element("div", { class: "dcb-table", role: "region", tabindex: "0", "aria-label": ui.compare, hidden: true }),
    );
  }

  #listed({ name, address }) {
    const { ui } = this.#texts;
    const act = (label, does) => element("button", { type: "button", class: "dcb-link", "aria-label": `${label}${ui.colon}${name}`, onclick: does }, label);
    return element(
      "li",
      { class: "dcb-item" },
      element("strong", {}, name),
      " ",
      act(ui.open_kept, () => this.#actions.open(address)),
      act(ui.remove_kept, () => {
        this.#stored.keep(this.#stored.platforms.filter((one) => one.name !== name));
        this.show();
      }),
    );
  }

  async #compare() {
    const { ui } = this.#texts;
    const platforms = this.#stored.platforms;
    const results = await Promise.all(platforms.map(({ address }) => this.#actions.result(address)));
    const required = ({ gaps }) => gaps.filter((gap) => gap.severity === "required").length;
    const rows = [
      ...COLUMNS.map((id) => [this.#decisions.get(id).label, ...results.map((result) => this.#told(id, result[id]))]),
      [ui.gaps_required_count, ...results.map((result) => (result.pattern.id ? String(required(result)) : "–"))],
      [ui.findings_count, ...results.map((result) => String(result.findings.length))],
    ];
    const table = this.#box.querySelector(".dcb-table");
    table.hidden = false;
    table.replaceChildren(
      element(
        "table",
        { class: "dcb-comparison" },
        element("thead", {}, element("tr", {}, element("td", {}), platforms.map(({ name }) => element("th", { scope: "col" }, name)))),
        element("tbody", {}, rows.map(([label, ...cells]) => element("tr", {}, element("th", { scope: "row" }, label), cells.map((cell) => element("td", {}, cell))))),
      ),
    );
  }

  #told(id, { id: settled, possible }) {
    const { outcomes } = this.#decisions.get(id);
    return settled ? outcomes[settled].label : `${this.#texts.ui.undetermined} (${possible.length})`;
  }
}
