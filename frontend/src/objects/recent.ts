// The kinds of fields that were used last, for the top of the palette.

import { create } from "zustand";

const KEY = "recent-field-kinds";
const MOST = 4;

export const useRecent = create<{ readonly kinds: readonly string[] }>(() => ({ kinds: read() }));

function read(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

export function remember(kind: string): void {
  const kinds = [kind, ...useRecent.getState().kinds.filter((each) => each !== kind)];
  useRecent.setState({ kinds: kinds.slice(0, MOST) });
  try {
    localStorage.setItem(KEY, JSON.stringify(kinds.slice(0, MOST)));
  } catch {
    // A full or forbidden store costs the memory, not the page.
  }
}
