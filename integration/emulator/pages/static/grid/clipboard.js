// Copy, cut, paste and delete of areas, as tables that spreadsheets understand.
import { editable } from "./edit.js";

const LOADING = "Isi yang dipilih sedang dimuat. Silakan salin sekali lagi.";

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

export class Clipboard {
  constructor(view, write, say) {
    Object.assign(this, { view, write, say, cut: null });
    view.root.addEventListener("copy", (event) => this.copy(event));
    view.root.addEventListener("cut", (event) => this.copy(event, this.cells()));
    view.root.addEventListener("paste", (event) => this.paste(event));
  }

  // The filled cells of the selection, each as an edit that empties it.
  cells() {
    const { tab } = this.view;
    const [top, bottom, left, right] = this.view.area();
    const found = [];
    for (let row = top; row < bottom; row++)
      for (let column = left; column < right; column++)
        if (editable(tab.cell(row, column)) !== "") found.push({ key: tab.row(row).key, row, column, text: "" });
    return found;
  }

  async clear() {
    const { tab } = this.view;
    const [top, bottom] = this.view.area();
    await tab.need(top, Math.min(bottom, tab.filled()));
    this.write(this.cells());
  }

  // As in Sheets, what was cut stays until it is pasted somewhere.
  copy(event, cut = null) {
    const { tab } = this.view;
    const [top, bottom, left, right] = this.view.area();
    const lines = [];
    event.preventDefault();
    for (let row = top; row < Math.max(top + 1, Math.min(bottom, tab.filled())); row++) {
      if (!tab.row(row)) {
        tab.need(top, Math.min(bottom, tab.filled()));
        this.say(LOADING);
        return;
      }
      const cells = [];
      for (let column = left; column < right; column++) cells.push(quoted(tab.cell(row, column).t ?? ""));
      lines.push(cells.join("\t"));
    }
    const text = lines.join("\n");
    event.clipboardData.setData("text/plain", text);
    this.cut = cut && { tab, text, cells: cut };
    this.view.lifted = [top, bottom, left, right];
    this.view.soon();
  }

  // The area that was copied is no longer marked.
  forget() {
    this.cut = this.view.lifted = null;
    this.view.soon();
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!text) return;
    event.preventDefault();
    const table = cellsOf(text);
    const width = Math.max(...table.map((line) => line.length));
    const [top, bottom, left, right] = this.view.area();
    // a selection that holds the copied area several times is filled with it
    const [tall, wide] = [fitting(bottom - top, table.length), fitting(right - left, width)];
    const edits = [];
    for (let r = 0; r < tall; r++)
      for (let c = 0; c < wide; c++) {
        const cell = table[r % table.length][c % width];
        if (cell !== undefined) edits.push({ row: top + r, column: left + c, text: cell });
      }
    const cut = this.cut?.tab === this.view.tab && this.cut.text === text.replaceAll("\r\n", "\n") ? this.cut.cells : [];
    const written = new Set(edits.map(({ row, column }) => `${row}/${column}`));
    this.forget();
    this.write([...cut.filter(({ row, column }) => !written.has(`${row}/${column}`)), ...edits]);
    Object.assign(this.view.selection, { row: top, column: left, toRow: top + tall - 1, toColumn: left + wide - 1 });
    this.view.soon();
  }
}

const fitting = (room, size) => (room % size ? size : room);
