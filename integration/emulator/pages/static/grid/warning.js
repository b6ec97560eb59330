// Asks before cells are changed that are protected with a warning only, in Sheets' words; not
// again for five minutes when one says so.
const PAUSE = 5 * 60 * 1000;

export class Warning {
  constructor(dialog) {
    Object.assign(this, { dialog, until: 0 });
  }

  accepted() {
    if (Date.now() < this.until) return true;
    const { dialog } = this;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((answer) => {
      dialog.addEventListener("close", () => {
        const yes = dialog.returnValue === "yes";
        if (yes && dialog.querySelector("input").checked) this.until = Date.now() + PAUSE;
        answer(yes);
      }, { once: true });
    });
  }
}
