// What all pages share: keys, the help dialog, dropped files. Each page is whole without any of this.
import { startGuide } from "./guide.js";
import { keysOfReview, startReview } from "./review.js";

const LETTERS = /^[a-z]$/;

/** The key as the page's words name it: letters by their place on a Latin keyboard where another one is in use. */
function keyOf(event) {
  const key = event.key.toLowerCase();
  if (LETTERS.test(key)) return key;
  if (key === "؟" || key === "?") return "?";
  if (key.length === 1 && !"/.".includes(key)) {
    if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
    if (event.code === "Period" && !event.shiftKey) return ".";
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  }
  return key;
}

function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function keysOfInbox(key) {
  const rows = [...document.querySelectorAll("[data-row] a.open")];
  if (key === "/") {
    document.getElementById("search")?.focus();
    return true;
  }
  if (key !== "j" && key !== "k") return false;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? 0 : at + (key === "j" ? 1 : -1);
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const key = keyOf(event);
  const page = document.getElementById("page")?.dataset.page;
  if (key === "escape") {
    const cancel = document.querySelector("[data-cancel]");
    if (cancel) {
      event.preventDefault();
      cancel.click();
    } else if (typing(event.target)) {
      event.target.blur();
    }
    return;
  }
  if (typing(event.target)) return;
  let done = false;
  if (key === "?") {
    document.getElementById("help")?.showModal();
    done = true;
  } else if (page === "inbox") {
    done = keysOfInbox(key);
  } else if (page === "review") {
    done = keysOfReview(key);
  }
  if (done) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault(); // without scripts it is a link to the page that says the same
  dialog.showModal();
});

// What is a button to those who hear it is pressed with the space bar too.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.('a[role="button"]')) return;
  event.preventDefault();
  event.target.click();
});

// Files dropped anywhere on the inbox go into its form.
const form = document.getElementById("add-form");
if (form) {
  const files = form.querySelector("input[type=file]");
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    files.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

startGuide();
startReview();
