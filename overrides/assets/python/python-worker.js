// @ts-check
// The page's side of the worker that runs Python.

/**
 * What the listener receives: a reply to a call or why there is none, bytes that have come so far, or why Python cannot be started.
 * @typedef {{id?: number, reply?: string, refused?: string, progress?: number, failed?: string}} Message
 *
 * A call of one of the engine's functions (dcb_guide/core/browser.py) by name; with `modules`, the zips of modules that read
 * files, of dcb_guide/records/in_browser.py.
 * @typedef {{id: number, call: string, values: string[], modules?: import("./source.js").Source[]}} Call
 *
 * A way to start Python: it resolves to the worker that answers calls, and the workers that help it. With `fresh`, what
 * the browser has stored of the files is not used.
 * @typedef {(fresh: boolean) => Promise<[Worker, ...Worker[]]>} Way
 */

/**
 * Starts on demand, or at the first call. Where one way to start fails, the next is tried; calls wait meanwhile.
 * What is said before anyone listens is not lost.
 */
export class PythonWorker {
  #ways;
  #started = false;
  /** Number of the newest attempt: what older ones say is not heard. */
  #attempt = 0;
  /** @type {Worker[]} */
  #workers = [];
  /** Calls without a reply. @type {Map<number, Call>} */
  #calls = new Map();
  /** @type {Message[]} */
  #unheard = [];
  /** @type {((message: Message) => void) | null} */
  #listener = null;

  /**
   * @param {Way[]} ways The best first.
   * @param {number} size Of the files of the first way, in bytes: what progress counts to.
   */
  constructor(ways, size) {
    this.#ways = ways;
    this.size = size;
  }

  start() {
    if (this.#started) return;
    this.#started = true;
    this.#try(0, false);
  }

  /** Start anew after a failure, and take every file anew. */
  retry() {
    this.#started = true;
    this.#try(0, true);
  }

  /** End everything. */
  end() {
    this.#end();
  }

  /** @param {Call} call */
  post(call) {
    this.#calls.set(call.id, call);
    this.start();
    this.#workers[0]?.postMessage(call);
  }

  /** @param {(message: Message) => void} listener The only one; it receives earlier messages, too. */
  listen(listener) {
    this.#listener = listener;
    for (const message of this.#unheard.splice(0)) listener(message);
  }

  /**
   * @param {number} way
   * @param {boolean} fresh
   */
  async #try(way, fresh) {
    this.#end();
    const attempt = ++this.#attempt;
    let bytes = 0;
    /** @param {unknown} reason */
    const fail = (reason) => {
      if (attempt !== this.#attempt) return;
      this.#end();
      if (way + 1 < this.#ways.length) this.#try(way + 1, fresh);
      else this.#deliver({ failed: String(reason) });
    };
    try {
      const workers = await this.#ways[way](fresh);
      if (attempt !== this.#attempt) return end(workers);
      this.#workers = workers;
      for (const worker of workers) worker.onerror = ({ message }) => fail(message || "worker");
      const [python] = workers;
      python.onmessage = ({ data }) => {
        if (data.failed !== undefined) fail(data.failed);
        else if (data.bytes !== undefined) {
          bytes += data.bytes;
          this.#deliver({ progress: bytes });
        } else if (this.#calls.delete(data.id)) this.#deliver(data);
      };
      for (const call of this.#calls.values()) python.postMessage(call);
    } catch (error) {
      fail(error);
    }
  }

  #end() {
    this.#attempt++;
    end(this.#workers.splice(0));
  }

  /** @param {Message} message */
  #deliver(message) {
    if (this.#listener) this.#listener(message);
    else this.#unheard.push(message);
  }
}

/** @param {Worker[]} workers */
function end(workers) {
  for (const worker of workers) worker.terminate();
}
