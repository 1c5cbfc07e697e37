// @ts-check
// Answers are read from records and written to them; nothing that cannot be read is taken, nothing valid is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isRecord } from "../../overrides/assets/tool/answers.js";
import { INPUTS, questions } from "./questions.js";

const RECORD = {
  platform: { provider: "private", terms: { liability: "stated" } },
  context: { shared: false, peers: 0, kinds: ["a", "c"] },
};
const ANSWERS = new Map([
  ["provider", "private"],
  ["terms", "exists"],
  ["liability", "stated"],
  ["shared", "no"],
  ["peers", "0"],
  ["kinds", "a,c"],
]);

test("a record is read into answers, and these make the same record", () => {
  assert.deepEqual(questions.fromRecord(RECORD), { answers: ANSWERS, skipped: [] });
  assert.deepEqual(questions.toRecord(ANSWERS), RECORD);
});

test("name, notes and model of a record are no answers", () => {
  const { skipped } = questions.fromRecord({ name: "A", notes: {}, public_notes: {}, model: "1.0.0", platform: null });
  assert.deepEqual(skipped, []);
});

for (const [what, id, value] of /** @type {[string, string, unknown][]} */ ([
  ["an unknown value", "provider", "nobody"],
  ["a number for a choice", "provider", 1],
  ["a property every object has", "provider", "constructor"],
  ["a fraction", "peers", 1.5],
  ["a negative number", "peers", -1],
  ["a number beyond what the form takes", "peers", 1e9],
  ["a text for a set", "kinds", "a"],
  ["a set with a strange member", "kinds", ["a", "z"]],
  ["a set in a set", "kinds", [["a"]]],
])) {
  test(`${what} is no answer: ${id} = ${JSON.stringify(value)}`, () => {
    const part = INPUTS.find((input) => input.id === id)?.part ?? "";
    const { answers, skipped } = questions.fromRecord({ [part]: { [id]: value } });
    assert.equal(answers.size, 0);
    assert.deepEqual(
      skipped.map(({ key }) => key),
      [id],
    );
  });
}

test("an input counts in its own part only, a facet in what it belongs to only", () => {
  const { answers, skipped } = questions.fromRecord({
    context: { provider: "private" },
    platform: { liability: "stated" },
  });
  assert.equal(answers.size, 0);
  assert.deepEqual(skipped.map(({ key }) => key).sort(), ["liability", "provider"]);
});

test("a facet beside none is dropped and named", () => {
  const answers = new Map([
    ["terms", "none"],
    ["liability", "stated"],
  ]);
  assert.deepEqual(questions.settleFacets(answers), [{ key: "liability", value: "stated" }]);
  assert.deepEqual([...answers], [["terms", "none"]]);
});

test("a value that refers to itself is named without being written out", () => {
  /** @type {unknown[]} */
  const endless = [];
  endless.push(endless, endless);
  const { skipped } = questions.fromRecord({ context: { peers: endless } });
  assert.deepEqual(skipped, [{ key: "peers", value: "[…]" }]);
});

test("only a mapping with a part is a record", () => {
  for (const value of [null, 5, "just a note", [], {}, { a: 1 }, { platform: 1 }, { platform: [] }]) {
    assert.equal(isRecord(value), false, JSON.stringify(value));
  }
  assert.equal(isRecord({ platform: {} }), true);
  assert.equal(isRecord({ context: { peers: 1 } }), true);
});
