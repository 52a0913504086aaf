// Sends what waits, in its order, each with its key: the server acts once, however often it arrives.
import { put, remove, waiting } from "./offline-store.js";

let sending = false;

// How many were sent; -1 without signal, -2 when somebody else or nobody is signed in.
export async function send(person) {
  if (sending) return 0;
  sending = true;
  try {
    const entries = (await waiting(person)).filter((entry) => entry.state !== "refused");
    if (!entries.length) return 0;
    const signed = await fetch("/offline/token/").then((answer) => answer.json()).catch(() => null);
    if (!signed) return -1;
    if (String(signed.person) !== person) return -2;
    let sent = 0;
    for (const entry of entries) {
      const answer = await post(entry, signed.token);
      if (!answer || answer.status >= 500) break;
      if (answer.status < 400) { await remove(entry.key); sent += 1; }
      else await put({ ...entry, state: "refused", message: await said(answer) });
    }
    return sent;
  } finally {
    sending = false;
  }
}

function post(entry, token) {
  const body = new FormData();
  for (const [name, value] of entry.fields) if (name !== "csrfmiddlewaretoken") body.append(name, value);
  const headers = { "X-CSRFToken": token, "Idempotency-Key": entry.key, "HX-Request": "true" };
  return fetch(entry.address, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
}

// The sentences with which the server refused.
async function said(answer) {
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const found = [...holder.content.querySelectorAll(".field-error, .form-errors, .toast, .panel-warn .lead")].map((one) => one.textContent.trim());
  return found.join(" ") || String(answer.status);
}
