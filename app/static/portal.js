// What a form gains when scripts run: questions appear as one answers. All of it works without.
// The server decides what is shown; nothing is decided here a second time.
"use strict";

const LATER = 200;

class Questions {
  constructor(form) {
    this.form = form;
    this.asked = 0;
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("change", () => this.later(0));
    this.form.addEventListener("submit", (event) => this.send(event));
    document.querySelector("[data-summary]")?.focus();
    for (const link of document.querySelectorAll("[data-summary] a")) {
      link.addEventListener("click", (event) => this.jump(event, link));
    }
  }

  later(wait = LATER) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    const question = ++this.asked;
    try {
      const answer = await fetch(this.form.dataset.look, { method: "POST", body: new FormData(this.form) });
      if (answer.ok && question === this.asked) this.show(await answer.json());
    } catch {
      // Without a network the page stays as it is, and the server decides when it is sent.
    }
  }

  show(states) {
    const shown = new Set(states.shown);
    const needed = new Set(states.needed);
    for (const each of this.form.querySelectorAll("[data-name]")) {
      const name = each.dataset.name;
      each.hidden = !shown.has(name);
      const need = each.querySelector(":scope > .ask__label [data-need]");
      if (need) need.hidden = !needed.has(name);
      const computed = each.querySelector(":scope > [data-computed]");
      if (computed && name in states.computed) computed.textContent = states.computed[name] || "—";
    }
    this.form.querySelector("[data-seen]").value = states.seen;
  }

  jump(event, link) {
    const name = link.hash.slice(1);
    const target = document.getElementById(name) ?? document.getElementById(`${name}-0`);
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "center" });
    target.focus();
  }

  // A double press sends once; the server would take it once in any case.
  send(event) {
    if (this.sent) event.preventDefault();
    this.sent = true;
    setTimeout(() => {
      this.sent = false;
    }, 4000);
  }
}

// A small sum that costs a browser a second and a machine that sends thousands an hour.
class Work {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.key;
    this.bits = Number(form.dataset.bits);
    this.field = form.querySelector("[data-work]");
  }

  async solve() {
    if (!globalThis.crypto?.subtle) return false;
    const encoder = new TextEncoder();
    for (let n = 0; ; n += 1) {
      const digest = await crypto.subtle.digest("SHA-256", encoder.encode(`${this.key}:${n}`));
      if (new DataView(digest).getUint32(0) >>> (32 - this.bits) === 0) {
        this.field.value = String(n);
        return true;
      }
    }
  }
}

for (const form of document.querySelectorAll("form[data-look]")) {
  new Questions(form);
  if ("prove" in form.dataset) new Work(form).solve();
}
for (const form of document.querySelectorAll("form[data-confirm]")) {
  new Work(form).solve().then((done) => {
    if (done) form.requestSubmit(form.querySelector("button[value=confirm]"));
  });
}
