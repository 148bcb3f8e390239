// Changes of a flow, as functions from one flow to the next; what they do not touch stays the same.

import type { FlowPalette, StepKindOffered } from "../../generated/flow";
import { isObject, type Json, type JsonObject } from "../../shared/json";
import { below, type Graph, graphOf } from "./graph";
import { listOf, NEXT, type Spot, stepOf, TRIGGER, textOf, type Way } from "./reading";

export function freshKey(stem: string, taken: ReadonlySet<string>): string {
  if (!taken.has(stem)) return stem;
  let n = 2;
  while (taken.has(`${stem}_${n}`)) n += 1;
  return `${stem}_${n}`;
}

export function keysOf(flow: JsonObject, part: "steps" | "notes" = "steps"): ReadonlySet<string> {
  return new Set(listOf(flow[part]).map((each) => (isObject(each) ? textOf(each.key) : "")));
}

/** Writes ways as documents have them: the only one as a text, none at all as nothing. */
export function withNext(step: JsonObject, next: Readonly<Record<string, string>>): JsonObject {
  const { next: _, ...rest } = step;
  const ways = Object.keys(next);
  if (ways.length === 0) return rest;
  const only = ways.length === 1 && ways[0] === NEXT ? next[NEXT] : undefined;
  return { ...step, next: only ?? { ...next } };
}

function eachStep(flow: JsonObject, change: (step: JsonObject) => JsonObject | null): JsonObject {
  let changed = false;
  const steps = listOf(flow.steps).flatMap((each): readonly Json[] => {
    if (!isObject(each)) return [each];
    const next = change(each);
    changed ||= next !== each;
    return next === null ? [] : [next];
  });
  return changed ? { ...flow, steps } : flow;
}

/** Lets a way lead to another step, or to none. */
export function lead(flow: JsonObject, { from, way }: Spot, to: string | null): JsonObject {
  if (from === TRIGGER) {
    const { start, ...rest } = flow;
    if (to === null) return start === undefined ? flow : rest;
    return start === to ? flow : { ...flow, start: to };
  }
  return eachStep(flow, (each) => {
    if (each.key !== from) return each;
    const { [way]: before, ...others } = stepOf(each).next;
    if (before === (to ?? undefined)) return each;
    return withNext(each, to === null ? others : { ...stepOf(each).next, [way]: to });
  });
}

export function targetOf(flow: JsonObject, { from, way }: Spot): string | null {
  if (from === TRIGGER) return textOf(flow.start) || null;
  const found = listOf(flow.steps).find((each) => isObject(each) && each.key === from);
  return isObject(found) ? (stepOf(found).next[way] ?? null) : null;
}

export function changeStep(
  flow: JsonObject,
  key: string,
  change: (step: JsonObject) => JsonObject,
): JsonObject {
  return eachStep(flow, (each) => (each.key === key ? change(each) : each));
}

/** Makes a step of a kind, with a key of its own and what its options usually are. */
export function newStep(
  flow: JsonObject,
  kind: StepKindOffered,
  options: JsonObject = {},
): JsonObject {
  const step = { key: freshKey(kind.key, keysOf(flow)), kind: kind.key };
  return Object.keys(options).length > 0 ? { ...step, options } : step;
}

/** Adds steps behind others in the list, so that the document reads as the flow goes. */
function appended(flow: JsonObject, steps: readonly JsonObject[], behind: string): JsonObject {
  const all = [...listOf(flow.steps)];
  const place = all.findIndex((each) => isObject(each) && each.key === behind);
  all.splice(behind === TRIGGER ? 0 : place < 0 ? all.length : place + 1, 0, ...steps);
  return { ...flow, steps: all };
}

export interface Chain {
  readonly steps: readonly JsonObject[];
  /** The first of them. */
  readonly entry: string;
  /** The way on which what came before goes on behind them; none where they end. */
  readonly exit: Spot | null;
}

/** Puts steps on a way: it leads to them, and they go on to where it led. */
export function insertChain(flow: JsonObject, spot: Spot, chain: Chain): JsonObject {
  const to = targetOf(flow, spot);
  const added = appended(flow, chain.steps, spot.from);
  const begun = lead(added, spot, chain.entry);
  return to !== null && chain.exit !== null ? lead(begun, chain.exit, to) : begun;
}

export function insertStep(
  flow: JsonObject,
  spot: Spot,
  step: JsonObject,
  ways: readonly { readonly key: string }[],
): JsonObject {
  const key = textOf(step.key);
  const exit = ways[0] ? { from: key, way: ways[0].key } : null;
  return insertChain(flow, spot, { steps: [step], entry: key, exit });
}

/** Where one goes on when a step is gone: the first of its ways that leads anywhere. */
function onward(ways: readonly Way[], gone: ReadonlySet<string>): string | null {
  return ways.find((each) => each.to !== null && !gone.has(each.to))?.to ?? null;
}

function without(flow: JsonObject, gone: ReadonlySet<string>, to: string | null): JsonObject {
  const kept = eachStep(flow, (each) => {
    if (gone.has(textOf(each.key))) return null;
    const { next } = stepOf(each);
    if (!Object.values(next).some((target) => gone.has(target))) return each;
    const ways = Object.entries(next).flatMap(([way, target]) =>
      gone.has(target) ? (to === null ? [] : [[way, to] as const]) : [[way, target] as const],
    );
    return withNext(each, Object.fromEntries(ways));
  });
  const start = gone.has(textOf(flow.start)) ? lead(kept, { from: TRIGGER, way: NEXT }, to) : kept;
  const notes = listOf(flow.notes);
  const left = notes.filter((each) => !isObject(each) || !gone.has(textOf(each.step)));
  if (left.length === notes.length) return start;
  const { notes: _, ...rest } = start;
  return left.length > 0 ? { ...start, notes: left } : rest;
}

