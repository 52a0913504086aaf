// Blocks of cells as tab-separated text, as spreadsheets give and take them.
import { fieldOf, isReadOnly, rowOf, rows, text, valueOf } from "./table-cells.js";
import { add, write } from "./table-save.js";
import { activeCell, cellsIn, range } from "./table-select.js";
import { loadUntil } from "./table-window.js";

const quoted = (value) => (/[\t\n"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

export function copy(event) {
  const block = cellsIn(range()).map((line) => line.map((cell) => quoted(valueOf(cell))).join("\t")).join("\n");
  if (!block && !activeCell()) return;
  event.clipboardData.setData("text/plain", block);
  event.preventDefault();
}

export function cut(event) {
  copy(event);
  clear();
}

// Lines of cells from a spreadsheet's text; a quoted cell may hold tabs and line breaks.
export function parsed(block) {
  const lines = [[]];
  for (const [, quotedCell, plainCell, end] of block.replace(/\r\n?/g, "\n").matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    lines.at(-1).push(quotedCell?.replaceAll('""', '"') ?? plainCell);
    if (end === "\n") lines.push([]);
    if (end === "") break;
  }
  if (lines.length > 1 && lines.at(-1).length === 1 && lines.at(-1)[0] === "") lines.pop();
  return lines;
}

export async function paste(event) {
  const start = activeCell();
  if (!start) return;
  event.preventDefault();
  const found = range();
  let block = parsed(event.clipboardData.getData("text/plain"));
  if (block.length === 1 && block[0].length === 1) block = cellsIn(found).map((line) => line.map(() => block[0][0])); // one value into all
  const first = rows().indexOf(found.rows[0]);
  const id = found.rows[0].dataset.id;
  await loadUntil(first + block.length);
  const all = rows();
  const top = all.findIndex((row) => row.dataset.id === id);
  if (top + block.length > all.length) add(text("below"));
  write(block.flatMap((line, down) => line.map((value, right) => said(all[top + down]?.cells[found.from + right], value))));
}

export function fillDown() {
  const [first, ...others] = cellsIn(range());
  if (first) write(others.flatMap((line) => line.map((cell, place) => said(cell, valueOf(first[place])))));
}

export function clear() {
  write(cellsIn(range()).flat().map((cell) => said(cell, "")));
}

function said(cell, value) {
  return cell && !isReadOnly(cell) && valueOf(cell) !== value ? { id: rowOf(cell).dataset.id, field: fieldOf(cell), value } : null;
}
