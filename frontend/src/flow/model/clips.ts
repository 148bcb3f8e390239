// Copies of steps: taken out of one flow, put into another under keys of their own.

import type { FlowPalette } from "../../generated/flow";
import { isObject, type Json, type JsonObject } from "../../shared/json";
import { exitOf, freshKey, insertChain, inward, keysOf, withNext } from "./edits";
import { type Graph, graphOf } from "./graph";
import { listOf, type Spot, stepOf, textOf } from "./reading";

export interface Clip {
  readonly steps: readonly JsonObject[];
  readonly entry: string;
}

/** Takes a copy of steps, with the ways among them. */
export function clipOf(flow: JsonObject, graph: Graph, keys: ReadonlySet<string>): Clip | null {
  const entry = graph.order.find((each) => keys.has(each));
  if (entry === undefined) return null;
  const steps = listOf(flow.steps)
    .filter(isObject)
    .filter((each) => keys.has(textOf(each.key)))
    .map((each) => withNext(each, inward(each, keys)));
  return { steps, entry };
}

/** Puts a copy of steps on a way, under keys of their own; says what the first is called. */
export function paste(
  flow: JsonObject,
  palette: FlowPalette,
  clip: Clip,
  spot: Spot,
): { readonly flow: JsonObject; readonly entry: string } {
  const taken = new Set(keysOf(flow));
  const named = new Map<string, string>();
  for (const each of clip.steps) {
    const key = freshKey(textOf(each.key).replace(/_\d+$/, "") || "step", taken);
    taken.add(key);
    named.set(textOf(each.key), key);
  }
  const steps = clip.steps.map((each) => renamed(each, named, palette));
  const entry = named.get(clip.entry) ?? textOf(steps[0]?.key);
  const graph = graphOf({ steps, start: entry }, palette);
  const exit = exitOf(graph, entry, new Set(named.values()));
  return { flow: insertChain(flow, spot, { steps, entry, exit }), entry };
}

/** Calls a step and the steps it speaks of by their new keys. */
function renamed(
  json: JsonObject,
  named: ReadonlyMap<string, string>,
  palette: FlowPalette,
): JsonObject {
  const step = stepOf(json);
  const next = Object.fromEntries(
    Object.entries(step.next).map(([way, to]) => [way, named.get(to) ?? to]),
  );
  const called = withNext({ ...json, key: named.get(step.key) ?? step.key }, next);
  const speaks = palette.steps
    .find((each) => each.key === step.kind)
    ?.options.filter((each) => each.widget === "step" && named.has(textOf(step.options[each.key])));
  if (!speaks || speaks.length === 0) return called;
  const options: Record<string, Json> = { ...step.options };
  for (const { key } of speaks)
    options[key] = named.get(textOf(options[key])) ?? options[key] ?? null;
  return { ...called, options };
}
