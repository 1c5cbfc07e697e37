// @ts-check
// A drafted document as Word, made on the reader's machine: real headings, table headers, Japanese fonts.
import * as docx from "docx";
import { visible } from "../page/text.js";

/**
 * Where a part of a letter is set on the page; else at the left.
 * @typedef {"center" | "right"} Place
 *
 * A part of a document, as dcb_guide/core/document.py makes it.
 * @typedef {{kind: "heading", level: number, text: string, place?: Place}
 *   | {kind: "paragraph" | "note" | "contents", text: string, place?: Place}
 *   | {kind: "list", items: string[], ordered: boolean} | {kind: "page_break"} | CoverBlock | TableBlock | PlanBlock
 *   | BarsBlock | ProseBlock} Block
 *
 * @typedef {{kind: "cover", title: string, subtitle: string, lines: string[], state: string, author: string,
 *   day: string | null}} CoverBlock
 *
 * @typedef {{kind: "table" | "line", caption: string, label?: string, columns: string[], rows: string[][]}} TableBlock
 *
 * @typedef {{label: string, start: string, months: number}} Period
 *
 * @typedef {{kind: "plan", caption: string, label?: string, columns: string[], years: {label: string, periods: number}[],
 *   periods: Period[], rows: {label: string, start: string, end: string}[], marks: {label: string, months: string[]}[]}
 *   } PlanBlock
 *
 * @typedef {{kind: "bars", caption: string, label?: string, columns: string[], rows: [string, number, string][]}}
 *   BarsBlock
 *
 * The prefecture's own prose, with its parts (dcb_guide/vision/prose_blocks.py).
 * @typedef {{kind: "free", text: string, parts?: Part[]}} ProseBlock
 *
 * @typedef {{text?: string, bold?: boolean, italics?: boolean, strike?: boolean, code?: boolean, href?: string,
 *   footnote?: string}} Run
 *
 * @typedef {Block
 *   | {kind: "prose", runs: Run[], style: string, depth?: number, marker?: string}
 *   | {kind: "picture", place: string, alternative: string, caption?: string, label?: string}} Part
 *
 * A picture as PNG, with its size in points of the screen.
 * @typedef {{data: Uint8Array, width: number, height: number}} Picture
 *
 * What a document shows besides its blocks: pictures by their place, which of them is the logo, what the logo shows.
 * @typedef {{pictures?: Record<string, Picture>, logo?: string, logoText?: string}} Shown
 *
 * @typedef {InstanceType<typeof docx.Paragraph | typeof docx.Table | typeof docx.TableOfContents>} Content
 */

const FONT = { ascii: "Yu Gothic", hAnsi: "Yu Gothic", eastAsia: "游ゴシック", cs: "Yu Gothic" };
const TEXT_COLOUR = "1A1A1A";
const HEADER_FILL = "E8F1FE";
/** A4 and its margins of 20 mm, in twentieths of a point. */
const PAGE = { width: 11906, height: 16838 };
const MARGIN = 1134;
const TEXT_WIDTH = PAGE.width - 2 * MARGIN;
/** Room above the title on a cover, and below the state, in twentieths of a point. */
const ABOVE_TITLE = 3000;
const BELOW_STATE = 4000;
/** Most width and height of a picture, and the height of a logo, in points of the screen (96 to the inch). */
const WIDEST = 640;
const HIGHEST = 750;
const LOGO = 83;
/** How far in lists and quotes are, in twentieths of a point. */
const STEP = 400;
const CODE_FONT = "Consolas";
/** Characters of a chart's longest bar. */
const LONGEST_BAR = 18;

/**
 * Resolve to a Word document of blocks, of which the first is its title.
 *
 * @param {Block[]} given
 * @param {string} language
 * @param {Shown} [shown]
 */
