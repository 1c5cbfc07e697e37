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
 * @typedef {{kind: "cover", title: string, subtitle: string, lines: string[], state: string, state_shown: string,
 *   author: string, day: string | null, alone?: boolean}} CoverBlock Alone on its page, unless it says otherwise.
 *
 * @typedef {{kind: "table" | "line", caption: string, label?: string, columns: string[], rows: string[][]}} TableBlock
 *
 * @typedef {{label: string, start: string, months: number}} Period
 *
 * @typedef {{kind: "plan", caption: string, label?: string, columns: string[], years: {label: string, periods: number}[],
 *   periods: Period[], rows: {label: string, start: string, end: string}[], marks: {label: string, months: string[]}[]}
 *   } PlanBlock
 *
 * @typedef {InstanceType<typeof docx.TextRun>[]} Title
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
/** Sizes of a title in half points, the share of a line that it may fill, and the width of a letter in its height. */
const LARGEST_TITLE = 44;
const SMALLEST_TITLE = 30;
const ROOM_FOR_TITLE = 0.96;
const NARROW = 0.6;
/** Room after a paragraph of a document, in twentieths of a point; a letter has none. */
const AFTER_PARAGRAPH = 100;
/** Size of a cell's letters in half points, room at its sides in twentieths of a point, full-width characters on a line. */
const CELL_SIZE = 17;
const CELL_PADDING = 230;
const LEAST_CHARACTERS = 4;
/** Width of a bold letter of a wide font in its height. */
const BOLD_LETTER = 0.7;
/** Between the parts of a line. */
const SEPARATOR = "  ";
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
  const after = cover ? AFTER_PARAGRAPH : 0;
  const children = blocks.flatMap((block, number) =>
    contentOf(block, number, { shown, footnotes, title: titleOf(title, language), after }),
  );
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
 * @typedef {{shown: Shown, footnotes: Footnotes, title: Title, after: number}} Beside What is shown besides the blocks,
 *   the document's title, and the room after a paragraph in twentieths of a point.
 *
 * @param {Part} block
 * @param {number} number Its place in the document.
 * @param {Beside} beside
 * @returns {Content[]}
 */
