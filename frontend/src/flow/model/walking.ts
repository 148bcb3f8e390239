// Which card an arrow leads to: along the ways up and down, to the next beside it left and right.

import { type Graph, ledTo } from "./graph";
import type { Layout } from "./layout";
import { TRIGGER } from "./reading";

export type Direction = "up" | "down" | "left" | "right";

export function neighbour(
  graph: Graph,
  layout: Layout,
  from: string,
  direction: Direction,
): string | null {
  if (direction === "down") {
    if (from === TRIGGER) return graph.start ?? graph.roots[0] ?? null;
    const node = graph.nodes.get(from);
    return node?.ways.find((each) => each.to !== null && graph.nodes.has(each.to))?.to ?? null;
  }
  if (direction === "up") {
    const [up] = ledTo(graph, from);
    return up?.from ?? (from === TRIGGER ? null : TRIGGER);
  }
  return beside(layout, from, direction);
}

/** Finds the nearest card to one side, those on the same height first. */
function beside(layout: Layout, from: string, direction: "left" | "right"): string | null {
  const here = layout.cards.get(from);
  if (!here) return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [key, at] of layout.cards) {
    const across = direction === "right" ? at.x - here.x : here.x - at.x;
    if (across <= 0 || key === from) continue;
    const far = across + 3 * Math.abs(at.y - here.y);
    if (far < least) [best, least] = [key, far];
  }
  return best;
}
