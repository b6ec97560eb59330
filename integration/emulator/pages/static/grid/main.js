// Brings the grid together: opens the spreadsheet, sends edits, and keeps up with everyone else.
import { Book, letters, Refused, Tab } from "./model.js";
import { View } from "./view.js";
import { editable, Editor } from "./edit.js";
import { Hands } from "./hands.js";
import { Clipboard } from "./clipboard.js";
import { Past } from "./history.js";
import { Notes } from "./notes.js";
import { Narrow } from "./narrow.js";
import { Menu } from "./menu.js";
import { AllTabs } from "./alltabs.js";
import { Warning } from "./warning.js";

const EVERY = 600;
const ONLY_LOOK = "Anda hanya dapat melihat spreadsheet ini. Untuk mengubahnya, bertindaklah sebagai orang lain di kanan atas.";
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

// Loads what is on the screen and draws it anew when it came. While two loads are under way only
// the newest wish waits, so that what was scrolled past is not brought first.
let loading = 0, wish = null;
async function load(...spans) {
  const { tab } = view;
  if (loading === 2) {
    wish = spans;
    return;
  }
  loading += 1;
  try {
    const news = await Promise.all(spans.map(([from, to]) => tab.need(from, to)));
    if (news.some(Boolean) && tab === view.tab) {
      view.renew();
      editor.reflect();
    }
  } catch (error) {
    fail(error);
  }
  loading -= 1;
  const next = wish;
  wish = null;
  if (next) load(...next);
}
view.wanted = (...spans) => {
  load(...spans);
  editor.reflect();
  const { row, column } = view.selection;
  part("where").textContent = `${letters(column)}${(view.tab.shown[row] ?? 0) + 1}`;
};
view.marked = () => notes.rest();

