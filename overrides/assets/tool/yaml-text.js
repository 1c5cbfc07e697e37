// @ts-check
// YAML text as plain data, read as the command line reads it (dcb_guide/files/yaml_positions.py): the same file has the
// same answers in both. A plain text is null, yes or no, true or false, a decimal number, or itself; what YAML 1.1 or 1.2
// would take for another number than people do (010, 1:30, 0x10) is refused.
import { defineScalarTag, FAILSAFE_SCHEMA, loadAll } from "js-yaml";

const CONSTANTS = new Map([
  ["", null],
  ["~", null],
  ["null", null],
  ["true", true],
  ["false", false],
  ["yes", true],
  ["no", false],
]);
const NUMBER = /^[-+]?(?:0|[1-9][0-9]*)$|^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+)$/;
const OTHER_NUMBERS = [
  /^[-+]?(?:0[0-9_]+|0[xXoO][0-9a-fA-F_]+|0[bB][01_]+|[0-9]+(?:_[0-9]+)+)$/,
  /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/,
  /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$|^[-+]?Infinity$|^NaN$/,
];
/** As in dcb_guide/files/limits.py. */
const MAX_DIGITS = 15;
const MAX_DEPTH = 32;

/**
 * What is said of a number that is not read: texts with the places `value` and `limit`.
 * @typedef {{other: string, long: string}} NumberTexts
 */

/**
 * Read every document of a text. Throws what js-yaml throws, and an error with one of `texts` for a number.
 *
 * @param {string} text
 * @param {NumberTexts} texts
 * @returns {unknown[]}
 */
export function readYaml(text, texts) {
  const plain = defineScalarTag("tag:yaml.org,2002:plain", {
    implicit: true,
    identify: () => false,
    resolve: (source) => plainValue(source, texts),
  });
  return loadAll(text, { schema: FAILSAFE_SCHEMA.withTags(plain), maxDepth: MAX_DEPTH, maxAliases: 0 });
}

/**
 * @param {string} source
 * @param {NumberTexts} texts
 */
function plainValue(source, texts) {
  const lower = source.toLowerCase();
  const title = lower.charAt(0).toUpperCase() + lower.slice(1);
  if (CONSTANTS.has(lower) && [lower, title, lower.toUpperCase()].includes(source)) return CONSTANTS.get(lower);
  if (NUMBER.test(source)) {
    const number = Number(source);
    const tooLong = /^[-+0-9]+$/.test(source) ? source.length > MAX_DIGITS : !Number.isFinite(number);
    if (tooLong) throw new Error(texts.long.replaceAll("{limit}", String(MAX_DIGITS)));
    return number;
  }
  if (OTHER_NUMBERS.some((one) => one.test(source)))
    throw new Error(texts.other.replaceAll("{value}", () => source.slice(0, MAX_DIGITS)));
  return source;
}
