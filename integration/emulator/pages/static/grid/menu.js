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
    list.addEventListener("keydown", (event) => walked(this, event));
    view.panes.addEventListener("contextmenu", (event) => {
      if (event.target.closest(".editor, .tip, .choice")) return;
      event.preventDefault();
      this.open(event.clientX, event.clientY);
    });
    dismissed(this);
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
}

// Keys within an open list of buttons.
export function walked(menu, event) {
  const items = [...menu.list.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") menu.close();
  else return;
  event.preventDefault();
}

// A press anywhere else closes the list; its own button does that by itself.
export function dismissed(menu, button = null) {
  const { list } = menu;
  const within = (target) => list.contains(target) || button?.contains(target);
  addEventListener("pointerdown", (event) => list.hidden || within(event.target) || menu.close());
}
