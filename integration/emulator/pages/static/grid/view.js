// Draws the visible part of a tab: headers, frozen panes, cells, the selection. Only rows and
// columns on the screen have elements; everything else is numbers.
import { letters, linkIn } from "./model.js";

const HEAD_WIDTH = 46, HEAD_HEIGHT = 24, SPARE = 6, LETTER = 8;

const made = (name, className, parent) => {
  const element = document.createElement(name);
  element.className = className;
  parent?.append(element);
  return element;
};
const rowName = (tab, place) => (tab.shown[place] ?? 0) + 1;
// The last place whose beginning lies at or before a point.
const find = (starts, point) => {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= point) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
};

class Pane {
  constructor(parent, className) {
    this.box = made("div", `pane ${className}`, parent);
    this.layer = made("div", "layer", this.box);
    this.rows = new Map();
    this.area = made("div", "area", this.layer);
    this.lifted = made("div", "lifted", this.layer);
    this.active = made("div", "active", this.layer);
  }

  set(left, top, width, height, x, y) {
    Object.assign(this.box.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    this.box.hidden = width <= 0 || height <= 0;
    this.layer.style.transform = `translate(${-x}px, ${-y}px)`;
  }
}

export class View {
  constructor(root) {
    this.root = root;
    this.scroller = made("div", "scroller", root);
    this.scroller.tabIndex = -1;
    this.extent = made("div", "extent", this.scroller);
    this.panes = made("div", "panes", this.extent);
    this.body = new Pane(this.panes, "body");
    this.left = new Pane(this.panes, "leftside");
    this.top = new Pane(this.panes, "topside");
    this.corner = new Pane(this.panes, "corner");
    this.columns = new Pane(this.panes, "columns");
    this.frozenColumns = new Pane(this.panes, "columns");
    this.numbers = new Pane(this.panes, "numbers");
    this.frozenNumbers = new Pane(this.panes, "numbers");
    made("div", "origin", this.panes);
    this.charts = made("div", "charts", this.body.layer);
    this.selection = { row: 0, column: 0, toRow: 0, toColumn: 0 };
    this.generation = 0;
    this.scroller.addEventListener("scroll", () => this.soon(), { passive: true });
    new ResizeObserver(() => this.soon()).observe(root);
  }

  show(tab) {
    if (tab !== this.tab) this.scroller.scrollTo(0, 0);
    this.tab = tab;
    this.chartsOf = null;
    this.renew();
  }

  // Everything drawn is out of date.
  renew() {
    this.generation += 1;
    this.soon();
  }

  soon() {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.waiting = 0;
    const { tab } = this;
    if (!tab?.tops) return;
    const [total, wide] = [tab.tops.at(-1), tab.lefts.at(-1)];
    this.extent.style.width = `${HEAD_WIDTH + wide + 60}px`;
    this.extent.style.height = `${HEAD_HEIGHT + total + 40}px`;
    const width = this.scroller.clientWidth, height = this.scroller.clientHeight;
    Object.assign(this.panes.style, { width: `${width}px`, height: `${height}px` });
    this.frozenHeight = Math.min(tab.tops[tab.frozen], height / 2);
    // on a phone, frozen columns that fill the screen would hide the rest
    this.frozenCount = tab.lefts[tab.frozenColumns] < width / 2 ? tab.frozenColumns : 0;
    this.frozenWidth = tab.lefts[this.frozenCount];
    const x = this.scroller.scrollLeft, y = this.scroller.scrollTop;
    const innerWidth = width - HEAD_WIDTH - this.frozenWidth;
    const innerHeight = height - HEAD_HEIGHT - this.frozenHeight;
    const rows = [find(tab.tops, y + this.frozenHeight), find(tab.tops, y + this.frozenHeight + innerHeight) + 1];
    const columns = [find(tab.lefts, x + this.frozenWidth), find(tab.lefts, x + this.frozenWidth + innerWidth) + 1];
    rows[0] = Math.max(tab.frozen, rows[0] - SPARE);
    rows[1] = Math.min(tab.shown.length, rows[1] + SPARE);
    columns[0] = Math.max(this.frozenCount, columns[0] - 1);
    this.visible = rows;
    const [fx, fy, bx, by] = [HEAD_WIDTH, HEAD_HEIGHT, HEAD_WIDTH + this.frozenWidth, HEAD_HEIGHT + this.frozenHeight];
    const [sx, sy] = [x + this.frozenWidth, y + this.frozenHeight];
    const still = [0, tab.frozen], fixed = [0, this.frozenCount];
    this.pane(this.body, [bx, by, innerWidth, innerHeight, sx, sy], rows, columns);
    this.pane(this.left, [fx, by, this.frozenWidth, innerHeight, 0, sy], rows, fixed);
    this.pane(this.top, [bx, fy, innerWidth, this.frozenHeight, sx, 0], still, columns);
    this.pane(this.corner, [fx, fy, this.frozenWidth, this.frozenHeight, 0, 0], still, fixed);
    this.heads(this.columns, [bx, 0, innerWidth, HEAD_HEIGHT, sx, 0], columns);
    this.heads(this.frozenColumns, [fx, 0, this.frozenWidth, HEAD_HEIGHT, 0, 0], fixed);
    this.counts(this.numbers, [0, by, HEAD_WIDTH, innerHeight, 0, sy], rows);
    this.counts(this.frozenNumbers, [0, fy, HEAD_WIDTH, this.frozenHeight, 0, 0], still);
    this.overlay();
    this.mark();
    this.wanted?.([0, tab.frozen], rows);
  }

