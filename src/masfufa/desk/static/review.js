// Review: a record and its words light each other up; every action has a key. Listeners sit on the document, since
// the page's content is replaced after each action.

const cards = () => [...document.querySelectorAll(".cards > .card")];
const selected = () => document.querySelector(".cards > .card.selected");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The offset of a point of the text, in code points as the server counts; null outside of the text. */
function offsetOf(node, within) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("#text [data-s]");
  if (!piece) return null;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, within);
  return Number(piece.dataset.s) + [...range.toString()].length;
}

/** The selected words of the text and where they begin, without blanks at their edges; null where none are. */
function selection() {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  let start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return null;
  const all = [...range.toString()];
  while (all.length && /\s/.test(all[0])) {
    all.shift();
    start += 1;
  }
  while (all.length && /\s/.test(all[all.length - 1])) all.pop();
  return all.length ? { start, words: all.join("") } : null;
}

function show(element, within) {
  element?.scrollIntoView({ block: within, behavior: calm() ? "auto" : "smooth" });
}

/** Select a card, and light up its words; `focus` moves the keyboard there too. */
function select(card, focus = true) {
  if (!card) return;
  for (const other of document.querySelectorAll(".cards > .card.selected")) {
    other.classList.remove("selected");
    other.removeAttribute("aria-current");
  }
  card.classList.add("selected");
  card.setAttribute("aria-current", "true");
  light(card.dataset.id);
  document.dispatchEvent(new Event("masfufa:selected"));
  if (focus) card.focus({ preventScroll: true });
  show(card, "nearest");
}

function light(id) {
  let first = null;
  for (const mark of document.querySelectorAll("[data-r]")) {
    const own = mark.dataset.r.split(" ").includes(id);
    mark.classList.toggle("lit", own);
    if (own && !first) first = mark;
  }
  const pane = document.querySelector(".text-pane");
  if (!first || !pane) return;
  const box = first.getBoundingClientRect();
  const room = pane.getBoundingClientRect();
  if (box.top < room.top + 20 || box.bottom > room.bottom - 20) {
    pane.scrollTo({ top: pane.scrollTop + box.top - room.top - room.height / 3, behavior: calm() ? "auto" : "smooth" });
  }
}

function act(scope, key) {
  const target = scope?.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  const button = target.matches("form") ? target.querySelector("button") : target;
  button.click(); // a click tells the form which button it was
  return true;
}

function add() {
  const form = document.querySelector('form[data-key="n"]');
  if (!form) return false;
  const chosen = selection();
  form.elements.start.value = chosen ? chosen.start : "";
  form.elements.words.value = chosen ? chosen.words : "";
  form.requestSubmit();
  return true;
}

/** Do what a key of this page stands for; false for any other key. */
export function keysOfReview(key) {
  if (key === "j" || key === "k") {
    const all = cards();
    const at = all.indexOf(selected());
    select(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + (key === "j" ? 1 : -1)))]);
    return true;
  }
  if (key === "a" || key === "e" || key === "x") return act(selected(), key);
  if (key === "n") return add();
  if (key === "u" || key === "." || key === "d") return act(document, key);
  return false;
}

function settle() {
  const page = document.getElementById("page");
  if (page?.dataset.page !== "review") return;
  const first = page.querySelector("[data-first]");
  const card = selected();
  if (card) light(card.dataset.id);
  if (first) {
    first.focus();
    // After a conflict, what the other one decided comes before one's own words.
    show(first.closest(".card"), page.querySelector(".message") ? "start" : "nearest");
  } else if (card) {
    card.focus({ preventScroll: true });
    show(card, "nearest");
  }
}

export function startReview() {
  // Before others see the click: marks and cards are links, for browsers without scripts.
  document.addEventListener(
    "click",
    (event) => {
      if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const mark = event.target.closest?.("[data-r]");
      if (mark) {
        event.preventDefault();
        const chosen = getSelection();
        if (chosen && !chosen.isCollapsed) return;
        const ids = mark.dataset.r.split(" ");
        const at = ids.indexOf(selected()?.dataset.id);
        for (let step = 1; step <= ids.length; step += 1) {
          const card = document.getElementById(`r-${ids[(at + step + ids.length) % ids.length]}`);
          if (card) {
            select(card);
            return;
          }
        }
        if (mark.href) location.assign(mark.href); // a record of another page of the list
        return;
      }
      const opener = event.target.closest?.('form[data-key="n"] button');
      if (opener) {
        event.preventDefault();
        add();
        return;
      }
      const choose = event.target.closest?.(".card .choose");
      const card = event.target.closest?.(".cards > .card:not(.selected)");
      if (choose) event.preventDefault();
      if (card) select(card);
    },
    true,
  );
  // Enter would press the form's first button, which looks a place up: in any other field it saves.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    if (!(field instanceof HTMLInputElement) || field.closest(".look-up")) return;
    const save = field.closest("form.edit")?.querySelector(".buttons button.main");
    if (!save) return;
    event.preventDefault();
    field.form.requestSubmit(save);
  });
  document.addEventListener("htmx:after:settle", settle);
  settle();
}
