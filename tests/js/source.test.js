// @ts-check
// Files are read whole or not at all, however often they were compressed on the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open, read } from "../../overrides/assets/python/source.js";

const CONTENT = Buffer.from("Python's memory, say. ".repeat(5000));

/** @param {Buffer} bytes */
function sourceOf(bytes, size = CONTENT.length) {
  return { base64: bytes.toString("base64"), size };
}

for (const [how, bytes] of /** @type {[string, Buffer][]} */ ([
  ["compressed", gzipSync(CONTENT)],
  ["compressed once more by the server", gzipSync(gzipSync(CONTENT))],
  ["inflated already by the browser", CONTENT],
])) {
  test(`a file is read that comes ${how}`, async () => {
    assert.equal(Buffer.compare(Buffer.from(await read(sourceOf(bytes))), CONTENT), 0);
  });

  for (const share of [0, 0.5, 0.999]) {
    test(`a file that comes ${how} is an error where only ${share} of it came`, async () => {
      await assert.rejects(read(sourceOf(bytes.subarray(0, Math.floor(bytes.length * share)))));
    });
  }
}

test("a file of another length than the page knows is an error: it belongs to another version", async () => {
  await assert.rejects(read(sourceOf(gzipSync(CONTENT), CONTENT.length + 1)), /of 110001 bytes/);
});

test("one byte and none are read as they are", async () => {
  for (const bytes of [Buffer.of(0x1f), Buffer.of()]) {
    const content = await new Response(await open(sourceOf(bytes, bytes.length))).arrayBuffer();
    assert.deepEqual(Buffer.from(content), bytes);
  }
});

test("what comes is counted, and the whole of it is passed on", async () => {
  const plain = globalThis.fetch;
  let counted = 0;
  const { open: openCounted } = await importWith(async () => new Response(Buffer.alloc(1_000_000)));
  const stream = await openCounted({ url: "x", size: 0 }, (/** @type {number} */ bytes) => {
    counted += bytes;
  });
  const content = await new Response(stream).arrayBuffer();
  globalThis.fetch = plain;
  assert.equal(content.byteLength, 1_000_000);
  assert.ok(counted > 500_000 && counted <= 1_000_000);
});

test("an answer other than the file is an error", async () => {
  const plain = globalThis.fetch;
  const { read: readOther } = await importWith(async () => new Response("not here", { status: 404 }));
  await assert.rejects(readOther({ url: "x", size: 8 }), /404/);
  globalThis.fetch = plain;
});

/**
 * Import the module anew with another fetch, which it takes when it is loaded.
 *
 * @param {() => Promise<Response>} fetch
 */
async function importWith(fetch) {
  globalThis.fetch = fetch;
  return import(`../../overrides/assets/python/source.js?${Math.random()}`);
}