async function refresh(everything) {
  const { tab } = view;
  const { row, column } = view.selection;
  const key = tab.row(row)?.key;
  if (everything) await book.open();
  if (everything || tab.isNarrowed || tab.filtered || tab.charts.length) await tab.measure();
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
  narrow.tell();
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

// Says no before anything is typed, as Sheets does.
function refused(row, column) {
  const why = !book.mayEdit ? ONLY_LOOK : view.tab.within(view.tab.closed, row, column) ? room.dataset.closed : "";
  if (why) say(why);
  return why;
}

const editor = new Editor(view, part("fx"), refused, (open, text, step, key) => {
  view.root.focus({ preventScroll: true });
  if (open && text !== open.before) write([{ key: open.key, row: open.row, column: open.column, text }]);
  if (step[0] || step[1]) hands.go(step, key);
  else view.soon();
});
const warning = new Warning(part("warning"));

// Sends edits by the keys of their rows; the grid shows them at once and is put right afterwards.
async function write(edits) {
  const { tab } = view;
  if (!edits.length || !book.mayEdit) return;
  clipboard.forget();
  if (edits.some(({ row, column }) => tab.within(tab.warned, row, column)) && !(await warning.accepted())) return;
  try {
    const widest = Math.max(...edits.map((edit) => edit.column)) + 1;
    const lowest = Math.max(...edits.map((edit) => edit.row)) + 1;
    const more = [lowest - tab.shown.length, widest - tab.widths.length];
    if (more[0] > 0) await book.send(`${tab.id}/shape.json`, { do: "append", count: more[0] });
    if (more[1] > 0) await book.send(`${tab.id}/shape.json`, { do: "append", columns: true, count: more[1] });
    if (more.some((count) => count > 0)) await refresh(true);
    await tab.need(Math.min(...edits.map((edit) => edit.row)), lowest);
    const named = edits.map(({ key, row, column, text }) => {
      const place = key === undefined || tab.row(row)?.key === key ? row : tab.placeOf(key);
      return { key: key ?? tab.row(row).key, column, before: editable(tab.cell(place, column)), after: text, text };
    });
    const step = past.keep(tab.id, named);
    if (!(await send(tab.id, named))) past.drop(step);
  } catch (error) {
    fail(error);
  }
}

async function send(id, edits) {
  let done = true;
  if (id !== view.tab.id) await show(id);
  try {
    const rows = new Map([...view.tab.loaded.values()].map((row) => [row.key, row]));
    for (const { key, column, text } of edits) {
      const held = rows.get(key);
      if (held) held.cells[column] = { ...held.cells[column], t: text, e: undefined, f: undefined };
    }
    view.renew();
    await book.send(`${id}/edit.json`, { edits: edits.map(({ key, column, text }) => ({ key, column, text })) });
  } catch (error) {
    done = false;
    fail(error);
    view.tab.grow();
    view.renew();
  }
  await looking;
  await keepUp();
  return done;
}
const past = new Past(send, say);
const clipboard = new Clipboard(view, write, say);
const hands = new Hands(view, editor, clipboard, past, write);

async function shape(body, id = view.tab.id) {
  try {
    await book.send(`${id}/shape.json`, body);
    if (!["note", "unhide"].includes(body.do)) past.keep(id, null);
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

const notes = new Notes(view, part("notes"), ({ key, column }, note) => shape({ do: "note", key, column, note }));
const narrow = new Narrow(view, { word: part("word"), clear: part("clear"), count: part("count"), dialog: part("filter") }, async () => {
  await view.tab.measure();
  hands.select(0, view.selection.column);
  narrow.tell();
  view.renew();
});

// One more column at the right end, under the cursor, so that its header can be typed at once.
async function widen() {
  const { tab } = view;
  await shape({ do: "append", columns: true, count: 1 });
  if (tab !== view.tab) return;
  await tab.measure();
  hands.select(0, tab.widths.length - 1);
  view.renew();
}

const deeds = {
  column: () => widen().catch(fail),
  menu: (button) => menu.open(button.getBoundingClientRect().left, button.getBoundingClientRect().bottom),
  undo: () => past.undo(),
  redo: () => past.redo(),
  filter: () => narrow.open().catch(fail),
  note: () => notes.write(part("where").textContent),
  "sort-up": () => sort(false),
  "sort-down": () => sort(true),
};
function act(deed, button) {
  if (!deed) return;
  const [top, bottom] = view.area();
  const key = view.tab.row(top)?.key, last = view.tab.row(bottom - 1)?.key;
  const count = bottom - top;
  const rows = {
    above: { do: "insert", key, count },
    below: { do: "insert", key: last, below: true, count },
    delete: { do: "delete", key, count },
  };
  if (!["menu", "filter", "note"].includes(deed)) view.root.focus({ preventScroll: true });
  if (!["menu", "filter"].includes(deed) && !book.mayEdit) say(ONLY_LOOK);
  else if (rows[deed]) shape(rows[deed]);
  else deeds[deed](button);
}
const tools = document.querySelector(".tools");
tools.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  act(button?.dataset.do, button);
});
const menu = new Menu(view, tools, part("menu"), act);
const all = new AllTabs(view, part("all"), part("all-tabs"), choose);

function drawTabs() {
  part("mode").hidden = book.mayEdit;
  document.querySelector(".tabs").replaceChildren(...book.strip(view.tab?.id).map((tab) => {
    const button = document.createElement("button");
    button.textContent = tab.title;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-selected", tab.sheetId === view.tab?.id);
    button.addEventListener("click", () => show(tab.sheetId));
    return button;
  }));
  all.offer(book, view.tab?.id);
}

// A hidden tab that is chosen shows again for everybody, as in Sheets.
async function choose(tab) {
  if (tab.hidden) await shape({ do: "unhide" }, tab.sheetId);
  await show(tab.sheetId);
}

async function show(id) {
  editor.close();
  const tab = new Tab(book, id);
  await tab.measure();
  part("word").value = "";
  Object.assign(view.selection, { row: 0, column: 0, toRow: 0, toColumn: 0 });
  view.lifted = null;
  view.show(tab);
  history.replaceState(null, "", `#gid=${id}`);
  drawTabs();
  narrow.tell();
}

await book.open();
const wanted = Number(/gid=(\d+)/.exec(location.hash)?.[1]);
await show((book.known.find((tab) => tab.sheetId === wanted) ?? book.strip()[0]).sheetId);
view.root.focus({ preventScroll: true });
poll();
