// Small behaviours attached by data-behaviour; idempotent, run again after every HTMX swap.
const behaviours = {
  toast(element) {
    const close = () => element.remove();
    element.querySelector(".toast-close")?.addEventListener("click", close);
    if (!element.classList.contains("toast-bad")) setTimeout(close, 6000);
  },

  shortcut(element) {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      const wanted = event.key === element.dataset.key || ((event.metaKey || event.ctrlKey) && event.key === "k");
      if (!wanted || (typing && event.key === element.dataset.key)) return;
      event.preventDefault();
      element.focus();
    });
  },

  // A link or button that a key presses, unless somebody types.
  press(element) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog[open], [role=grid]")) return;
      if (event.key === element.dataset.key) { event.preventDefault(); element.click(); }
    });
  },

  // Copies what stands in a field.
  copy(button) {
    button.addEventListener("click", async () => {
      const field = document.querySelector(button.dataset.from);
      try { await navigator.clipboard.writeText(field.value); }
      catch { field.select(); document.execCommand("copy"); } // without https
      say(button.dataset.said);
    });
  },

  "go-back"(element) {
    if (history.length > 1) element.addEventListener("click", (event) => { event.preventDefault(); history.back(); });
  },

  "more-menu"(element) {
    const sheet = document.getElementById(element.getAttribute("aria-controls"));
    element.addEventListener("click", () => { sheet.showModal(); element.setAttribute("aria-expanded", "true"); });
    sheet.addEventListener("close", () => element.setAttribute("aria-expanded", "false"));
    sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  },

  // A link with data-behaviour="open-drawer" opens its address in the drawer; without JS it is a page.
  drawer(dialog) {
    const close = () => dialog.close();
    let kept = false; // something was kept that the page beneath does not show yet
    document.body.addEventListener("kept-in-drawer", () => { kept = true; });
    document.body.addEventListener("pipeline-changed", () => { kept = false; });
    dialog.addEventListener("click", (event) => {
      const closing = event.target.closest("[data-close]");
      if (closing) event.preventDefault();
      if (closing || event.target === dialog) close();
    });
    dialog.addEventListener("close", () => {
      document.getElementById("drawer-content").replaceChildren();
      const address = new URL(location.href);
      address.hash = "";
      history.replaceState(history.state, "", address);
      if (kept) window.htmx.trigger(document.body, "pipeline-changed");
    });
  },

  "open-drawer"(link) {
    link.addEventListener("click", async (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const dialog = document.getElementById("drawer");
      try {
        if (link.dataset.offline && !navigator.onLine) throw new Error("offline");
        await window.htmx.ajax("GET", link.getAttribute("href"), { target: "#drawer-content", swap: "innerHTML" });
      } catch {
        document.dispatchEvent(new CustomEvent("drawer-failed", { detail: link }));
        return;
      }
      if (!dialog.open) dialog.showModal();
    });
  },

  "close-drawer-when-done"(form) {
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful && event.detail.elt === form) document.getElementById("drawer").close();
    });
  },

  // Submits its form as soon as a value is chosen; the button stays for people without JS.
  "submit-on-change"(form) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=date], input[type=checkbox], input[type=radio], input[type=month]")) form.requestSubmit();
    });
    form.querySelector("[data-without-js]")?.setAttribute("hidden", "");
  },

  "close-outside"(menu) {
    document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
  },

  "print-page"(button) {
    button.addEventListener("click", () => window.print());
  },

  keys(dialog) {
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  },

  // Rows of a list to choose: the box in the head chooses the page, the button says how many; all that fit are more.
  "choose-rows"(form) {
    const page = document.querySelector(`[form="${form.id}"][data-choose-page]`);
    const all = form.querySelector("[data-choose-all]");
    const rows = () => [...form.elements].filter((one) => one.name === "account");
    const show = () => {
      const chosen = rows().filter((one) => one.checked).length;
      const count = all?.checked ? "" : chosen ? ` (${chosen})` : "";
      form.querySelector("[data-chosen-count]").textContent = count;
      form.querySelector("button").disabled = !chosen && !all?.checked;
      if (page) page.indeterminate = chosen > 0 && chosen < rows().length;
    };
    page?.addEventListener("change", () => { for (const one of rows()) one.checked = page.checked; show(); });
    for (const one of [...rows(), all]) one?.addEventListener("change", show);
    show();
  },

  // A value that is touched is meant: its box is ticked.
  "tick-when-changed"(row) {
    const box = row.querySelector("[data-tick]");
    row.addEventListener("input", (event) => { if (event.target !== box) box.checked = true; });
  },

  confirm(form) {
    form.addEventListener("submit", (event) => {
      if (!window.confirm(form.dataset.question)) event.preventDefault();
    });
  },

  dropzone(zone) {
    const input = zone.querySelector("input[type=file]");
    const name = zone.querySelector("[data-file-name]");
    const show = () => { if (input.files.length) name.textContent = input.files[0].name; };
    input.addEventListener("change", show);
    for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("dropzone-over"); });
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("dropzone-over"));
    zone.addEventListener("drop", (event) => { event.preventDefault(); input.files = event.dataTransfer.files; show(); });
  },
};

export function attach(root) {
  for (const element of [root, ...root.querySelectorAll("[data-behaviour]")]) {
    for (const name of (element.dataset?.behaviour ?? "").split(" ")) {
      if (!behaviours[name] || element.dataset.attached?.split(" ").includes(name)) continue;
      element.dataset.attached = `${element.dataset.attached ?? ""} ${name}`.trim();
      behaviours[name](element);
    }
  }
}

// Ctrl+Enter or ⌘Enter sends the form in which one types.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("form")?.requestSubmit();
});

attach(document.body);
document.body.addEventListener("htmx:load", (event) => attach(event.detail.elt));
// A failure of the server comes as a toast of ours; what a proxy says in its place is not put into the page.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 500 && event.detail.xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.elt.closest?.("form[data-offline]") || event.detail.elt.closest?.("[data-offline]")) return; // it waits on the phone
  say(document.getElementById("toasts").dataset.unsent, "bad");
});
// Other scripts say something with a "say" event: { text, tone }.
document.addEventListener("say", ({ detail }) => say(detail.text, detail.tone));

function say(text, tone = "good") {
  const toast = document.createElement("div");
  toast.className = `toast toast-${tone}`;
  toast.setAttribute("role", tone === "bad" ? "alert" : "status");
  toast.textContent = text;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), 6000);
}