/** Says which steps go when one is taken out alone: those that only its other ways lead to. */
export function goneAlone(graph: Graph, key: string): ReadonlySet<string> {
  const node = graph.nodes.get(key);
  const inside = below(graph, key);
  const to = onward(node?.ways ?? [], new Set([key]));
  const kept = to !== null && inside.has(to) ? reached(graph, to, key) : new Set<string>();
  return new Set([...inside].filter((each) => !kept.has(each)));
}

function reached(graph: Graph, from: string, without_: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (found.has(key) || key === without_) continue;
    found.add(key);
    for (const { to } of graph.nodes.get(key)?.ways ?? []) if (to !== null) waiting.push(to);
  }
  return found;
}

/** Takes one step out; what led to it goes on to where its first way led. */
export function removeAlone(flow: JsonObject, palette: FlowPalette, key: string): JsonObject {
  const graph = graphOf(flow, palette);
  const gone = goneAlone(graph, key);
  return without(flow, gone, onward(graph.nodes.get(key)?.ways ?? [], gone));
}

/** Takes a step out with everything that is reached only through it. */
export function removeBelow(flow: JsonObject, palette: FlowPalette, key: string): JsonObject {
  return without(flow, below(graphOf(flow, palette), key), null);
}

/** Says whether a step is moved with what stands below it: one of which several ways lead on. */
export function carries(ways: readonly Way[]): boolean {
  return ways.filter((each) => each.to !== null).length > 1;
}

/** Lists what moves along with a step. */
export function moving(graph: Graph, key: string): ReadonlySet<string> {
  const node = graph.nodes.get(key);
  return node && carries(node.ways) ? below(graph, key) : new Set([key]);
}

/** Says whether a step may go to a place: not into itself, nor to where it stands. */
export function mayMove(graph: Graph, key: string, { from, way }: Spot): boolean {
  if (moving(graph, key).has(from)) return false;
  const to =
    from === TRIGGER ? graph.start : graph.nodes.get(from)?.ways.find((e) => e.key === way)?.to;
  const ends = (graph.nodes.get(key)?.ways.length ?? 0) === 0;
  return to !== key && !(ends && to !== null && to !== undefined);
}

export function moveStep(
  flow: JsonObject,
  palette: FlowPalette,
  key: string,
  spot: Spot,
): JsonObject {
  const graph = graphOf(flow, palette);
  const node = graph.nodes.get(key);
  if (!node || !mayMove(graph, key, spot)) return flow;
  const taken = moving(graph, key);
  const lifted = listOf(flow.steps)
    .filter(isObject)
    .filter((each) => taken.has(textOf(each.key)));
  const alone = taken.size === 1;
  const after = alone ? onward(node.ways, taken) : leaving(graph, taken);
  const left = withoutLosing(flow, taken, after);
  const steps = lifted.map((each) => withNext(each, inward(each, taken)));
  return insertChain(left, spot, { steps, entry: key, exit: exitOf(graph, key, taken) });
}

/** Notes go with their steps, so they are not taken away when steps are only moved. */
function withoutLosing(flow: JsonObject, gone: ReadonlySet<string>, to: string | null): JsonObject {
  const left = without(flow, gone, to);
  return flow.notes === undefined ? left : { ...left, notes: flow.notes };
}

export function inward(step: JsonObject, within: ReadonlySet<string>): Record<string, string> {
  const next = Object.entries(stepOf(step).next).filter(([, to]) => within.has(to));
  return Object.fromEntries(next);
}

/** Where steps lead to outside of themselves. */
function leaving(graph: Graph, steps: ReadonlySet<string>): string | null {
  for (const each of graph.order) {
    if (!steps.has(each)) continue;
    for (const { to } of graph.nodes.get(each)?.ways ?? []) {
      if (to !== null && !steps.has(to) && graph.nodes.has(to)) return to;
    }
  }
  return null;
}

/** Finds the way on which one leaves steps: along the first ways from the first of them. */
export function exitOf(graph: Graph, entry: string, within: ReadonlySet<string>): Spot | null {
  const seen = new Set<string>();
  for (let key: string | undefined = entry; key !== undefined && !seen.has(key); ) {
    seen.add(key);
    const first: Way | undefined = graph.nodes.get(key)?.ways[0];
    if (!first) return null;
    if (first.to === null || !within.has(first.to)) return { from: key, way: first.key };
    key = first.to;
  }
  return null;
}

/** Says where something goes that is added behind a step: its first way. */
export function behind(graph: Graph, key: string): Spot | null {
  if (key === TRIGGER) return { from: TRIGGER, way: NEXT };
  const [first] = graph.nodes.get(key)?.ways ?? [];
  return first ? { from: key, way: first.key } : null;
}

/** Says where something goes that is added with nothing chosen: the end of the first ways. */
export function lastSpot(graph: Graph): Spot {
  let spot: Spot = { from: TRIGGER, way: NEXT };
  const seen = new Set<string>();
  for (let key = graph.start; key !== null && !seen.has(key); ) {
    seen.add(key);
    const ways: readonly Way[] = graph.nodes.get(key)?.ways ?? [];
    const open = ways.find((each) => each.to === null);
    const [first] = ways;
    if (!first) return spot;
    const on: Way = open && first.to === null ? open : first;
    spot = { from: key, way: on.key };
    key = on.to;
  }
  return spot;
}
