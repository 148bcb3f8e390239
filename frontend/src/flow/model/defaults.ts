// What the options of a new step begin with, so that there is less to fill in.

import type { FlowOption } from "../../generated/flow";
import { at, isObject, type Json, type JsonObject } from "../../shared/json";
import { type Graph, ledTo } from "./graph";
import { objectsIn, type Spot, TRIGGER, textOf } from "./reading";

export interface Context {
  readonly flow: JsonObject;
  readonly document: Json;
  readonly spot?: Spot;
  readonly graph?: Graph;
}

export function usualOptions(options: readonly FlowOption[], context: Context): JsonObject {
  const found: Record<string, Json> = {};
  for (const each of options) {
    const value = usual(each, context);
    if (value !== undefined) found[each.key] = value;
  }
  return found;
}

function usual(option: FlowOption, { flow, document, spot, graph }: Context): Json | undefined {
  switch (option.widget) {
    case "ladder":
      return option.required ? only(document, "ladders") : undefined;
    case "form":
      return option.required ? only(document, "forms") : undefined;
    case "object":
      return objectOf(flow);
    case "step":
      return spot && graph ? giver(graph, spot) : undefined;
    case "duration":
      return option.required ? { days: 1 } : undefined;
    case "branches":
      return [{ key: "way_1", label: { zh: "第 1 路", en: "Way 1" } }];
    case "variants":
      return [
        { key: "a", label: { zh: "A 组", en: "Group A" }, percent: 50 },
        { key: "b", label: { zh: "B 组", en: "Group B" }, percent: 50 },
      ];
    default:
      return undefined;
  }
}

function only(document: Json, part: string): Json | undefined {
  const found = objectsIn(at(document, [part]));
  return found.length === 1 ? textOf(found[0]?.key) : undefined;
}

/** The object whose record set the flow in motion. */
function objectOf(flow: JsonObject): Json | undefined {
  const { trigger } = flow;
  if (!isObject(trigger) || !isObject(trigger.options)) return undefined;
  return textOf(trigger.options.object) || undefined;
}

/** The last step before a place that gives a coupon. */
function giver(graph: Graph, spot: Spot): string | undefined {
  const seen = new Set<string>();
  for (
    let key = spot.from;
    key !== TRIGGER && !seen.has(key);
    key = ledTo(graph, key)[0]?.from ?? TRIGGER
  ) {
    seen.add(key);
    if (graph.nodes.get(key)?.kind?.options.some((each) => each.widget === "coupon")) return key;
  }
  return undefined;
}
