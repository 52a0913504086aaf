// How a cell shows that something was written into it: saving, not sent, refused, changed by somebody else.
import { text } from "./table-cells.js";

const STATES = ["waiting", "sent", "unsent", "refused", "conflict"];

export function unmark(cell) {
  if (!cell) return;
  for (const state of STATES) cell.classList.remove(`is-${state}`);
  cell.removeAttribute("title");
  cell.removeAttribute("aria-invalid");
  cell.querySelector(".grid-conflict")?.remove();
}

export function mark(cell, one) {
  unmark(cell);
  cell.dataset.value = one.value;
  cell.dataset.field = one.field;
  cell.textContent = one.value.replaceAll("\n", " ");
  cell.classList.add(`is-${one.state}`);
  if (one.message) cell.title = one.message;
  if (one.state === "refused" || one.state === "conflict") cell.setAttribute("aria-invalid", "true");
  if (one.conflict) cell.append(settling(one.conflict));
}

// What stands there now, by whom and when, and the two ways on.
function settling({ value, by, at }) {
  const box = document.createElement("div");
  box.className = "grid-conflict";
  const said = document.createElement("p");
  const moment = at ? new Date(at).toLocaleString(document.documentElement.lang) : "";
  said.textContent = [`${text("now")} ${value || "—"}`, by, moment].filter(Boolean).join(" · ");
  box.append(said, ...["mine", "theirs"].map((which) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.dataset.settle = which;
    button.textContent = text(which);
    return button;
  }));
  return box;
}
