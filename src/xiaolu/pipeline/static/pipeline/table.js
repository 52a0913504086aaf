// The tracking table as a grid: keys, mouse and clipboard of one table. What they do stands in the other modules.
import { copy, cut, fillDown, paste, clear } from "./table-clipboard.js";
import { edit, editing } from "./table-edit.js";
import { attachSaving, redo, undo } from "./table-save.js";
import { activeCell, moved, select, selectTo } from "./table-select.js";
import { attachWindow, loadEdge } from "./table-window.js";
import { prepare } from "./table-cells.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0],
  Home: [0, -1000], End: [0, 1000] };
const WITH_CONTROL = { z: undo, y: redo, d: fillDown };

// To the first or last row of all, or of the columns: what is not loaded yet is fetched first.
async function toEdge(down, right) {
  if (down) await loadEdge(down);
  moved(down * 1e6, right * 1000);
}

function onKey(event) {
  if (event.target.closest("button, dialog")) return;
  event.stopPropagation(); // single letters are typed here, they are no shortcuts
  if (editing()) return;
  const control = event.ctrlKey || event.metaKey;
  const act = control && WITH_CONTROL[event.shiftKey && event.key.toLowerCase() === "z" ? "y" : event.key.toLowerCase()];
  const step = STEPS[event.key];
  if (act) act();
  else if (step && control && !event.shiftKey) toEdge(event.key === "Home" ? -1 : event.key === "End" ? 1 : step[0], step[1]);
  else if (step) moved(step[0], step[1], event.shiftKey);
  else if (event.key === "Tab") { if (!moved(0, event.shiftKey ? -1 : 1)) return; }
  else if (event.key === "Enter" || event.key === "F2") edit();
  else if (event.key === "Delete" || event.key === "Backspace") clear();
  else if (event.key === "Process") { edit(""); return; } // an input method begins: it types into the field itself
  else if (!control && !event.altKey && event.key.length === 1) edit(event.key);
  else return;
  event.preventDefault();
}

function onMouse(table) {
  let drags = false;
  table.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("tbody td");
    if (!cell || event.button || event.target.closest("input, textarea, button, a")) return;
    if (event.pointerType === "touch") return;
    if (editing()) editing().commit();
    if (event.shiftKey) selectTo(cell); else select(cell);
    drags = true;
    event.preventDefault();
  });
  table.addEventListener("pointerover", (event) => { if (drags && event.target.closest("tbody td")) selectTo(event.target.closest("tbody td")); });
  document.addEventListener("pointerup", () => { drags = false; });
  table.addEventListener("dblclick", (event) => { if (event.target.closest("tbody td") && !event.target.closest("a, input, textarea, button")) edit(); });
  table.addEventListener("click", (event) => {
    const narrow = window.matchMedia("(max-width: 760px)").matches;
    const link = event.target.closest("tbody tr")?.querySelector(".row-edit");
    if (narrow && link && !event.target.closest("a, button")) link.click();
  });
}

const table = document.getElementById("tracking");
if (table) {
  prepare(table);
  attachSaving(table);
  attachWindow(table);
  onMouse(table);
  table.addEventListener("keydown", onKey);
  table.addEventListener("focusin", (event) => { if (event.target.matches("td") && event.target !== activeCell()) select(event.target); });
  for (const [name, act] of Object.entries({ copy, cut, paste })) {
    document.addEventListener(name, (event) => {
      if (!editing() && table.contains(document.activeElement) && !window.matchMedia("(max-width: 760px)").matches) act(event);
    });
  }
}
