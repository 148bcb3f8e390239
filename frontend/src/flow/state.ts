// What the canvas has in hand besides the draft: what is chosen, what was read aloud, what is shown.

import { useEffect } from "react";
import { create } from "zustand";

import type { FlowCounts, FlowIsland, FlowRead, FlowRun } from "../generated/flow";
import { ask } from "../shared/api";
import { boot } from "../shared/boot";
import { isObject, type Json, type JsonObject, type Path } from "../shared/json";
import { readAloud } from "../shared/readAloud";
import { draft, useDraft } from "../shared/useDraft";
import { type Graph, graphOf } from "./model/graph";
import { flowAt, placeOf, type Spot, TRIGGER } from "./model/reading";

/** Milliseconds between looks at how many members stand where. */
const LOOK = 20_000;

export function island(): FlowIsland {
  return boot<FlowIsland>().page;
}

export function isTrace(): boolean {
  return island().mode === "trace";
}

export function mayEdit(): boolean {
  return !isTrace() && boot().may.edit;
}

/** What is open in the right pane: a step by its key, the trigger, the flow itself, a note. */
export type What =
  | { readonly step: string }
  | { readonly note: string }
  | "trigger"
  | "flow"
  | "try"
  | null;

interface Hand {
  /** The card that keys speak to; the trigger is "". */
  readonly current: string;
  /** More steps that are chosen with it. */
  readonly also: ReadonlySet<string>;
  readonly what: What;
  /** Counts askings, so that the same card may be asked again to take the focus. */
  readonly asked: number;
  /** The place of a finding within what is chosen. */
  readonly field: string | null;
  /** The way at which the menu of steps is open. */
  readonly inserting: Spot | null;
  /** The step that is to be removed, while one is asked how. */
  readonly removing: string | null;
  readonly palette: boolean;
  /** Whether steps are being looked for, and the one that was found. */
  readonly finding: boolean;
  readonly spotted: string | null;
  /** Whether a drag on empty ground chooses steps instead of moving the canvas. */
  readonly selecting: boolean;
  /** The step that is held by the mouse; "" is a kind from the palette. */
  readonly held: string | null;
}

export const useHand = create<Hand>(() => ({
  current: "",
  also: new Set<string>(),
  what: null,
  asked: 0,
  field: null,
  inserting: null,
  removing: null,
  palette: false,
  finding: false,
  spotted: null,
  selecting: false,
  held: null,
}));

export function hand(): Hand {
  return useHand.getState();
}

const NONE: ReadonlySet<string> = new Set();

/** Chooses a card without opening its pane: it takes the focus. */
export function stand(key: string): void {
  const { asked, what } = hand();
  const follows = what === null || what === "try" ? what : whatOf(key);
  useHand.setState({ current: key, also: NONE, what: follows, asked: asked + 1, field: null });
}

function whatOf(key: string): What {
  return key === "" ? "trigger" : { step: key };
}

/** Opens a card in the right pane. */
export function open(key: string, field: string | null = null): void {
  useHand.setState({ current: key, also: NONE, what: whatOf(key), field });
}

/** Adds a step to those that are chosen, or takes it out again. */
export function choose(key: string): void {
  const { current, also, selecting } = hand();
  const next = new Set(also);
  // The first one that is added goes with what the keys speak to.
  if (also.size === 0 && !selecting && current !== TRIGGER && current !== key) next.add(current);
  if (next.has(key)) next.delete(key);
  else if (key !== "") next.add(key);
  useHand.setState({ current: key, also: next });
}

/** Lets a choice reach as far as another step, or draws it back to there. */
export function extend(key: string): void {
  const { current, also, asked } = hand();
  const next = new Set(also);
  if (next.has(key)) next.delete(current);
  else for (const each of [current, key]) if (each !== TRIGGER) next.add(each);
  useHand.setState({ current: key, also: next, asked: asked + 1, field: null });
}

