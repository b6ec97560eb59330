// Typing into cells: the editor over a cell, the line above the grid, drop-downs. What is typed
// goes to the server as text; the server says what it means or why not.
import { linkIn } from "./model.js";

// What one would type to have what the cell holds.
export const editable = (cell) => cell.f ?? cell.e ?? cell.t ?? "";
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Editor {
  constructor(view, line, refused, done) {
    Object.assign(this, { view, line, refused, done, open: null });
    this.box = document.createElement("textarea");
    this.box.className = "editor";
    this.box.hidden = true;
    this.box.spellcheck = false;
    this.box.setAttribute("aria-label", "Isi sel");
    this.list = document.createElement("ul");
    this.list.className = "choice";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.follow = document.createElement("a");
    Object.assign(this.follow, { className: "follow", target: "_blank", rel: "noopener", hidden: true });
    view.panes.append(this.box, this.list, this.follow);
    this.box.addEventListener("input", () => this.typed(this.box));
    this.box.addEventListener("pointerdown", () => this.open && (this.open.quick = false));
    this.line.addEventListener("focus", () => this.start({ inLine: true }));
    this.line.addEventListener("input", () => this.typed(this.line));
    for (const field of [this.box, this.line]) {
      field.addEventListener("keydown", (event) => this.key(event, field));
      field.addEventListener("blur", () => setTimeout(() => this.left()));
    }
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) this.finish(item.textContent, [1, 0]);
    });
    for (const element of [this.box, this.list, this.follow])
      element.addEventListener("pointerdown", (event) => event.stopPropagation());
  }

  // Opens the active cell; `text` replaces what it holds, and arrows then end the typing.
  start({ text, inLine = false } = {}) {
    const { view } = this;
    const { row, column } = view.selection;
    const key = view.tab.row(row)?.key;
    if (key === undefined || this.open) return;
    if (this.refused(row, column)) {
      view.root.focus({ preventScroll: true });
      return;
    }
    const cell = view.tab.cell(row, column);
    this.open = { key, row, column, before: editable(cell), chosen: -1, quick: text !== undefined };
    const shown = text ?? this.open.before;
    this.line.value = this.box.value = shown;
    this.follow.hidden = true;
    if (!inLine) {
      this.box.hidden = false;
      this.fit();
      this.box.focus();
      this.box.setSelectionRange(shown.length, shown.length);
    }
    if (cell.v === "list") this.offer(key, column);
  }

  fit() {
    if (!this.open || this.box.hidden) return;
    const { left, top, width, height } = this.view.boxOf(this.open.row, this.open.column);
    const room = Math.max(60, this.view.panes.clientWidth - left - 4);
    Object.assign(this.box.style, { left: `${left}px`, top: `${top}px`, width: `${Math.min(Math.max(width, 120), room)}px`, height: `${height}px` });
    this.box.style.height = `${Math.min(Math.max(height, this.box.scrollHeight), 220)}px`;
  }

  typed(field) {
    const other = field === this.box ? this.line : this.box;
    other.value = field.value;
    this.fit();
    if (this.choices) this.drawChoices(field.value);
  }

  async offer(key, column) {
    const { tab } = this.view;
    const found = await tab.book.ask(`${tab.id}/choices.json`, { key, column }).catch(() => ({}));
    if (this.open?.key !== key || this.open.column !== column) return;
    this.choices = found.choices ?? [];
    this.drawChoices("");
  }

  // The choices that hold what was typed; all of them when nothing was.
  drawChoices(typed) {
    const wanted = typed === this.open.before ? "" : typed.toLowerCase();
    const shown = this.choices.filter((choice) => choice.toLowerCase().includes(wanted));
    this.open.chosen = wanted && shown.length ? 0 : -1;
    this.list.replaceChildren(...shown.map((choice) => {
      const item = document.createElement("li");
      item.textContent = choice;
      item.setAttribute("role", "option");
      return item;
    }));
    this.list.hidden = !shown.length;
    const { left, top, width, height } = this.view.boxOf(this.open.row, this.open.column);
    this.list.style.minWidth = `${width}px`;
    const below = top + height + 2;
    const space = this.view.panes.clientHeight - below;
    const tall = this.list.offsetHeight;
    this.list.style.left = `${Math.max(2, Math.min(left, this.view.panes.clientWidth - this.list.offsetWidth - 4))}px`;
    this.list.style.top = `${space < tall && top > tall ? top - tall - 2 : below}px`;
    this.point(0);
  }

  point(step) {
    const items = [...this.list.children];
    if (!items.length) return;
    if (step) this.open.chosen = (this.open.chosen + step + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", n === this.open.chosen));
    items[this.open.chosen]?.scrollIntoView({ block: "nearest" });
  }

  key(event, field) {
    const { key } = event;
    event.stopPropagation();
    if (!this.open) return;
    if (key === "F2") {
      event.preventDefault();
      this.open.quick = !this.open.quick;
    } else if (key === "Escape") {
      event.preventDefault();
      this.cancel();
    } else if (this.choices && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      this.point(key === "ArrowDown" ? 1 : -1);
    } else if (this.open.quick && ARROWS[key] && !event.shiftKey) {
      event.preventDefault();
      this.finish(field.value, ARROWS[key]);
    } else if (key === "Enter" && (event.altKey || event.ctrlKey)) {
      event.preventDefault();
      field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
      this.typed(field);
    } else if (key === "Enter" || key === "Tab") {
      event.preventDefault();
      const pointed = this.list.children[this.open?.chosen ?? -1]?.textContent;
      const back = event.shiftKey ? -1 : 1;
      this.finish(this.choices && pointed !== undefined ? pointed : field.value, key === "Enter" ? [back, 0] : [0, back], key);
    }
  }

  left() {
    const inside = [this.box, this.line].includes(document.activeElement);
    if (this.open && !inside) this.finish(this.line.value, [0, 0]);
  }

  // Ends typing: the text is sent when it changed, the selection goes on by `step`.
  finish(text, step, key = "") {
    const { open } = this;
    if (!open) return;
    this.close();
    this.done(open, text, step, key);
  }

  cancel() {
    this.close();
    this.done(null, "", [0, 0]);
  }

  close() {
    this.open = null;
    this.choices = null;
    this.box.hidden = this.list.hidden = true;
  }

  // Shows in the line above what the active cell holds, and its link beside it.
  reflect() {
    if (this.open) {
      this.fit();
      return;
    }
    const { view } = this;
    const { row, column } = view.selection;
    const cell = view.tab.cell(row, column);
    this.line.value = editable(cell);
    const link = linkIn(cell);
    this.follow.hidden = !link || Boolean(cell.n);
    if (link) {
      this.follow.href = this.follow.textContent = link;
      const { left, top, height } = view.boxOf(row, column);
      const room = view.panes.clientWidth - this.follow.offsetWidth - 6;
      Object.assign(this.follow.style, { left: `${Math.max(2, Math.min(left, room))}px`, top: `${top + height + 3}px` });
    }
  }
}
