// Before the first paint: "auto" follows the machine, so that nothing flashes.
const root = document.documentElement;
if (root.dataset.theme === "auto") {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => root.setAttribute("data-mode", dark.matches ? "dark" : "light");
  follow();
  dark.addEventListener("change", follow);
} else {
  root.setAttribute("data-mode", root.dataset.theme);
}
