// Cards of the tickler box by keyboard: ↓ ↑ walk, Enter records, m: not reached, d: another day.
const pressed = { Enter: "[data-work]", m: "[data-missed]", d: "[data-put]" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, a, button, [contenteditable], dialog[open]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...document.querySelectorAll(".tickler-card")];
  const here = cards.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step && cards.length) {
    event.preventDefault();
    cards[Math.min(Math.max(here + step, 0), cards.length - 1)].focus();
  }
  const button = here >= 0 && pressed[event.key] && cards[here].querySelector(pressed[event.key]);
  if (button) { event.preventDefault(); button.click(); }
});
