// Notes of cells: shown beside the cell under the mouse, else beside the active one, so that a
// finger and the keyboard reach them too; and the dialog to write one.
export class Notes {
  constructor(view, dialog, save) {
    Object.assign(this, { view, dialog, save });
    this.tip = document.createElement("div");
    this.tip.className = "tip";
    this.tip.setAttribute("role", "tooltip");
    view.panes.append(this.tip);
    view.panes.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.over(event));
    view.panes.addEventListener("pointerleave", () => this.rest());
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "save") save(this.asked, dialog.querySelector("textarea").value);
      view.root.focus({ preventScroll: true });
    });
  }

  over(event) {
    if (event.target === this.tip) return;
    const { row, column, head } = this.view.at(event.clientX, event.clientY);
    if (!head && event.target.closest(".noted")) this.show(row, column);
    else this.rest();
  }

  // Back to the active cell.
  rest() {
    const { row, column } = this.view.selection;
    this.show(row, column);
  }

  show(row, column) {
    const { view, tip } = this;
    const note = view.tab.cell(row, column).n;
    tip.hidden = !note;
    if (!note) return;
    if (tip.textContent !== note) tip.textContent = note;
    const box = view.boxOf(row, column);
    const [wide, tall] = [view.panes.clientWidth, view.panes.clientHeight];
    const beside = box.left + box.width + tip.offsetWidth + 10 < wide;
    const left = beside ? box.left + box.width + 4 : Math.max(4, Math.min(box.left, wide - tip.offsetWidth - 6));
    // below a cell when there is no room beside it, above when there is none below
    const below = box.top + box.height + 4;
    const top = beside ? box.top : below + tip.offsetHeight < tall ? below : box.top - tip.offsetHeight - 4;
    Object.assign(tip.style, { left: `${left}px`, top: `${Math.max(26, Math.min(top, tall - tip.offsetHeight - 4))}px` });
  }

  write(where) {
    const { row, column } = this.view.selection;
    this.asked = { key: this.view.tab.row(row)?.key, column };
    this.dialog.querySelector("b").textContent = where;
    this.dialog.querySelector("textarea").value = this.view.tab.cell(row, column).n ?? "";
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }
}
