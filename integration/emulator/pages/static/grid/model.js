// What is known of a spreadsheet: its tabs, the sizes of the open one, the rows seen so far.
// Rows are asked for in blocks, and again when something changed; nothing is drawn here.
const BLOCK = 50, MOST_BLOCKS = 8;

export class Refused extends Error {}

export class Book {
  constructor(file, as) {
    this.base = `/sheets/${file}`;
    this.as = as;
    this.version = 0;
    this.tabs = [];
    this.sending = Promise.resolve();
  }

  async ask(path, query = {}, body = undefined) {
    const address = `${this.base}/${path}?${new URLSearchParams({ ...query, as: this.as })}`;
    const options = body === undefined ? {} : {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    };
    const answer = await fetch(address, options);
    const found = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(found.error || "Ruang latihan sedang tidak menjawab.");
    return found;
  }

  // Edits leave one after the other, as they were typed.
  send(path, body) {
    const sent = this.sending.then(() => this.ask(path, {}, body));
    this.sending = sent.catch(() => {});
    return sent;
  }

  async open() {
    const found = await this.ask("book.json");
    Object.assign(this, { version: found.version, title: found.title, mayEdit: found.may_edit });
    this.tabs = found.tabs;
    return this;
  }

  // Who may only look does not learn of hidden tabs.
  get known() {
    return this.mayEdit ? this.tabs : this.strip();
  }

  // The tabs at the foot; a hidden one that a link has led to is among them while it is open.
  strip(open = null) {
    return this.tabs.filter((tab) => !tab.hidden || tab.sheetId === open);
  }

  async changes() {
    const found = await this.ask("changes.json", { since: this.version });
    const moved = found.version !== this.version;
    this.version = found.version;
    return moved ? found : null;
  }
}

export class Tab {
  constructor(book, id) {
    Object.assign(this, { book, id, age: 0, loaded: new Map(), asked: new Set() });
    this.narrowed = { word: "", view: 0, kept: {} };
    this.shown = [];
  }

  get isNarrowed() {
    const { word, view, kept } = this.narrowed;
    return Boolean(word || view || Object.keys(kept).length);
  }

  async measure() {
    const found = await this.book.ask(`${this.id}/layout.json`, {}, this.narrowed);
    Object.assign(this, found);
    this.heights = new Map(Object.entries(found.heights).map(([at, size]) => [Number(at), size]));
    this.place();
  }

  // Where the shown rows and all columns begin; `shown` maps places on the screen to rows.
  place() {
    const hidden = new Set(this.hidden);
    this.shown = [];
    this.tops = [0];
    for (let at = 0; at < this.rows; at++) {
      if (hidden.has(at)) continue;
      this.shown.push(at);
      this.tops.push(this.tops.at(-1) + (this.heights.get(at) ?? this.height));
    }
    this.lefts = [0];
    for (const width of this.widths) this.lefts.push(this.lefts.at(-1) + width);
    this.frozen = this.shown.filter((at) => at < this.frozenRows).length;
    const places = new Map(this.shown.map((at, place) => [at, place]));
    this.spans = new Map();
    this.covered = new Set();
    for (const m of this.merges) {
      const [top, left] = [m.startRowIndex ?? 0, m.startColumnIndex ?? 0];
      const [bottom, right] = [m.endRowIndex ?? this.rows, m.endColumnIndex ?? this.widths.length];
      const inside = this.shown.filter((at) => at >= top && at < bottom).map((at) => places.get(at));
      if (!inside.length) continue;
      this.spans.set(`${inside[0]}/${left}`, [inside.at(-1) + 1, right]);
      for (const place of inside)
        for (let c = left; c < right; c++)
          if (place !== inside[0] || c !== left) this.covered.add(`${place}/${c}`);
    }
  }

  row(place) {
    return this.loaded.get(this.shown[place]);
  }

  cell(place, column) {
    return this.row(place)?.cells[column] ?? {};
  }

  grow() {
    this.age += 1;
    this.asked.clear();
  }

  // Loads what is missing or old between two places; true when something new arrived.
  async need(from, to) {
    const blocks = new Set();
    for (let place = Math.max(0, from); place < Math.min(to, this.shown.length); place++) {
      const at = this.shown[place];
      if (this.loaded.get(at)?.age !== this.age) blocks.add(Math.floor(at / BLOCK));
    }
    const missing = [...blocks].filter((block) => !this.asked.has(block));
    missing.forEach((block) => this.asked.add(block));
    const runs = [];
    for (const block of missing) {
      const last = runs.at(-1);
      if (last && last.at(-1) === block - 1 && last.length < MOST_BLOCKS) last.push(block);
      else runs.push([block]);
    }
    const found = await Promise.all(runs.map((run) => this.load(run)));
    return found.some(Boolean);
  }

  async load(run) {
    const age = this.age;
    try {
      const query = { top: run[0] * BLOCK, bottom: (run.at(-1) + 1) * BLOCK };
      const found = await this.book.ask(`${this.id}/rows.json`, query);
      if (age !== this.age) return false;
      let moved = false;
      found.rows.forEach((row, n) => {
        for (const cell of Object.values(row.cells)) cell.look = found.looks[cell.s];
        const at = found.top + n;
        this.loaded.set(at, { ...row, age });
        if (row.height === (this.heights.get(at) ?? this.height)) return;
        this.heights.set(at, row.height);
        moved = true;
      });
      if (moved) this.place();
      return true;
    } catch (error) {
      run.forEach((block) => this.asked.delete(block));
      throw error;
    }
  }

  // How many places of the screen come before the empty rows at the end.
  filled() {
    let place = this.shown.length;
    while (place && this.shown[place - 1] >= this.used) place -= 1;
    return place;
  }

  // Whether a cell lies in one of these areas and in none of their openings.
  within(areas, place, column) {
    const at = this.shown[place] ?? this.rows;
    const holds = ([top, bottom, left, right]) =>
      at >= top && at < (bottom ?? Infinity) && column >= left && column < (right ?? Infinity);
    return areas.some(({ area, open }) => holds(area) && !open.some(holds));
  }

  placeOf(key) {
    return this.shown.findIndex((at) => this.loaded.get(at)?.key === key);
  }
}

export const letters = (column) => {
  let name = "";
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
};

export const linkIn = (cell) => {
  const made = /^=HYPERLINK\("([^"]+)"/i.exec(cell.f ?? "")?.[1] ?? cell.t ?? "";
  return /^https?:\/\/\S+$/.test(made) ? made : "";
};