  // Charts lie over the cells; they are drawn anew when the tab was measured anew.
  overlay() {
    const { tab } = this;
    if (this.chartsOf === tab.charts) return;
    this.chartsOf = tab.charts;
    this.charts.replaceChildren(...tab.charts.map((chart) => {
      const box = made("div", "chart");
      box.dataset.chart = chart.id;
      const row = tab.shown.findIndex((at) => at >= chart.row);
      Object.assign(box.style, {
        left: `${tab.lefts[chart.column] + chart.x}px`, top: `${tab.tops[Math.max(0, row)] + chart.y}px`,
        width: `${chart.width}px`, height: `${chart.height}px`,
      });
      const drawing = new DOMParser().parseFromString(chart.svg, "image/svg+xml").documentElement;
      box.append(document.importNode(drawing, true));
      return box;
    }));
  }

  // Keeps elements of rows that stay, makes those that came, drops those that went.
  fill(pane, place, rows, signature, make) {
    pane.set(...place);
    for (const [at, held] of pane.rows)
      if (at < rows[0] || at >= rows[1] || held.signature !== signature) {
        held.element.remove();
        pane.rows.delete(at);
      }
    for (let at = rows[0]; at < rows[1]; at++)
      if (!pane.rows.has(at)) {
        const element = make(at);
        pane.layer.append(element);
        pane.rows.set(at, { element, signature });
      }
  }

  pane(pane, place, rows, columns) {
    this.fill(pane, place, rows, `${columns}/${this.generation}`, (at) => this.line(at, columns));
  }

  line(at, columns) {
    const { tab } = this;
    const line = made("div", "line");
    line.setAttribute("role", "row");
    Object.assign(line.style, { top: `${tab.tops[at]}px`, height: `${tab.tops[at + 1] - tab.tops[at]}px` });
    for (let column = columns[0]; column < columns[1]; column++)
      if (tab.widths[column] && !tab.covered.has(`${at}/${column}`)) line.append(this.cell(at, column, columns[1]));
    return line;
  }

  cell(at, column, last) {
    const { tab } = this;
    const held = tab.cell(at, column);
    const [bottom, right] = tab.spans.get(`${at}/${column}`) ?? [at + 1, column + 1];
    const element = made("div", "cell");
    element.setAttribute("role", "gridcell");
    element.dataset.cell = `${letters(column)}${rowName(tab, at)}`;
    element.id = `cell-${element.dataset.cell}`;
    const { wrap, ...look } = held.look ?? {};
    Object.assign(element.style, { left: `${tab.lefts[column]}px`, width: `${tab.lefts[right] - tab.lefts[column]}px` }, look);
    if (bottom > at + 1) element.style.height = `${tab.tops[bottom] - tab.tops[at]}px`;
    if (right > column + 1 || bottom > at + 1) element.classList.add("merged");
    if (held.t !== undefined) {
      const text = made("span", wrap === "WRAP" ? "wrap" : "", element);
      text.textContent = held.v === "check" ? (held.t === "TRUE" ? "☑" : "☐") : held.t;
      if (linkIn(held)) text.classList.add("link");
      if (!wrap && (look.textAlign ?? "left") === "left" && right === column + 1) this.spill(element, at, column, last, look);
    }
    if (held.v === "list") made("i", "more", element);
    if (held.n) element.classList.add("noted");
    return element;
  }

  // Text that does not fit runs over empty neighbours, as in Sheets.
  spill(element, at, column, last, look) {
    const { tab } = this;
    const held = tab.cell(at, column);
    const letter = LETTER * (parseFloat(look.fontSize) || 13) / 13 * (look.fontWeight ? 1.15 : 1);
    if (held.v || held.t.length * letter < tab.widths[column]) return;
    let end = column + 1;
    while (end < last && tab.cell(at, end).t === undefined && !tab.cell(at, end).v && !tab.covered.has(`${at}/${end}`)) end += 1;
    if (end > column + 1) {
      element.classList.add("spills");
      element.style.setProperty("--room", `${tab.lefts[end] - tab.lefts[column] - 6}px`);
    }
  }

  heads(pane, place, columns) {
    this.fill(pane, place, columns, `${this.generation}`, (column) => {
      const head = made("div", "head");
      head.textContent = letters(column);
      head.classList.toggle("filtered", column in this.tab.narrowed.kept);
      head.dataset.column = column;
      Object.assign(head.style, { left: `${this.tab.lefts[column]}px`, width: `${this.tab.widths[column]}px` });
      head.hidden = !this.tab.widths[column];
      return head;
    });
  }

