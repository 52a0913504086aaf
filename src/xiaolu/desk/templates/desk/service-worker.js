// Keeps the shell, and the pages of the day as they were last seen. Everything else needs a signal.
const SHELL = "shell-{{ version }}", PAGES = "pages", MOST = 60, PATIENCE = 6000;
const FILES = [{% for file in shell %}"{{ file|escapejs }}",{% endfor %}];
const KEPT = /^\/(activities\/(tickler|yellow-cards)\/.*|offline\/|customers\/\d+\/|pipeline\/\d+\/)?$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
});

async function file(request) {
  const kept = await caches.match(request);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) (await caches.open(SHELL)).put(request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  fresh.catch(() => {});
  return kept;
}

async function page(request, url) {
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected && KEPT.test(url.pathname)) await keep(request, answer.clone());
    return answer;
  });
  try {
    return await Promise.race([asked, late]);
  } catch {
    const cache = await caches.open(PAGES);
    const kept = await cache.match(request) ?? await cache.match(request, { ignoreSearch: true });
    return kept ?? asked.catch(async () => await cache.match("/") ?? Response.error());
  }
}

async function keep(request, answer) {
  const cache = await caches.open(PAGES);
  await cache.put(request, answer);
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(all.length - MOST, 0))) if (new URL(old.url).pathname !== "/") await cache.delete(old);
}
