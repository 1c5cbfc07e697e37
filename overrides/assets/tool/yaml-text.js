// @ts-check
// A record as YAML that every reader takes for the same: the site's own, YAML 1.1 (PyYAML), YAML 1.2.
import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE } from "js-yaml";

const TEXT_TAG = "tag:yaml.org,2002:str";
/** Ids, as the model names questions and answers: the only texts that are written without quotation marks … */
const PLAIN = /^[a-z]+(_[a-z0-9]+)*$/;
/** … but for those that YAML of some version takes for something else. */
const CONSTANTS = ["y", "n", "yes", "no", "true", "false", "null", "on", "off"];

/** @param {Parameters<typeof DEFAULT_SCALAR_STYLE_RULES.quoteInvalidPlain>[0]} layout */
function quoteTexts(layout) {
  const { tag, value } = layout.node;
  const isId = PLAIN.test(value) && !CONSTANTS.includes(value);
  // What has several lines is written as a block of lines.
  if (tag === TEXT_TAG && !isId && !value.includes("\n")) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}

/**
 * Return plain data as YAML.
 *
 * @param {unknown} data
 */
export function yamlText(data) {
  return dump(data, { lineWidth: -1, scalarStyleRules: [quoteTexts, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)] });
}
