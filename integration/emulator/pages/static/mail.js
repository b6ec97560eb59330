// Keeps a mailbox new: asks every two seconds, draws only what changed.
const EVERY = 2000;

const ask = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};
const every = (work) => {
  const turn = async () => {
    if (!document.hidden) {
      try {
        await work();
      } catch {
        // the workspace may be restarting; the next turn tries again
      }
    }
    setTimeout(turn, EVERY);
  };
  setTimeout(turn, EVERY);
};

const lines = document.getElementById("lines");
if (lines) {
  const { as, label, wanted } = lines.dataset;
  const title = document.title;
  let stamp = "";
  every(async () => {
    const query = new URLSearchParams({ as, label, q: wanted, stamp });
    const found = await ask(`/mail/list.json?${query}`);
    stamp = found.stamp;
    // the server escaped every value in these rows
    if (found.rows !== undefined) lines.innerHTML = found.rows;
    document.title = found.unread ? `(${found.unread}) ${title}` : title;
    const inbox = document.querySelector('[data-label="INBOX"]');
    inbox.querySelector(".badge")?.remove();
    if (found.unread) {
      const badge = Object.assign(document.createElement("b"), { className: "badge", textContent: found.unread });
      inbox.append(" ", badge);
    }
  });
}

const letters = document.getElementById("letters");
if (letters) {
  const { as, thread, count } = letters.dataset;
  const who = new URLSearchParams({ as });
  fetch(`/mail/t/${thread}/read?${who}`, { method: "POST", redirect: "manual" }).catch(() => {});
  // nothing in a frame can run, so it may tell how high it is
  const fit = (frame) => {
    const page = frame.contentDocument?.documentElement;
    if (!page) return;
    frame.style.height = "0";
    frame.style.height = `${page.scrollHeight + 4}px`;
  };
  for (const frame of letters.querySelectorAll("iframe")) {
    frame.addEventListener("load", () => fit(frame));
    fit(frame);
    frame.closest("details").addEventListener("toggle", () => fit(frame));
    addEventListener("resize", () => fit(frame));
  }
  every(async () => {
    const found = await ask(`/mail/t/${thread}/count.json?${who}`);
    if (found.count !== Number(count)) document.getElementById("newer").hidden = false;
  });
}

const writing = document.querySelector("form.writing");
writing?.addEventListener("submit", () => {
  writing.querySelector("[type=submit]").disabled = true;
});
addEventListener("pageshow", () => {
  const button = writing?.querySelector("[type=submit]");
  if (button) button.disabled = false;
});
