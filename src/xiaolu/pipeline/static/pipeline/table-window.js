// Rows a window at a time: a part of the table for each page; what lies far from the eye is a gap of the same height.
import { dress, rows, table } from "./table-cells.js";
import { isWaiting, repaint } from "./table-save.js";
import { activeCell, show } from "./table-select.js";

const SIZE = 100;
let pages = 1, height = 34;
const loading = new Map();

const part = (page) => table.querySelector(`tbody[data-page="${page}"]`);
const rowsOf = (page) => (page < pages ? SIZE : table.dataset.count - SIZE * (pages - 1));

function gap(body) {
  const row = document.createElement("tr"), cell = document.createElement("td");
  row.className = "grid-gap";
  row.setAttribute("aria-hidden", "true");
  cell.colSpan = table.tHead.rows[0].cells.length;
  cell.style.height = `${rowsOf(Number(body.dataset.page)) * height}px`;
  row.append(cell);
  body.replaceChildren(row);
  delete body.dataset.loaded;
}

export function load(page) {
  const body = part(page);
  if (!body || body.dataset.loaded) return Promise.resolve();
  if (!loading.has(page)) loading.set(page, fetchInto(body, page).finally(() => loading.delete(page)));
  return loading.get(page);
}

async function fetchInto(body, page) {
  const address = new URL(location.href);
  address.searchParams.set("page", page);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  const holder = document.createElement("template");
  holder.innerHTML = `<table><tbody>${await answer.text()}</tbody></table>`;
  const arrived = holder.content.querySelector("tbody");
  for (const row of [...arrived.rows]) if (table.querySelector(`tr[data-id="${row.dataset.id}"]`)) row.remove(); // moved here by a change
  dress(arrived);
  body.replaceChildren(...arrived.rows);
  body.dataset.loaded = "yes";
  repaint();
}

// Load further parts until so many rows stand there, or there are no more.
export async function loadUntil(count) {
  for (let page = 1; page <= pages && rows().length < count; page += 1) await load(page);
}

// The first window of all, or the last.
export const loadEdge = (down) => load(down > 0 ? pages : 1);

export function attachWindow() {
  pages = Number(table.dataset.pages);
  const here = Number(table.dataset.page), first = part(here);
  first.dataset.loaded = "yes";
  height = rows()[0].getBoundingClientRect().height || height;
  for (let page = 1; page <= pages; page += 1) {
    if (page === here) continue;
    const body = document.createElement("tbody");
    body.dataset.page = page;
    if (page < here) first.before(body); else table.append(body);
    gap(body);
  }
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) load(Number(target.dataset.page));
      else if (target.dataset.loaded && !isWaiting(target) && !target.contains(activeCell())) gap(target);
    }
  }, { root: table.parentElement, rootMargin: "1200px 0px" });
  for (const body of table.tBodies) near.observe(body);
  show();
}
