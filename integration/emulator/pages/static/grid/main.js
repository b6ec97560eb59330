// Brings the grid together: opens the spreadsheet, sends edits, and keeps up with everyone else.
import { Book, letters, Refused, Tab } from "./model.js";
import { View } from "./view.js";
import { Editor } from "./edit.js";
import { Hands } from "./hands.js";

const EVERY = 600;
const room = document.querySelector(".book");
const book = new Book(room.dataset.file, room.dataset.as);
const part = (id) => document.getElementById(id);
const view = new View(part("grid"));
let silent;

function say(text) {
  part("say").textContent = text;
  part("say").hidden = false;
  clearTimeout(silent);
  silent = setTimeout(() => (part("say").hidden = true), 9000);
}
part("say").addEventListener("click", () => (part("say").hidden = true));
addEventListener("keydown", () => (part("say").hidden = true), { capture: true });

const fail = (error) => {
  if (error instanceof Refused) say(error.message);
};

// Loads what is on the screen and draws it anew when it came.
async function load(...spans) {
  const { tab } = view;
  try {
    const news = await Promise.all(spans.map(([from, to]) => tab.need(from, to)));
    if (news.some(Boolean) && tab === view.tab) {
      view.renew();
      editor.reflect();
    }
  } catch (error) {
    fail(error);
  }
}
view.wanted = (...spans) => {
  load(...spans);
  editor.reflect();
  const { row, column } = view.selection;
  part("where").textContent = `${letters(column)}${(view.tab.shown[row] ?? 0) + 1}`;
};

async function refresh(everything) {
  const { tab } = view;
  const { row, column } = view.selection;
  const key = tab.row(row)?.key;
  if (everything) await book.open();
  if (everything || tab.word || tab.filtered) await tab.measure();
  if (everything) drawTabs();
  tab.grow();
  const around = [row - 60, row + 60];
  await Promise.all([[0, tab.frozen], view.visible ?? [0, 50], around].map(([from, to]) => tab.need(from, to)));
  const now = key === undefined ? -1 : tab.placeOf(key);
  // the selection stays with its row when others inserted or sorted
  if (now >= 0 && now !== row && !sorting) {
    Object.assign(view.selection, { row: now, column, toRow: now, toColumn: column });
    if (editor.open) editor.open.row = now;
  }
  sorting = false;
  tellCount();
  view.renew();
}

let sorting = false, looking = null;
function keepUp() {
  looking ??= book.changes()
    .then((found) => {
      if (!found) return undefined;
      const own = found.tabs[view.tab.id];
      const other = Object.keys(found.tabs).some((id) => !book.tabs.some((tab) => `${tab.sheetId}` === id));
      return refresh(found.everything || own === null || other);
    })
    .catch(fail)
    .finally(() => (looking = null));
  return looking;
}
async function poll() {
  if (!document.hidden) await keepUp();
  setTimeout(poll, EVERY);
}

const editor = new Editor(view, part("fx"), (open, text, [rows, columns]) => {
  view.root.focus({ preventScroll: true });
  if (open && text !== open.before) write([{ key: open.key, row: open.row, column: open.column, text }]);
  if (rows || columns) hands.step(rows, columns);
  else view.soon();
});

// Sends edits by the keys of their rows; the grid shows them at once and is put right afterwards.
async function write(edits) {
  const { tab } = view;
  if (!edits.length) return;
  try {
    const widest = Math.max(...edits.map((edit) => edit.column)) + 1;
    const lowest = Math.max(...edits.map((edit) => edit.row)) + 1;
    const more = [lowest - tab.shown.length, widest - tab.widths.length];
    if (more[0] > 0) await book.send(`${tab.id}/shape.json`, { do: "append", count: more[0] });
    if (more[1] > 0) await book.send(`${tab.id}/shape.json`, { do: "append", columns: true, count: more[1] });
    if (more.some((count) => count > 0)) await refresh(true);
    const first = Math.min(...edits.map((edit) => edit.row));
    await tab.need(first, lowest);
    const named = edits.map(({ key, row, column, text }) => ({ key: key ?? tab.row(row).key, column, text }));
    for (const { row, column, text } of edits) {
      const held = tab.row(row);
      if (held) held.cells[column] = { ...held.cells[column], t: text };
    }
    view.renew();
    await book.send(`${tab.id}/edit.json`, { edits: named });
  } catch (error) {
    fail(error);
    tab.grow();
    view.renew();
  }
  await looking;
  await keepUp();
}
const hands = new Hands(view, editor, write);

async function shape(body) {
  try {
    await book.send(`${view.tab.id}/shape.json`, body);
  } catch (error) {
    fail(error);
  }
  await looking;
  await keepUp();
}

function sort(descending) {
  const [top, bottom, left, right] = view.area();
  const { column } = view.selection;
  const whole = bottom - top === 1 || bottom - top === view.tab.shown.length;
  const rows = view.tab.shown;
  const range = whole ? {} : { top: rows[top], bottom: rows[bottom - 1] + 1, left, right };
  sorting = true;
  shape({ do: "sort", column, descending, ...range });
}

function note() {
  const { row, column } = view.selection;
  const dialog = part("notes");
  const field = dialog.querySelector("textarea");
  dialog.querySelector("b").textContent = part("where").textContent;
  field.value = view.tab.cell(row, column).n ?? "";
  const key = view.tab.row(row)?.key;
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "save") shape({ do: "note", key, column, note: field.value });
    view.root.focus();
  };
  dialog.showModal();
}

part("grid").closest(".book").querySelector(".tools").addEventListener("click", (event) => {
  const deed = event.target.dataset?.do;
  if (!deed) return;
  const [top, bottom] = view.area();
  const key = view.tab.row(top)?.key, last = view.tab.row(bottom - 1)?.key;
  const count = bottom - top;
  if (deed === "above") shape({ do: "insert", key, count });
  else if (deed === "below") shape({ do: "insert", key: last, below: true, count });
  else if (deed === "delete") shape({ do: "delete", key, count });
  else if (deed === "note") note();
  else sort(deed === "sort-down");
  view.root.focus({ preventScroll: true });
});

function tellCount() {
  const { tab } = view;
  const found = tab.shown.filter((at) => at >= tab.frozen && at < tab.used).length;
  part("count").textContent = tab.word ? `${found} baris cocok` : "";
}
let typing;
part("word").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(async () => {
    view.tab.word = part("word").value.trim();
    await view.tab.measure();
    hands.select(0, view.selection.column);
    tellCount();
    view.renew();
  }, 200);
});

function drawTabs() {
  part("mode").hidden = book.mayEdit;
  document.querySelector(".tabs").replaceChildren(...book.tabs.map((tab) => {
    const button = document.createElement("button");
    button.textContent = tab.title;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-selected", tab.sheetId === view.tab?.id);
    button.addEventListener("click", () => show(tab.sheetId));
    return button;
  }));
}

async function show(id) {
  editor.close();
  const tab = new Tab(book, id);
  await tab.measure();
  part("word").value = "";
  Object.assign(view.selection, { row: 0, column: 0, toRow: 0, toColumn: 0 });
  view.show(tab);
  history.replaceState(null, "", `#gid=${id}`);
  drawTabs();
  tellCount();
}

await book.open();
const wanted = Number(/gid=(\d+)/.exec(location.hash)?.[1]);
await show(book.tabs.find((tab) => tab.sheetId === wanted)?.sheetId ?? book.tabs[0].sheetId);
view.root.focus({ preventScroll: true });
poll();
