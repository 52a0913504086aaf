// What was written: shown at once, sent row by row, marked until the server has said what came of it.
import { cellOf, dress, rowWith, rows, table, text, valueOf } from "./table-cells.js";
import { mark, unmark } from "./table-marks.js";
import { show } from "./table-select.js";

const waiting = new Map(); // "id:field" → { id, field, value, state, message }
const past = [], ahead = []; // each a list of { id, field, before, value }
let sending = false, remark = "";
const MOST = 5000;

export function say(sentence, link = "") {
  const bar = document.getElementById("grid-bar");
  bar.hidden = false;
  bar.querySelector("#grid-said").textContent = sentence;
  const anchor = bar.querySelector("#grid-link");
  anchor.hidden = !link;
  if (link) anchor.href = link;
}

// A sentence that is said once the saving is over.
export const add = (sentence) => { remark = sentence; };

// Write cells, [{ id, field, value } or null, …]; undo knows what stood there before.
export function write(cells, { onto = past, fresh = true } = {}) {
  const changes = cells.filter(Boolean);
  if (!changes.length) return;
  if (fresh) ahead.length = 0;
  onto.push(changes.map((one) => ({ ...one, before: former(one) })));
  for (const one of changes) put({ ...one, state: "waiting", message: "" });
  send();
}

const former = ({ id, field }) => { const cell = cellOf(id, field); return cell ? valueOf(cell) : ""; };

function put(one) {
  waiting.set(`${one.id}:${one.field}`, one);
  const cell = cellOf(one.id, one.field);
  if (cell) mark(cell, one);
}

function step(from, to) {
  const last = from.pop();
  if (last) write(last.map(({ id, field, before }) => ({ id, field, value: before })), { onto: to, fresh: false });
}
export const undo = () => step(past, ahead);
export const redo = () => step(ahead, past);

// Rows with something new to say go out whole: what was refused in them is tried again with it.
export async function send() {
  if (sending) return;
  const fresh = new Set([...waiting.values()].filter((one) => one.state === "waiting").map((one) => one.id));
  const cells = [...waiting.values()].filter((one) => fresh.has(one.id) && one.state !== "conflict").slice(0, MOST);
  if (!cells.length) return;
  sending = true;
  for (const one of cells) one.state = "sent";
  say(text("saving"));
  try {
    const body = cells.map(({ id, field, value, seen }) => ({ id: Number(id), seen: seen ?? Number(rowWith(id)?.dataset.seen ?? 0), field, value }));
    const headers = { "Content-Type": "application/json", "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] };
    const answer = await fetch(table.dataset.cells, { method: "POST", headers, body: JSON.stringify({ cells: body }) });
    if (!answer.ok) throw new Error(answer.status);
    take(await answer.json());
  } catch {
    for (const one of cells) if (one.state === "sent") put({ ...one, state: "unsent", message: text("unsent") });
    say(text("unsent"));
    document.getElementById("grid-again").hidden = false;
  }
  sending = false;
  send();
}

function take(answer) {
  const refused = [];
  for (const { id, field, ok, message, link, conflict } of answer.cells) {
    const key = `${id}:${field}`, one = waiting.get(key);
    if (one?.state !== "sent") continue; // written again meanwhile
    if (ok) { waiting.delete(key); unmark(cellOf(id, field)); }
    else { Object.assign(one, { state: conflict ? "conflict" : "refused", message, link, conflict }); refused.push(one); }
  }
  replace(answer.html);
  const told = refused.find((one) => one.link) ?? refused[0];
  say([told ? `${text("refused")} ${told.message}` : text("saved"), remark].filter(Boolean).join(" "), told?.link);
  remark = "";
}

// The rows as the server has them now; what still waits is shown on top.
function replace(html) {
  const holder = document.createElement("template");
  holder.innerHTML = `<table><tbody>${html}</tbody></table>`;
  const part = holder.content.querySelector("tbody");
  dress(part);
  for (const row of [...part.rows]) rowWith(row.dataset.id)?.replaceWith(row);
  repaint();
  show();
}

export function repaint() {
  for (const one of waiting.values()) { const cell = cellOf(one.id, one.field); if (cell) mark(cell, one); }
}

export const isWaiting = (part) => [...waiting.values()].some((one) => part.contains(rowWith(one.id)));

function settle(cell, mine) {
  const key = `${cell.parentElement.dataset.id}:${cell.dataset.field}`, one = waiting.get(key);
  if (!one) return;
  if (mine) put({ ...one, state: "waiting", message: "", conflict: null });
  else { waiting.delete(key); unmark(cell); cell.dataset.value = cell.textContent = one.conflict.value; }
  send();
}

export function attachSaving() {
  document.getElementById("grid-again").addEventListener("click", (event) => {
    event.target.hidden = true;
    for (const one of waiting.values()) if (one.state === "unsent") one.state = "waiting";
    send();
  });
  document.getElementById("grid-link").addEventListener("click", async (event) => {
    event.preventDefault();
    await window.htmx.ajax("GET", event.target.getAttribute("href"), { target: "#drawer-content", swap: "innerHTML" });
    document.getElementById("drawer").showModal();
  });
  table.addEventListener("click", (event) => {
    const button = event.target.closest("[data-settle]");
    if (button) settle(button.closest("td"), button.dataset.settle === "mine");
  });
  document.body.addEventListener("pipeline-changed", () => { if (!rows().some((row) => isWaiting(row) && row.querySelector(".is-unsent"))) location.reload(); });
  window.addEventListener("beforeunload", (event) => { if ([...waiting.values()].some((one) => ["waiting", "sent", "unsent"].includes(one.state))) event.preventDefault(); });
}
