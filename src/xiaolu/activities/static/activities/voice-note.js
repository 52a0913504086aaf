// A voice note for a form: recorded, heard before it is saved, and then one of the form's files.
import { kind, record } from "./recorder.js";

const notes = new WeakMap(); // form → its note
let carried = null; // from a form that came back with errors to the one in its place

function voiceNote(box) {
  const form = box.closest("form"), input = form?.elements[box.dataset.into];
  if (!kind || !input) return;
  const part = (name) => box.querySelector(`[data-${name}]`);
  let stop = null, note = null, sending = false;

  const show = (state, said = "") => {
    for (const name of ["record", "running", "kept"]) part(name).hidden = name !== state;
    part("said").textContent = said;
    part("said").hidden = !said;
  };

  // The note lies beside the files that were chosen.
  const keep = (file) => {
    const files = new DataTransfer();
    for (const one of input.files) if (one !== note) files.items.add(one);
    if (file) files.items.add(file);
    input.files = files.files;
    note = file && input.files[input.files.length - 1];
    notes.set(form, note);
    URL.revokeObjectURL(part("play").src);
    if (file) part("play").src = URL.createObjectURL(file);
    else part("play").removeAttribute("src");
    show(file ? "kept" : "record");
  };

  const done = (chunks, since) => {
    stop = null;
    if (!box.isConnected) return; // the form was closed meanwhile
    const local = new Date(since - new Date(since).getTimezoneOffset() * 60000).toISOString();
    const name = `${box.dataset.name} ${local.slice(0, 16).replace("T", " ").replace(":", ".")}.${kind[1]}`;
    keep(new File(chunks, name, { type: kind[0].split(";")[0] }));
    if (sending) form.requestSubmit();
  };

  const tick = (seconds) => { part("time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`; };

  part("record").addEventListener("click", async () => {
    if (!navigator.onLine) return show("record", box.dataset.offline);
    part("record").disabled = true; // while the browser asks
    try {
      stop = await record({ wanted: () => box.isConnected, tick, done });
      show("running");
      part("stop").focus();
    } catch (error) {
      show("record", error.name === "NotFoundError" ? box.dataset.none : box.dataset.refused);
    }
    part("record").disabled = false;
  });
  part("stop").addEventListener("click", () => stop?.());
  part("discard").addEventListener("click", () => { keep(null); part("record").focus(); });
  // Choosing files anew replaces what the field holds: the note is put back.
  input.addEventListener("change", () => { if (note && ![...input.files].includes(note)) keep(note); });
  form.addEventListener("submit", (event) => {
    if (!stop) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sending = true;
    stop();
  }, { capture: true });
  box.hidden = false;
  keep(carried);
  carried = null;
}

function attach(root) {
  for (const box of root.querySelectorAll("[data-behaviour~='voice-note']:not([data-attached])")) {
    box.dataset.attached = "voice-note";
    voiceNote(box);
  }
}

attach(document);
document.body.addEventListener("htmx:load", (event) => attach(event.detail.elt.parentElement ?? document));
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  carried = detail.xhr.status === 422 ? notes.get(detail.requestConfig?.elt) ?? null : null;
});
