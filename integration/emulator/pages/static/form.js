// Says at once which required question is unanswered, and keeps one press one answer.
const form = document.querySelector("form.answers");

const answered = (question) => {
  const fields = [...question.querySelectorAll("input, textarea, select")];
  return fields.some((field) =>
    ["radio", "checkbox"].includes(field.type) ? field.checked : field.value.trim() !== "");
};
const judge = (question) => {
  const wrong = question.querySelector("[required]") !== null && !answered(question);
  question.classList.toggle("faulty", wrong);
  question.querySelector(".fault").hidden = !wrong;
  return wrong;
};
const offerToClear = (question) => {
  const button = question.querySelector(".clear");
  if (button) button.hidden = !question.querySelector("input:checked");
};

if (form) {
  const questions = [...form.querySelectorAll(".question")].filter((one) => one.querySelector(".fault"));
  for (const question of questions) {
    offerToClear(question);
    question.addEventListener("change", () => {
      offerToClear(question);
      if (question.classList.contains("faulty")) judge(question);
    });
    question.querySelector(".clear")?.addEventListener("click", () => {
      question.querySelectorAll("input:checked").forEach((input) => (input.checked = false));
      offerToClear(question);
    });
  }
  form.addEventListener("reset", () => setTimeout(() => questions.forEach(offerToClear)));
  form.addEventListener("submit", (event) => {
    const wrong = questions.filter(judge);
    if (wrong.length) {
      event.preventDefault();
      wrong[0].querySelector("input, textarea, select").focus();
      return;
    }
    form.querySelector("[type=submit]").disabled = true;
  });
  // a page taken back from the browser's memory must be able to send again
  addEventListener("pageshow", () => (form.querySelector("[type=submit]").disabled = false));
}
