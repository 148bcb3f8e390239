// Keys that every builder knows; none of them while somebody types or composes characters.

import { useEffect } from "react";

import { announce } from "./ui/toast";
import { draft } from "./useDraft";
import { t, type Words, w } from "./words";

export function isTyping(event: KeyboardEvent): boolean {
  const place = event.target;
  if (event.isComposing) return true;
  return (
    place instanceof HTMLElement &&
    (place.isContentEditable || place.matches("input:not([type=checkbox], [type=radio]), textarea"))
  );
}

export function undoStep(): void {
  told(w("已撤销", "Undone"), draft().undo());
}

export function redoStep(): void {
  told(w("已重做", "Done again"), draft().redo());
}

function told(done: string, step: Words | null): void {
  if (step) announce(`${done}${w("：", ": ")}${t(step)}`);
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
