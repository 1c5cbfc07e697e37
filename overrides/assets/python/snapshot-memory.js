// Python's memory as it is stored (docs/adr/0006): what differs from the memory of a program that was just instantiated,
// since the program's own data travels with the program. Written at build, restored in the browser.
//
// 32-bit numbers, little endian: the length of Pyodide's head, the end of the new program's data, the number of runs; for
// each run how many bytes before it stay as they are and how many it holds. Then the head, then the runs' bytes.

/** A run ends where this many bytes stay as they are: a shorter pause costs less than a new run. */
const PAUSE = 32;
/** Room for Pyodide's head, in bytes: it has to be there before its content is. */
const ROOM = 4096;

/** Return what must be stored of a snapshot. snapshot, fresh: bytes; fresh is a new program's memory. */
export function stored(snapshot, fresh) {
  const head = snapshot.byteLength - fresh.byteLength;
  if (head > ROOM || head % 4 !== 0) throw new Error(`a head of ${head} bytes, where at most ${ROOM} were expected`);
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
    for (let at = start; at < memory.byteLength && at - last <= PAUSE; at++) if (memory[at] !== fresh[at]) last = at;
    lengths.push(start - end, last + 1 - start);
    runs.push(memory.subarray(start, last + 1));
    start = end = last + 1;
  }
  const numbers = Uint32Array.of(head, fresh.findLastIndex(Boolean) + 1, runs.length, ...lengths);
  return [new Uint8Array(numbers.buffer), snapshot.subarray(0, head), ...runs];
}

/** A snapshot for Pyodide whose memory is written in place, where and when Pyodide would copy it. */
export class Snapshot {
  #head = new Uint8Array(ROOM);
  #write = null;

  constructor() {
    const part = (...bounds) => Uint8Array.prototype.subarray.apply(this.#head, bounds);
    this.#head.subarray = (begin, end) => {
      if (end !== undefined) return part(begin, end);
      this.#write();
      return part(ROOM);
    };
  }

  /** What Pyodide is given: the head; asked for what comes after it, the memory is written and nothing is left to copy. */
  get forPyodide() {
    return this.#head;
  }

  /** Take in what was stored, once the program is instantiated and before any of it has run. */
  prepare(buffer, { memory, sbrk }) {
    const [head, dataEnd, count] = new Uint32Array(buffer, 0, 3);
    const lengths = new Uint32Array(buffer, 12, 2 * count);
    const bytes = new Uint8Array(buffer, lengths.byteOffset + lengths.byteLength);
    this.#head.set(bytes.subarray(0, head));
    const data = new Uint8Array(memory.buffer, 0, dataEnd).slice();
    this.#write = () => {
      const place = new Uint8Array(memory.buffer);
      place.set(data);
      place.fill(0, dataEnd, sbrk(0)); // what has run since has written no further
      let from = head;
      let to = 0;
      for (let number = 0; number < lengths.length; number += 2) {
        to += lengths[number];
        const length = lengths[number + 1];
        place.set(bytes.subarray(from, from + length), to);
        from += length;
        to += length;
      }
    };
  }
}
