// @ts-check
// What the pages on a whole prefecture share: their texts, files in and out, progress, documents made of blocks.
import { byId, element } from "../page/element.js";
import { watchTable } from "../page/tables.js";
import { fill, quoted } from "../page/text.js";
import { callOnce } from "../python/script-worker.js";
import { CancelledError, PrefecturePython } from "./prefecture-python.js";

/**
 * @typedef {import("../python/source.js").Source} Source
 * @typedef {(name: string) => Source | null} SourceOf
 * @typedef {import("../tool/word-document.js").Block} Block
 *
 * What the page's template writes for the script.
 * @typedef {object} PageData
 * @property {string} language
 * @property {string | null} root Address of the site's root; null in a file that stands alone.
 * @property {Record<string, string>} texts
 * @property {{id: string, plan: Record<string, unknown>}[]} ready Cost plans to start from.
 */

/** Rows of a table that are shown before the reader asks for all. */
const ROWS = 100;
/** A file of the largest survey is read; anything larger is refused by Python too, by name. */
const MAX_BYTES = 5_000_000;
/** Milliseconds for which a message stays over the page after what it is about is done. */
const MOMENT = 5_000;
/** In a frame of fewer CSS pixels a drawing has its narrow shape. */
const NARROW = 640;
const NUMBER = /^[▲−]?[\d,]+(\.\d+)?$/;

/** What is said of files by their names. @type {Record<string, string>} */
const TYPES = {
  csv: "application/zip",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  json: "application/json",
  md: "text/markdown",
  txt: "text/plain",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  yml: "application/yaml",
  zip: "application/zip",
};

export class PrefecturePage {
  #status = byId("dcb-status");
  #bar = /** @type {HTMLProgressElement} */ (byId("dcb-progress"));
  #cancel = byId("dcb-cancel");
  #busy = 0;
  /** How many of these the reader waits for, rather than go on typing. */
  #waited = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #letGo;
  /** What watches the widths of drawings' frames. @type {Map<HTMLElement, ResizeObserver>} */
  #drawings = new Map();

  /** @param {SourceOf} sourceOf Where a file is by its name in the manifest. */
  constructor(sourceOf) {
    this.sourceOf = sourceOf;
    /** @type {PageData} */
    this.data = JSON.parse(byId("dcb-page-data").textContent ?? "");
    this.python = new PrefecturePython(sourceOf, this.data.language, (progress) => this.#show(progress));
    this.#cancel.addEventListener("click", () => this.python.cancel());
  }

  /**
   * Return a text of the page.
   *
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    return fill(this.data.texts[key], values);
  }

  /** @param {string} text */
  tell(text) {
    this.#status.textContent = text;
  }

  /**
   * Say something about what the reader just did where it is in sight.
   *
   * @param {string} text
   */
  notify(text) {
    this.tell(text);
    this.#holdInSight(1);
    this.#holdInSight(this.#waited);
  }

  /**
   * Do something that takes time: with progress and a way to end it. Says what failed.
   *
   * @param {() => Promise<void>} work
   * @param {{quiet?: boolean}} [how] Quiet: what follows each key, said without standing over what is being filled in.
   */
  async during(work, { quiet = false } = {}) {
    this.#busy++;
    const waits = !quiet || !this.python.isReady;
    if (waits) this.#holdInSight(++this.#waited);
    this.#cancel.hidden = false;
    this.#bar.hidden = false;
    this.#bar.removeAttribute("value");
    if (!this.python.isReady) this.tell(this.say("starting"));
    try {
      await work();
    } catch (error) {
      const reason = quoted(String(error instanceof Error ? error.message : error), 300);
      this.tell(error instanceof CancelledError ? this.say("cancelled") : this.say("failed", { reason }));
    } finally {
      if (waits) this.#holdInSight(--this.#waited);
      if (--this.#busy === 0) {
        this.#cancel.hidden = true;
        this.#bar.hidden = true;
      }
    }
  }

  /**
   * Keep what is said at the window's edge while the reader waits and a moment longer; then it lies over nothing.
   *
   * @param {number} waited
   */
  #holdInSight(waited) {
    const line = this.#status.closest(".dcb-progress");
    clearTimeout(this.#letGo);
    if (waited > 0) line?.setAttribute("data-held", "");
    else this.#letGo = setTimeout(() => line?.removeAttribute("data-held"), MOMENT);
  }

  /** @param {import("./prefecture-python.js").Progress} progress */
  #show({ stage, done, total }) {
    if (this.#busy === 0) return;
    if (stage === "classify" || stage === "start") this.#bar.removeAttribute("value");
    else {
      this.#bar.max = total;
      this.#bar.value = done;
    }
    const percent = Math.min(Math.round((100 * done) / total), 100);
    const size = Math.round(total / 1e6);
    this.tell(this.say(`stage_${stage}`, stage === "read" ? { done: done + 1, total } : { done: percent, size }));
  }

  /**
   * Bring a result's heading to the top of the window and into focus.
   *
   * @param {string} id
   */
  goTo(id) {
    const heading = byId(id);
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  }

  /**
   * Put a drawing into its frame, in the shape for the frame's width, and draw it anew when that changes.
   *
   * @param {HTMLElement} frame
   * @param {(narrow: boolean) => Element} drawing
   */
  draw(frame, drawing) {
    this.#drawings.get(frame)?.disconnect();
    /** @type {boolean | undefined} */
    let shape;
    const fit = () => {
      const narrow = frame.clientWidth < NARROW;
      if (shape !== narrow) frame.replaceChildren(drawing(narrow));
      shape = narrow;
      frame.toggleAttribute("data-scrolls", frame.scrollWidth > frame.clientWidth + 1);
    };
    const watch = new ResizeObserver(fit);
    watch.observe(frame);
    this.#drawings.set(frame, watch);
    fit();
  }

  /**
   * Save what Python writes.
   *
   * @param {string} name
   * @param {string} call
   * @param {string[]} values
   */
  save(name, call, ...values) {
    return this.during(async () => {
      this.saveBytes(name, await this.python.call(call, ...values));
    });
  }

  /**
   * @param {string} name
   * @param {BlobPart} content
   */
  saveBytes(name, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: TYPES[name.split(".").at(-1) ?? ""] }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    this.tell(this.say("saved", { name }));
  }

