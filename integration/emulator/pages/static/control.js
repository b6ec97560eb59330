// Keeps the clock going, and asks once more before everything is thrown away.
const now = document.getElementById("now");
setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch("/control/clock.json").catch(() => null);
  if (answer?.ok) now.textContent = (await answer.json()).now;
}, 5000);

document.querySelector('form[action="/control/reset"]').addEventListener("submit", (event) => {
  if (!confirm("Kosongkan ruang latihan? Semua surat, jawaban, dan berkas akan hilang.")) event.preventDefault();
});
