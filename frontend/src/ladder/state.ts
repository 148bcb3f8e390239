// What the ladder editor has in hand besides the draft: what is chosen, and what was read aloud.

import { create } from "zustand";

import type { LadderIsland, LadderRead, LaddersRead, TierRead } from "../generated/ladder";
import { boot } from "../shared/boot";
import type { Json } from "../shared/json";
import { readAloud } from "../shared/readAloud";
import { draft } from "../shared/useDraft";
import { laddersOf, tiersOf } from "./model/edits";
import { spotOf } from "./model/place";
import { idsOf, keyOf } from "./model/reading";

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

export const { useReading, useReader } = readAloud<LaddersRead>(() => island().read);

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
