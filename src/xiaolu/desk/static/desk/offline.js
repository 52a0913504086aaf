// Without signal: forms marked data-offline wait on the phone, links marked data-offline open a form that lies in the page.
import { send } from "./offline-send.js";
import { put, waiting, wipe } from "./offline-store.js";

const person = document.body.dataset.person, badge = document.getElementById("offline-badge");
const text = (name) => document.querySelector(`#offline-texts [data-text=${name}]`)?.textContent ?? "";

const say = (sentence) => document.dispatchEvent(new CustomEvent("say", { detail: { text: sentence } }));

export async function show() {
  const entries = await waiting(person).catch(() => []);
  badge.hidden = navigator.onLine && !entries.length;
  badge.classList.toggle("tag-bad", entries.some((entry) => entry.state === "refused"));
  const words = [navigator.onLine ? "" : text("offline"), entries.length ? text("waiting").replace("0", entries.length) : ""];
  badge.querySelector("span").textContent = words.filter(Boolean).join(" · ");
  document.dispatchEvent(new CustomEvent("waiting-changed", { detail: entries }));
}

export async function deliver() {
  const sent = await send(person);
  await show();
  if (sent > 0) {
    say(text("sent").replace("0", sent));
    if (!document.querySelector("dialog[open]")) setTimeout(() => location.reload(), 800);
  }
}

// A form that could not be sent lies in the list of this phone; its key makes sure that it acts once.
async function keep(form) {
  const fields = [...new FormData(form).entries()];
  const key = fields.find(([name]) => name === "idempotency_key")?.[1] || crypto.randomUUID();
  if (!fields.some(([name]) => name === "recorded_at")) fields.push(["recorded_at", new Date().toISOString()]);
  const label = form.dataset.offline || document.title;
  await put({ key, person, address: form.getAttribute("action"), fields, label, at: new Date().toISOString(), state: "waiting" });
  const card = document.querySelector(`[data-card="${new FormData(form).get("opportunity") ?? form.dataset.of}"]`);
  card?.classList.add("is-waiting");
  document.getElementById("drawer").close();
  say(text("kept"));
  show();
}

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(name, (event) => {
    const form = event.detail.elt.closest?.("form[data-offline]");
    if (!form) return;
    event.stopPropagation();
    keep(form);
  });
}

// The form that lies in the page, for links that cannot fetch theirs.
document.addEventListener("drawer-failed", (event) => {
  const link = event.detail, pattern = document.getElementById(link.dataset.offline);
  if (!pattern) return;
  const body = pattern.content.cloneNode(true), form = body.querySelector("form");
  form.setAttribute("action", link.dataset.address);
  form.setAttribute("hx-post", link.dataset.address);
  form.dataset.offline = link.dataset.label;
  for (const [name, value] of Object.entries(JSON.parse(link.dataset.fields ?? "{}"))) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  form.elements.idempotency_key.value = crypto.randomUUID();
  body.querySelector("[data-title]").textContent = link.dataset.label;
  const drawer = document.getElementById("drawer");
  document.getElementById("drawer-content").replaceChildren(body);
  window.htmx.process(drawer);
  if (!drawer.open) drawer.showModal();
});

document.querySelector("form[data-sign-out]")?.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.wiped) return;
  event.preventDefault();
  const entries = await waiting(person).catch(() => []);
  if (entries.length && !window.confirm(text("sign_out").replace("0", entries.length))) return;
  await wipe().catch(() => {});
  await caches?.delete("pages");
  localStorage.removeItem("xiaolu-person");
  form.dataset.wiped = "yes";
  form.requestSubmit();
});

async function begin() {
  if (localStorage.getItem("xiaolu-person") !== person) await globalThis.caches?.delete("pages"); // somebody else's pages
  localStorage.setItem("xiaolu-person", person);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  await show();
  deliver();
}

if (person) {
  begin();
  window.addEventListener("online", deliver);
  window.addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); });
  setInterval(() => { if (!badge.hidden) deliver(); }, 30_000);
}
