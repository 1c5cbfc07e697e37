// @ts-check
// Writes YAML on a thread of its own. Message in: {dump: value}. Messages out: {result} or {failed}.
import { dump } from "js-yaml";

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ result: dump(data.dump) });
  } catch (error) {
    self.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
};
