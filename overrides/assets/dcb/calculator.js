// The page's side of the worker: ask with a record, be told the answer; only the newest question counts.
// The worker starts as soon as this module is there, before the rest of the page is.

/** The single file has no address to load a worker from: it brings a way of its own to start one. */
const startWorker = globalThis.dcbStartWorker ?? (() => new Worker(new URL("worker.js", import.meta.url), { type: "module" }));

class Calculator {
  #worker;
  #handlers = null;
  #heard = [];
  #asked = 0;

  constructor() {
    try {
      this.#worker = startWorker();
    } catch (error) {
      this.#heard.push({ failed: String(error) });
      return;
    }
    this.#worker.onerror = (event) => this.#hear({ failed: event.message || "worker" });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
  }

  /** handlers: {progress(bytes), answer(text), failed(reason)}; what was heard before is told now. */
  listen(handlers) {
    this.#handlers = handlers;
    this.#heard.splice(0).forEach((message) => this.#hear(message));
  }

  /** skipped: ids of questions that are not to be asked next. */
  ask(record, skipped = []) {
    this.#worker?.postMessage({ id: ++this.#asked, record: JSON.stringify(record), skipped: skipped.join(" ") });
  }

  #hear(message) {
    if (!this.#handlers) {
      this.#heard.push(message);
      return;
    }
    const { id, answer, progress, failed } = message;
    if (failed !== undefined) this.#handlers.failed(failed);
    else if (progress !== undefined) this.#handlers.progress(progress);
    else if (id === this.#asked) this.#handlers.answer(answer);
  }
}

export const calculator = new Calculator();