export async function wordDocument(given, language, shown = {}) {
  const { AlignmentType, Document, Footer, Header, LevelFormat, Packer, PageNumber, Paragraph, TextRun } = docx;
  const blocks = visible(given);
  const cover = blocks.find((block) => block.kind === "cover");
  const firstHeading = blocks.find((block) => block.kind === "heading");
  const title = cover?.title ?? firstHeading?.text ?? "";
  // A letter begins with what comes before its heading, which stands above no page of it.
  const bareFirstPage = cover !== undefined || blocks[0].kind === "paragraph";
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
  const footnotes = new Footnotes();
  const children = blocks.flatMap((block) => contentOf(block, { shown, footnotes }));
  const margin = { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
  const written = new Document({
    title,
    creator: cover?.author ?? "",
    lastModifiedBy: cover?.author ?? "",
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
    footnotes: footnotes.content,
    sections: [
      {
        properties: { page: { size: PAGE, margin }, titlePage: bareFirstPage },
        headers: { default: new Header({ children: [new Paragraph(title)] }) },
        footers: { default: new Footer({ children: [pageNumber] }) },
        children,
      },
    ],
  });
  return Packer.toBlob(written);
}

/** The footnotes of a document, numbered as they come. */
class Footnotes {
  /** @type {Record<string, {children: InstanceType<typeof docx.Paragraph>[]}>} */
  content = {};
  #count = 0;

  /**
   * Add one and return its number.
   *
   * @param {string} text
   */
  add(text) {
    this.#count++;
    this.content[this.#count] = {
      children: [new docx.Paragraph({ children: [new docx.TextRun({ text, size: 18 })] })],
    };
    return this.#count;
  }
}

/**
 * @typedef {{shown: Shown, footnotes: Footnotes}} Beside What is shown besides the blocks.
 *
 * @param {Part} block
 * @param {Beside} beside
 * @returns {Content[]}
 */
function contentOf(block, beside) {
  const { HeadingLevel, PageBreak, Paragraph, TableOfContents } = docx;
  const headings = [
    HeadingLevel.TITLE,
    HeadingLevel.HEADING_1,
    HeadingLevel.HEADING_2,
    HeadingLevel.HEADING_3,
    HeadingLevel.HEADING_4,
  ];
  const pageBreak = () => new Paragraph({ children: [new PageBreak()] });
  switch (block.kind) {
    case "cover":
      return [...logoOf(beside.shown), ...coverOf(block), pageBreak()];
    case "contents": {
      const contents = new TableOfContents(block.text, { hyperlink: true, headingStyleRange: "1-2" });
      return [new Paragraph({ children: [bold(block.text, 32)] }), contents, pageBreak()];
    }
    case "page_break":
      return [pageBreak()];
    case "heading":
      return [
        new Paragraph({
          text: block.text,
          heading: headings[Math.min(block.level, headings.length) - 1],
          alignment: block.place,
        }),
      ];
    case "free":
      return (block.parts ?? []).flatMap((part) => contentOf(part, beside));
    case "prose":
      return [proseOf(block, beside.footnotes)];
    case "picture":
      return pictureOf(block, beside.shown);
    case "note":
      return [new Paragraph({ text: block.text, indent: { left: 284 } })];
    case "list": {
      const style = block.ordered ? { numbering: { reference: "steps", level: 0 } } : { bullet: { level: 0 } };
      return block.items.map((text) => new Paragraph({ text, ...style }));
    }
    case "table":
      return [caption(block), table(block), new Paragraph("")];
    case "line":
      return [table({ ...block, rows: block.rows.map(withArrows) }), caption(block)];
    case "plan":
      return [table(scheduleOf(block)), caption(block)];
    case "bars":
      return [table(barsOf(block)), caption(block)];
    default:
      return [new Paragraph({ text: block.text, alignment: block.place })];
  }
}

/**
 * Return a paragraph of the prefecture's own prose.
 *
 * @param {{runs: Run[], style: string, depth?: number, marker?: string}} prose
 * @param {Footnotes} footnotes
 */
function proseOf({ runs, style, depth, marker }, footnotes) {
  const { ExternalHyperlink, FootnoteReferenceRun, Paragraph, TextRun } = docx;
  const children = runs.map(({ text = "", href, footnote, code, ...marks }) => {
    if (footnote !== undefined) return new FootnoteReferenceRun(footnotes.add(footnote));
    const font = code ? CODE_FONT : undefined;
    if (!href) return new TextRun({ text, font, ...marks });
    return new ExternalHyperlink({ link: href, children: [new TextRun({ text, style: "Hyperlink", ...marks })] });
  });
  if (marker) children.unshift(new TextRun({ text: `${marker}\t` }));
  const left = depth === undefined ? (style === "quote" ? STEP : 0) : STEP * (depth + 1);
  return new Paragraph({
    children,
    indent: { left, hanging: marker ? STEP : 0 },
    tabStops: marker ? [{ type: docx.TabStopType.LEFT, position: left }] : undefined,
    spacing: { after: style === "code" ? 0 : 80 },
  });
}

/**
 * Return a picture with its caption; of one that could not be read, what it shows.
 *
 * @param {{place: string, alternative: string, caption?: string, label?: string}} block
 * @param {Shown} shown
 */
function pictureOf({ place, alternative, caption: text, label }, { pictures = {} }) {
  const picture = pictures[place];
  const shape = picture ? [imageOf(picture, alternative, WIDEST, HIGHEST)] : [new docx.TextRun(`[${alternative}]`)];
  const paragraph = new docx.Paragraph({ children: shape, keepNext: text !== undefined });
  return text === undefined ? [paragraph] : [paragraph, caption({ kind: "picture", caption: text, label })];
}

/** @param {Shown} shown */
function logoOf({ pictures = {}, logo = "", logoText = "" }) {
  const picture = pictures[logo];
  const alignment = docx.AlignmentType.CENTER;
  if (!picture) return [];
  return [new docx.Paragraph({ children: [imageOf(picture, logoText, WIDEST, LOGO)], alignment })];
}

/**
 * @param {Picture} picture
 * @param {string} description
 * @param {number} widest
 * @param {number} highest
 */
function imageOf({ data, width, height }, description, widest, highest) {
  const scale = Math.min(1, widest / width, highest / height);
  const transformation = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return new docx.ImageRun({ type: "png", data, transformation, altText: { name: "", title: "", description } });
}

/** @param {CoverBlock} cover */
function coverOf({ title, subtitle, lines, state }) {
  const { AlignmentType, HeadingLevel, Paragraph } = docx;
  const alignment = AlignmentType.CENTER;
  return [
    new Paragraph({ text: title, heading: HeadingLevel.TITLE, alignment, spacing: { before: ABOVE_TITLE } }),
    new Paragraph({ children: [bold(subtitle, 30)], alignment }),
    new Paragraph({ children: [bold(`(${state})`, 30)], alignment, spacing: { after: BELOW_STATE } }),
    ...lines.map((text) => new Paragraph({ text, alignment })),
  ];
}

/**
 * @param {string} text
 * @param {number} size In half points.
 */
function bold(text, size) {
  return new docx.TextRun({ text, bold: true, size });
}

/** @param {{kind: string, caption: string, label?: string}} block */
function caption({ kind, caption: text, label }) {
  const { AlignmentType, Paragraph } = docx;
  const isTable = kind === "table";
  const alignment = isTable ? AlignmentType.START : AlignmentType.CENTER;
  return new Paragraph({
    children: [bold(label ? `${label}  ${text}` : text, 19)],
    keepNext: isTable,
    alignment,
    spacing: { before: 120, after: isTable ? 80 : 240 },
  });
}

/** @param {string[]} row */
function withArrows([name, now, way, next, goal]) {
  return [name, now, `→ ${way} →`, next, `→ ${goal}`];
}

/**
 * Return a schedule as a table: a filled square for each period in which something runs.
 *
 * @param {PlanBlock} block
 * @returns {TableBlock}
 */
function scheduleOf({ caption: text, columns, years, periods, rows, marks }) {
  const ofYears = years.flatMap((year) => Array(year.periods).fill(year.label));
  /** @type {(from: string, to: string) => string[]} */
  const touched = (from, to) => periods.map((period) => (touches(from, to, period) ? "■" : ""));
  return {
    kind: "table",
    caption: text,
    columns: [...columns, ...periods.map((period, number) => `${ofYears[number]} ${period.label}`)],
    rows: [
      ...rows.map((row) => [row.label, ...touched(row.start, row.end)]),
      ...marks.map((mark) => [
        mark.label,
        ...periods.map((period) => (mark.months.some((month) => touches(month, month, period)) ? "▲" : "")),
      ]),
    ],
  };
}

/**
 * Return whether what runs from one month to another falls into a period.
 *
 * @param {string} from
 * @param {string} to
 * @param {Period} period
 */
function touches(from, to, { start, months }) {
  const begins = monthNumber(start);
  return monthNumber(from) < begins + months && monthNumber(to) >= begins;
}

/** @param {string} month As YYYY-MM. */
function monthNumber(month) {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
}

/**
 * Return a bar chart as a table.
 *
 * @param {BarsBlock} block
 * @returns {TableBlock}
 */
function barsOf({ caption: text, columns, rows }) {
  const largest = Math.max(1, ...rows.map(([, value]) => value));
  /** @param {number} value */
  const bar = (value) => "█".repeat(value > 0 ? Math.max(1, Math.round((LONGEST_BAR * value) / largest)) : 0);
  return {
    kind: "table",
    caption: text,
    columns: [...columns, ""],
    rows: rows.map(([label, value, shown]) => [label, shown, bar(value)]),
  };
}

/** @param {TableBlock} block */
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
