// Moving about and choosing cells: arrows, mouse, touch.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Hands {
  constructor(view, editor, clipboard, past, write) {
    Object.assign(this, { view, editor, clipboard, past, write });
    const { root, panes } = view;
    root.addEventListener("keydown", (event) => this.key(event));
    panes.addEventListener("pointerdown", (event) => this.press(event));
    panes.addEventListener("pointermove", (event) => this.drag(event));
    panes.addEventListener("dblclick", (event) => event.target.closest(".cell") && editor.start());
    addEventListener("pointerup", () => (this.dragging = false));
  }

  select(row, column, stretch = false) {
    const { view } = this;
    this.home = null;
    const { tab, selection } = view;
    row = Math.max(0, Math.min(row, tab.shown.length - 1));
    column = Math.max(0, Math.min(column, tab.widths.length - 1));
    if (!stretch) Object.assign(selection, { row, column });
    Object.assign(selection, { toRow: row, toColumn: column });
    view.reveal(row, column);
    if (stretch) this.fetch();
  }

  // The rows of a large selection are brought, so that all of them can be copied.
  fetch() {
    const { tab } = this.view;
    const [top, bottom] = this.view.area();
    tab.need(top, Math.min(bottom, tab.filled())).catch(() => {});
  }

  // After Tab, Tab, Enter typing goes on below where the first Tab began.
  go([rows, columns], key) {
    const { tab, selection } = this.view;
    const home = key === "Tab" ? this.home ?? selection.column : key === "Enter" ? this.home : null;
    if (key === "Enter" && home !== null && home !== undefined) this.select(Math.min(selection.row + rows, tab.shown.length - 1), home);
    else this.step(rows, columns);
    if (key === "Tab") this.home = home;
  }

  step(rows, columns, stretch = false) {
    const { tab, selection } = this.view;
    let row = stretch ? selection.toRow : selection.row;
    let column = stretch ? selection.toColumn : selection.column;
    row += rows;
    do column += columns;
    while (columns && column > 0 && column < tab.widths.length - 1 && !tab.widths[column]);
    this.select(row, column, stretch);
  }

  key(event) {
    const { view, editor } = this;
    const { row, column } = view.selection;
    const { key, shiftKey } = event;
    const command = event.ctrlKey || event.metaKey;
    const page = Math.max(1, view.visible[1] - view.visible[0] - 14);
    const deeds = {
      Enter: () => editor.start(),
      Tab: () => this.go([0, shiftKey ? -1 : 1], "Tab"),
      F2: () => editor.start(),
      Delete: () => this.clipboard.clear(),
      Backspace: () => this.clipboard.clear(),
      Home: () => {
        this.select(command ? 0 : row, 0, shiftKey);
        view.scroller.scrollTo(0, command ? 0 : view.scroller.scrollTop);
      },
      End: () => {
        const { tab } = view;
        this.select(command ? tab.filled() - 1 : row, command ? tab.usedColumns - 1 : tab.widths.length - 1, shiftKey);
      },
      PageDown: () => this.step(page, 0, shiftKey),
      PageUp: () => this.step(-page, 0, shiftKey),
      Escape: () => {
        this.clipboard.forget();
        this.select(row, column);
      },
    };
    // Tab stays in the grid, but after Escape it leaves, so that nobody is caught here
    const leaves = key === "Tab" && this.leaving;
    this.leaving = key === "Escape" || (this.leaving && key === "Shift");
    if (leaves) return;
    const commands = {
      a: () => this.block(0, 0, view.tab.shown.length - 1, view.tab.widths.length - 1),
      z: () => (shiftKey ? this.past.redo() : this.past.undo()),
      y: () => this.past.redo(),
    };
    if (STEPS[key] && command) this.jump(...STEPS[key], shiftKey);
    else if (STEPS[key]) this.step(...STEPS[key], shiftKey);
    else if (deeds[key]) deeds[key]();
    else if (command && commands[key.toLowerCase()]) commands[key.toLowerCase()]();
    else if (key === " " && shiftKey) this.block(view.area()[0], 0, view.area()[1] - 1, view.tab.widths.length - 1);
    else if (key === " " && view.tab.cell(row, column).v === "check") this.toggle(row, column);
    else if (key.length === 1 && !command && !event.altKey) {
      // the browser puts the character into the editor that has the focus by then
      editor.start({ text: "" });
      return;
    } else return;
    event.preventDefault();
  }

  // Selects from one cell to another without moving the screen.
  block(row, column, toRow, toColumn) {
    Object.assign(this.view.selection, { row, column, toRow, toColumn });
    this.view.soon();
    this.fetch();
  }

  // Ctrl and an arrow: to the edge of what is filled.
  jump(rows, columns, stretch) {
    const { tab } = this.view;
    const [row, column] = [this.view.selection.toRow, this.view.selection.toColumn];
    const end = [rows < 0 ? 0 : rows ? Math.max(tab.filled() - 1, 0) : row, columns < 0 ? 0 : columns ? tab.widths.length - 1 : column];
    this.select(...end, stretch);
  }

  press(event) {
    const { view, editor } = this;
    const { row, column, head } = view.at(event.clientX, event.clientY);
    const [top, bottom, left, right] = view.area();
    // the menu of the right button is about the selection it opens in
    const inside = row >= top && row < bottom && (head === "row" || (column >= left && column < right));
    if (event.button && inside) return;
    const again = row === view.selection.row && column === view.selection.column && !editor.open;
    if (event.pointerType === "mouse") event.preventDefault();
    view.root.focus({ preventScroll: true });
    this.dragging = event.pointerType === "mouse" && !event.button && (head || "cell");
    if (head) {
      const { selection } = view;
      const end = head === "row" ? [row, view.tab.widths.length - 1] : [view.tab.shown.length - 1, column];
      const start = event.shiftKey ? [selection.row, selection.column] : [row, column];
      this.block(...(head === "row" ? [start[0], 0] : [0, start[1]]), ...end);
      return;
    }
    this.select(row, column, event.shiftKey);
    if (event.button) return;
    const cell = view.tab.cell(row, column);
    if (cell.v === "check" && again) this.toggle(row, column);
    else if (event.target.closest(".more") || (again && event.pointerType !== "mouse")) {
      event.preventDefault();
      editor.start();
    }
  }

  drag(event) {
    if (!this.dragging || this.editor.open) return;
    const { row, column, head } = this.view.at(event.clientX, event.clientY);
    const { toRow, toColumn } = this.view.selection;
    if (this.dragging === "row") Object.assign(this.view.selection, { toRow: row });
    else if (this.dragging === "column") Object.assign(this.view.selection, { toColumn: column });
    else if (!head && (row !== toRow || column !== toColumn)) this.select(row, column, true);
    this.view.soon();
  }

  toggle(row, column) {
    const { tab } = this.view;
    this.write([{ row, column, text: tab.cell(row, column).t === "TRUE" ? "FALSE" : "TRUE" }]);
  }
}
