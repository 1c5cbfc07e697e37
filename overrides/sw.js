// Keeps the tool for days without a network. With a network everything comes from it, so that nothing here is ever stale.

const KEPT = `dcb-guide ${self.registration.scope}`;

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(self.registration.scope)) event.respondWith(answer(event.request));
});

/** Keep the files the tool needs, as the build lists them. */
async function keepAll() {
  const files = await (await fetch("offline.json", { cache: "no-cache" })).json();
  await (await caches.open(KEPT)).addAll(files);
}

async function answer(request) {
  let reply;
  try {
    reply = await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { cacheName: KEPT, ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
  if (reply.ok) keep(request, reply.clone());
  return reply;
}

/** Keep a newer version of a file; one that is kept already is left alone. */
async function keep(request, reply) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request);
  const mark = ({ headers }) => headers.get("etag") ?? headers.get("last-modified");
  if (kept && mark(kept) !== null && mark(kept) === mark(reply)) reply.body?.cancel();
  else await cache.put(request, reply);
}