  counts(pane, place, rows) {
    const { tab } = this;
    this.fill(pane, place, rows, `${this.generation}`, (at) => {
      const head = made("div", "head");
      head.textContent = tab.shown[at] + 1;
      head.dataset.row = at;
      Object.assign(head.style, { top: `${tab.tops[at]}px`, height: `${tab.tops[at + 1] - tab.tops[at]}px` });
      return head;
    });
  }

  // The selected area, from its first to one past its last row and column.
  area() {
    const { row, column, toRow, toColumn } = this.selection;
    return [Math.min(row, toRow), Math.max(row, toRow) + 1, Math.min(column, toColumn), Math.max(column, toColumn) + 1];
  }

  mark() {
    const { tab } = this;
    const [top, bottom, left, right] = this.area();
    const { row, column } = this.selection;
    const [endRow, endColumn] = tab.spans.get(`${row}/${column}`) ?? [row + 1, column + 1];
    const set = (element, [t, b, l, r]) => Object.assign(element.style, {
      top: `${tab.tops[t]}px`, height: `${tab.tops[b] - tab.tops[t]}px`,
      left: `${tab.lefts[l]}px`, width: `${tab.lefts[r] - tab.lefts[l]}px`,
    });
    for (const pane of [this.body, this.left, this.top, this.corner]) {
      set(pane.area, [top, bottom, left, right]);
      pane.area.hidden = bottom - top === 1 && right - left === 1;
      set(pane.active, [row, endRow, column, endColumn]);
      pane.lifted.hidden = !this.lifted || this.lifted[1] > tab.shown.length;
      if (!pane.lifted.hidden) set(pane.lifted, this.lifted);
    }
    for (const head of this.panes.querySelectorAll(".head")) {
      const at = Number(head.dataset.row ?? head.dataset.column);
      const inside = "row" in head.dataset ? at >= top && at < bottom : at >= left && at < right;
      head.classList.toggle("on", inside);
    }
    this.name(row, column);
    this.marked?.();
  }

  // What a screen reader says of the active cell: its place, its header, what it holds.
  name(row, column) {
    const where = `${letters(column)}${rowName(this.tab, row)}`;
    const cell = this.panes.querySelector(`[data-cell="${where}"]`);
    this.named?.removeAttribute("aria-label");
    this.named = cell;
    this.root.removeAttribute("aria-activedescendant");
    if (!cell) return;
    this.root.setAttribute("aria-activedescendant", cell.id);
    const held = this.tab.cell(row, column);
    const header = row >= this.tab.frozen && this.tab.frozen ? this.tab.cell(this.tab.frozen - 1, column).t : "";
    const parts = [where, header, held.t || "kosong", held.v === "list" && "daftar pilihan", held.n && `catatan: ${held.n}`];
    cell.setAttribute("aria-label", parts.filter(Boolean).join(", "));
  }

  // Where a cell stands on the screen, inside the panes.
  boxOf(row, column) {
    const { tab } = this;
    const [endRow, endColumn] = tab.spans.get(`${row}/${column}`) ?? [row + 1, column + 1];
    const x = column < this.frozenCount ? 0 : this.scroller.scrollLeft;
    const y = row < tab.frozen ? 0 : this.scroller.scrollTop;
    return {
      left: HEAD_WIDTH + tab.lefts[column] - x, top: HEAD_HEIGHT + tab.tops[row] - y,
      width: tab.lefts[endColumn] - tab.lefts[column], height: tab.tops[endRow] - tab.tops[row],
    };
  }

  // What lies under a point of the screen: a row, a column, and whether it is a header.
  at(clientX, clientY) {
    const { tab } = this;
    const box = this.panes.getBoundingClientRect();
    const x = clientX - box.left - HEAD_WIDTH, y = clientY - box.top - HEAD_HEIGHT;
    const column = find(tab.lefts, x < this.frozenWidth ? x : x + this.scroller.scrollLeft);
    const row = find(tab.tops, y < this.frozenHeight ? y : y + this.scroller.scrollTop);
    return { row, column, head: x < 0 ? "row" : y < 0 ? "column" : "" };
  }

  // Scrolls until a cell can be seen.
  reveal(row, column) {
    const { tab, scroller } = this;
    if (row >= tab.frozen) {
      const above = tab.tops[row] - this.frozenHeight;
      const below = tab.tops[row + 1] + HEAD_HEIGHT - scroller.clientHeight;
      scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, below), above);
    }
    if (column >= this.frozenCount) {
      const before = tab.lefts[column] - this.frozenWidth;
      const after = tab.lefts[column + 1] + HEAD_WIDTH - scroller.clientWidth;
      scroller.scrollLeft = Math.min(Math.max(scroller.scrollLeft, after), before);
    }
    this.soon();
  }
}
