// How an island comes to stand in its page.

import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { boot } from "./boot";

export function mount(island: ReactNode): void {
  const place = document.querySelector("#island");
  if (!place) throw new Error("This page has no place for its island.");
  boot();
  createRoot(place).render(<StrictMode>{island}</StrictMode>);
}
