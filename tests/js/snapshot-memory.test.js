// @ts-check
// Python's memory is restored exactly, whatever the program did between its start and the moment it is given the memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedBytes, Snapshot } from "../../overrides/assets/python/snapshot-memory.js";

const PAGE = 65_536;

for (let seed = 1; seed <= 8; seed++) {
  test(`memory is restored as it was, with the numbers of seed ${seed}`, async () => {
    let state = seed;
    const chance = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    /** @type {(bytes: Uint8Array, count: number, end: number) => void} */
    const scatter = (bytes, count, end) => {
      for (; count > 0; count--) bytes[Math.floor(chance() * end)] = Math.floor(chance() * 256);
    };
    const memory = new WebAssembly.Memory({ initial: 4 });
    const target = new Uint8Array(memory.buffer);
    scatter(target, 5_000, 50_000); // the program's own data
    const fresh = target.slice();
    const head = Uint8Array.from({ length: 144 }, () => Math.floor(chance() * 256));
    const started = fresh.slice();
    scatter(started, 9_000, 200_000);
    const parts = changedBytes(new Uint8Array([...head, ...started]), fresh);
    const stored = await new Blob(parts.map((part) => part.slice())).arrayBuffer();
    const snapshot = new Snapshot();
    snapshot.prepare(stored, { memory, sbrk: () => 90_000 });
    scatter(target, 3_000, 90_000); // what the program does before it is given the memory
    const given = snapshot.forPyodide;
    assert.deepEqual(given.subarray(0, 144), head);
    assert.notEqual(Buffer.compare(target, started), 0);
    assert.equal(given.subarray(144).length, 0);
    assert.equal(Buffer.compare(target, started), 0);
  });
}

test("a head that does not fit is an error at the build, not a wrong memory in the browser", () => {
  const fresh = new Uint8Array(PAGE);
  assert.throws(() => changedBytes(new Uint8Array(PAGE + 5_000), fresh), /head of 5000 bytes/);
  assert.throws(() => changedBytes(new Uint8Array(PAGE + 3), fresh), /head of 3 bytes/);
});

test("memory that has not changed is not stored", () => {
  const fresh = new Uint8Array(PAGE).fill(7);
  const [numbers, head, ...runs] = changedBytes(new Uint8Array([1, 2, 3, 4, ...fresh]), fresh);
  assert.deepEqual([...new Uint32Array(numbers.buffer)], [4, PAGE, 0]);
  assert.deepEqual([...head], [1, 2, 3, 4]);
  assert.deepEqual(runs, []);
});
