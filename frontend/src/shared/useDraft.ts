// The draft of this page, for components.

import { useStore } from "zustand";
import type { DraftSaved } from "../generated/draft";
import { ask } from "./api";
import { boot, url } from "./boot";
import { type Draft, DraftInHand } from "./draft";
import { at, type Json, type Path } from "./json";
import { Memory } from "./memory";

let inHand: DraftInHand | undefined;

export function draft(): DraftInHand {
  if (inHand === undefined) {
    const { draft: state, program, may } = boot();
    const server = {
      save: (content: Json, seen: number) =>
        ask<DraftSaved>("PUT", url("draft"), { content, seen }),
    };
    inHand = new DraftInHand(state, server, new Memory(program), may.edit);
  }
  return inHand;
}

export function useDraft<T>(select: (draft: Draft) => T): T {
  return useStore(draft().store, select);
}

/** Gives the value at a place of the document; it is the same object until something in it changes. */
export function useAt(path: Path): Json | undefined {
  return useDraft(({ document }) => at(document, path));
}
