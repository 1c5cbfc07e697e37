// @ts-check
// Reads the records that a file holds, in YAML or JSON, within limits: whatever the file, it takes no more than a moment.
import { isRecord } from "./answers.js";

/** Files larger than this are refused before they are read, in bytes. */
export const MAX_BYTES = 5_000_000;

/**
 * Return every record of a file's text: of a list, or of several YAML documents, in their order. What is no record is
 * left out. Rejects where the text is not in the format.
 *
 * @param {string} name Of the file: what ends in .json is JSON, all else is YAML.
 * @param {string} text
 * @param {(text: string) => Promise<unknown[]>} loadYaml
 */
export async function readRecords(name, text, loadYaml) {
  const documents = name.toLowerCase().endsWith(".json") ? [JSON.parse(text)] : await loadYaml(text);
  return documents.flat().filter(isRecord);
}
