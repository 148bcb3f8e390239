// Changes to a condition. What a change does not touch stays the very same object.

import { isBlank } from "./building";
import {
  bare,
  type Call,
  fresh,
  type Group,
  group,
  type Item,
  type Mode,
  type Part,
} from "./model";
import { write } from "./writing";

export type Change = (root: Group) => Group;

/** Gives the tree with one item in the place of another; null takes it away. */
export function replace(root: Group, id: string, next: (item: Item) => Item | null): Group {
  const found = inGroup(root, id, next);
  return found ?? root;
}

function inGroup(here: Group, id: string, next: (item: Item) => Item | null): Group | null {
  for (const [n, item] of here.items.entries()) {
    const found = item.id === id ? { item: next(item) } : inside(item, id, next);
    if (found === null) continue;
    const items = [...here.items];
    if (found.item === null) items.splice(n, 1);
    else items[n] = found.item;
    return { ...here, items };
  }
  return null;
}

function inside(
  item: Item,
  id: string,
  next: (item: Item) => Item | null,
): { readonly item: Item } | null {
  if (item.kind === "raw") return null;
  if (item.kind === "group") {
    const found = inGroup(item, id, next);
    return found && { item: found };
  }
  const parts = inParts(item.parts, id, next);
  return parts && { item: { ...item, parts } };
}

function inParts(
  parts: readonly (Part | null)[],
  id: string,
  next: (item: Item) => Item | null,
): (Part | null)[] | null {
  for (const [n, part] of parts.entries()) {
    const found = part && inPart(part, id, next);
    if (!found) continue;
    return parts.map((each, m) => (m === n ? found : each));
  }
  return null;
}

function inPart(part: Part, id: string, next: (item: Item) => Item | null): Part | null {
  switch (part.kind) {
    case "group": {
      if (part.id === id) {
        const found = next(part);
        return found?.kind === "group" ? found : null;
      }
      return inGroup(part, id, next);
    }
    case "call": {
      const parts = inParts(part.parts, id, next);
      return parts && { ...part, parts };
    }
    case "rows":
      for (const [n, row] of part.rows.entries()) {
        const parts = inParts(row.parts, id, next);
        if (parts) {
          return {
            kind: "rows",
            rows: part.rows.map((each, m) => (m === n ? { ...row, parts } : each)),
          };
        }
      }
      return null;
    default:
      return null;
  }
}

/** Changes a group, the outermost one too. */
function changeGroup(root: Group, id: string, next: (found: Group) => Group): Group {
  if (root.id === id) return next(root);
  return replace(root, id, (item) => (item.kind === "group" ? next(item) : item));
}

export function setMode(root: Group, id: string, mode: Mode): Group {
  return changeGroup(root, id, (found) => ({
    ...found,
    mode,
    spelling: { ...found.spelling, bare: mode === "all" && found.spelling.bare },
  }));
}

export function insert(root: Group, into: string, at: number, items: readonly Item[]): Group {
  return changeGroup(root, into, (found) => {
    const all = [...found.items];
    all.splice(at, 0, ...items);
    return { ...found, items: all };
  });
}

export function remove(root: Group, id: string): Group {
  return replace(root, id, () => null);
}

export function duplicate(root: Group, id: string): Group {
  const place = placeOf(root, id);
  const item = place?.group.items[place.index];
  if (!place || !item) return root;
  return insert(root, place.group.id, place.index + 1, [copied(item)]);
}

/** Gives the same item with names of its own. */
export function copied(item: Item): Item {
  if (item.kind === "group") return { ...item, id: fresh(), items: item.items.map(copied) };
  if (item.kind === "raw") return { ...item, id: fresh() };
  return { ...item, id: fresh(), parts: item.parts.map((part) => part && copiedPart(part)) };
}

function copiedPart(part: Part): Part {
  switch (part.kind) {
    case "group":
    case "call":
    case "raw":
      return copied(part) as Group | Call;
    case "rows":
      return {
        kind: "rows",
        rows: part.rows.map((row) => ({
          id: fresh(),
          parts: row.parts.map((each) => each && copiedPart(each)),
        })),
      };
    case "literal":
      return part;
  }
}

export interface PlaceIn {
  readonly group: Group;
  readonly index: number;
  /** The groups around it, the outermost first; those about other records begin anew. */
  readonly above: readonly Group[];
}

