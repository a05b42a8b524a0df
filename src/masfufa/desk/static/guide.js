// The guided first review. The server says which step comes next; only looking around leaves nothing there, so that step
// goes on here.

function goOn() {
  const guide = document.getElementById("guide");
  if (guide?.dataset.step !== "look") return;
  const steps = [...guide.querySelectorAll("[data-guide]")];
  const at = steps.findIndex((step) => step.dataset.guide === "look");
  const next = steps[at + 1];
  if (!next) return;
  steps[at].classList.replace("current", "done");
  steps[at].removeAttribute("aria-current");
  next.classList.replace("ahead", "current");
  next.setAttribute("aria-current", "step");
  guide.dataset.step = next.dataset.guide;
  guide.querySelector("[data-number]").textContent = String(at + 2);
  document.getElementById("guide-told").textContent = next.dataset.told;
}

export function startGuide() {
  // Moved: the keyboard, or whoever clicks, chose another record.
  document.addEventListener("masfufa:selected", goOn);
}
