// Shows only some rows, for this person alone: a word, a filter view, values of a column.
import { letters } from "./model.js";

export class Narrow {
  constructor(view, parts, changed) {
    Object.assign(this, { view, ...parts, changed });
    let typing;
    this.word.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.set({ word: this.word.value.trim() }), 200);
    });
    this.clear.addEventListener("click", () => {
      this.word.value = "";
      this.set({ word: "", view: 0, kept: {} });
      view.root.focus({ preventScroll: true });
    });
    this.form = this.dialog.querySelector("form");
    this.form.addEventListener("submit", (event) => this.chosen(event.submitter));
    this.form.querySelector("[type=search]").addEventListener("input", (event) => {
      const wanted = event.target.value.toLowerCase();
      for (const line of this.form.querySelectorAll(".values label")) line.hidden = !line.textContent.toLowerCase().includes(wanted);
    });
    for (const button of this.form.querySelectorAll("[data-all]"))
      button.addEventListener("click", () => {
        for (const line of this.form.querySelectorAll(".values label:not([hidden]) input")) line.checked = button.dataset.all === "1";
      });
    this.dialog.addEventListener("close", () => view.root.focus({ preventScroll: true }));
  }

  async set(more) {
    Object.assign(this.view.tab.narrowed, more);
    await this.changed();
  }

  // Offers the tab's filter views and the values of the active column.
  async open() {
    const { tab, selection } = this.view;
    this.column = selection.column;
    const { values } = await tab.book.ask(`${tab.id}/values.json`, { column: this.column });
    const header = tab.frozen ? tab.cell(tab.frozen - 1, this.column).t : "";
    this.form.querySelector(".column").textContent = `Kolom ${letters(this.column)}${header ? ` (${header})` : ""}`;
    const views = [{ id: 0, title: "Semua baris" }, ...tab.views];
    this.form.view.replaceChildren(...views.map(({ id, title }) => new Option(title, id, false, id === tab.narrowed.view)));
    this.form.querySelector(".offered").hidden = !tab.views.length;
    const kept = tab.narrowed.kept[this.column];
    this.form.querySelector(".values").replaceChildren(...values.map(([value, count]) => {
      const line = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value, checked: !kept || kept.includes(value) });
      line.append(box, value || "(Kosong)", Object.assign(document.createElement("small"), { textContent: ` ${count}` }));
      return line;
    }));
    this.form.querySelector("[type=search]").value = "";
    this.dialog.showModal();
  }

  chosen(button) {
    if (button?.value !== "values") return;
    const boxes = [...this.form.querySelectorAll(".values input")];
    const kept = { ...this.view.tab.narrowed.kept };
    delete kept[this.column];
    if (boxes.some((box) => !box.checked)) kept[this.column] = boxes.filter((box) => box.checked).map((box) => box.value);
    this.set({ view: Number(this.form.view.value), kept });
  }

  // Says how many rows are left of how many.
  tell() {
    const { tab } = this.view;
    const left = tab.shown.filter((at) => at >= tab.frozen && at < tab.used).length;
    this.count.textContent = tab.isNarrowed ? `${left} baris cocok` : "";
    this.clear.hidden = !tab.isNarrowed;
  }
}
