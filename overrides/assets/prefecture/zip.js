// @ts-check
// Reads a zip whose files are stored as they are, as the build writes it (PKWARE APPNOTE, 4.3).

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;

/**
 * Return the files of a zip by their names.
 *
 * @param {ArrayBuffer} zip
 * @returns {[string, Uint8Array][]}
 */
export function filesInZip(zip) {
  const view = new DataView(zip);
  const end = zip.byteLength - END_SIZE;
  if (view.getUint32(end, true) !== END) throw new Error("not a zip of the build");
  const text = new TextDecoder();
  /** @type {[string, Uint8Array][]} */
  const files = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== CENTRAL) throw new Error("not a zip of the build");
    const size = view.getUint32(at + 20, true);
    const [nameSize, extraSize, noteSize] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const header = view.getUint32(at + 42, true);
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    files.push([text.decode(new Uint8Array(zip, at + 46, nameSize)), new Uint8Array(zip.slice(start, start + size))]);
    at += 46 + nameSize + extraSize + noteSize;
  }
  return files;
}
