// The list of members: panels that close, members that are chosen, cards that are dragged.
"use strict";

const CLICK = 6;

// Panels close when one looks elsewhere, or with Escape.
document.addEventListener("click", (event) => {
  for (const each of document.querySelectorAll("details.pop[open]")) {
    if (!each.contains(event.target) && event.target.isConnected) each.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const each of document.querySelectorAll("details.pop[open]")) {
    each.open = false;
    each.querySelector("summary").focus();
  }
});
for (const each of document.querySelectorAll("details.pop")) {
  each.addEventListener("toggle", () => {
    if (!each.open) return;
    for (const other of document.querySelectorAll("details.pop[open]")) if (other !== each) other.open = false;
  });
}

// Choosing rows: the bar says how many, and the head chooses the page.
function choosing(form) {
  const ticks = [...document.querySelectorAll("[data-tick]")];
  const all = document.querySelector("[data-tick-all]");
  const count = form.querySelector("[data-count]");
  const acts = [...form.querySelectorAll("[data-for-chosen]")];
  const tell = () => {
    const chosen = ticks.filter((each) => each.checked).length;
    for (const each of acts) each.disabled = chosen === 0;
    count.hidden = chosen === 0;
    count.textContent = document.documentElement.lang.startsWith("zh") ? `已选 ${chosen} 位` : `${chosen} chosen`;
    form.classList.toggle("chosen--some", chosen > 0);
    if (!all) return;
    all.checked = chosen > 0 && chosen === ticks.length;
    all.indeterminate = chosen > 0 && chosen < ticks.length;
  };
  let last = null;
  for (const each of ticks) {
    each.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [ticks.indexOf(last), ticks.indexOf(each)].sort((a, b) => a - b);
        for (const one of ticks.slice(from, to + 1)) one.checked = each.checked;
      }
      last = each;
      tell();
    });
  }
  if (all) {
    all.disabled = false;
    all.addEventListener("change", () => {
      for (const each of ticks) each.checked = all.checked;
      tell();
    });
  }
  tell();
}

// Cards are dragged by pointer; where one lands, its own menu does what the card is moved to.
class Board {
  constructor(board) {
    this.board = board;
    board.addEventListener("pointerdown", (event) => this.take(event));
  }

  take(event) {
    const card = event.target.closest("[data-movable]");
    if (!card || event.button !== 0 || event.pointerType === "touch") return;
    if (event.target.closest("details, button, label")) return;
    const start = { x: event.clientX, y: event.clientY };
    const move = (moved) => this.drag(card, start, moved);
    const stop = (ended) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", stop);
      removeEventListener("keydown", leave);
      this.drop(card, ended);
    };
    const leave = (pressed) => {
      if (pressed.key === "Escape") stop(null);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", stop);
    addEventListener("keydown", leave);
  }

  drag(card, start, event) {
    const [x, y] = [event.clientX - start.x, event.clientY - start.y];
    if (!this.dragged && Math.hypot(x, y) < CLICK) return;
    this.dragged = true;
    event.preventDefault();
    getSelection().removeAllRanges();
    card.classList.add("is-dragged");
    card.style.transform = `translate(${x}px, ${y}px) rotate(1.5deg)`;
    const over = this.column(event);
    for (const each of this.board.querySelectorAll("[data-column]")) {
      each.classList.toggle("is-over", each === over && each !== card.closest("[data-column]"));
    }
  }

  column(event) {
    return document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.matches("[data-column]"));
  }

  drop(card, event) {
    const over = event && this.dragged ? this.column(event) : null;
    for (const each of this.board.querySelectorAll(".is-over")) each.classList.remove("is-over");
    card.classList.remove("is-dragged");
    card.style.transform = "";
    if (this.dragged) addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    setTimeout(() => {
      this.dragged = false;
      const wanted = over && over !== card.closest("[data-column]") && over.dataset.column;
      if (wanted) card.querySelector(`[data-target="${CSS.escape(wanted)}"]`)?.click();
    });
  }
}

// A change of many that is under way is looked at again until it is finished.
const AGAIN = 2000;
if (document.querySelector("[data-under-way]")) setTimeout(() => location.reload(), AGAIN);

for (const form of document.querySelectorAll("[data-chosen]")) choosing(form);
for (const board of document.querySelectorAll("[data-board]")) new Board(board);
