"use strict";
// Links spans and records both ways: pointing at one lights up the other. Without scripts the links still lead there.
for (const article of document.querySelectorAll("article")) {
  const byFigure = new Map();
  for (const element of article.querySelectorAll("[data-f]")) {
    for (const figure of element.dataset.f.split(" ")) {
      if (!byFigure.has(figure)) byFigure.set(figure, []);
      byFigure.get(figure).push(element);
    }
  }
  const light = (target, on) => {
    const element = target.closest("[data-f]");
    if (!element) return;
    for (const figure of element.dataset.f.split(" "))
      for (const other of byFigure.get(figure)) other.classList.toggle("on", on);
  };
  article.addEventListener("mouseover", (event) => light(event.target, true));
  article.addEventListener("mouseout", (event) => light(event.target, false));
  article.addEventListener("focusin", (event) => light(event.target, true));
  article.addEventListener("focusout", (event) => light(event.target, false));
}
