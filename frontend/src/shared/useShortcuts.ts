// Keys that every builder knows; none of them while somebody types or composes characters.

import { useEffect } from "react";

import { redoStep, undoStep } from "./undoing";
import { draft } from "./useDraft";

export function isTyping(event: KeyboardEvent): boolean {
  const place = event.target;
  if (event.isComposing) return true;
  return (
    place instanceof HTMLElement &&
    (place.isContentEditable || place.matches("input:not([type=checkbox], [type=radio]), textarea"))
  );
}

function follow(event: KeyboardEvent): void {
  if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "s") {
    event.preventDefault();
    void draft().save();
  } else if (key === "z" && !event.shiftKey) {
    event.preventDefault();
    undoStep();
  } else if ((key === "z" && event.shiftKey) || key === "y") {
    event.preventDefault();
    redoStep();
  }
}

export function useShortcuts(): void {
  useEffect(() => {
    addEventListener("keydown", follow);
    return () => removeEventListener("keydown", follow);
  }, []);
}
