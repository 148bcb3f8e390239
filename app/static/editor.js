// Writing a rule as JSON: line numbers, the way to a finding, and a copy of what is typed.
"use strict";

// Text in hand is kept in this browser until the server has it.
class KeptText {
  constructor(field) {
    this.field = field;
    this.key = `kept:${location.pathname}:${field.name}`;
    this.base = field.dataset.keep;
    this.offer();
    field.addEventListener("input", () => this.keep());
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ base: this.base, text: this.field.value }));
    } catch {
      // A full or forbidden store costs the copy, not the page.
    }
  }

  offer() {
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!kept || kept.text === this.field.value || kept.base !== this.base) {
      sessionStorage.removeItem(this.key);
      return;
    }
    const notice = document.querySelector(`[data-kept-for="${this.field.id}"]`);
    if (!notice) return;
    notice.hidden = false;
    notice.querySelector("[data-restore]").addEventListener("click", () => {
      this.field.value = kept.text;
      this.field.dispatchEvent(new Event("input"));
      notice.hidden = true;
    });
    notice.querySelector("[data-discard]").addEventListener("click", () => {
      sessionStorage.removeItem(this.key);
      notice.hidden = true;
    });
  }
}

// The JSON editor: line numbers follow the text, findings lead to their line.
class LineEditor {
  constructor(frame) {
    this.frame = frame;
    this.lines = frame.querySelector(".editor__lines");
    this.field = frame.querySelector("textarea");
    this.field.addEventListener("input", () => this.number());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.number();
    for (const link of document.querySelectorAll("[data-line]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.show(Number(link.dataset.line));
      });
    }
  }

  number() {
    const wanted = this.field.value.split("\n").length;
    while (this.lines.children.length < wanted) {
      this.lines.append(element("li", {}, String(this.lines.children.length + 1)));
    }
    while (this.lines.children.length > wanted) this.lines.lastChild.remove();
    this.field.rows = wanted;
  }

  show(line) {
    const before = this.field.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, each) => sum + each.length + 1, 0);
    const end = this.field.value.indexOf("\n", start);
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(start, end < 0 ? this.field.value.length : end);
    this.lines.children[line - 1]?.scrollIntoView({ block: "center" });
  }

  key(event) {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.field.form.requestSubmit();
    }
  }
}

for (const field of document.querySelectorAll("textarea[data-keep]")) new KeptText(field);
for (const frame of document.querySelectorAll(".editor")) new LineEditor(frame);
