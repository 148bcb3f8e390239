// Steps that say what is looked for: by name, kind, key, what they say, or what is set on them.

import type { FlowRead } from "../../generated/flow";
import { isList, isObject, type Json } from "../../shared/json";
import type { Graph } from "./graph";
import { type Note, TRIGGER } from "./reading";

/** Gives the cards with all the words that are looked for, from top to bottom; the trigger is "". */
export function searched(
  graph: Graph,
  read: FlowRead,
  notes: readonly Note[],
  text: string,
): readonly string[] {
  const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const fits = (said: readonly string[]) => {
    const within = said.join(" ").toLowerCase();
    return wanted.every((word) => within.includes(word));
  };
  const trigger = read.trigger ? [read.trigger.zh, read.trigger.en] : [];
  const found = fits(trigger) ? [TRIGGER] : [];
  for (const key of graph.order) if (fits(saidOf(graph, read, notes, key))) found.push(key);
  return found;
}

function saidOf(graph: Graph, read: FlowRead, notes: readonly Note[], key: string): string[] {
  const node = graph.nodes.get(key);
  if (!node) return [];
  const { step, kind } = node;
  const beside = notes.filter((each) => each.step === key);
  const words = [step.label, kind?.label, read.steps[key]?.sentence, ...beside.map((e) => e.text)];
  return [
    step.key,
    step.kind,
    ...words.flatMap((each) => (each ? [each.zh, each.en] : [])),
    ...textsIn(step.options),
  ];
}

/** Gives every text that stands somewhere in what is set. */
function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (isList(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
