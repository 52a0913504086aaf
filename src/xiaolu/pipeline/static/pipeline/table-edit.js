// The field in which a cell is typed.
import { columns, fieldOf, isReadOnly, rowOf, table, text, valueOf } from "./table-cells.js";
import { say, write } from "./table-save.js";
import { activeCell, moved, show } from "./table-select.js";

let open = null;
export const editing = () => open;

// Type over the active cell, or (typed undefined) go on with what stands there.
export function edit(typed) {
  const cell = activeCell();
  if (!cell || open) return;
  if (isReadOnly(cell)) { say(text("readonly")); return; }
  const before = valueOf(cell);
  const field = document.createElement(fieldOf(cell) === "note" ? "textarea" : "input");
  const list = columns[cell.cellIndex].list;
  if (list) field.setAttribute("list", list);
  if (list === "of-account") field.addEventListener("input", () => customers(field.value));
  field.className = "grid-input";
  field.value = typed ?? before;
  field.setAttribute("aria-label", table.tHead.rows[0].cells[cell.cellIndex].textContent.trim());
  field.autocomplete = "off";
  const id = rowOf(cell).dataset.id;
  const close = () => { open = null; field.remove(); cell.classList.remove("is-edited"); show(); };
  const commit = () => {
    if (!open) return;
    const value = field.value;
    close();
    if (value !== before) write([{ id, field: columns[cell.cellIndex].field, value }]);
  };
  open = { commit };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the grid's own keys rest while a cell is typed
    if (event.isComposing) return;
    const step = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[event.key];
    if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (step && !(event.key === "Enter" && event.altKey)) { event.preventDefault(); commit(); moved(...step); }
  });
  field.addEventListener("blur", commit);
  cell.classList.add("is-edited");
  cell.append(field);
  field.focus();
  if (typed === undefined) field.select();
}

// The customers that one may choose from, while a name is typed.
async function customers(typed) {
  const answer = await fetch(`${table.dataset.customers}?account_name=${encodeURIComponent(typed)}`).catch(() => null);
  if (answer?.ok) document.getElementById("of-account").innerHTML = await answer.text();
}
