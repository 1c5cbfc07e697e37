// @ts-check
// Writes a Word document on a thread of its own. Message in: {blocks, language}. Messages out: {result: a Blob} or {failed}.
import { wordDocument } from "./word-document.js";

self.onmessage = async ({ data: { blocks, language } }) => {
  try {
    self.postMessage({ result: await wordDocument(blocks, language) });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
