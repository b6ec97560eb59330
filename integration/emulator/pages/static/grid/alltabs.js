// The list behind the button left of the tabs: every tab, also those that are hidden. Who may only
// look sees no hidden ones there, as in Sheets.
import { dismissed, walked } from "./menu.js";

export class AllTabs {
  constructor(view, button, list, choose) {
    Object.assign(this, { view, button, list, choose });
    button.addEventListener("click", () => (list.hidden ? this.open() : this.close()));
    list.addEventListener("keydown", (event) => walked(this, event));
    dismissed(this, button);
  }

  offer(book, now) {
    this.list.replaceChildren(...book.known.map((tab) => {
      const line = document.createElement("button");
      line.textContent = tab.hidden ? `${tab.title} (tersembunyi)` : tab.title;
      line.className = tab.hidden ? "unseen" : "";
      line.setAttribute("role", "menuitemradio");
      line.setAttribute("aria-checked", tab.sheetId === now);
      line.addEventListener("click", () => {
        this.close();
        this.choose(tab);
      });
      return line;
    }));
  }

  open() {
    const { list, button } = this;
    list.hidden = false;
    const { left, top } = button.getBoundingClientRect();
    list.style.left = `${left}px`;
    list.style.top = `${Math.max(4, top - list.offsetHeight - 4)}px`;
    list.querySelector("button").focus();
  }

  close() {
    this.list.hidden = true;
    this.view.root.focus({ preventScroll: true });
  }
}
