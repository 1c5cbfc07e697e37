// @ts-check
// A drafted document as Word, made on the reader's machine: real headings, table headers, Japanese fonts.
import * as docx from "docx";

/**
 * A part of a text.
 * @typedef {{kind: "heading", level: number, text: string} | {kind: "paragraph" | "note" | "free", text: string}
 *   | {kind: "list", items: string[], ordered: boolean} | TableBlock} Block
 *
 * A part of a vision's document, as dcb_guide/core/document.py makes it of records alone.
 * @typedef {Block | LineBlock | {kind: "page_break"} | {kind: "contents", text: string} | CoverBlock} DocumentBlock
 *
 * @typedef {object} CoverBlock
 * @property {"cover"} kind
 * @property {string} title
 * @property {string} subtitle
 * @property {string[]} lines
 * @property {string} state
 * @property {string} author
 * @property {string} table_label The word before the number of a table.
 *
 * @typedef {{kind: "table", caption: string, columns: string[], rows: string[][]}} TableBlock
 *
 * The figure from → to: a table here.
 * @typedef {{kind: "line", caption: string, columns: string[], rows: string[][]}} LineBlock
 */

const FONT = { ascii: "Yu Gothic", hAnsi: "Yu Gothic", eastAsia: "游ゴシック", cs: "Yu Gothic" };
const TEXT_COLOUR = "1A1A1A";
const HEADER_FILL = "E8F1FE";
/** A4 and its margins of 20 mm, in twentieths of a point. */
const PAGE = { width: 11906, height: 16838 };
const MARGIN = 1134;
const TEXT_WIDTH = PAGE.width - 2 * MARGIN;

/**
 * Resolve to a Word document of blocks, of which the first is its title.
 *
 * @param {DocumentBlock[]} blocks
 * @param {string} language
 */
export async function wordDocument(blocks, language) {
  const { AlignmentType, Document, Footer, Header, LevelFormat, Packer, PageNumber, Paragraph, TextRun } = docx;
  const cover = blocks.find((block) => block.kind === "cover");
  const [first] = blocks;
  const title = cover?.title ?? ("text" in first ? first.text : "");
  let tables = 0;
  /** @param {DocumentBlock} block The caption of a table gets its number. */
  const numbered = (block) => {
    if (!cover || (block.kind !== "table" && block.kind !== "line")) return block;
    tables++;
    return { ...block, caption: `${cover.table_label} ${tables} ${block.caption}` };
  };
  /** @param {number} size In half points. */
  const heading = (size) => ({
    run: { font: FONT, size, bold: true, color: TEXT_COLOUR },
    paragraph: { keepNext: true, spacing: { before: 240, after: 120 } },
  });
  const steps = {
    level: 0,
    format: LevelFormat.DECIMAL,
    text: "%1.",
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { left: 480, hanging: 360 } } },
  };
  const pageNumber = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT] })],
  });
  const margin = { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
  const written = new Document({
    title,
    creator: cover?.author || "dcb-guide",
    features: { updateFields: true },
    styles: {
      default: {
        document: { run: { font: FONT, size: 21, language: { value: language, eastAsia: "ja-JP" } } },
        title: heading(44),
        heading1: heading(32),
        heading2: heading(26),
        heading3: heading(22),
      },
    },
    numbering: { config: [{ reference: "steps", levels: [steps] }] },
    sections: [
      {
        properties: { page: { size: PAGE, margin } },
        headers: { default: new Header({ children: [new Paragraph(title)] }) },
        footers: { default: new Footer({ children: [pageNumber] }) },
        children: blocks.flatMap((block) => contentOf(numbered(block))),
      },
    ],
  });
  return Packer.toBlob(written);
}

/**
 * @param {DocumentBlock} block
 * @returns {(docx.Paragraph | docx.Table | docx.TableOfContents)[]}
 */
function contentOf(block) {
  const { HeadingLevel, PageBreak, Paragraph, TableOfContents, TextRun } = docx;
  const headings = [HeadingLevel.TITLE, HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3];
  switch (block.kind) {
    case "heading":
      return [new Paragraph({ text: block.text, heading: headings[block.level - 1] })];
    case "cover":
      return [
        new Paragraph({ text: block.subtitle, spacing: { before: 3000 } }),
        new Paragraph({ text: block.title, heading: HeadingLevel.TITLE }),
        new Paragraph({ children: [new TextRun({ text: block.state, bold: true })] }),
        ...block.lines.map((line) => new Paragraph(line)),
        new Paragraph({ children: [new PageBreak()] }),
      ];
    case "contents":
      return [
        new Paragraph({ children: [new TextRun({ text: block.text, bold: true, size: 26 })] }),
        new TableOfContents(block.text, { hyperlink: true, headingStyleRange: "1-2" }),
        new Paragraph({ children: [new PageBreak()] }),
      ];
    case "page_break":
      return [new Paragraph({ children: [new PageBreak()] })];
    case "note":
      return [new Paragraph({ text: block.text, indent: { left: 284 } })];
    case "list": {
      const style = block.ordered ? { numbering: { reference: "steps", level: 0 } } : { bullet: { level: 0 } };
      return block.items.map((text) => new Paragraph({ text, ...style }));
    }
    case "table":
    case "line":
      return [new Paragraph({ text: block.caption, keepNext: true }), table(block), new Paragraph("")];
    default:
      return [new Paragraph(block.text)];
  }
}

/** @param {TableBlock | LineBlock} block */
function table({ columns, rows }) {
  const { Paragraph, ShadingType, Table, TableCell, TableRow, TextRun, WidthType } = docx;
  const widths = columnWidths(columns, rows);
  /** @type {(text: string, column: number, isHead: boolean) => InstanceType<typeof TableCell>} */
  const cell = (text, column, isHead) =>
    new TableCell({
      width: { size: widths[column], type: WidthType.DXA },
      shading: isHead ? { type: ShadingType.CLEAR, fill: HEADER_FILL } : undefined,
      children: [new Paragraph({ children: [new TextRun({ text, size: 17, bold: isHead })] })],
    });
  /** @type {(cells: string[], isHead: boolean) => InstanceType<typeof TableRow>} */
  const row = (cells, isHead) => {
    const children = cells.map((text, column) => cell(text, column, isHead));
    return new TableRow({ tableHeader: isHead, cantSplit: true, children });
  };
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: [row(columns, true), ...rows.map((cells) => row(cells, false))],
  });
}

/**
 * Share the page's width among columns; a column with longer texts gets more, but less than in proportion.
 *
 * @param {string[]} columns
 * @param {string[][]} rows
 */
function columnWidths(columns, rows) {
  const needs = columns.map((head, column) => {
    const longest = Math.max(head.length, ...rows.map((row) => row[column].length));
    return Math.max(6, longest ** 0.7);
  });
  const all = needs.reduce((sum, need) => sum + need, 0);
  return needs.map((need) => Math.round((TEXT_WIDTH * need) / all));
}
