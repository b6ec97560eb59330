// Lets paragraphs grow with their text and warns before unsaved words are lost.
const form = document.getElementById("document");
const fit = (area) => {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
};
const areas = [...form.querySelectorAll("textarea")];
areas.forEach(fit);
addEventListener("resize", () => areas.forEach(fit));

let changed = false;
form.addEventListener("input", (event) => {
  changed = true;
  fit(event.target);
});
form.addEventListener("submit", () => (changed = false));
addEventListener("beforeunload", (event) => changed && event.preventDefault());
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit();
  }
});
