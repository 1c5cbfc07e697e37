// @ts-check
// Reads the records that a file holds, in YAML or JSON, within limits: whatever the file, it takes no more than a moment.
// The command line reads the same files in the same way (dcb_guide/files/); tests/test_same_reader.py compares them.
import { isRecord } from "./answers.js";

/** Files larger than this are refused before they are read, in bytes. */
export const MAX_BYTES = 5_000_000;
/** Controls but tab and line ends, lone surrogates, non-characters: no text of a record needs them. */
const UNWANTED = /(?![\t\n\r\u0085])[\p{Cc}\p{Cs}\ufffe\uffff]/u;
/** What people write in CP932 has kana or ideographs; any bytes from 0x80 on are some text in it. */
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

/**
 * Return a file's text: UTF-8, UTF-16 with its mark, or CP932, which Japanese programs write. Throws the first of
 * `texts` where it is none of them, the second where it holds control characters.
 *
 * @param {Uint8Array} bytes
 * @param {{encoding: string, control: string}} texts The second with the place `value`.
 */
export function decoded(bytes, texts) {
  const [first, second] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "";
  const text = textIn(utf16 || "utf-8", bytes) ?? (utf16 ? null : japanese(bytes));
  if (text === null) throw new Error(texts.encoding);
  const unwanted = UNWANTED.exec(text)?.[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  if (unwanted) throw new Error(texts.control.replace("{value}", `U+${unwanted}`));
  return text;
}

/**
 * @param {string} encoding
 * @param {Uint8Array} bytes
 */
function textIn(encoding, bytes) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** @param {Uint8Array} bytes */
function japanese(bytes) {
  const text = textIn("shift_jis", bytes);
  return text !== null && JAPANESE.test(text) ? text : null;
}

/**
 * Return every record of a file's text: of a list, or of several YAML documents, in their order. What is no record is
 * left out. Rejects where the text is not in the format.
 *
 * @param {string} name Of the file: what ends in .json is JSON, all else is YAML.
 * @param {string} text
 * @param {(text: string) => Promise<unknown[]>} loadYaml
 */
export async function readRecords(name, text, loadYaml) {
  const isJson = name.toLowerCase().endsWith(".json");
  if (isJson) JSON.parse(text);
  // JSON is YAML too, and its reader refuses a doubled key and a number that no answer can be.
  const documents = await loadYaml(isJson ? text.replaceAll("\t", " ") : text);
  return documents.flat().filter(isRecord);
}
