// Of what sort a value is: decides which operators fit, and what its input looks like.

import type {
  ChoiceOffered,
  FieldOffered,
  Kind,
  OperatorOffered,
  Slot,
} from "../generated/conditions";
import type { Json } from "../shared/json";
import type { Words } from "../shared/words";
import type { Catalogue, Source } from "./catalogue";
import type { Call, Part } from "./model";

export interface Choice {
  readonly key: string;
  readonly label: Words;
  /** The metal of a tier. */
  readonly tone?: string;
}

export interface Sort {
  readonly kind: Kind;
  readonly unit: string | null;
  readonly choices: readonly Choice[];
}

export const UNKNOWN: Sort = { kind: "text", unit: null, choices: [] };

function sortOfField(field: FieldOffered): Sort {
  return { kind: field.kind, unit: field.unit, choices: field.choices as readonly ChoiceOffered[] };
}

/** Gives the sort of what stands in a place; null for what cannot be known. */
export function sortOf(part: Part | null, catalogue: Catalogue, source: Source): Sort | null {
  if (part === null) return null;
  if (part.kind === "literal") return sortOfLiteral(part.value);
  return part.kind === "call" ? sortOfCall(part, catalogue, source) : null;
}

function sortOfLiteral(value: Json): Sort | null {
  switch (typeof value) {
    case "number":
      return { ...UNKNOWN, kind: Number.isInteger(value) ? "integer" : "number" };
    case "string":
      return UNKNOWN;
    case "boolean":
      return { ...UNKNOWN, kind: "boolean" };
    default:
      return null;
  }
}

function sortOfCall(call: Call, catalogue: Catalogue, source: Source): Sort | null {
  const { result, slots } = call.offer;
  if (result === null) return { ...UNKNOWN, kind: "boolean" };
  const unit = result.unit_in === null ? null : wordIn(call, result.unit_in);
  if (result.tiers_of !== null) {
    return { kind: "choice", unit: null, choices: tiers(call, result.tiers_of, catalogue) };
  }
  if (result.always) {
    return { kind: result.always.kind, unit: unit ?? result.always.unit, choices: [] };
  }
  const at = result.of ?? 0;
  const given = inPlace(slots[at], call.parts[at] ?? null, catalogue, source);
  const outcome = given && result.by_kind[given.kind];
  if (given === null || outcome === undefined || outcome === null) return given;
  const kept = outcome.kind === given.kind;
  return {
    kind: outcome.kind,
    unit: outcome.unit ?? (kept ? given.unit : null),
    choices: kept ? given.choices : [],
  };
}

/** Gives the sort of a place, also where a field is only named there. */
function inPlace(
  slot: Slot | undefined,
  part: Part | null,
  catalogue: Catalogue,
  source: Source,
): Sort | null {
  if (slot === undefined || part === null) return null;
  const name = part.kind === "literal" && typeof part.value === "string" ? part.value : null;
  if (slot.shape === "name" && name !== null) {
    const field = catalogue.field(source, name);
    return field ? sortOfField(field) : null;
  }
  if (slot.shape === "record_field" && name !== null) {
    const [records = "", key = ""] = name.split(".", 2);
    const field = catalogue.field(records, key);
    return field ? sortOfField(field) : null;
  }
  return sortOf(part, catalogue, source);
}

function wordIn(call: Call, at: number): string | null {
  const part = call.parts[at];
  if (part?.kind === "literal" && typeof part.value === "string") return part.value;
  const usual = call.offer.slots[at]?.usual;
  return typeof usual === "string" ? usual : null;
}

function tiers(call: Call, at: number, catalogue: Catalogue): readonly Choice[] {
  const named = call.parts[at];
  const key = named?.kind === "literal" && typeof named.value === "string" ? named.value : null;
  const found = catalogue.ladder(key)?.tiers ?? [];
  return found.map(({ key: tier, label, color }) => ({ key: tier, label, tone: color }));
}

/** Gives the sort that a place asks for: its own, or that of the place it follows. */
export function wanted(
  slot: Slot,
  parts: readonly (Part | null)[],
  slots: readonly Slot[],
  catalogue: Catalogue,
  source: Source,
): Sort {
  if (slot.like === null) {
    const [kind] = slot.accepts;
    return kind === undefined ? UNKNOWN : { ...UNKNOWN, kind };
  }
  const led = inPlace(slots[slot.like], parts[slot.like] ?? null, catalogue, source) ?? UNKNOWN;
  if (!slot.items || led.kind !== "list") return led;
  return { ...led, kind: led.choices.length > 0 ? "choice" : "text" };
}

/** The rules that fit what is compared, the most usual first. */
export function fitting(
  subject: Sort | "records",
  catalogue: Catalogue,
  source: Source,
  isField = false,
): readonly OperatorOffered[] {
  return catalogue.offers("rule", source).filter((offer) => {
    const slot = offer.slots[offer.subject];
    if (slot === undefined) return false;
    if (subject === "records") return slot.shape === "records";
    if (slot.shape === "name") return isField;
    return slot.shape === "operand" && slot.accepts.includes(subject.kind);
  });
}

export function calledFor(offer: OperatorOffered, subject: Sort | null): Words {
  return (subject && offer.called[subject.kind]) ?? offer.label;
}
