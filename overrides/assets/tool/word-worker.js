// @ts-check
// Writes a Word document on a thread of its own. Message in: {blocks, language, shown?}. Messages out: {result: a Blob} or {failed}.
import { wordDocument } from "./word-document.js";

self.onmessage = async ({ data: { blocks, language, shown } }) => {
  try {
    self.postMessage({ result: await wordDocument(blocks, language, shown) });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
