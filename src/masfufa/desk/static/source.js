// The cell that is asked for comes into view within its table, not the page.
const cell = document.getElementById("cell");
const around = cell?.closest(".scroll");
if (cell && around) {
  const inner = cell.getBoundingClientRect();
  const outer = around.getBoundingClientRect();
  around.scrollBy(inner.left - outer.left - (outer.width - inner.width) / 2, inner.top - outer.top - (outer.height - inner.height) / 2);
}
