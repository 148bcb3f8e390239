// Reads aloud what is typed, a moment after; without this script, a button does.
(() => {
  const form = document.querySelector("[data-told-by]");
  if (!form) return;
  const PAUSE = 350;
  let asked = 0;
  let timer = 0;
  const tell = async () => {
    asked += 1;
    const mine = asked;
    const answer = await fetch(form.dataset.toldBy, { method: "POST", body: new FormData(form) });
    if (!answer.ok || mine !== asked) return;
    const said = await answer.json();
    for (const each of document.querySelectorAll("[data-told]")) {
      each.textContent = said[each.dataset.told][Number(each.dataset.of)];
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell().catch(() => {}), PAUSE);
  };
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
    later();
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
    asked += 1;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
