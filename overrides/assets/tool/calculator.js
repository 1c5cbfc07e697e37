// @ts-check
// Asks the engine, which runs in a worker, and remembers its answers.
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

export class Calculator {
  #python;
  #storage;
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
   */
  constructor(python, storage) {
    this.#python = python;
    this.#storage = storage;
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
   * Resolve to the document of a vision, begun with a record.
   *
   * @param {object} record
   * @param {string} language
   * @param {string} name Of the platform.
   * @returns {Promise<{blocks: import("./word-document.js").Block[], markdown: string}>}
   */
  async draft(record, language, name) {
    return JSON.parse(await this.#call("draft", JSON.stringify(record), language, name));
  }

  /**
   * Resolve to the result of a record, as Markdown.
   *
   * @param {object} record
   * @param {string} language
   */
  report(record, language) {
    return this.#call("report", JSON.stringify(record), language);
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
