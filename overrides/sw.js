// @ts-check
// Lets the tool work for days without a network. With a network every file comes from it, so that nothing here is ever stale.

const worker = /** @type {any} */ (self);
const CACHE = `dcb-guide ${worker.registration.scope}`;

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(storeAll().then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(worker.registration.scope)) event.respondWith(answer(event.request));
});

/** Store the files the tool needs, as the build lists them. */
async function storeAll() {
  const files = await (await fetch("offline.json", { cache: "no-cache" })).json();
  await Promise.all(files.map(storeOne));
}

/** @param {string} file Its address as the page asks for it, so that it does not come a second time. */
async function storeOne(file) {
  const request = new Request(file);
  const response = await fetch(request);
  if (!response.ok) throw new Error(`${response.status} ${file}`);
  await (await caches.open(CACHE)).put(addressOf(request), response);
}

/** @param {Request} request */
async function answer(request) {
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const stored = await caches.match(addressOf(request), { cacheName: CACHE });
    if (stored) return stored;
    throw error;
  }
  if (response.ok) store(request, response.clone()).catch(() => {}); // it came incomplete, or there is no room
  return response;
}

/**
 * Store a newer version of a file; one that is stored already is left alone.
 *
 * @param {Request} request
 * @param {Response} response
 */
async function store(request, response) {
  const cache = await caches.open(CACHE);
  const stored = await cache.match(addressOf(request));
  const version = (/** @type {Response} */ { headers }) => headers.get("etag") ?? headers.get("last-modified");
  if (stored && version(stored) !== null && version(stored) === version(response)) response.body?.cancel();
  else await cache.put(addressOf(request), response);
}

/**
 * Return a request's address without what follows "?", which only names a version or a query of the page's own.
 *
 * @param {Request} request
 */
function addressOf({ url }) {
  return url.split("?")[0];
}
