// @ts-check
// Reads and writes YAML on a thread of its own: a file made to expand without end costs the page nothing, see callOnce.
// Message in: {load: text, texts} or {dump: value}. Messages out: {result} or {failed}.
import { dump } from "js-yaml";
import { readYaml } from "./yaml-text.js";

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ result: "load" in data ? readYaml(data.load, data.texts) : dump(data.dump) });
  } catch (error) {
    self.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
};
