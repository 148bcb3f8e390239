// What the gallery gains when scripts run: a button that says it works, and progress by itself.
"use strict";

const SECOND = 1000;

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.textContent = form.dataset.busy;
    // Disabled only after the form has been sent.
    setTimeout(() => {
      button.disabled = true;
    });
  });
}

// A page that comes back from the browser's memory can be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

async function follow(card) {
  const response = await fetch(card.dataset.coming, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const now = await response.json();
  if (now.finished) {
    location.replace(card.dataset.home);
    return;
  }
  card.querySelector("progress").value = now.done;
  card.querySelector("[data-done]").textContent = now.done.toLocaleString();
  card.querySelector("[data-no-worker]").hidden = now.worker;
}

const coming = document.querySelector("[data-coming]");
if (coming) {
  setInterval(() => {
    // A network that fails for a moment is asked again.
    follow(coming).catch(() => {});
  }, SECOND);
}
