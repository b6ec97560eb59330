// The deeds of the toolbar also behind the right mouse button, and behind one button on a phone.
export class Menu {
  constructor(view, tools, list, act) {
    Object.assign(this, { view, list });
    for (const button of tools.querySelectorAll("[data-do]:not([data-do=menu])")) {
      const copy = button.cloneNode(true);
      copy.setAttribute("role", "menuitem");
      list.append(copy);
    }
    list.addEventListener("click", (event) => {
      this.close();
      act(event.target.closest("button")?.dataset.do);
    });
    list.addEventListener("keydown", (event) => this.key(event));
    view.panes.addEventListener("contextmenu", (event) => {
      if (event.target.closest(".editor, .tip, .choice")) return;
      event.preventDefault();
      this.open(event.clientX, event.clientY);
    });
    addEventListener("pointerdown", (event) => list.hidden || list.contains(event.target) || this.close());
  }

  open(x, y) {
    const { list } = this;
    list.hidden = false;
    list.style.left = `${Math.max(4, Math.min(x, innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = `${Math.max(4, Math.min(y, innerHeight - list.offsetHeight - 8))}px`;
    list.querySelector("button").focus();
  }

  close() {
    this.list.hidden = true;
    this.view.root.focus({ preventScroll: true });
  }

  key(event) {
    const items = [...this.list.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
  }
}
