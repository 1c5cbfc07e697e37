// @ts-check
// The page's side of the worker that runs Python for a whole prefecture. The page is never blocked, and a call that takes too
// long is ended with its worker; the next call begins a new one.
import { workerOf } from "../python/script-worker.js";
import { read } from "../python/source.js";

/**
 * @typedef {import("../python/source.js").Source} Source
 * @typedef {string | Uint8Array} Reply
 *
 * How far things are: bytes of Python that have come, of how many (load); that it starts; then the stage of a call.
 * @typedef {{stage: string, done: number, total: number}} Progress
 */

/** What Python is made of, by the names in the manifest. */
const FILES = {
  program: "plain-program",
  library: "library",
  wheel: "wheel",
  packages: "prefecture-packages",
  form: "prefecture-form",
};
const SCRIPT = "prefecture-worker";
/** Names of everything that a page needs of these in the manifest. */
export const ALL_FILES = [SCRIPT, ...Object.values(FILES)];

export class CancelledError extends Error {}

export class PrefecturePython {
  #sourceOf;
  #language;
  #progress;
  /** @type {Promise<Worker> | null} */
  #worker = null;
  /** Number of the newest worker: what older ones say is not heard. */
  #attempt = 0;
  #number = 0;
  /** Whether Python has answered: what is asked of it next comes at once. */
  isReady = false;
  /** @type {Map<number, {resolve: (reply: any) => void, reject: (reason: unknown) => void}>} */
  #calls = new Map();

  /**
   * @param {(name: string) => Source | null} sourceOf
   * @param {string} language
   * @param {(progress: Progress) => void} progress
   */
  constructor(sourceOf, language, progress) {
    this.#sourceOf = sourceOf;
    this.#language = language;
    this.#progress = progress;
  }

  /** Begin to fetch Python, so that the first call finds it ready. */
  start() {
    this.#worker ??= this.#begin();
    this.#worker.catch(() => {}); // reported to each call
    return this.#worker;
  }

  /**
   * Resolve to what a method of the session returns. Rejects with CancelledError when it was cancelled.
   *
   * @param {string} call
   * @param {unknown[]} values Texts; files as [name, bytes].
   * @returns {Promise<any>} A text, or bytes.
   */
  async call(call, ...values) {
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.start().then((worker) => {
        if (this.#calls.has(id)) worker.postMessage({ id, call, values });
      }, reject);
    });
  }

  /**
   * @param {string} call
   * @param {unknown[]} values
   */
  async json(call, ...values) {
    return JSON.parse(await this.call(call, ...values));
  }

  /** End everything under way. */
  cancel() {
    this.#end(new CancelledError());
  }

  /** @param {unknown} reason */
  #end(reason) {
    this.#attempt++;
    this.isReady = false;
    this.#worker?.then(
      (worker) => worker.terminate(),
      () => {},
    );
    this.#worker = null;
    for (const { reject } of this.#calls.values()) reject(reason);
    this.#calls.clear();
  }

  async #begin() {
    const attempt = ++this.#attempt;
    const files = Object.fromEntries(Object.entries(FILES).map(([name, file]) => [name, this.#source(file)]));
    const total = Object.values(FILES).reduce((sum, file) => sum + (PYTHON_FILES[file]?.packed ?? 0), 0);
    let done = 0;
    const worker = workerOf(await read(this.#source(SCRIPT)));
    worker.onerror = ({ message }) => this.#fail(attempt, message || "worker");
    worker.onmessage = ({ data: { id, bytes, stage, reply, error, failed, ...progress } }) => {
      if (attempt !== this.#attempt) return;
      if (failed !== undefined) this.#fail(attempt, failed);
      else if (bytes !== undefined) {
        done += bytes;
        this.#progress({ stage: "load", done: Math.min(done, total), total });
      } else if (stage !== undefined) this.#progress({ stage, done: progress.done, total: progress.total });
      else {
        const call = this.#calls.get(id);
        this.#calls.delete(id);
        this.isReady = true;
        if (error === undefined) call?.resolve(reply);
        else call?.reject(new Error(error));
      }
    };
    worker.postMessage({ files, language: this.#language });
    return worker;
  }

  /**
   * @param {number} attempt
   * @param {string} reason
   */
  #fail(attempt, reason) {
    if (attempt === this.#attempt) this.#end(new Error(reason));
  }

  /** @param {string} name */
  #source(name) {
    const source = this.#sourceOf(name);
    if (!source) throw new Error(`${name} is missing`);
    return source;
  }
}
