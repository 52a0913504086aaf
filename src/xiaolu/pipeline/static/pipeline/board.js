// The board: drag a card, or Alt+arrows on a focused one. The server decides; a refusal puts the card back.
const stages = () => [...document.querySelectorAll("#board .cards")];

async function move(card, from, to) {
  const step = stages().indexOf(to) - stages().indexOf(from);
  const skips = step > 1 && document.getElementById("board").dataset.skips !== "free";
  const asks = to.dataset.kind === "lost" || step < 0 || skips || card.dataset.lacks;
  if (asks) {
    from.append(card);
    await window.htmx.ajax("GET", `${card.dataset.move}?to=${to.dataset.stage}`, { target: "#drawer-content", swap: "innerHTML" });
    document.getElementById("drawer").showModal();
    return;
  }
  await window.htmx.ajax("POST", card.dataset.move, {
    target: "#toasts", swap: "beforeend",
    values: { to: to.dataset.stage, seen: card.dataset.seen },
  });
}

function byKeyboard(event) {
  const card = event.target.closest(".card");
  if (!card || !event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  const from = card.closest(".cards");
  const to = stages()[stages().indexOf(from) + (event.key === "ArrowRight" ? 1 : -1)];
  if (to) move(card, from, to);
}

async function attach(board) {
  if (board.dataset.boardReady) return;
  board.dataset.boardReady = "yes";
  board.addEventListener("keydown", byKeyboard);
  if (window.matchMedia("(pointer: coarse)").matches) return;
  const { default: Sortable } = await import(board.dataset.sortable);
  for (const list of board.querySelectorAll(".cards")) {
    Sortable.create(list, {
      group: "board", sort: false, draggable: ".card", ghostClass: "card-dragged", animation: 120,
      onEnd: ({ item, from, to }) => { if (from !== to) move(item, from, to); },
    });
  }
}

const look = () => { const board = document.getElementById("board"); if (board) attach(board); };
look();
// A move that was refused for what its gate lacks: the server put the list into the drawer.
document.body.addEventListener("open-drawer", () => {
  const drawer = document.getElementById("drawer");
  if (!drawer.open) drawer.showModal();
});
document.body.addEventListener("htmx:load", look);
