// What pages gain when scripts run: nothing here is needed to read or to save.
// DOM is built from nodes and text only, so that trusted types hold.
"use strict";

const root = document.documentElement;
const YEAR = 60 * 60 * 24 * 365;
const CLOSEST_SEARCH = 150;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

function typing(target) {
  return target.matches("input, textarea, select, [contenteditable]");
}

// Theme: the form posts without a script; with one it changes at once and is kept behind.
function switchTheme(event) {
  const button = event.target.closest("button[name=theme]");
  if (!button) return;
  event.preventDefault();
  root.dataset.theme = button.value;
  for (const each of document.querySelectorAll("button[name=theme]")) {
    each.setAttribute("aria-pressed", String(each.value === button.value));
  }
  const body = new FormData(button.form);
  body.set("theme", button.value);
  fetch(button.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
}

function switchNavigation() {
  const narrow = root.dataset.nav === "narrow";
  if (narrow) delete root.dataset.nav;
  else root.dataset.nav = "narrow";
  remember("rungs-nav", narrow ? "wide" : "narrow");
}

// Menus close when one looks elsewhere.
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

// Rows lead to what they show; the link inside stays the real one.
function followRow(event) {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, summary") || String(getSelection())) return;
  if (event.metaKey || event.ctrlKey) window.open(row.dataset.href, "_blank", "noopener");
  else location.assign(row.dataset.href);
}

function moveBetweenRows(event) {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, k: -1 }[event.key];
  const rows = [...document.querySelectorAll("tr[data-href]")];
  const chosen = rows.findIndex((row) => row.classList.contains("is-chosen"));
  if (step && rows.length) {
    const next = rows[Math.min(Math.max(chosen + step, 0), rows.length - 1)];
    rows[chosen]?.classList.remove("is-chosen");
    next.classList.add("is-chosen");
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && chosen >= 0 && event.target === document.body) {
    location.assign(rows[chosen].dataset.href);
  } else if (event.key === "/") {
    const field = document.querySelector("[data-search-here]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
}

// Search over members and pages, Ctrl+K.
class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("[role=listbox]");
    this.asked = 0;
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  open() {
    this.dialog.showModal();
    this.input.select();
    this.ask();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), CLOSEST_SEARCH);
  }

  async ask() {
    const question = ++this.asked;
    const address = `${this.dialog.dataset.address}?q=${encodeURIComponent(this.input.value)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok || question !== this.asked) return;
    const { items } = await answer.json();
    this.list.replaceChildren(...items.map((item, place) => this.line(item, place)));
    this.dialog.querySelector("[data-nothing]").hidden = items.length > 0;
    this.choose(0);
  }

  line(item, place) {
    const label = element("span", { class: "truncate" }, item.label);
    const detail = element("span", { class: "faint small" }, item.detail);
    const attributes = { class: "palette__item", role: "option", href: item.url, id: `found-${place}`, tabindex: "-1" };
    return element("a", attributes, label, detail);
  }

  choose(place) {
    const lines = [...this.list.children];
    if (!lines.length) return;
    this.chosen = (place + lines.length) % lines.length;
    lines.forEach((line, n) => line.setAttribute("aria-selected", String(n === this.chosen)));
    this.input.setAttribute("aria-activedescendant", lines[this.chosen].id);
    lines[this.chosen].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.choose(this.chosen + 1);
    else if (event.key === "ArrowUp") this.choose(this.chosen - 1);
    else if (event.key === "Enter") this.list.children[this.chosen]?.click();
    else return;
    event.preventDefault();
  }
}

function start() {
  document.addEventListener("click", switchTheme);
  document.addEventListener("click", closeMenus);
  document.addEventListener("click", followRow);
  document.addEventListener("keydown", moveBetweenRows);
  document.querySelector("[data-fold]")?.addEventListener("click", switchNavigation);
  const dialog = document.querySelector("dialog.palette");
  if (dialog) {
    const palette = new Palette(dialog);
    document.querySelectorAll("[data-open-search]").forEach((each) => each.addEventListener("click", () => palette.open()));
    document.addEventListener("keydown", (event) => {
      if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        palette.open();
      }
    });
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => {
      const source = document.getElementById(button.dataset.copy);
      source.select();
      navigator.clipboard?.writeText(source.value);
    });
  }
  for (const field of document.querySelectorAll("[data-submit-on-change]")) {
    field.addEventListener("change", () => field.form.requestSubmit());
  }
}

start();
