// From what is edited to JSON-Logic. What did not change is the same object as before.

import type { Slot } from "../generated/conditions";
import type { Json } from "../shared/json";
import type { Call, Group, Item, Part } from "./model";

const written = new WeakMap<object, Json>();

export function write(node: Item): Json {
  const known = written.get(node);
  if (known !== undefined) return known;
  const logic = made(node);
  written.set(node, logic);
  return logic;
}

function made(node: Item): Json {
  switch (node.kind) {
    case "raw":
      return node.logic;
    case "group":
      return madeGroup(node);
    case "call":
      return madeCall(node);
  }
}

/** Whether a group is written as its only item, or as nothing. */
export function isBare({ items, mode, spelling }: Group): boolean {
  return spelling.bare && mode === "all" && items.length < 2;
}

/** Whether an `or` stands inside of the `!` of a group of which nothing may hold. */
export function isJoined({ items, spelling }: Group): boolean {
  return spelling.joined || items.length !== 1;
}

function madeGroup(group: Group): Json {
  const { items, mode, spelling } = group;
  if (isBare(group)) return items[0] ? write(items[0]) : spelling.empty;
  const given = items.map(write);
  if (mode !== "none") return operation(mode === "all" ? "and" : "or", given, spelling.listed);
  const inner = isJoined(group) ? operation("or", given, spelling.listed) : (given[0] as Json);
  return operation("!", [inner], spelling.notListed);
}

function operation(operator: string, given: readonly Json[], listed: boolean): Json {
  const [only] = given;
  // An argument that is a list itself must stand in one: it would be taken for the arguments.
  const alone = !listed && given.length === 1 && !Array.isArray(only);
  return { [operator]: alone ? (only as Json) : given };
}

function madeCall({ offer, parts, listed, not }: Call): Json {
  const inner = offer.bare
    ? writePart(parts[0] ?? null)
    : operation(offer.operator, argumentsOf(offer.slots, parts), listed);
  return not ? operation("!", [inner], not.listed) : inner;
}

/** Gives the arguments; what is left out at the end is not written at all. */
function argumentsOf(slots: readonly Slot[], parts: readonly (Part | null)[]): Json[] {
  const last = parts.findLastIndex((part) => !isLeftOut(part));
  const given: Json[] = [];
  slots.forEach((slot, n) => {
    const part = parts[n] ?? null;
    if (n > last) return;
    if (part?.kind === "rows" && slot.spread) given.push(...rowsOf(slot, part));
    else if (part?.kind === "rows") given.push(rowsOf(slot, part));
    else if (!isLeftOut(part)) given.push(writePart(part));
    else if (slot.shape !== "window") given.push(slot.usual ?? null);
  });
  return given;
}

/** Whether a place is not written: nothing is there, or a condition that asks nothing. */
export function isLeftOut(part: Part | null): boolean {
  if (part === null) return true;
  return part.kind === "group" && isBare(part) && part.items.length === 0
    ? part.spelling.empty === null
    : false;
}

function rowsOf(slot: Slot, part: Part & { kind: "rows" }): Json[] {
  return part.rows.map((row) => argumentsOf(slot.slots, row.parts));
}

function writePart(part: Part | null): Json {
  if (part === null) return null;
  if (part.kind === "literal") return part.value;
  if (part.kind === "rows") return [];
  return write(part);
}
