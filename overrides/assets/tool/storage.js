// @ts-check
// What stays in this browser, under one key, so that one button removes it: platforms saved by name, and the last results.
// Nothing in it is trusted: other pages of the same origin may write there. What has another shape is dropped when read.

/**
 * A platform kept by name. Its notes stay in this browser, too.
 * @typedef {{name: string, address: string, notes?: unknown, public_notes?: unknown}} SavedPlatform
 *
 * A question to the engine, its answer, and the address the answer was shown at (read by python/start.js).
 * @typedef {[question: string, answer: string, address: string]} StoredResult
 *
 * @typedef {{platforms: SavedPlatform[], results: StoredResult[]}} Content
 */

/** How many results are remembered. */
const MAX_RESULTS = 20;
/** Key of the notes to the answers shown last in this tab: they outlast a reload and a change of language. */
const NOTES = "dcb-guide notes";

export class BrowserStorage {
  #key;
  #engine;
  #storage;
  #session;

  /**
   * @param {string} path Of the tool's page, so that two sites of one origin keep apart.
   * @param {string} engine Fingerprint of the engine: results of another are dropped.
   * @param {() => Storage} storage Where to store; it may throw, as a browser does that stores nothing.
   * @param {() => Storage} session Where to store for this tab alone.
   */
  constructor(path, engine, storage = () => localStorage, session = () => sessionStorage) {
    this.#key = `dcb-guide ${path}`;
    this.#engine = engine;
    this.#storage = storage;
    this.#session = session;
  }

  get platforms() {
    return this.#read().platforms;
  }

  /**
   * Save the list of platforms; false where the browser stores nothing.
   *
   * @param {SavedPlatform[]} platforms
   */
  savePlatforms(platforms) {
    return this.#write({ ...this.#read(), platforms });
  }

  /**
   * Return the answer remembered to a question, or null.
   *
   * @param {string} question
   */
  result(question) {
    return this.#read().results.find(([asked]) => asked === question)?.[1] ?? null;
  }

  /**
   * Remember an answer, and the address it was shown at.
   *
   * @param {string} question
   * @param {string} answer
   * @param {string} address
   */
  saveResult(question, answer, address) {
    const content = this.#read();
    const others = content.results.filter(([asked]) => asked !== question);
    this.#write({ ...content, results: [[question, answer, address], ...others.slice(0, MAX_RESULTS - 1)] });
  }

  /**
   * Remove an answer that turned out to be unusable.
   *
   * @param {string} question
   */
  dropResult(question) {
    const content = this.#read();
    this.#write({ ...content, results: content.results.filter(([asked]) => asked !== question) });
  }

  /**
   * Keep what a record says beside its answers, for this tab.
   *
   * @param {string} address Of the record.
   * @param {unknown} about
   */
  keepNotes(address, about) {
    try {
      this.#session().setItem(NOTES, JSON.stringify({ address, about }));
    } catch {
      // This browser stores nothing: notes are in the page alone.
    }
  }

  /**
   * Return what was kept beside the answers of an address in this tab; null without it.
   *
   * @param {string} address
   * @returns {unknown}
   */
  notes(address) {
    try {
      const kept = JSON.parse(this.#session().getItem(NOTES) ?? "null");
      return address !== "" && kept?.address === address ? kept.about : null;
    } catch {
      return null;
    }
  }

  clear() {
    for (const remove of [() => this.#session().removeItem(NOTES), () => this.#storage().removeItem(this.#key)]) {
      try {
        remove();
      } catch {
        // A browser that stores nothing has nothing to remove.
      }
    }
  }

  /** @returns {Content} */
  #read() {
    let content = null;
    try {
      content = JSON.parse(this.#storage().getItem(this.#key) ?? "null");
    } catch {
      // Not written by this page, or this browser stores nothing.
    }
    const sameEngine = content?.engine === this.#engine;
    return {
      platforms: listed(content?.platforms).filter(isPlatform),
      results: sameEngine ? listed(content.results).filter(isResult).slice(0, MAX_RESULTS) : [],
    };
  }

  /** @param {Content} content */
  #write(content) {
    try {
      this.#storage().setItem(this.#key, JSON.stringify({ ...content, engine: this.#engine }));
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * @param {unknown} value
 * @returns {unknown[]}
 */
function listed(value) {
  return Array.isArray(value) ? value : [];
}

/**
 * @param {any} value
 * @returns {value is SavedPlatform}
 */
function isPlatform(value) {
  return typeof value?.name === "string" && typeof value.address === "string";
}

/**
 * @param {unknown} value
 * @returns {value is StoredResult}
 */
function isResult(value) {
  return Array.isArray(value) && value.length === 3 && value.every((one) => typeof one === "string");
}