export function placeOf(root: Group, id: string): PlaceIn | null {
  return findIn(root, id, []);
}

function findIn(here: Group, id: string, above: readonly Group[]): PlaceIn | null {
  for (const [index, item] of here.items.entries()) {
    if (item.id === id) return { group: here, index, above };
    const found =
      item.kind === "group" ? findIn(item, id, [...above, here]) : findInParts(item, id);
    if (found) return found;
  }
  return null;
}

function findInParts(item: Item, id: string): PlaceIn | null {
  if (item.kind !== "call") return null;
  for (const nested of nestedGroups(item.parts)) {
    const found = findIn(nested, id, []);
    if (found) return found;
  }
  return null;
}

/** The conditions inside of a rule: filters of its metrics, what its records must meet. */
export function* nestedGroups(parts: readonly (Part | null)[]): Generator<Group> {
  for (const part of parts) {
    if (part?.kind === "group") yield part;
    else if (part?.kind === "call") yield* nestedGroups(part.parts);
    else if (part?.kind === "rows") for (const row of part.rows) yield* nestedGroups(row.parts);
  }
}

/** Moves an item so that it stands at a place of a group, counted before it is taken away. */
export function move(root: Group, id: string, into: string, at: number): Group {
  const from = placeOf(root, id);
  const item = from?.group.items[from.index];
  if (!from || !item || holds(item, into)) return root;
  const index = from.group.id === into && from.index < at ? at - 1 : at;
  if (from.group.id === into && from.index === index) return root;
  return insert(remove(root, id), into, index, [item]);
}

/** Whether a group is an item itself, or stands inside of it. */
export function holds(item: Item, id: string): boolean {
  if (item.id === id) return true;
  if (item.kind === "group") return item.items.some((each) => holds(each, id));
  if (item.kind === "raw") return false;
  return [...nestedGroups(item.parts)].some((each) => holds(each, id));
}

/** Puts two items into a group of their own where the second one stands. */
export function nest(root: Group, id: string, onto: string): Group {
  const place = placeOf(root, id);
  const item = place?.group.items[place.index];
  if (!item || id === onto || holds(item, onto)) return root;
  return replace(remove(root, id), onto, (target) => group("any", [target, item]));
}

/** Puts an item into a group of its own. */
export function wrap(root: Group, id: string, mode: Mode): Group {
  return replace(root, id, (item) => group(mode, [item]));
}

/** Puts what a group holds in its place. */
export function unwrap(root: Group, id: string): Group {
  const place = placeOf(root, id);
  const item = place?.group.items[place.index];
  if (!place || item?.kind !== "group") return root;
  return changeGroup(root, place.group.id, (found) => {
    const items = [...found.items];
    items.splice(place.index, 1, ...item.items);
    return { ...found, items };
  });
}

/** Changes one place of a call, wherever the call stands. */
export function changeCall(root: Group, id: string, next: (call: Call) => Call): Group {
  return replace(root, id, (item) => (item.kind === "call" ? next(item) : item));
}

export function withPart(call: Call, at: number, part: Part | null): Call {
  return { ...call, parts: call.parts.map((each, n) => (n === at ? part : each)) };
}

/** Reads a condition that came from elsewhere without giving new names to what is still the same. */
export function reconcile(before: Group, after: Group): Group {
  return matched(before, after) as Group;
}

function matched(before: Item, after: Item): Item {
  if (write(before) === write(after)) return before;
  if (
    JSON.stringify(write(before)) === JSON.stringify(write(after)) &&
    before.kind === after.kind
  ) {
    return before;
  }
  if (before.kind === "group" && after.kind === "group") {
    const items = after.items.map((item, n) => {
      const old = before.items[n];
      return old ? matched(old, item) : item;
    });
    return { ...after, id: before.id, items };
  }
  return before.kind === after.kind ? { ...after, id: before.id } : after;
}

export function empty(): Group {
  return bare([]);
}

/** Counts the rules that are not filled in yet, also inside of filters. */
export function blanks(root: Group): number {
  let found = 0;
  for (const item of root.items) {
    if (item.kind === "group") found += blanks(item);
    if (item.kind !== "call") continue;
    if (isBlank(item)) found += 1;
    for (const nested of nestedGroups(item.parts)) found += blanks(nested);
  }
  return found;
}

export function count(root: Group): number {
  return root.items.reduce((sum, item) => sum + (item.kind === "group" ? count(item) : 1), 0);
}
