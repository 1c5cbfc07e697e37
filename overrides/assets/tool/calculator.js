// The page's side of the worker: ask with a record, be told the answer; only the newest question counts.
// How the worker is started is the page's to say: python/start-worker.js on the site, a way of its own in the single file.

export class Calculator {
  #worker = null;
  #handlers = null;
  #number = 0;
  #newest = 0;
  /** Questions by number: what was asked, and who is told where it is not the page. */
  #asked = new Map();

  /** handlers: {stored, progress(bytes), answer(text), failed(reason)}. */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  #start() {
    if (this.#worker) return;
    try {
      this.#worker = globalThis.dcbStartWorker();
    } catch (error) {
      this.#hear({ failed: String(error) });
      return;
    }
    this.#worker.heard?.splice(0).forEach((message) => this.#hear(message));
    this.#worker.onerror = (event) => this.#hear({ failed: event.message || "worker" });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
  }

  /** skipped: ids of questions that are not to be asked next. A result remembered is told at once. */
  ask(record, skipped = []) {
    this.#newest = this.#post(record, skipped.join(" "), (text) => this.#handlers.answer(text));
  }

  /** Resolve to the answer to a record, beside what the page shows. */
  compute(record) {
    return new Promise((resolve) => this.#post(record, "", resolve, false));
  }

  /** Resolve to a document begun with a record: {blocks, markdown} as text. */
  draft(record, language, name) {
    return new Promise((resolve) => {
      const id = ++this.#number;
      this.#asked.set(id, { tell: resolve, onlyNewest: false });
      this.#send({ id, record: JSON.stringify(record), draft: { language, name } });
    });
  }

  #post(record, skipped, tell, onlyNewest = true) {
    const id = ++this.#number;
    const text = JSON.stringify(record);
    const question = `${text} ${skipped}`;
    const remembered = this.#handlers.stored.result(question);
    if (remembered !== null) {
      tell(remembered);
    } else {
      this.#asked.set(id, { question, tell, onlyNewest });
      this.#send({ id, record: text, skipped });
    }
    return id;
  }

  #send(message) {
    this.#start();
    this.#worker?.postMessage(message);
  }

  #hear(message) {
    const { id, answer, progress, failed } = message;
    if (failed !== undefined) this.#handlers.failed(failed);
    else if (progress !== undefined) this.#handlers.progress(progress);
    else if (answer !== undefined) this.#answered(id, answer);
  }

  #answered(id, answer) {
    const { question, tell, onlyNewest } = this.#asked.get(id);
    this.#asked.delete(id);
    if (!onlyNewest || id === this.#newest) tell(answer);
    if (question) this.#handlers.stored.remember(question, answer);
  }
}
