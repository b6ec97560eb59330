// What this person changed, to take back with Ctrl+Z and to do again with Ctrl+Y. Cells only:
// inserting, deleting and sorting rows is told instead, for others may be at work in them.
const MOST = 100;
const NOT_TAKEN_BACK = "Menyisipkan, menghapus, dan mengurutkan baris tidak dapat diurungkan di sini.";
const NOTHING = "Tidak ada lagi yang dapat diurungkan.";

export class Past {
  constructor(write, say) {
    Object.assign(this, { write, say, undone: [], done: [] });
  }

  // `edits`: the keys of rows, columns, the texts before and after; none for a change of rows.
  keep(tab, edits) {
    const step = { tab, edits };
    this.done.push(step);
    if (this.done.length > MOST) this.done.shift();
    this.undone = [];
    return step;
  }

  // The sheet refused it.
  drop(step) {
    this.done = this.done.filter((held) => held !== step);
    this.undone = this.undone.filter((held) => held !== step);
  }

  undo() {
    return this.move(this.done, this.undone, "before");
  }

  redo() {
    return this.move(this.undone, this.done, "after");
  }

  async move(from, to, side) {
    const step = from.pop();
    if (!step) this.say(NOTHING);
    else if (!step.edits) this.say(NOT_TAKEN_BACK);
    else {
      to.push(step);
      const done = await this.write(step.tab, step.edits.map((edit) => ({ ...edit, text: edit[side] })));
      if (!done) this.drop(step);
    }
  }
}
