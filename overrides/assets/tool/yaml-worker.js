// @ts-check
// Writes YAML on a thread of its own. Message in: {dump: value}. Messages out: {result} or {failed}.
import { yamlText } from "./yaml-text.js";

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ result: yamlText(data.dump) });
  } catch (error) {
    self.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
};