  /**
   * Save a document as Word, made by a script that is fetched for it.
   *
   * @param {string} name
   * @param {Block[]} blocks
   * @param {import("../tool/word-document.js").Shown} [shown]
   */
  async saveWord(name, blocks, shown) {
    const source = this.sourceOf("word");
    if (!source) throw new Error("word is missing");
    this.saveBytes(name, await callOnce(source, { blocks, language: this.data.language, shown }));
  }

  /**
   * Take files from a field and from the whole page, when they are dropped on it.
   *
   * @param {HTMLInputElement} field
   * @param {(files: [string, Uint8Array][]) => void} use
   */
  takeFiles(field, use) {
    /** @param {Iterable<File>} files */
    const take = async (files) => {
      const wanted = [...files].filter(({ name }) => !/^[.~]/.test(name));
      if (wanted.length === 0) return;
      use(await Promise.all(wanted.map(readFile)));
    };
    // While the reader chooses or drags files, Python begins to load.
    field.addEventListener("click", () => this.python.start());
    document.addEventListener("dragenter", () => this.python.start(), { once: true });
    field.addEventListener("change", () => {
      const files = [...(field.files ?? [])];
      field.value = "";
      take(files);
    });
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer?.files ?? []);
    });
  }

  /**
   * Return the elements of a document.
   *
   * @param {Block[]} blocks
   * @returns {HTMLElement[]}
   */
  elements(blocks) {
    let heading = "";
    return blocks.map((block) => {
      if (block.kind === "heading") {
        heading = block.text;
        return element(`h${Math.min(block.level + 1, 6)}`, {}, block.text);
      }
      if (block.kind === "list") return this.#list(block);
      if (block.kind === "table") return this.#table(block, block.label ? `${block.label} ${block.caption}` : heading);
      return element("p", { class: block.kind === "note" && "dcb-hint" }, "text" in block ? block.text : "");
    });
  }

  /** @param {{items: string[], ordered: boolean}} block */
  #list({ items, ordered }) {
    const itemOf = (/** @type {string} */ item) => element("li", {}, item);
    const list = element(ordered ? "ol" : "ul", {}, items.slice(0, ROWS).map(itemOf));
    return items.length <= ROWS
      ? list
      : this.#withMore(list, items.length, () => list.append(...items.slice(ROWS).map(itemOf)));
  }

  /**
   * Return an element with a button that shows the rest.
   *
   * @param {HTMLElement} shown
   * @param {number} count
   * @param {() => void} showRest
   */
  #withMore(shown, count, showRest) {
    const more = element("button", { type: "button", class: "dcb-button" }, this.say("show_all_rows", { count }));
    more.addEventListener("click", () => {
      showRest();
      more.remove();
    });
    return element("div", {}, shown, more);
  }

  /**
   * @param {import("../tool/word-document.js").TableBlock} block
   * @param {string} label
   */
  #table({ columns, rows }, label) {
    const body = element("tbody", {}, rows.slice(0, ROWS).map(rowOf));
    const head = element(
      "tr",
      {},
      columns.map((column) => element("th", { scope: "col" }, column)),
    );
    const box = element(
      "div",
      { class: "dcb-table", "data-name": label },
      element("table", {}, element("thead", {}, head), body),
    );
    watchTable(box);
    if (rows.length <= ROWS) return box;
    return this.#withMore(box, rows.length, () => {
      body.append(...rows.slice(ROWS).map(rowOf));
      watchTable(box);
    });
  }
}

/** @param {string[]} cells */
function rowOf(cells) {
  return element(
    "tr",
    {},
    cells.map((cell, place) =>
      place === 0
        ? element("th", { scope: "row" }, cell)
        : element("td", { class: NUMBER.test(cell) && "dcb-number" }, cell),
    ),
  );
}

/**
 * Return a file's name and its bytes; of one that is too large, as many as show that it is.
 *
 * @param {File} file
 * @returns {Promise<[string, Uint8Array]>}
 */
async function readFile(file) {
  return [file.name, new Uint8Array(await file.slice(0, MAX_BYTES + 1).arrayBuffer())];
}

/** What keeps the page's files, once it was asked for. @type {Promise<void> | undefined} */
let kept;

/**
 * Let this page work without a network after it was used once: the site's service worker keeps what is fetched, and is given
 * what came before it was there; the browser has that already.
 *
 * @param {PrefecturePage} page
 * @param {string[]} files Names in the manifest.
 */
export function keepForOffline(page, files) {
  kept ??= keep(page, files);
  return kept;
}

/**
 * @param {PrefecturePage} page
 * @param {string[]} files
 */
async function keep({ data, sourceOf }, files) {
  if (data.root === null || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL(`${data.root}sw.js`, location.href));
    await answeredByServiceWorker();
    for (const file of files) await fetch(sourceOf(file)?.url ?? "");
  } catch {
    // the browser keeps nothing, or the page did not come by https: it works with a network
  }
}

/** Wait until the site's service worker answers this page's requests: that it is active comes before that. */
async function answeredByServiceWorker() {
  const { serviceWorker } = navigator;
  const controlled = new Promise((resolve) => {
    serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });
  if (!serviceWorker.controller) await controlled;
}
