// @ts-check
// The search: words are found as wholes, meanings stand for one another, excerpts are sentences with the words marked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { excerpt } from "../../overrides/assets/search/excerpt.js";
import { find, indexOf, nearestQuestions } from "../../overrides/assets/search/find.js";

const index = indexOf({
  pages: { "costs/": "費用", "growth/": "発展", "questions/": "問い", "words/": "用語" },
  sections: [
    { id: "costs/", title: "費用", text: "割り勘が効くのは運用委託料です。\n縦に並べた割り算の表です。" },
    { id: "costs/#a", title: "人口割", text: "人口で分けます。" },
    { id: "growth/", title: "発展", text: "住民が同意を管理します。", words: "縦割り\n横串" },
    { id: "growth/#b", title: "発展の例", text: "住民の理解を得ます。" },
    { id: "questions/#late", title: "後から加わる団体の費用はどう分けますか。", text: "式があります。" },
    { id: "questions/#group-x", title: "費用の問い", text: "" },
    { id: "words/", title: "用語", text: "データブローカー\n個人と人情と情報" },
  ],
  same: [["割り勘", "cost sharing"]],
});

/** @param {string} query */
const found = (query) => find(index, query).pages.map(({ hit }) => hit.id);

test("a word is not found by its parts: 縦割り is not where 縦 and 割り are", () => {
  assert.deepEqual(found("縦割り"), ["growth/"]);
  assert.deepEqual(found("割り増し"), []);
  assert.deepEqual(found("割り勘"), ["costs/"]);
  assert.deepEqual(found("個人情報"), []);
  assert.deepEqual(found("個人 情報"), ["words/"]);
});

test("words divided by a space or a particle are found together, in any order", () => {
  assert.deepEqual(found("同意 住民"), ["growth/"]);
  assert.deepEqual(found("住民の同意"), ["growth/"]);
  assert.equal(find(index, "住民の同意").all, true);
});

test("where no section has all words, those with half of them are found, and it is said", () => {
  const { pages, all } = find(index, "住民の駐車場");
  assert.equal(all, false);
  assert.deepEqual(
    pages.map(({ url }) => url),
    ["growth/"],
  );
});

test("long vowels, width and case make no difference, and a word stands for those of the same meaning", () => {
  assert.deepEqual(found("データブローカ"), ["words/"]);
  assert.deepEqual(found("ＣＯＳＴ Sharing 割り勘"), []);
  assert.deepEqual(found("割り勘"), ["costs/"]);
});

test("the questions nearest to a query are those that share most of it, and none where nothing is shared", () => {
  assert.deepEqual(
    nearestQuestions(index, "費用の按分方法").map(({ id }) => id),
    ["questions/#late"],
  );
  assert.deepEqual(nearestQuestions(index, "zzz"), []);
});

test("an excerpt is a sentence that has the words, which are marked as the text has them", () => {
  const text = "前置きです。\n割り勘の表\t一\n割り勘が効くのはサーバーの運用です。";
  const pieces = excerpt(text, [["割り勘"], ["サバ"]]);
  assert.deepEqual(
    pieces.filter(({ marked }) => marked).map((piece) => piece.text),
    ["割り勘", "サーバー"],
  );
  assert.equal(pieces.map((piece) => piece.text).join(""), "割り勘が効くのはサーバーの運用です。");
});

test("a long paragraph is cut at sentences around the words, and an edition's number is no end of one", () => {
  const text = `${"First of all, something else is said here. ".repeat(6)}Edition 1.0 names late joiners. ${"More follows. ".repeat(20)}`;
  const pieces = excerpt(text, [["late"], ["joiner"]]);
  const shown = pieces.map((piece) => piece.text).join("");
  assert.ok(shown.length < 200);
  assert.match(shown, /^….*Edition 1\.0 names late joiners\. .*…$/);
  assert.deepEqual(
    pieces.filter(({ marked }) => marked).map((piece) => piece.text),
    ["late", "joiners"],
  );
});

test("a text without the words is shown from its beginning", () => {
  assert.deepEqual(excerpt("一行目です。\n二行目です。", [["無い"]]), [{ text: "一行目です。", marked: false }]);
  assert.deepEqual(excerpt("", [["無い"]]), []);
});
