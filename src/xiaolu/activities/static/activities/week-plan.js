// The weekly visit plan with the mouse: drag a proposal into a day, or a visit to another one. The buttons do the same.
const days = document.getElementById("week-days");

function send(address, values) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  for (const [name, value] of Object.entries({ ...values, csrfmiddlewaretoken: token })) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

function laid({ item, from, to }) {
  const day = to.closest("[data-day]")?.dataset.day;
  if (!day || from === to) return;
  if (item.dataset.move) { send(item.dataset.move, { day, version: item.dataset.version }); return; }
  const form = item.querySelector(".week-lay");
  send(form.action, { day, person: form.elements.person.value, opportunity: form.elements.opportunity.value });
}

async function attach() {
  if (!days || window.matchMedia("(pointer: coarse)").matches) return;
  const { default: Sortable } = await import(days.dataset.sortable);
  const shared = { sort: false, ghostClass: "is-dragged", animation: 120, filter: "a, button, summary", preventOnFilter: false, onEnd: laid };
  for (const list of days.querySelectorAll("[data-day] .week-visits")) {
    Sortable.create(list, { ...shared, group: "week", draggable: "[data-move]" });
  }
  const proposals = document.getElementById("week-proposals");
  if (proposals) Sortable.create(proposals, { ...shared, group: { name: "week", pull: "clone", put: false }, draggable: ".week-proposal" });
}

attach();
