// The steps of a flow as a graph: who leads to whom, what goes back, and where ways meet again.

import type { FlowPalette, FlowRead, StepKindOffered } from "../../generated/flow";
import type { JsonObject } from "../../shared/json";
import { kindOf, NEXT, type Step, stepsOf, TRIGGER, textOf, type Way, waysOf } from "./reading";

export interface Node {
  readonly step: Step;
  readonly kind: StepKindOffered | undefined;
  readonly ways: readonly Way[];
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, Node>;
  /** The first step of each part: that of the trigger first, then those that nothing leads to. */
  readonly roots: readonly string[];
  /** The first step, if the trigger leads to one that is there. */
  readonly start: string | null;
  /** Steps in the order in which they are read. */
  readonly order: readonly string[];
  /** Ways that lead back, or into a part that is drawn elsewhere; written as `step way`. */
  readonly back: ReadonlySet<string>;
  /** Under which step each step stands: every way to it goes through that one. */
  readonly above: ReadonlyMap<string, string>;
  /** Steps to which several ways lead. */
  readonly joins: ReadonlySet<string>;
}

export function wayId(from: string, way: string): string {
  return `${from} ${way}`;
}

export function graphOf(flow: JsonObject, palette: FlowPalette, said?: FlowRead): Graph {
  const nodes = new Map<string, Node>();
  for (const step of stepsOf(flow)) {
    if (nodes.has(step.key)) continue;
    const kind = kindOf(palette, step);
    nodes.set(step.key, { step, kind, ways: waysOf(step, kind, said) });
  }
  const named = textOf(flow.start);
  const start = nodes.has(named) ? named : null;
  const walked = walk(nodes, start);
  return { nodes, start, ...walked, ...meetings(nodes, walked) };
}

interface Walked {
  readonly roots: readonly string[];
  readonly order: readonly string[];
  readonly back: ReadonlySet<string>;
}

/** Goes through all steps in depth, part by part. */
function walk(nodes: ReadonlyMap<string, Node>, start: string | null): Walked {
  const order: string[] = [];
  const back = new Set<string>();
  const seen = new Map<string, number>();
  const open = new Set<string>();
  const visit = (key: string, part: number) => {
    seen.set(key, part);
    open.add(key);
    order.push(key);
    for (const way of nodes.get(key)?.ways ?? []) {
      if (way.to === null || !nodes.has(way.to)) continue;
      const there = seen.get(way.to);
      if (there === undefined) visit(way.to, part);
      else if (open.has(way.to) || there !== part) back.add(wayId(key, way.key));
    }
    open.delete(key);
  };
  const roots: string[] = [];
  const led = new Set<string>();
  for (const { ways } of nodes.values()) for (const { to } of ways) if (to !== null) led.add(to);
  const keys = [...nodes.keys()];
  const heads = keys.filter((each) => !led.has(each));
  for (const key of start === null ? [...heads, ...keys] : [start, ...heads, ...keys]) {
    if (seen.has(key)) continue;
    roots.push(key);
    visit(key, roots.length);
  }
  return { roots, order, back };
}

/** Finds the step above each: the last one through which every way to it goes. */
function meetings(
  nodes: ReadonlyMap<string, Node>,
  { roots, order, back }: Walked,
): Pick<Graph, "above" | "joins"> {
  const led = new Map<string, string[]>();
  const joins = new Set<string>();
  for (const from of order) {
    for (const way of nodes.get(from)?.ways ?? []) {
      if (way.to === null || !nodes.has(way.to) || back.has(wayId(from, way.key))) continue;
      const before = led.get(way.to);
      if (before) joins.add(way.to);
      led.set(way.to, [...(before ?? []), from]);
    }
  }
  const sorted = sortedFrom(nodes, roots, back);
  const rank = new Map(sorted.map((each, n) => [each, n]));
  const above = new Map<string, string>();
  for (const key of sorted) {
    const [first, ...rest] = led.get(key) ?? [];
    if (first === undefined) continue;
    above.set(
      key,
      rest.reduce((one, other) => meet(one, other, above, rank), first),
    );
  }
  return { above, joins };
}

function meet(
  one: string,
  other: string,
  above: ReadonlyMap<string, string>,
  rank: ReadonlyMap<string, number>,
): string {
  let [here, there] = [one, other];
  while (here !== there) {
    const lower = (rank.get(here) ?? 0) > (rank.get(there) ?? 0);
    const up = above.get(lower ? here : there);
    if (up === undefined) return lower ? there : here;
    if (lower) here = up;
    else there = up;
  }
  return here;
}

/** Sorts the steps so that each stands behind all that lead to it. */
function sortedFrom(
  nodes: ReadonlyMap<string, Node>,
  roots: readonly string[],
  back: ReadonlySet<string>,
): readonly string[] {
  const done: string[] = [];
  const seen = new Set<string>();
  const visit = (key: string) => {
    seen.add(key);
    for (const way of [...(nodes.get(key)?.ways ?? [])].reverse()) {
      if (way.to === null || !nodes.has(way.to) || seen.has(way.to)) continue;
      if (!back.has(wayId(key, way.key))) visit(way.to);
    }
    done.push(key);
  };
  for (const key of [...roots].reverse()) visit(key);
  return done.reverse();
}

/** Lists a step and all that is reached only through it. */
export function below(graph: Graph, key: string): ReadonlySet<string> {
  const found = new Set([key]);
  for (const each of graph.order) {
    for (let up: string | undefined = each; up !== undefined; up = graph.above.get(up)) {
      if (found.has(up)) {
        found.add(each);
        break;
      }
    }
  }
  return found;
}

/** Says from where a step is reached: the trigger, or ways of other steps. */
export function ledTo(graph: Graph, key: string): readonly { from: string; way: string }[] {
  const found = graph.start === key ? [{ from: TRIGGER, way: NEXT }] : [];
  for (const [from, node] of graph.nodes) {
    for (const way of node.ways) if (way.to === key) found.push({ from, way: way.key });
  }
  return found;
}
