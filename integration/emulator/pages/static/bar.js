// Closes the list of people when one presses elsewhere or Escape, and keeps up with who has new
// mail, so that one sees whose turn it is.
const EVERY = 3000;
const list = document.querySelector("details.acting");
const line = document.querySelector("#waiting > span");

document.addEventListener("click", (event) => {
  if (list.open && !list.contains(event.target)) list.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !list.open) return;
  list.open = false;
  list.querySelector("summary").focus();
});

async function look() {
  const answer = await fetch(`/waiting.json?${new URLSearchParams({ as: line.parentElement.dataset.as })}`);
  if (!answer.ok) return;
  const found = await answer.json();
  // drawn by the server, which escaped every name
  if (line.innerHTML.trim() !== found.line.trim()) line.innerHTML = found.line;
  for (const badge of document.querySelectorAll("[data-unread]")) {
    const count = found.unread[badge.dataset.unread];
    badge.hidden = !count;
    badge.textContent = count ?? "";
  }
}
setInterval(() => document.hidden || look().catch(() => {}), EVERY);
