// @ts-check
// Answers in the page's address: what is written is read again; what cannot be read is named and the rest kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, writeAddress } from "../../overrides/assets/tool/address.js";
import { questions } from "./questions.js";

const ADDRESS = "#provider=private&terms=exists&liability=stated&shared=no&peers=3&kinds=a,b&model=1.0.0";

test("what is read is written the same, in the order of the questions", () => {
  const { answers, model, skipped } = readAddress(questions, ADDRESS);
  assert.deepEqual([model, skipped], ["1.0.0", []]);
  assert.equal(writeAddress(questions, new Map([...answers].reverse()), "1.0.0"), ADDRESS);
});

test("no answers make no address", () => {
  assert.equal(writeAddress(questions, new Map(), "1.0.0"), "");
  assert.equal(readAddress(questions, "").answers.size, 0);
  assert.equal(readAddress(questions, "#").skipped.length, 0);
});

test("the platform's name travels in the address, on one line, and notes never do", () => {
  const address = writeAddress(questions, new Map([["peers", "1"]]), "1.0.0", "A町 & B/#");
  assert.equal(address, "#peers=1&model=1.0.0&name=A%E7%94%BA%20%26%20B%2F%23");
  assert.equal(readAddress(questions, address).name, "A町 & B/#");
  assert.equal(writeAddress(questions, new Map(), "1.0.0", "A"), "#name=A");
  assert.equal(readAddress(questions, `#name=A%0AB%E2%80%AE${"x".repeat(500)}`).name.length, 80);
  assert.deepEqual(readAddress(questions, "#name=A&notes=secret").skipped, [{ key: "notes" }]);
});

test("an address says that its answers were given to the official flow, and nothing of it without answers", () => {
  const address = writeAddress(questions, new Map([["peers", "1"]]), "1.0.0", "A", true);
  assert.equal(address, "#peers=1&model=1.0.0&flow=yes&name=A");
  const read = readAddress(questions, address);
  assert.deepEqual([read.flow, read.skipped], [true, []]);
  assert.equal(writeAddress(questions, new Map(), "1.0.0", "A", true), "#name=A");
  assert.equal(readAddress(questions, "#peers=1").flow, false);
});

test("an unknown key and an unknown value are named, the rest is kept", () => {
  const { answers, skipped } = readAddress(questions, "#provider=nobody&colour=red&peers=007&__proto__=1&shared=");
  assert.deepEqual([...answers], [["peers", "7"]]);
  assert.deepEqual(skipped, [{ key: "provider", value: "nobody" }, { key: "colour" }, { key: "__proto__" }]);
});

test("a set is written in the order of its members, whatever the order given; none is the empty set", () => {
  assert.equal(readAddress(questions, "#kinds=c,a").answers.get("kinds"), "a,c");
  assert.equal(readAddress(questions, "#kinds=none").answers.get("kinds"), "none");
  assert.equal(readAddress(questions, "#kinds=none,a").answers.get("kinds"), undefined);
});

test("a facet says that what it belongs to exists", () => {
  assert.equal(readAddress(questions, "#liability=stated").answers.get("terms"), "exists");
});

test("a link in an address is no answer, so it is never written again", () => {
  const { answers } = readAddress(questions, "#peers=1&z=[Click%20here](https://other.example/)&provider=[x](y)");
  assert.equal(writeAddress(questions, answers, "1.0.0"), "#peers=1&model=1.0.0");
});