function contentOf(block, number, beside) {
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
      return block.alone === false
        ? headOf(block, beside.title)
        : [...logoOf(beside.shown), ...coverOf(block, beside.title), pageBreak()];
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
      return (block.parts ?? []).flatMap((part) => contentOf(part, number, beside));
    case "prose":
      return [proseOf(block, beside.footnotes)];
    case "picture":
      return pictureOf(block, beside.shown);
    case "note":
      return [new Paragraph({ text: block.text, indent: { left: 284 } })];
    case "list": {
      const style = block.ordered
        ? { numbering: { reference: "steps", level: 0, instance: number } }
        : { bullet: { level: 0 } };
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
      return [new Paragraph({ text: block.text, alignment: block.place, spacing: { after: beside.after } })];
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

/**
 * Return a cover with a page of its own.
 *
 * @param {CoverBlock} cover
 * @param {Title} title
 */
function coverOf({ subtitle, lines, state_shown: state }, title) {
  const { AlignmentType, HeadingLevel, Paragraph } = docx;
  const alignment = AlignmentType.CENTER;
  return [
    new Paragraph({ children: title, heading: HeadingLevel.TITLE, alignment, spacing: { before: ABOVE_TITLE } }),
    new Paragraph({ children: [bold(subtitle, 30)], alignment }),
    new Paragraph({ children: [bold(state, 30)], alignment, spacing: { after: BELOW_STATE } }),
    ...lines.map((text) => new Paragraph({ text, alignment })),
  ];
}

/**
 * Return a title with its subtitle and state above the document's first page.
 *
 * @param {CoverBlock} cover
 * @param {Title} title
 */
function headOf({ subtitle, lines, state }, title) {
  const { HeadingLevel, Paragraph } = docx;
  return [
    new Paragraph({ children: title, heading: HeadingLevel.TITLE, spacing: { before: 0, after: 60 } }),
    new Paragraph({ text: [subtitle, ...lines, state].filter(Boolean).join(SEPARATOR) }),
  ];
}

/**
 * Return a title's lines and the size of its letters in half points: it is set smaller rather than broken, and broken
 * between words alone.
 *
 * @param {string} title
 * @param {string} language
 */
export function titleLines(title, language) {
  const fitting = Math.floor((TEXT_WIDTH / 10 / widthOf(title)) * ROOM_FOR_TITLE);
  const size = Math.max(SMALLEST_TITLE, Math.min(LARGEST_TITLE, fitting));
  const room = (TEXT_WIDTH / 10 / size) * ROOM_FOR_TITLE;
  /** @type {string[]} */
  const lines = [""];
  for (const { segment } of new Intl.Segmenter(language, { granularity: "word" }).segment(title)) {
    const line = lines[lines.length - 1] + segment;
    if (widthOf(line) <= room || lines[lines.length - 1] === "") lines[lines.length - 1] = line;
    else lines.push(segment.trimStart());
  }
  return { size, lines: lines.map((line) => line.trimEnd()) };
}

/**
 * @param {string} title
 * @param {string} language
 * @returns {Title}
 */
function titleOf(title, language) {
  const { size, lines } = titleLines(title, language);
  /** A break of a line, which the library makes at the beginning of a run alone. */
  class LineBreak extends docx.XmlComponent {
    constructor() {
      super("w:br");
    }
  }
  const children = lines.flatMap((line, number) => (number > 0 ? [new LineBreak(), line] : [line]));
  return [new docx.TextRun({ size, children })];
}

/**
 * Return a text's width in its height: a full-width character is as wide as it is high.
 *
 * @param {string} text
 */
function widthOf(text) {
  return [...text].reduce((width, character) => width + (character.charCodeAt(0) < 0x2000 ? NARROW : 1), 0);
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
  const { widths, size } = tableLayout(columns, rows);
  /** @type {(text: string, column: number, isHead: boolean) => InstanceType<typeof TableCell>} */
  const cell = (text, column, isHead) =>
    new TableCell({
      width: { size: widths[column], type: WidthType.DXA },
      shading: isHead ? { type: ShadingType.CLEAR, fill: HEADER_FILL } : undefined,
      children: [new Paragraph({ children: [new TextRun({ text, size, bold: isHead })] })],
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
 * Share the page's width among columns: each has room for its longest word, and what is left goes to longer texts, less
 * than in proportion. Where words alone need more than the page, the type is smaller.
 *
 * @param {string[]} columns
 * @param {string[][]} rows
 */
export function tableLayout(columns, rows) {
  const texts = columns.map((head, column) => [head, ...rows.map((row) => row[column])]);
  const least = texts.map(
    (cells) => CELL_PADDING + Math.max(...cells.map((text) => longestWord(text))) * CELL_SIZE * 10,
  );
  const needed = sum(least);
  if (needed > TEXT_WIDTH) {
    const scale = TEXT_WIDTH / needed;
    return { widths: least.map((width) => Math.floor(width * scale)), size: Math.floor(CELL_SIZE * scale) };
  }
  const wanted = texts.map((cells) => Math.max(...cells.map(({ length }) => length)) ** 0.5);
  const more = wanted.map((want, column) => Math.max(0, (TEXT_WIDTH * want) / sum(wanted) - least[column]));
  const shares = more.map((one) => one / (sum(more) || 1));
  return {
    widths: least.map((width, column) => Math.floor(width + (TEXT_WIDTH - needed) * shares[column])),
    size: CELL_SIZE,
  };
}

/**
 * Return the width of a text's longest word in its height; Japanese breaks anywhere, but not into single characters.
 *
 * @param {string} text
 */
function longestWord(text) {
  const words = text.match(/[!-~]+/g) ?? [];
  return Math.max(LEAST_CHARACTERS, ...words.map((word) => word.length * BOLD_LETTER));
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
