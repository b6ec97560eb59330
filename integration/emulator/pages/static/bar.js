// Closes the list of people when one presses elsewhere or Escape, and asks before what cannot
// be undone.
const list = document.querySelector("details.acting");

document.addEventListener("click", (event) => {
  if (list.open && !list.contains(event.target)) list.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") list.open = false;
});
