// @ts-check
// Thousands of made-up addresses: valid parts are kept, the rest is named, nothing is thrown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, writeAddress } from "../../overrides/assets/tool/address.js";
import { INPUTS, questions } from "./questions.js";

const KEYS = [...INPUTS.map(({ id }) => id), "__proto__", "constructor", "<b>", "", "toString"];
const VALUES = [
  ...[
    "none",
    "yes",
    "no",
    "1",
    "-1",
    "1e99",
    "exists",
    "stated",
    "a,a",
    "b,a",
    "private",
    "\u0000",
    "<script>",
    "%E3%81",
  ],
  "x".repeat(5000),
  "あ",
];

/** @param {number} seed */
function chooser(seed) {
  let state = seed;
  /** @type {(most: number) => number} */
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}

test("10,000 addresses and the records made of them", () => {
  const choose = chooser(7);
  let kept = 0;
  for (let round = 0; round < 10_000; round++) {
    const pairs = Array.from({ length: choose(12) }, () => [KEYS[choose(KEYS.length)], VALUES[choose(VALUES.length)]]);
    const fragment = pairs.map((pair) => pair.join("=")).join("&");
    const { answers } = readAddress(questions, fragment);
    kept += answers.size;
    const address = writeAddress(questions, answers, "1");
    const again = readAddress(questions, address);
    assert.deepEqual(again.skipped, [], fragment);
    assert.equal(writeAddress(questions, again.answers, "1"), address, fragment);
    questions.toRecord(answers);
  }
  assert.ok(kept > 1000);
});
