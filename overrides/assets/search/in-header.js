// @ts-check
// Results below the search field of a page's header, while typing. What it needs is fetched when the field is first
// entered; where that fails, as on a page from a disk, Enter still leads to the search page.
import { element } from "../page/element.js";
import { fill } from "../page/text.js";
import { workerOf } from "../python/script-worker.js";

/** @typedef {{query: string, count: number, all: boolean, hits: {id: string, title: string, page: string}[]}} Reply */

/** Listen to the field of the header, if the page has one. */
export function startHeaderSearch() {
  const form = document.querySelector("form.dcb-search");
  const field = form?.querySelector("input");
  const box = form?.querySelector(".dcb-search-hits");
  if (form instanceof HTMLFormElement && field && box instanceof HTMLElement) new HeaderSearch(form, field, box);
}

class HeaderSearch {
  #form;
  #field;
  #box;
  #root;
  /** @type {Promise<Worker> | undefined} */
  #worker;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} field
   * @param {HTMLElement} box Holds the status, which is spoken, and the list.
   */
  constructor(form, field, box) {
    this.#form = form;
    this.#field = field;
    this.#box = box;
    this.#root = new URL(box.dataset.root ?? "", location.href);
    field.addEventListener("focus", () => this.#ready());
    field.addEventListener("input", () => this.#ask());
    form.addEventListener("keydown", (event) => this.#move(event));
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && form.contains(relatedTarget))) this.#close();
    });
    // Safari gives a link no focus when it is clicked: the field keeps it, and the list stays until the click is done.
    box.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Fetch the script and the texts, once; after a failure, again when the field is next used. */
  #ready() {
    this.#worker ??= this.#start().catch((error) => {
      this.#worker = undefined;
      throw error;
    });
    return this.#worker.catch(() => null);
  }

  async #start() {
    const [script, texts] = await Promise.all([
      this.#read("search.worker.js").then((response) => response.text()),
      this.#read(`search.${document.documentElement.lang}.json`).then((response) => response.json()),
    ]);
    const worker = workerOf(script);
    worker.postMessage({ texts });
    worker.addEventListener("message", ({ data }) => this.#show(data));
    return worker;
  }

  /** @param {string} name */
  async #read(name) {
    const response = await fetch(new URL(`assets/${name}`, this.#root));
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    return response;
  }

  async #ask() {
    const worker = await this.#ready();
    const query = this.#field.value.trim();
    if (query) worker?.postMessage({ query });
    else this.#close();
  }

  /** @param {Reply} reply */
  #show({ query, count, all, hits }) {
    if (query !== this.#field.value.trim() || !this.#form.contains(document.activeElement)) return; // typed on, or left
    const { none, some, parts, every } = this.#box.dataset;
    const status = this.#box.querySelector("[role=status]");
    this.#box.hidden = false; // before its status changes, which is spoken only while it is shown
    const text = count === 0 ? none : all ? some : parts;
    if (status) status.textContent = fill(text ?? "", { count });
    const links = hits.map(({ id, title, page }) =>
      element("a", { href: new URL(id, this.#root).href }, title !== page && `${page} › `, title),
    );
    links.push(element("a", { href: `${this.#form.action}?q=${encodeURIComponent(query)}` }, every ?? ""));
    this.#box.querySelector("ul")?.replaceChildren(...links.map((link) => element("li", {}, link)));
  }

  #close() {
    this.#box.hidden = true;
  }

  /**
   * The arrow keys move between the field and the links, Escape closes the list.
   *
   * @param {KeyboardEvent} event
   */
  #move(event) {
    if (this.#box.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.#field.focus();
      this.#close();
    } else if (step) {
      /** @type {HTMLElement[]} */
      const stops = [this.#field, ...this.#box.querySelectorAll("a")];
      const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      stops[(at + step + stops.length) % stops.length].focus();
    } else return;
    event.preventDefault();
  }
}
