// @ts-check
// Word of a draft: its title stands on a line, or is broken between words alone; its tables break no word.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tableLayout, titleLines } from "../../overrides/assets/tool/word-document.js";

test("a title that nearly fits is set smaller, on one line", () => {
  const short = titleLines("A町観光基盤の共同利用ビジョン", "ja");
  assert.deepEqual(short.lines, ["A町観光基盤の共同利用ビジョン"]);
  const long = titleLines("都道府県エリアデータ連携基盤共同利用ビジョン2026", "ja");
  assert.deepEqual(long.lines, ["都道府県エリアデータ連携基盤共同利用ビジョン2026"]);
  assert.ok(long.size < short.size);
});

test("a longer title is broken between words, and no letter of it is lost", () => {
  const titles = {
    ja: "西海・長崎・島原半島広域観光交流データ連携基盤コンソーシアム共同整備基盤の共同利用ビジョン",
    en: "Tourism and mobility platform of the three western municipalities and their consortium: vision for its co-use",
  };
  for (const [language, title] of Object.entries(titles)) {
    const { lines } = titleLines(title, language);
    assert.ok(lines.length > 1);
    assert.equal(lines.join("").replaceAll(" ", ""), title.replaceAll(" ", ""));
    const words = [...new Intl.Segmenter(language, { granularity: "word" }).segment(title)].map(
      ({ segment }) => segment,
    );
    for (const line of lines.slice(1)) assert.ok(words.some((word) => word.trim() && line.startsWith(word)));
  }
});

/**
 * Whether each column has room for its longest word, at about half of a letter's height a letter.
 *
 * @param {string[]} columns
 * @param {string[][]} rows
 */
function hasRoom(columns, rows) {
  const { widths, size } = tableLayout(columns, rows);
  return columns.every((head, column) => {
    const words = [head, ...rows.map((row) => row[column])].flatMap((text) => text.split(" "));
    return words.every((word) => word.length * 0.5 * size * 10 < widths[column]);
  });
}

test("a table's columns fill the page, and each has room for its longest word", () => {
  const columns = ["Procedure", "Required or recommended", "Status", "What to do"];
  const rows = [["Winning residents' understanding", "Required", "To be confirmed", "Draw up terms. ".repeat(20)]];
  const { widths, size } = tableLayout(columns, rows);
  assert.equal(size, 17);
  assert.ok(Math.abs(widths.reduce((all, width) => all + width) - 9638) < 10);
  assert.ok(hasRoom(columns, rows));
  assert.ok(widths[3] > widths[2]);
});

test("a table whose words alone need more than the page has smaller letters", () => {
  const columns = Array(12).fill("interoperability");
  assert.ok(tableLayout(columns, []).size < 17);
  assert.ok(hasRoom(columns, []));
});
