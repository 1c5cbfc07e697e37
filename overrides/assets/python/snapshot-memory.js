// @ts-check
// Python's memory as it is stored (docs/adr/0006): what differs from the memory of a program that was just instantiated,
// since the program's own data travels with the program. Written at build, restored in the browser.
//
// 32-bit numbers, little endian: the length of Pyodide's head, the end of the new program's data, the number of runs; for
// each run how many bytes before it stay as they are and how many it holds. Then the head, then the runs' bytes.

/** A run of changed bytes ends where more than so many bytes are unchanged: fewer cost less than a new run. */
const MAX_GAP = 32;
/** Bytes reserved for Pyodide's head, which is asked for before its content is known. */
const HEAD_ROOM = 4096;

/**
 * Return what must be stored of a snapshot, in parts.
 *
 * @param {Uint8Array} snapshot Pyodide's head, then the memory.
 * @param {Uint8Array} fresh A new program's memory.
 */
export function changedBytes(snapshot, fresh) {
  const head = snapshot.byteLength - fresh.byteLength;
  if (head > HEAD_ROOM || head % 4 !== 0)
    throw new Error(`a head of ${head} bytes, where at most ${HEAD_ROOM} were expected`);
  const memory = snapshot.subarray(head);
  const lengths = [];
  const runs = [];
  let end = 0;
  for (let start = 0; start < memory.byteLength; ) {
    if (memory[start] === fresh[start]) {
      start++;
      continue;
    }
    let last = start;
    for (let at = start; at < memory.byteLength && at - last <= MAX_GAP; at++) if (memory[at] !== fresh[at]) last = at;
    lengths.push(start - end, last + 1 - start);
    runs.push(memory.subarray(start, last + 1));
    start = end = last + 1;
  }
  const numbers = Uint32Array.of(head, fresh.findLastIndex(Boolean) + 1, runs.length, ...lengths);
  return [new Uint8Array(numbers.buffer), snapshot.subarray(0, head), ...runs];
}

/** A snapshot for Pyodide whose memory is written in place, where and when Pyodide would copy it. */
export class Snapshot {
  #head = new Uint8Array(HEAD_ROOM);
  #write = () => {};

  constructor() {
    const head = this.#head;
    const write = () => this.#write();
    // Pyodide takes the head as subarray(0, length) and what follows it, the memory, as subarray(length).
    const part = head.subarray.bind(head);
    head.subarray = (begin, end) => {
      if (end !== undefined) return part(begin, end);
      write();
      return part(HEAD_ROOM);
    };
  }

  /** What Pyodide is given: the head. When it asks for what follows, the memory is written and nothing is left to copy. */
  get forPyodide() {
    return this.#head;
  }

  /**
   * Take what was stored, once the program is instantiated and before any of it has run.
   *
   * @param {ArrayBuffer} buffer
   * @param {any} exports Of the program: its memory, and sbrk, which returns the end of what it uses.
   */
  prepare(buffer, { memory, sbrk }) {
    const [head, dataEnd, count] = new Uint32Array(buffer, 0, 3);
    const lengths = new Uint32Array(buffer, 12, 2 * count);
    const bytes = new Uint8Array(buffer, lengths.byteOffset + lengths.byteLength);
    this.#head.set(bytes.subarray(0, head));
    const data = new Uint8Array(memory.buffer, 0, dataEnd).slice();
    this.#write = () => {
      const target = new Uint8Array(memory.buffer);
      target.set(data);
      target.fill(0, dataEnd, sbrk(0)); // what has run since has written no further
      let from = head;
      let to = 0;
      for (let number = 0; number < lengths.length; number += 2) {
        to += lengths[number];
        const length = lengths[number + 1];
        target.set(bytes.subarray(from, from + length), to);
        from += length;
        to += length;
      }
    };
  }
}
