// Which part of a ladder a place in the document belongs to.

import { parsePointer } from "../../shared/json";

export interface Spot {
  readonly ladder: number;
  /** null: the ladder itself. */
  readonly tier: number | null;
  /** Within the tier or the ladder, as a JSON Pointer. */
  readonly field: string;
}

export function spotOf(pointer: string): Spot | null {
  const [root, ladder, part, n] = parsePointer(pointer);
  if (root !== "ladders" || typeof ladder !== "number") return null;
  const whole = part === "tiers" && typeof n === "number";
  const rest = pointer.split("/").slice(whole ? 5 : 3);
  return { ladder, tier: whole ? n : null, field: rest.map((each) => `/${each}`).join("") };
}

/** Says whether a place is another one, or lies in it. */
export function isUnder(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}
