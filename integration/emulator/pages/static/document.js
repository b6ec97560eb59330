// Lets paragraphs grow with their text, the caret walk from one to the next and Backspace join two,
// and warns before unsaved words are lost.
const form = document.getElementById("document");
const fit = (area) => {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
};
const areas = () => [...form.querySelectorAll("textarea")];
const fitAll = () => areas().forEach(fit);
fitAll();
addEventListener("resize", fitAll);

let changed = false;
const change = (area) => {
  changed = true;
  document.getElementById("unsaved").textContent = "Belum disimpan";
  fit(area);
};
form.addEventListener("input", (event) => change(event.target));

const place = (area, at) => {
  area.focus();
  area.setSelectionRange(at, at);
};
// Where in a document a key leaves the paragraph it is pressed in.
form.addEventListener("keydown", (event) => {
  const area = event.target;
  if (area.tagName !== "TEXTAREA" || area.selectionStart !== area.selectionEnd || event.shiftKey) return;
  const at = area.selectionStart, here = areas().indexOf(area);
  const [above, below] = [areas()[here - 1], areas()[here + 1]];
  const [first, last] = [at === 0, at === area.value.length];
  if (above && first && ["ArrowUp", "ArrowLeft"].includes(event.key)) place(above, above.value.length);
  else if (below && last && ["ArrowDown", "ArrowRight"].includes(event.key)) place(below, 0);
  else if (first && event.key === "Backspace" && joinable(above, area)) join(above, area);
  else if (last && event.key === "Delete" && joinable(area, below)) join(area, below);
  else return;
  event.preventDefault();
});

// Neither a rule nor the border of a cell may stand between two paragraphs that become one.
function joinable(area, next) {
  const between = (rule) =>
    area?.compareDocumentPosition(rule) & 4 && next.compareDocumentPosition(rule) & 2;
  return area && next && area.dataset.cell === next.dataset.cell && ![...form.querySelectorAll("hr")].some(between);
}

function join(area, next) {
  const at = area.value.length;
  area.value += next.value;
  next.previousElementSibling.remove();
  next.remove();
  change(area);
  place(area, at);
}
form.addEventListener("submit", () => (changed = false));
addEventListener("beforeunload", (event) => changed && event.preventDefault());
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit();
  }
});