/** Chooses exactly these steps, and no other. */
export function chooseAll(keys: Iterable<string>): void {
  const next = new Set(keys);
  const { also, current } = hand();
  if (next.size === also.size && [...next].every((each) => also.has(each))) return;
  useHand.setState({ also: next, current: [...next].at(-1) ?? current, what: null });
}

/** Gives the steps that are chosen together, or the one the keys speak to. */
export function chosenKeys(): readonly string[] {
  const { current, also } = hand();
  return also.size > 0 ? [...also] : current === TRIGGER ? [] : [current];
}

export function close(): void {
  const { current, asked } = hand();
  useHand.setState({ what: null, current, asked: asked + 1 });
}

/** Gives the flow as it is now, for what is done and not for what is drawn. */
export function flowNow(): JsonObject {
  return flowIn(isTrace() ? null : draft().now.document);
}

function flowIn(document: Json): JsonObject {
  const { flow, key } = island();
  if (isObject(flow as Json | undefined)) return flow as JsonObject;
  return flowAt(document, placeOf(document, key));
}

export function useFlow(): JsonObject {
  return useDraft(({ document }) => flowIn(document));
}

/** Gives where the flow stands in the document. */
export function pathOfFlow(): Path {
  return ["flows", placeOf(draft().now.document, island().key)];
}

let known: { flow: JsonObject; read: FlowRead; graph: Graph } | undefined;

function graphFor(flow: JsonObject, read: FlowRead): Graph {
  if (known?.flow !== flow || known.read !== read) {
    known = { flow, read, graph: graphOf(flow, island().kinds, read) };
  }
  return known.graph;
}

export function graphNow(): Graph {
  return graphFor(flowNow(), useReading.getState().read);
}

export function useGraph(): Graph {
  const flow = useFlow();
  const read = useReading((now) => now.read);
  return graphFor(flow, read);
}

export const { useReading, useReader } = readAloud<FlowRead>(() => island().read);

export const useCounts = create<{ readonly counts: FlowCounts | null }>(() => ({ counts: null }));

/** Looks now and then how many members stand at each step, as long as the page is seen. */
export function useCounter(): void {
  useEffect(() => {
    const address = boot().urls.counts;
    if (!address) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      if (document.visibilityState === "visible") {
        try {
          useCounts.setState({ counts: await ask<FlowCounts>("GET", address) });
        } catch {
          // A flow that was never published has nobody in it: there is nothing to count.
          return;
        }
      }
      timer = setTimeout(() => void look(), LOOK);
    };
    void look();
    return () => clearTimeout(timer);
  }, []);
}

/** Runs that are shown on the canvas, and which of them. */
interface Runs {
  readonly runs: readonly FlowRun[];
  readonly shown: number;
}

export const useRuns = create<Runs>(() => {
  const { run } = island();
  return { runs: run ? [run] : [], shown: 0 };
});

export interface Track {
  /** When each step was passed, in order. */
  readonly at: ReadonlyMap<string, readonly string[]>;
  /** Ways taken, as `step way`. */
  readonly ways: ReadonlySet<string>;
  /** Where it stands or ended. */
  readonly last: string | null;
  readonly state: string;
}

const tracks = new WeakMap<FlowRun, Track>();

/** Gives the way a run took. */
function trackOf(run: FlowRun): Track {
  const found = tracks.get(run);
  if (found) return found;
  const at = new Map<string, readonly string[]>();
  const ways = new Set<string>([" next"]);
  for (const each of run.steps) {
    at.set(each.step, [...(at.get(each.step) ?? []), each.at]);
    if (each.way !== null) ways.add(`${each.step} ${each.way}`);
  }
  const track = { at, ways, last: run.steps.at(-1)?.step ?? null, state: run.state };
  tracks.set(run, track);
  return track;
}

export function useRun(): FlowRun | null {
  return useRuns(({ runs, shown }) => runs[shown] ?? null);
}

export function useTrack(): Track | null {
  const run = useRun();
  return run ? trackOf(run) : null;
}
