// The active cell and the range: rows and columns by their place in what is loaded.
import { rows, table } from "./table-cells.js";

let active = null; // { id, column }
let corner = null; // the other end of the range

const place = (cell) => ({ id: cell.parentElement.dataset.id, column: cell.cellIndex });
const at = (spot) => spot && table.querySelector(`tr[data-id="${spot.id}"]`)?.cells[spot.column];

export const activeCell = () => at(active);

export function select(cell) {
  active = corner = place(cell);
  show();
}

export function selectTo(cell) {
  if (!active) return select(cell);
  corner = place(cell);
  show();
}

// The rows and the columns (from, to) of the range.
export function range() {
  const all = rows();
  const [one, other] = [active, corner].map((spot) => all.findIndex((row) => row.dataset.id === spot?.id));
  if (one < 0 || other < 0) return { rows: [], from: 0, to: -1 };
  return {
    rows: all.slice(Math.min(one, other), Math.max(one, other) + 1),
    from: Math.min(active.column, corner.column), to: Math.max(active.column, corner.column),
  };
}

export const cellsIn = ({ rows: found, from, to }) => found.map((row) => [...row.cells].slice(from, to + 1));

// One step, or a thousand: to the edge of what is loaded. Whether there was somewhere to go.
export function moved(down, right, extends_ = false) {
  const all = rows();
  const spot = extends_ ? corner : active;
  const row = all.findIndex((one) => one.dataset.id === spot?.id);
  if (row < 0) return false;
  const clamp = (value, most) => Math.max(0, Math.min(most, value));
  const cell = all[clamp(row + down, all.length - 1)].cells[clamp(spot.column + right, all[0].cells.length - 1)];
  if (cell === at(spot)) return false;
  if (extends_) selectTo(cell); else select(cell);
  return true;
}

export function show() {
  for (const cell of table.querySelectorAll("[aria-selected], [tabindex='0']")) {
    cell.removeAttribute("aria-selected");
    if (cell.matches("td")) cell.tabIndex = -1;
    cell.classList.remove("is-active");
  }
  for (const line of cellsIn(range())) for (const cell of line) cell.setAttribute("aria-selected", "true");
  const cell = activeCell();
  if (!cell) return;
  cell.tabIndex = 0;
  cell.classList.add("is-active");
  cell.focus({ preventScroll: true });
  (at(corner) ?? cell).scrollIntoView({ block: "nearest", inline: "nearest" });
}
