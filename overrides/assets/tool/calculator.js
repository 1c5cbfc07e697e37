// @ts-check
// Asks the engine, which runs in a worker, and remembers its answers.
import { readFileReply } from "./record-file.js";
import { readReply } from "./reply.js";

/**
 * @typedef {import("../python/python-worker.js").PythonWorker} PythonWorker
 * @typedef {import("./storage.js").BrowserStorage} BrowserStorage
 * @typedef {import("./reply.js").Reply} Reply
 *
 * @typedef {object} Listener
 * @property {(reply: Reply) => void} reply The page's newest question is answered.
 * @property {(bytes: number) => void} progress So much of Python has come.
 * @property {(reason: string) => void} failed Python cannot be started.
 */

/** Milliseconds after which a file that is still being read is given up. */
const MAX_TIME = 30_000;
/** Names of workbooks: what reads them is fetched with the first one. */
const WORKBOOK = /\.xls[xm]$/i;

export class Calculator {
  #python;
  #storage;
  #another;
  #sourceOf;
  /** @type {Listener} */
  #listener = { reply() {}, progress() {}, failed() {} };
  #number = 0;
  /** Number of the page's newest question: replies to older ones are not shown. */
  #newest = 0;
  /** Calls under way: what was posted, and what becomes of the reply.
   * @type {Map<number, {message: {id: number, call: string, values: string[]}, resolve: (text: string) => void}>} */
  #waiting = new Map();

  /**
   * @param {PythonWorker} python
   * @param {BrowserStorage} storage
   * @param {() => PythonWorker} another Begin another Python.
   * @param {(name: string) => import("../python/source.js").Source | null} sourceOf
   */
  constructor(python, storage, another, sourceOf) {
    this.#python = python;
    this.#storage = storage;
    this.#another = another;
    this.#sourceOf = sourceOf;
  }

  /** @param {Listener} listener */
  listen(listener) {
    this.#listener = listener;
    this.#python.listen(({ id, reply, progress, failed }) => {
      if (failed !== undefined) listener.failed(failed);
      else if (progress !== undefined) listener.progress(progress);
      else if (id !== undefined && reply !== undefined) this.#resolve(id, reply);
    });
  }

  /**
   * Ask for what the page shows of a record. A remembered reply is there at once; else the listener hears it later.
   *
   * @param {object} record
   * @param {string} address Of the page that shows the record: asked for again, it is answered at once.
   * @param {string[]} skipped Ids of questions that are not to be asked next.
   */
  ask(record, address, skipped) {
    const number = ++this.#newest;
    this.#answer(record, address, skipped, (reply) => {
      if (number === this.#newest) this.#listener.reply(reply);
    });
  }

  /**
   * Resolve to the reply to a record, beside what the page shows.
   *
   * @param {object} record
   * @param {string} address Of the record.
   * @returns {Promise<Reply>}
   */
  compute(record, address) {
    return new Promise((resolve) => this.#answer(record, address, [], resolve));
  }

  /**
   * Resolve to the document of a vision, begun with platforms.
   *
   * @param {object[]} records
   * @param {string} language
   * @param {string} prefecture Its name; empty where it is not known.
   * @returns {Promise<{blocks: import("./word-document.js").Block[], markdown: string}>}
   */
  async draft(records, language, prefecture) {
    return JSON.parse(await this.#call("draft", JSON.stringify(records), language, prefecture));
  }

  /**
   * Resolve to the result of a record, as Markdown.
   *
   * @param {object} record
   * @param {string} language
   * @param {string} site Address of the guide's pages, for links to them; empty for none.
   */
  report(record, language, site) {
    return this.#call("report", JSON.stringify(record), language, site);
  }

  /**
   * Read a file's records in a Python of its own, which is ended once it has read: a file made to take long costs the page
   * nothing. Rejects where that Python cannot be started.
   *
   * @param {string} name
   * @param {ArrayBuffer} data
   * @param {string} language
   * @returns {Promise<import("./record-file.js").ReadFile | null>} Null where it takes too long.
   */
  async read(name, data, language) {
    const modules = (WORKBOOK.test(name) ? ["reader", "workbooks"] : ["reader"]).map((one) => {
      const source = this.#sourceOf(one);
      if (!source) throw new Error(`${one} is missing`);
      return source;
    });
    const values = [name, base64(data), language];
    const python = this.#another();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        python.listen(({ reply, refused, failed }) => {
          if (reply !== undefined) resolve(readFileReply(reply, name));
          else if (refused !== undefined || failed !== undefined) reject(new Error(refused ?? failed));
        });
        timer = setTimeout(() => resolve(null), MAX_TIME);
        python.post({ id: 0, call: "read", values, modules });
      });
    } finally {
      clearTimeout(timer);
      python.end();
    }
  }

  /**
   * @param {object} record
   * @param {string} address
   * @param {string[]} skipped
   * @param {(reply: Reply) => void} use
   */
  #answer(record, address, skipped, use) {
    const values = [JSON.stringify(record), skipped.join(" ")];
    const question = values.join(" ");
    if (this.#useRemembered(question, use)) return;
    this.#call("answer", ...values).then((text) => {
      this.#storage.saveResult(question, text, address);
      use(/** @type {Reply} */ (readReply(text)));
    });
  }

  /**
   * @param {string} question
   * @param {(reply: Reply) => void} use
   */
  #useRemembered(question, use) {
    const remembered = this.#storage.result(question);
    if (remembered === null) return false;
    try {
      const reply = readReply(remembered);
      if (reply === null) throw new Error("not a reply");
      use(reply);
      return true;
    } catch {
      this.#storage.dropResult(question); // something else wrote it
      return false;
    }
  }

  /**
   * Resolve to what a function of the engine returns; see dcb_guide/core/browser.py.
   *
   * @param {string} name
   * @param {string[]} values
   * @returns {Promise<string>}
   */
  #call(name, ...values) {
    const message = { id: ++this.#number, call: name, values };
    return new Promise((resolve) => {
      this.#waiting.set(message.id, { message, resolve });
      this.#python.post(message);
    });
  }

  /**
   * @param {number} id
   * @param {string} text
   */
  #resolve(id, text) {
    this.#waiting.get(id)?.resolve(text);
    this.#waiting.delete(id);
  }
}

/** @param {ArrayBuffer} data */
function base64(data) {
  const bytes = new Uint8Array(data);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
