// @ts-check
// A file that the page makes and the reader saves, named by what it is of and by the day.

/** Characters that a system refuses in the name of a file. */
const NOT_IN_FILE_NAMES = /[\\/:*?"<>|.]/g;

/**
 * Save a file; return its name.
 *
 * @param {Blob} blob
 * @param {{subject: string, kind: string, ending: string}} named Of whom it is, what it is in a word (or empty), its type.
 */
export function saveFile(blob, { subject, kind, ending }) {
  const of = subject.replace(NOT_IN_FILE_NAMES, " ").trim();
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((one) => String(one).padStart(2, "0"));
  const name = `${[of, kind, day.join("-")].filter(Boolean).join("_").replace(/\s+/g, "-")}.${ending}`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return name;
}
