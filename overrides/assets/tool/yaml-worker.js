// @ts-check
// Reads and writes YAML on a thread of its own: a file made to expand without end costs the page nothing, see callOnce.
// Message in: {load: text} or {dump: value}. Messages out: {result} or {failed}.
import { dump, loadAll } from "js-yaml";

/** A record needs none of these; each alias can double what a file expands to. */
const LIMITS = { maxDepth: 20, maxAliases: 100, maxTotalMergeKeys: 100 };

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ result: "load" in data ? loadAll(data.load, LIMITS) : dump(data.dump) });
  } catch (error) {
    self.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
};
