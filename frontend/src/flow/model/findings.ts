// Which findings of the draft speak of which card.

import type { Finding } from "../../generated/draft";
import { isObject, type JsonObject, parsePointer } from "../../shared/json";
import { listOf, TRIGGER, textOf } from "./reading";

/** The part of the flow that a finding is about: a step by its key, the trigger, or the flow. */
export interface About {
  readonly card: string | null;
  /** The place within it, such as `/options/coupon`. */
  readonly field: string;
}

export function aboutOf(pointer: string, place: number, flow: JsonObject): About | null {
  const [part, index, within, n, ...rest] = parsePointer(pointer);
  if (part !== "flows" || index !== place) return null;
  const field = (parts: readonly (string | number)[]) => parts.map((each) => `/${each}`).join("");
  if (within === "trigger" || within === "start") {
    return { card: TRIGGER, field: n === undefined ? "" : field([n, ...rest]) };
  }
  if (within === "steps" && typeof n === "number") {
    const step = listOf(flow.steps)[n];
    return { card: isObject(step) ? textOf(step.key) : null, field: field(rest) };
  }
  const parts = [within, n, ...rest].filter((each) => each !== undefined);
  return { card: null, field: field(parts) };
}

const sorted = new WeakMap<readonly Finding[], { flow: JsonObject; found: Sorted }>();
type Sorted = ReadonlyMap<string | null, readonly Finding[]>;

/** Sorts findings by card, with their places cut down to those within it; null: of the flow. */
export function byCard(findings: readonly Finding[], place: number, flow: JsonObject): Sorted {
  const known = sorted.get(findings);
  if (known?.flow === flow) return known.found;
  const found = new Map<string | null, Finding[]>();
  for (const each of findings) {
    const about = aboutOf(each.path, place, flow);
    if (!about) continue;
    const mine = found.get(about.card) ?? [];
    mine.push({ ...each, path: about.field });
    found.set(about.card, mine);
  }
  sorted.set(findings, { flow, found });
  return found;
}
