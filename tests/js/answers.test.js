// @ts-check
// Answers make the record that files hold; facets agree with what they belong to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { questions } from "./questions.js";

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

test("answers make a record as files hold it", () => {
  assert.deepEqual(questions.toRecord(ANSWERS), RECORD);
});

test("a facet beside none is dropped and named", () => {
  const answers = new Map([
    ["terms", "none"],
    ["liability", "stated"],
  ]);
  assert.deepEqual(questions.settleFacets(answers), [{ key: "liability", value: "stated" }]);
  assert.deepEqual([...answers], [["terms", "none"]]);
});
