// @ts-check
// What the browser stores is read back; whatever else lies there is dropped and never stops the tool.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readReply } from "../../overrides/assets/tool/reply.js";
import { BrowserStorage } from "../../overrides/assets/tool/storage.js";

const KEY = "dcb-guide /tool/";

/** @param {string | null} [content] */
function storageWith(content = null) {
  /** @type {Map<string, string>} */
  const items = new Map(content === null ? [] : [[KEY, content]]);
  const store = /** @type {Storage} */ ({
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void items.set(key, value),
    removeItem: (/** @type {string} */ key) => void items.delete(key),
  });
  /** @type {Map<string, string>} */
  const tab = new Map();
  const session = /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => tab.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void tab.set(key, value),
    removeItem: (/** @type {string} */ key) => void tab.delete(key),
  });
  return {
    items,
    tab,
    storage: new BrowserStorage(
      "/tool/",
      "engine 1",
      () => store,
      () => session,
    ),
    store,
  };
}

test("a result and platforms are stored side by side, and removed together", () => {
  const { items, storage } = storageWith();
  storage.saveResult("question", "answer", "#a=1");
  assert.equal(storage.savePlatforms([{ name: "A", address: "#a=1" }]), true);
  assert.equal(storage.result("question"), "answer");
  assert.deepEqual(storage.platforms, [{ name: "A", address: "#a=1" }]);
  storage.clear();
  assert.equal(items.size, 0);
});

test("the last twenty results are remembered, the newest first; a repeated question takes no second place", () => {
  const { items, storage } = storageWith();
  for (let number = 0; number < 25; number++) storage.saveResult(`question ${number}`, "answer", "");
  storage.saveResult("question 10", "another answer", "");
  const { results } = JSON.parse(items.get(KEY) ?? "");
  assert.equal(results.length, 20);
  assert.deepEqual(results[0], ["question 10", "another answer", ""]);
  assert.equal(storage.result("question 4"), null);
});

test("a result of another engine is not used; platforms stay", () => {
  const { storage, store } = storageWith();
  storage.saveResult("question", "answer", "");
  storage.savePlatforms([{ name: "A", address: "" }]);
  const other = new BrowserStorage("/tool/", "engine 2", () => store);
  assert.equal(other.result("question"), null);
  assert.equal(other.platforms.length, 1);
});

for (const content of [
  "{",
  "null",
  "[]",
  "5",
  '{"platforms": 1}',
  '{"platforms": [null, 5, {"name": 1}], "results": {}}',
  '{"engine": "engine 1", "results": [null]}',
  '{"engine": "engine 1", "results": [["x"], 5, ["question"], ["question", {}, 1]]}',
]) {
  test(`what has another shape is dropped: ${content}`, () => {
    const { storage } = storageWith(content);
    assert.deepEqual([storage.platforms, storage.result("question")], [[], null]);
    storage.saveResult("question", "answer", "");
    assert.equal(storage.result("question"), "answer");
  });
}

test("notes are kept for the answers they belong to, in this tab, until everything is forgotten", () => {
  const { tab, storage } = storageWith();
  storage.keepNotes("#a=1", { notes: { a: "private" } });
  assert.deepEqual(storage.notes("#a=1"), { notes: { a: "private" } });
  assert.equal(storage.notes("#a=2"), null);
  storage.keepNotes("", { notes: {} });
  assert.equal(storage.notes(""), null);
  storage.clear();
  assert.equal(tab.size, 0);
  tab.set("dcb-guide notes", "{");
  assert.equal(storage.notes("#a=1"), null);
});

test("a browser that stores nothing does no harm", () => {
  const storage = new BrowserStorage("/tool/", "engine 1", () => {
    throw new Error("denied");
  });
  assert.equal(storage.savePlatforms([]), false);
  storage.saveResult("question", "answer", "");
  storage.clear();
  assert.equal(storage.result("question"), null);
});

test("a stored text is a reply only if it has a reply's parts", () => {
  const result = { gaps: [], findings: [], changes: [], trace: [], next_question: null };
  const reply = { result, line: { stations: [], not_covered: {} }, ask: "peers", left: 3, narrowing: {} };
  assert.deepEqual(readReply(JSON.stringify(reply)), reply);
  const others = [
    5,
    null,
    [],
    {},
    { ...reply, line: null },
    { ...reply, result: null },
    { ...reply, ask: 5 },
    { ...reply, left: "3" },
    { ...reply, narrowing: null },
  ];
  for (const other of [...others, { ...reply, result: { ...result, gaps: {} } }]) {
    assert.equal(readReply(JSON.stringify(other)), null, JSON.stringify(other));
  }
  assert.equal(readReply("not JSON"), null);
});
