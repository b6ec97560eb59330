// Moving about and changing cells without the editor: arrows, mouse, touch, copy, paste, delete.
import { editable } from "./edit.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// Cells of a copied table; quotes keep line breaks inside a cell, as spreadsheets write them.
export const cellsOf = (text) => {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
  for (let found; pattern.lastIndex <= text.length && (found = pattern.exec(text)); ) {
    const quoted = found[1].startsWith('"') && found[1].endsWith('"') && found[1].length > 1;
    rows.at(-1).push(quoted ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]);
    if (!found[2]) break;
    if (found[2] !== "\t") rows.push([]);
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
};
const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export class Hands {
  constructor(view, editor, write) {
    Object.assign(this, { view, editor, write });
    const { root, panes } = view;
    root.addEventListener("keydown", (event) => this.key(event));
    panes.addEventListener("pointerdown", (event) => this.press(event));
    panes.addEventListener("pointermove", (event) => this.drag(event));
    panes.addEventListener("dblclick", (event) => event.target.closest(".cell") && editor.start());
    addEventListener("pointerup", () => (this.dragging = false));
    root.addEventListener("copy", (event) => this.copy(event));
    root.addEventListener("cut", (event) => {
      this.copy(event);
      this.clear();
    });
    root.addEventListener("paste", (event) => this.paste(event));
  }

  select(row, column, stretch = false) {
    const { view } = this;
    const { tab, selection } = view;
    row = Math.max(0, Math.min(row, tab.shown.length - 1));
    column = Math.max(0, Math.min(column, tab.widths.length - 1));
    if (!stretch) Object.assign(selection, { row, column });
    Object.assign(selection, { toRow: row, toColumn: column });
    view.reveal(row, column);
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
      Tab: () => this.step(0, shiftKey ? -1 : 1),
      F2: () => editor.start(),
      Delete: () => this.clear(),
      Backspace: () => this.clear(),
      Home: () => this.select(command ? 0 : row, 0, shiftKey),
      End: () => {
        const { tab } = view;
        const last = tab.shown.filter((at) => at < tab.used).length - 1;
        this.select(command ? last : row, command ? tab.usedColumns - 1 : tab.widths.length - 1, shiftKey);
      },
      PageDown: () => this.step(page, 0, shiftKey),
      PageUp: () => this.step(-page, 0, shiftKey),
      Escape: () => this.select(row, column),
    };
    if (STEPS[key] && command) this.jump(...STEPS[key], shiftKey);
    else if (STEPS[key]) this.step(...STEPS[key], shiftKey);
    else if (deeds[key]) deeds[key]();
    else if (command && key.toLowerCase() === "a") {
      Object.assign(view.selection, { row: 0, column: 0, toRow: view.tab.shown.length - 1, toColumn: view.tab.widths.length - 1 });
      view.soon();
    } else if (key === " " && view.tab.cell(row, column).v === "check") this.toggle(row, column);
    else if (key.length === 1 && !command && !event.altKey) {
      // the browser puts the character into the editor that has the focus by then
      editor.start({ text: "" });
      return;
    } else return;
    event.preventDefault();
  }

  // Ctrl and an arrow: to the edge of what is filled.
  jump(rows, columns, stretch) {
    const { tab } = this.view;
    const [row, column] = [this.view.selection.toRow, this.view.selection.toColumn];
    const lastRow = tab.shown.filter((at) => at < tab.used).length - 1;
    const end = [rows < 0 ? 0 : rows ? Math.max(lastRow, 0) : row, columns < 0 ? 0 : columns ? tab.widths.length - 1 : column];
    this.select(...end, stretch);
  }

  press(event) {
    const { view, editor } = this;
    if (event.button) return;
    const { row, column, head } = view.at(event.clientX, event.clientY);
    const again = row === view.selection.row && column === view.selection.column && !editor.open;
    if (event.pointerType === "mouse") event.preventDefault();
    view.root.focus({ preventScroll: true });
    if (head) {
      const all = head === "row" ? [row, 0, row, view.tab.widths.length - 1] : [0, column, view.tab.shown.length - 1, column];
      const [from, left, to, right] = all;
      Object.assign(view.selection, { row: from, column: left, toRow: to, toColumn: right });
      view.soon();
      return;
    }
    this.select(row, column, event.shiftKey);
    this.dragging = event.pointerType === "mouse";
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
    if (!head && (row !== toRow || column !== toColumn)) this.select(row, column, true);
  }

  toggle(row, column) {
    const { tab } = this.view;
    this.write([{ row, column, text: tab.cell(row, column).t === "TRUE" ? "FALSE" : "TRUE" }]);
  }

  clear() {
    const [top, bottom, left, right] = this.view.area();
    const edits = [];
    for (let row = top; row < bottom; row++)
      for (let column = left; column < right; column++)
        if (editable(this.view.tab.cell(row, column)) !== "") edits.push({ row, column, text: "" });
    this.write(edits);
  }

  copy(event) {
    const [top, bottom, left, right] = this.view.area();
    const lines = [];
    for (let row = top; row < Math.min(bottom, this.view.tab.used + 1); row++) {
      const cells = [];
      for (let column = left; column < right; column++) cells.push(quoted(this.view.tab.cell(row, column).t ?? ""));
      lines.push(cells.join("\t"));
    }
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!text) return;
    event.preventDefault();
    const table = cellsOf(text);
    const [top, bottom, left, right] = this.view.area();
    const one = table.length === 1 && table[0].length === 1;
    const edits = [];
    const tall = one ? bottom - top : table.length;
    for (let r = 0; r < tall; r++) {
      const line = one ? Array(right - left).fill(table[0][0]) : table[r];
      line.forEach((cell, c) => edits.push({ row: top + r, column: left + c, text: cell }));
    }
    this.write(edits);
  }
}
