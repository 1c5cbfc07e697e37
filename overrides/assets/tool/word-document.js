// A drafted document as Word, made on the reader's machine: real headings, table headers, Japanese fonts.

const FONT = { ascii: "Yu Gothic", hAnsi: "Yu Gothic", eastAsia: "游ゴシック", cs: "Yu Gothic" };
const HEADER_FILL = "E8F1FE";
/** Width of the text on a page, in twentieths of a point: A4 less 20 mm on each side. */
const WIDTH = 9638;
const MARGIN = 1134;

/** Resolve to a Word document of blocks, as a Blob; title: what stands above each page. */
export async function wordDocument(blocks, title, language) {
  const docx = await import("../docx.mjs");
  const { Document, Packer, Paragraph, Header, Footer, PageNumber, TextRun, AlignmentType, LevelFormat } = docx;
  const bold = (size) => ({ run: { font: FONT, size, bold: true, color: "1A1A1A" }, paragraph: { keepNext: true, spacing: { before: 240, after: 120 } } });
  const lang = { value: { ja: "ja-JP", en: "en-GB" }[language], eastAsia: "ja-JP" };
  const written = new Document({
    title,
    creator: "dcb-guide",
    styles: { default: { document: { run: { font: FONT, size: 21, language: lang } }, title: bold(44), heading1: bold(32), heading2: bold(26), heading3: bold(22) } },
    numbering: { config: [{ reference: "steps", levels: [{ level: 0, format: LevelFormat.DECIMAL, text: "%1.", alignment: AlignmentType.START, style: { paragraph: { indent: { left: 480, hanging: 360 } } } }] }] },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN } } },
        headers: { default: new Header({ children: [new Paragraph(title)] }) },
        footers: { default: new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT] })] })] }) },
        children: blocks.flatMap((block) => contentOf(docx, block)),
      },
    ],
  });
  return Packer.toBlob(written);
}

function contentOf(docx, block) {
  const { Paragraph, HeadingLevel } = docx;
  const heading = [HeadingLevel.TITLE, HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3];
  switch (block.kind) {
    case "heading":
      return [new Paragraph({ text: block.text, heading: heading[block.level - 1] })];
    case "note":
      return [new Paragraph({ text: block.text, indent: { left: 284 } })];
    case "list":
      return block.items.map((text) => new Paragraph(block.ordered ? { text, numbering: { reference: "steps", level: 0 } } : { text, bullet: { level: 0 } }));
    case "table":
      return [new Paragraph({ text: block.caption, keepNext: true }), table(docx, block), new Paragraph("")];
    default:
      return [new Paragraph(block.text)];
  }
}

function table({ Table, TableRow, TableCell, Paragraph, TextRun, WidthType, ShadingType }, { columns, rows }) {
  const needs = columns.map((head, at) => Math.max(6, Math.max(head.length, ...rows.map((row) => row[at].length)) ** 0.7));
  const all = needs.reduce((sum, need) => sum + need, 0);
  const widths = needs.map((need) => Math.round((WIDTH * need) / all));
  const cell = (text, at, head) =>
    new TableCell({
      width: { size: widths[at], type: WidthType.DXA },
      shading: head ? { type: ShadingType.CLEAR, fill: HEADER_FILL } : undefined,
      children: [new Paragraph({ children: [new TextRun({ text, size: 17, bold: head })] })],
    });
  const line = (cells, head) => new TableRow({ tableHeader: head, cantSplit: true, children: cells.map((text, at) => cell(text, at, head)) });
  return new Table({ width: { size: WIDTH, type: WidthType.DXA }, columnWidths: widths, rows: [line(columns, true), ...rows.map((row) => line(row, false))] });
}
