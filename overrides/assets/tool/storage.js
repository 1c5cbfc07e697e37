// What stays in this browser, in one place, so that one button removes it: platforms kept by name, and the last results.

/** How many results are remembered. */
const MOST = 20;

export class Stored {
  #key;
  #engine;

  /** place: where the tool stands, so that two sites of one origin keep apart. engine: results of another are void. */
  constructor(place, engine) {
    this.#key = `dcb-guide ${place}`;
    this.#engine = engine;
  }

  /** Platforms kept: [{name, address}]. */
  get platforms() {
    return this.#read().platforms;
  }

  /** Keep platforms; false where the browser keeps nothing. */
  keep(platforms) {
    return this.#write({ ...this.#read(), platforms });
  }

  result(question) {
    return this.#read().results.find(([asked]) => asked === question)?.[1] ?? null;
  }

  /** Remember a result, and the address it was shown at (read by python/start-worker.js). */
  remember(question, answer) {
    const kept = this.#read();
    const others = kept.results.filter(([asked]) => asked !== question);
    this.#write({ ...kept, results: [[question, answer, location.hash], ...others].slice(0, MOST) });
  }

  forget() {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Nothing was kept.
    }
  }

  #read() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.#key));
    } catch {
      // Nothing readable is kept here.
    }
    const platforms = Array.isArray(kept?.platforms) ? kept.platforms.filter((one) => typeof one?.name === "string" && typeof one?.address === "string") : [];
    const results = kept?.engine === this.#engine && Array.isArray(kept?.results) ? kept.results : [];
    return { platforms, results };
  }

  #write(kept) {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ ...kept, engine: this.#engine }));
      return true;
    } catch {
      return false;
    }
  }
}
