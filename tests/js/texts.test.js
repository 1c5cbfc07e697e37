// @ts-check
// Texts: places are filled, invisible characters cannot deceive, the search compares what readers take for the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, markdownLink, quoted, singleLine } from "../../overrides/assets/page/text.js";
import { normalized, tokens } from "../../overrides/assets/search/tokenize.js";
import { addressWord, joined } from "../../overrides/assets/tool/texts.js";

test("places of a text are filled with values as they are", () => {
  assert.equal(fill("{done} of {total}", { done: 1, total: 3 }), "1 of 3");
  assert.equal(fill("{name} is open: {name}", { name: "$& {name}.yml" }), "$& {name}.yml is open: $& {name}.yml");
  assert.equal(fill("{constructor} {other}", {}), "{constructor} {other}");
});

test("a name is on one line and has no invisible characters", () => {
  assert.equal(singleLine(" A\u000b B\u0000\n\u202eC\ud800 "), "A B C");
  assert.equal(singleLine("観光\u3000基盤"), "観光 基盤");
});

test("a message quotes what is invisible, and cuts what is long", () => {
  assert.equal(quoted("a\u001b[2J\u202eb"), "a\\u{1b}[2J\\u{202e}b");
  assert.equal(quoted("x".repeat(100)).length, 60);
});

test("an address cannot end the link it is written in, nor begin another", () => {
  assert.equal(markdownLink("https://a.example/?[b](c)>#d=1"), "<https://a.example/?%5Bb%5D%28c%29%3E#d=1>");
});

test("answers are written as an address has them", () => {
  assert.deepEqual([true, false, [], ["a", "b"], 3, "private"].map(addressWord), [
    "yes",
    "no",
    "none",
    "a,b",
    "3",
    "private",
  ]);
});

test("sentences are joined by a space, but not after a full-width stop", () => {
  assert.equal(joined(["One.", "Two."]), "One. Two.");
  assert.equal(joined(["一つ。", "二つ。"]), "一つ。二つ。");
  assert.equal(joined([]), "");
});

test("full and half width, case, long vowels and hyphens make no difference to the search", () => {
  assert.equal(normalized("ＡＰＩサーバー"), normalized("apiサーバ"));
  assert.equal(normalized("data-linkage"), "data linkage");
});

test("Japanese is searched by pairs of characters, Latin letters by words", () => {
  assert.deepEqual(tokens("データ連携API"), ["デタ", "タ連", "連携", "api"]);
  assert.deepEqual(tokens("県"), ["県"]);
  assert.deepEqual(tokens("、。 "), []);
});
