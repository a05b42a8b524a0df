// What matrix, cells, map and time share: the slider of "as known on", and looking again while something is reckoned.
const slider = document.getElementById("known-slider");
if (slider) {
  const days = [...document.querySelectorAll("#releases option")].map((option) => option.value);
  const field = document.getElementById("known-day");
  const shown = document.getElementById("known-shown");
  const atOf = (day) => (day ? Math.max(days.findLastIndex((one) => one <= day), 0) : days.length);
  slider.closest("label").hidden = false;
  slider.value = String(atOf(field.value));
  shown.textContent = field.value;
  slider.addEventListener("input", () => {
    field.value = days[Number(slider.value)] ?? "";
    shown.textContent = field.value;
    slider.setAttribute("aria-valuetext", field.value || "–");
  });
  slider.addEventListener("change", () => slider.form.requestSubmit());
  field.addEventListener("input", () => {
    slider.value = String(atOf(field.value));
    shown.textContent = field.value;
  });
}

if (document.querySelector("[data-waits]")) {
  const again = () => {
    const busy = document.activeElement?.matches("input, select, textarea");
    if (busy || document.querySelector("dialog[open]")) setTimeout(again, 3000);
    else location.reload();
  };
  setTimeout(again, 2500);
}
