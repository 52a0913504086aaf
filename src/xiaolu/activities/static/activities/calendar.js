// The calendar: what is dragged is moved by the server, which may refuse; an empty place opens the form of a plan.
const box = document.getElementById("calendar");
const phone = window.matchMedia("(max-width: 700px)").matches;
const VIEWS = { week: "timeGridWeek", day: "timeGridDay", team: "resourceTimeGridDay" };
const two = (number) => String(number).padStart(2, "0");
const dayOf = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
const timeOf = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;

const say = (text, tone) => document.dispatchEvent(new CustomEvent("say", { detail: { text, tone } }));

async function events({ start, end }) {
  const last = new Date(end.getTime() - 1000);
  const asked = new URLSearchParams({ first: dayOf(start), last: dayOf(last), scope: box.dataset.scope });
  const answer = await fetch(`${box.dataset.events}?${asked}`, { headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.problem);
  setTimeout(() => widen(told.events.filter((one) => !one.allDay)));
  return told.events.map((one) => ({ ...one, startEditable: one.editable, durationEditable: one.editable && !one.allDay }));
}

// The hours of a day of work, and whole hours more where something lies earlier or later.
function widen(timed) {
  const first = Math.min(7, ...timed.map((one) => Number(one.start.slice(11, 13))));
  const last = Math.max(21, ...timed.map((one) => (one.end.slice(0, 10) > one.start.slice(0, 10) ? 24 : Number(one.end.slice(11, 13)) + 1)));
  calendar.setOption("slotMinTime", `${two(first)}:00:00`);
  calendar.setOption("slotMaxTime", `${two(last)}:00:00`);
}

async function move({ event, newResource, revert }) {
  if (newResource && newResource.id !== event.extendedProps.owner) { revert(); say(box.dataset.otherOwner, "bad"); return; }
  const form = new URLSearchParams({ day: dayOf(event.start), version: event.extendedProps.version, start: "", minutes: "" });
  if (!event.allDay) {
    form.set("start", timeOf(event.start));
    form.set("minutes", Math.max(Math.round((event.end - event.start) / 60000), 1));
  }
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  try {
    const answer = await fetch(event.extendedProps.move, { method: "POST", body: form, headers: { "X-CSRFToken": token } });
    const told = await answer.json();
    if (answer.ok) say(told.said, "good"); else { revert(); say(told.problem, "bad"); }
  } catch {
    revert();
    say(document.getElementById("toasts").dataset.unsent, "bad");
    return;
  }
  calendar.refetchEvents();
}

async function plan({ date, allDay, resource }) {
  const day = dayOf(date);
  if (!box.dataset.plan || day < box.dataset.today) return;
  const asked = new URLSearchParams({ day });
  if (!allDay) asked.set("start", timeOf(date));
  if (resource) asked.set("owner", resource.id);
  await window.htmx.ajax("GET", `${box.dataset.plan}?${asked}`, { target: "#drawer-content", swap: "innerHTML" });
  document.getElementById("drawer").showModal();
}

function draw() {
  box.hidden = false;
  return window.EventCalendar.create(box, {
    view: VIEWS[box.dataset.view], date: box.dataset.day, firstDay: Number(box.dataset.firstDay), locale: box.dataset.locale, highlightedDates: box.dataset.view === "week" ? [box.dataset.today] : [],
    headerToolbar: { start: "", center: "", end: "" }, allDayContent: box.dataset.wholeDay, allDaySlot: true, nowIndicator: true,
    slotMinTime: "07:00:00", slotMaxTime: "21:00:00", slotDuration: "00:30:00", slotEventOverlap: false,
    slotLabelFormat: (at) => timeOf(at), eventTimeFormat: (start, end) => (phone ? timeOf(start) : `${timeOf(start)}–${timeOf(end)}`),
    dayHeaderFormat: { weekday: "short", month: "numeric", day: "numeric" },
    resources: JSON.parse(document.getElementById("calendar-people").textContent),
    eventSources: [{ events }],
    eventClick: ({ event }) => { if (event.extendedProps.page) location.href = event.extendedProps.page; },
    editable: false, eventStartEditable: false, eventDurationEditable: false, eventDrop: move, eventResize: move, dateClick: plan,
    eventDidMount: ({ el, event }) => { el.title = [event.title, event.extendedProps.collides].filter(Boolean).join(" · "); },
  });
}

// On a phone a week is too narrow: the day it is, unless a view was chosen.
const chosen = new URLSearchParams(location.search).has("view");
const calendar = phone && !chosen ? location.replace(box.dataset.phone) : draw();
