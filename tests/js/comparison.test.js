// @ts-check
// A comparison as a file: its cells are text for a spreadsheet, for Markdown and for whoever pastes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  comparisonBlocks,
  comparisonCsv,
  comparisonMarkdown,
  comparisonText,
} from "../../overrides/assets/tool/comparison-file.js";

/** @type {import("../../overrides/assets/tool/comparison-file.js").Comparison} */
const COMPARISON = {
  title: "2件の基盤の比較",
  note: "2026年4月1日",
  columns: ["項目", "=A1", 'B "north", south', "違い"],
  rows: [
    ["いま", "型1.3", "型1.5", "違う"],
    ["長期の目標", "型2.4", "型2.4", ""],
  ],
  linksTitle: "リンク",
  links: [
    { name: "=A1", address: "https://a.example/tool/#peers=0" },
    { name: 'B "north", south', address: "https://a.example/tool/#name=](x)" },
  ],
};

test("a spreadsheet takes no cell for a formula, nor a quotation mark for the end of a cell", () => {
  const lines = comparisonCsv(COMPARISON).split("\r\n");
  assert.equal(lines[0], `\ufeff項目,'=A1,"B ""north"", south",違い`);
  assert.deepEqual(lines.slice(1, 3), ["いま,型1.3,型1.5,違う", "長期の目標,型2.4,型2.4,"]);
  assert.equal(lines[3], "URL,https://a.example/tool/#peers=0,https://a.example/tool/#name=](x),");
  for (const text of ["+1", "'=1", " @a", "＝1", "\u200b-1"]) {
    const cell = comparisonCsv({ ...COMPARISON, columns: [text] })
      .slice(1)
      .split("\r\n")[0];
    assert.match(cell, /^'/, text);
  }
});

test("a name ends neither a cell of a Markdown table nor a link", () => {
  const text = comparisonMarkdown({ ...COMPARISON, columns: ["項目", "a|b", "<b>", "違い"] });
  assert.match(text, /^\| 項目 \| a\\\|b \| \\<b\\> \| 違い \|$/m);
  assert.match(text, /^- \[B "north", south\]\(<https:\/\/a\.example\/tool\/#name=%5D%28x%29>\)$/m);
});

test("every form holds every row of the table", () => {
  const table = comparisonBlocks(COMPARISON).find((block) => block.kind === "table");
  assert.deepEqual(table?.kind === "table" && table.rows, COMPARISON.rows);
  assert.equal(comparisonText(COMPARISON).split("\n")[1], "いま\t型1.3\t型1.5\t違う");
  for (const [label] of COMPARISON.rows) assert.ok(comparisonMarkdown(COMPARISON).includes(`| ${label} |`), label);
});
