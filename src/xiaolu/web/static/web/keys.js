// The keyboard map, and the neighbours of a record: a list keeps in the session which records it showed, in which order.
const LISTS = { "/pipeline/": "pipeline", "/pipeline/table/": "pipeline", "/customers/": "customers" };
const RECORD = /^\/(pipeline|customers)\/\d+\/$/;
const PLACES = { p: "/pipeline/", c: "/customers/", i: "/insight/", a: "/activities/", t: "/activities/tickler/" };

const kept = (name) => { try { return JSON.parse(sessionStorage.getItem(`list:${name}`)); } catch { return null; } };

function rememberList() {
  const name = LISTS[location.pathname];
  if (!name) return;
  const found = [...document.querySelectorAll("main a[href]")].map((link) => link.getAttribute("href"));
  const records = [...new Set(found.filter((href) => RECORD.test(href) && href.startsWith(`/${name}/`)))];
  sessionStorage.setItem(`list:${name}`, JSON.stringify({ list: location.pathname + location.search, records }));
}

function showNeighbours() {
  const [, name] = RECORD.exec(location.pathname) ?? [];
  const nav = document.getElementById("neighbours");
  const list = name && kept(name);
  const here = list ? list.records.indexOf(location.pathname) : -1;
  if (!nav || here < 0) return;
  for (const [rel, step] of [["prev", -1], ["next", 1]]) {
    const link = nav.querySelector(`[rel=${rel}]`);
    const target = list.records[here + step];
    if (target) link.href = target; else link.setAttribute("aria-disabled", "true");
  }
  nav.querySelector("[data-list]").href = list.list;
  nav.hidden = false;
}

const follow = (selector) => { const link = document.querySelector(`#neighbours ${selector}[href]`); if (link) link.click(); };
let waitsForPlace = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  if (waitsForPlace && PLACES[event.key]) location.href = PLACES[event.key];
  waitsForPlace = event.key === "g";
  if (event.key === "?") document.getElementById("keys")?.showModal();
  if (event.key === "j") follow("[rel=next]");
  if (event.key === "k") follow("[rel=prev]");
  if (event.key === "u") follow("[data-list]");
});

rememberList();
showNeighbours();
document.body.addEventListener("htmx:afterSettle", rememberList);
