// Puts a variable where the cursor was last; without this script, one writes it.
(() => {
  const form = document.querySelector("[data-insert-into]");
  if (!form) return;
  let last = null;
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-says]")) last = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const box = last ?? form.querySelector("details[open] textarea[data-says]:not([readonly])");
    if (!box || box.readOnly) return;
    box.focus();
    box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
