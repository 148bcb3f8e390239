// A value that is worked out, held as the content of an editor of conditions, and taken out again.

import type { OperatorOffered } from "../generated/conditions";
import { isList, isObject, type Json } from "../shared/json";
import { operandOf } from "./building";
import { type Catalogue, ITSELF } from "./catalogue";
import { withPart } from "./editing";
import { sortOf } from "./kinds";
import { bare, type Call, type Group, literal, type Part } from "./model";
import { read } from "./reading";
import { write } from "./writing";

/** An operator around the value, so that an editor of conditions can hold it. */
const AROUND = "is_set";

/** Holds a value as what is asked about; where there is none, as something still to be picked. */
export function hold(value: Json | undefined, catalogue: Catalogue): Group {
  const root = read({ [AROUND]: [value ?? anyField(catalogue)] }, catalogue);
  const held = holder(root);
  if (value !== undefined || held === null) return root;
  return bare([withPart(held, held.offer.subject, literal(null))]);
}

/** A field of the palette, or one that nobody has: it is replaced at once. */
function anyField(catalogue: Catalogue): Json {
  return { var: catalogue.palette.sources[0]?.fields[0]?.name ?? "_" };
}

/** Gives the call around the value; null where the value cannot be drawn. */
export function holder(root: Group): Call | null {
  const [first] = root.items;
  const only = root.items.length === 1 && first?.kind === "call" ? first : null;
  return only?.offer.operator === AROUND && only.not === null ? only : null;
}

export function heldPart(held: Call): Part | null {
  return held.parts[held.offer.subject] ?? null;
}

/** Takes the value out as JSON-Logic; what was not changed is as it was. */
export function letGo(root: Group): Json | undefined {
  const logic = write(root);
  const given = isObject(logic) ? logic[AROUND] : undefined;
  const value = isList(given) ? given[0] : given;
  return value ?? undefined;
}

/** Lists what can be done next with a value: operations that take one of its sort first. */
export function nextSteps(part: Part | null, catalogue: Catalogue): readonly OperatorOffered[] {
  const sort = sortOf(part, catalogue, ITSELF);
  return catalogue.offers("operand", ITSELF).filter((offer) => {
    const [first] = offer.slots;
    const works = offer.section === "calculation" || offer.section === "date";
    if (!works || first?.shape !== "operand") return false;
    return sort === null || first.accepts.length === 0 || first.accepts.includes(sort.kind);
  });
}

/** Puts an operation around a value. */
export function stepped(part: Part | null, offer: OperatorOffered, catalogue: Catalogue): Call {
  return operandOf(offer, catalogue, ITSELF, part);
}

/** Gives what an operation was done to; null where the value is no such operation. */
export function before(part: Part | null): Part | null {
  if (part?.kind !== "call" || part.offer.slots[0]?.shape !== "operand") return null;
  return part.parts[0] ?? null;
}
