// What the ladder editor has in hand besides the draft: what is chosen, and what was read aloud.

import { useEffect } from "react";
import { create } from "zustand";

import type { LadderIsland, LadderRead, LaddersRead, TierRead } from "../generated/ladder";
import { ask } from "../shared/api";
import { boot, url } from "../shared/boot";
import type { Json } from "../shared/json";
import { draft } from "../shared/useDraft";
import { laddersOf, tiersOf } from "./model/edits";
import { spotOf } from "./model/place";
import { idsOf, keyOf } from "./model/reading";

/** Milliseconds of quiet before the rules are read again. */
const QUIET = 300;

export function island(): LadderIsland {
  return boot<LadderIsland>().page;
}

export interface Chosen {
  readonly ladder: number;
  /** A tier by its id, the ladder itself, or nothing. */
  readonly what: { readonly tier: string } | "ladder" | null;
  /** The place within it that asks for attention; a number makes each asking a new one. */
  readonly focus: { readonly field: string; readonly asked: number } | null;
}

export const useChosen = create<Chosen>(() => ({ ladder: 0, what: null, focus: null }));

let asked = 0;

function attention(field: string | null): Chosen["focus"] {
  if (field === null) return null;
  asked += 1;
  return { field, asked };
}

/** Gives the document at the moment, for what is done and not for what is drawn. */
export function now(): Json {
  return draft().now.document;
}

export function choose(what: Chosen["what"], field: string | null = null): void {
  useChosen.setState({ what, focus: attention(field) });
}

export function chooseTier(ladder: number, place: number, field: string | null = null): void {
  const id = idsOf(tiersOf(now(), ladder))[place];
  if (id !== undefined) useChosen.setState({ ladder, what: { tier: id }, focus: attention(field) });
}

export function openLadder(ladder: number): void {
  const { what } = useChosen.getState();
  useChosen.setState({ ladder, what: what === "ladder" ? what : null, focus: null });
}

/** Shows the place of a finding; says whether it is anywhere on this page. */
export function jump(pointer: string): boolean {
  const spot = spotOf(pointer);
  if (spot === null || spot.ladder >= laddersOf(now()).length) return false;
  if (spot.tier !== null) chooseTier(spot.ladder, spot.tier, spot.field);
  else {
    useChosen.setState({ ladder: spot.ladder, what: "ladder", focus: attention(spot.field) });
  }
  return true;
}

interface Reading {
  readonly read: LaddersRead;
  /** Whether it is of the document as it is now. */
  readonly fresh: boolean;
}

export const useReading = create<Reading>(() => ({ read: island().read, fresh: true }));

const NOBODY: Readonly<Record<string, number>> = {};

/** Gives how many members stand on each tier of a ladder; null before there are any. */
export function membersOf(ladder: Json | undefined): Readonly<Record<string, number>> | null {
  const { members } = island();
  return members === null ? null : (members[keyOf(ladder)] ?? NOBODY);
}

export function useLadderRead(ladder: Json | undefined): LadderRead | undefined {
  const key = keyOf(ladder);
  return useReading(({ read }) => read.ladders.find((each) => each.key === key));
}

export function tierRead(read: LadderRead | undefined, tier: Json): TierRead | undefined {
  const key = keyOf(tier);
  return read?.tiers.find((each) => each.key === key);
}

/** Has the rules read aloud again a moment after they changed. */
export function useReader(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking: AbortController | undefined;
    let last = now();
    const read = async () => {
      asking?.abort();
      asking = new AbortController();
      const content = now();
      try {
        const answer = await ask<LaddersRead>("POST", url("read"), { content }, asking.signal);
        // A document that cannot be read leaves standing what was said before.
        const kept = answer.readable ? answer : useReading.getState().read;
        useReading.setState({ read: kept, fresh: answer.readable && content === now() });
      } catch {
        // The words stay as they were; the draft itself says when the server is away.
      }
    };
    const unsubscribe = draft().store.subscribe(({ document }) => {
      if (document === last) return;
      last = document;
      useReading.setState({ fresh: false });
      clearTimeout(timer);
      timer = setTimeout(() => void read(), QUIET);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
      asking?.abort();
    };
  }, []);
}
