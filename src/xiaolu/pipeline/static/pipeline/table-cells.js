// Where a cell lies, and what it says.
export let table;
export let columns = [];

export function prepare(element) {
  table = element;
  columns = [...table.querySelectorAll("col")].map((col) => ({ field: col.dataset.field, list: col.dataset.list ?? "", readonly: "readonly" in col.dataset }));
  table.setAttribute("role", "grid");
  table.setAttribute("aria-multiselectable", "true");
  table.setAttribute("aria-rowcount", Number(table.dataset.count) + 1);
  table.setAttribute("aria-colcount", columns.length);
  table.classList.add("is-grid");
  document.querySelector(".pager")?.setAttribute("hidden", "");
  dress(table.tBodies[0]);
  if (table.tBodies[0].rows.length) table.tBodies[0].rows[0].cells[0].tabIndex = 0;
}

// Rows that arrived: what a grid's rows need beside what the server says.
export function dress(part) {
  for (const row of part.rows) {
    for (const cell of row.cells) {
      cell.tabIndex = -1;
      if (isReadOnly(cell)) cell.setAttribute("aria-readonly", "true");
    }
    for (const link of row.querySelectorAll("a")) link.tabIndex = -1;
  }
}

export const text = (name) => document.querySelector(`#grid-texts [data-text=${name}]`)?.textContent ?? "";
export const fieldOf = (cell) => columns[cell.cellIndex].field;
export const rowOf = (cell) => cell.parentElement;
export const isReadOnly = (cell) => columns[cell.cellIndex].readonly || "readonly" in cell.parentElement.dataset;
export const valueOf = (cell) => cell.dataset.value ?? cell.textContent.trim();
export const rows = () => [...table.querySelectorAll("tbody tr[data-id]")];
export const rowWith = (id) => table.querySelector(`tr[data-id="${id}"]`);
export const cellOf = (id, field) => rowWith(id)?.cells[columns.findIndex((column) => column.field === field)];
