// @ts-check
// The page's side of the worker that runs Python.

/**
 * What the worker says: a reply to a call, bytes that have come so far, or why Python cannot be started.
 * @typedef {{id?: number, reply?: string, progress?: number, failed?: string}} Message
 *
 * A call of one of the engine's functions (dcb_guide/core/browser.py) by name.
 * @typedef {{id: number, call: string, values: string[]}} Call
 */

/** Starts when it is told to, or at the first call; what the worker says before anyone listens is not lost. */
export class PythonWorker {
  #begin;
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Message[]} */
  #unheard = [];
  /** @type {((message: Message) => void) | null} */
  #listener = null;

  /** @param {() => Worker} begin Begins the worker. */
  constructor(begin) {
    this.#begin = begin;
  }

  start() {
    if (this.#worker) return;
    try {
      this.#worker = this.#begin();
      this.#worker.onmessage = ({ data }) => this.#hear(data);
      this.#worker.onerror = ({ message }) => this.#hear({ failed: message || "worker" });
    } catch (error) {
      this.#hear({ failed: String(error) });
    }
  }

  /** @param {Call} call */
  post(call) {
    this.start();
    this.#worker?.postMessage(call);
  }

  /** @param {(message: Message) => void} listener The only one; it is told what was said before, too. */
  listen(listener) {
    this.#listener = listener;
    for (const message of this.#unheard.splice(0)) listener(message);
  }

  /** @param {Message} message */
  #hear(message) {
    if (this.#listener) this.#listener(message);
    else this.#unheard.push(message);
  }
}
