// The list of what waits on this phone: what was written, why it was refused, try again or throw away.
import { deliver } from "./offline.js";
import { put, remove } from "./offline-store.js";

const list = document.getElementById("waiting"), empty = document.getElementById("nothing-waits");
const SHOWN = { result: "", next_day: "→ ", because: "", day: "", account_name: "" };

function line(entry) {
  const row = document.getElementById("waiting-line").content.cloneNode(true);
  row.querySelector("[data-label]").textContent = entry.label;
  row.querySelector("[data-at]").textContent = new Date(entry.at).toLocaleString(document.documentElement.lang);
  row.querySelector("[data-said]").textContent = entry.fields.filter(([name, value]) => name in SHOWN && typeof value === "string" && value).map(([name, value]) => SHOWN[name] + value).join(" · ");
  const refused = row.querySelector("[data-refused]");
  refused.hidden = entry.state !== "refused";
  refused.textContent = entry.message ?? "";
  row.querySelector("[data-again]").addEventListener("click", async () => { await put({ ...entry, state: "waiting", message: "" }); deliver(); });
  row.querySelector("[data-drop]").addEventListener("click", async (event) => { if (window.confirm(event.target.dataset.question)) { await remove(entry.key); deliver(); } });
  return row;
}

document.addEventListener("waiting-changed", ({ detail: entries }) => {
  list.replaceChildren(...entries.map(line));
  empty.hidden = entries.length > 0;
});
