// Short news at the edge of the page, read aloud, with a way back where there is one.

import { w } from "../words";

/** Milliseconds a message stays; long enough to reach the button. */
const STAYS = 8_000;

export interface Toast {
  readonly text: string;
  readonly undo?: () => void;
}

/** Shows a message in the place that every page has for them. */
export function toast({ text, undo }: Toast): void {
  const place = document.querySelector(".toasts");
  if (!place) return;
  const message = document.createElement("div");
  message.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  message.append(words);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--plain";
    button.textContent = w("撤销", "Undo");
    button.addEventListener("click", () => {
      undo();
      message.remove();
    });
    message.append(button);
  }
  place.append(message);
  setTimeout(() => message.remove(), STAYS);
}

/** Says something to those who listen, without showing it. */
export function announce(text: string): void {
  let place = document.querySelector("#announced");
  if (!place) {
    place = document.createElement("div");
    place.id = "announced";
    place.className = "only-read";
    place.setAttribute("aria-live", "polite");
    document.body.append(place);
  }
  place.textContent = text;
}
