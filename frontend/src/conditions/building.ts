// New rules and values, and old ones turned into others without losing what still fits.

import type { FieldOffered, OperatorOffered, Slot } from "../generated/conditions";
import type { Json } from "../shared/json";
import { type Catalogue, ITSELF, type Source, subjectSlot } from "./catalogue";
import { fitting, type Sort, sortOf } from "./kinds";
import { bare, type Call, fresh, literal, type Part, type Raw, type Row } from "./model";
import { readOperand } from "./reading";

type Parts = readonly (Part | null)[];

/** Makes a value from an offer, with what is usual in every place that has to be filled. */
export function operandOf(
  offer: OperatorOffered,
  catalogue: Catalogue,
  source: Source,
  first: Part | null = null,
): Call {
  const parts: (Part | null)[] = [];
  for (const slot of offer.slots) {
    const given = parts.length === 0 ? first : null;
    parts.push(given ?? usualPart(slot, catalogue, source, offer));
  }
  return { kind: "call", id: fresh(), offer, parts, listed: !offer.alone, not: null };
}

export function fieldOperand(name: string, catalogue: Catalogue): Call | null {
  const offer = catalogue.palette.operators.find(
    (each) => each.role === "operand" && each.alone && each.slots[0]?.shape === "name",
  );
  return offer
    ? { kind: "call", id: fresh(), offer, parts: [literal(name)], listed: false, not: null }
    : null;
}

function usualPart(
  slot: Slot,
  catalogue: Catalogue,
  source: Source,
  offer: OperatorOffered,
): Part | null {
  if (slot.shape === "window") return slot.usual === null ? null : literal(slot.usual);
  if (slot.optional && slot.shape !== "word") return null;
  switch (slot.shape) {
    case "operand":
      return usualOperand(slot, catalogue, source, offer);
    case "word":
    case "number":
      return literal(slot.usual);
    case "records":
      return literal(catalogue.palette.sources.find((each) => each.key !== ITSELF)?.key ?? "");
    case "record_field":
      return literal(usualField(slot, catalogue));
    case "name":
      return literal(catalogue.source(source)?.fields[0]?.name ?? "");
    case "values":
      return literal([]);
    case "condition":
      return bare([], slot.optional ? null : true);
    case "parts":
      return { kind: "rows", rows: [rowOf(slot, catalogue, source, offer)] };
    case "value":
      return literal(slot.accepts.includes("integer") ? 1 : null);
    case "title":
    case "text":
      return literal("");
    default:
      return literal(null);
  }
}

export function rowOf(
  slot: Slot,
  catalogue: Catalogue,
  source: Source,
  offer: OperatorOffered,
): Row {
  const parts = slot.slots.map((each) => usualPart(each, catalogue, source, offer));
  return { id: fresh(), parts };
}

function usualOperand(
  slot: Slot,
  catalogue: Catalogue,
  source: Source,
  offer: OperatorOffered,
): Part {
  const fits = (field: FieldOffered) => slot.accepts.includes(field.kind);
  const field = catalogue.source(source)?.fields.find(fits);
  if (field) return fieldOperand(field.name, catalogue) ?? literal(null);
  const other = catalogue
    .offers("operand", source)
    .find(
      (each) =>
        each !== offer && each.result?.always && slot.accepts.includes(each.result.always.kind),
    );
  return other ? operandOf(other, catalogue, source) : literal(null);
}

function usualField(slot: Slot, catalogue: Catalogue): string {
  for (const each of catalogue.palette.sources) {
    const field =
      each.key !== ITSELF && each.fields.find(({ kind }) => slot.accepts.includes(kind));
    if (field) return `${each.key}.${field.name}`;
  }
  return "";
}

/** Makes a rule about a value, with the comparison that is most usual for it. */
export function ruleAbout(subject: Part, catalogue: Catalogue, source: Source): Call | null {
  const sort = sortOf(subject, catalogue, source);
  const [offer] = fitting(sort ?? { kind: "text", unit: null, choices: [] }, catalogue, source);
  return offer ? withOffer(offer, false, subject, [], null, catalogue, source) : null;
}

export function ruleOverRecords(
  records: string,
  catalogue: Catalogue,
  source: Source,
): Call | null {
  const [offer] = fitting("records", catalogue, source);
  return offer ? withOffer(offer, false, literal(records), [], null, catalogue, source) : null;
}

/** Gives the same subject another comparison; values that fit there stay. */
export function compareBy(
  call: Call,
  offer: OperatorOffered,
  negated: boolean,
  catalogue: Catalogue,
  source: Source,
): Call {
  const subject = call.parts[call.offer.subject] ?? literal(null);
  const values = call.parts.filter((_, n) => n !== call.offer.subject);
  return { ...withOffer(offer, negated, subject, values, call, catalogue, source), id: call.id };
}

function withOffer(
  offer: OperatorOffered,
  negated: boolean,
  subject: Part,
  values: Parts,
  before: Call | null,
  catalogue: Catalogue,
  source: Source,
): Call {
  const rest = values.flatMap((part) => (part === null ? [] : [part]));
  const parts: (Part | null)[] = [];
  for (const [n, slot] of offer.slots.entries()) {
    if (n === offer.subject) {
      parts.push(named(subject, slot, catalogue));
      continue;
    }
    const taken = rest.findIndex((part) => turned(part, slot) !== null);
    const kept = taken >= 0 ? turned(rest.splice(taken, 1)[0] ?? null, slot) : null;
    parts.push(kept ?? usualPart(slot, catalogue, source, offer));
  }
  const not = negated ? { listed: before?.not?.listed ?? true } : null;
  return { kind: "call", id: fresh(), offer, parts, listed: !offer.alone, not };
}

/** Gives a field as a place takes it: by its name alone, or as a value. */
function named(subject: Part, slot: Slot, catalogue: Catalogue): Part {
  if (slot.shape === "name") return literal(nameOf(subject) ?? "");
  if (slot.shape !== "operand" || subject.kind !== "literal") return subject;
  return typeof subject.value === "string"
    ? (fieldOperand(subject.value, catalogue) ?? subject)
    : subject;
}

/** Gives the name of a field that stands by itself. */
export function nameOf(part: Part | null): string | null {
  if (part?.kind !== "call" || part.offer.slots[0]?.shape !== "name") return null;
  const [name, ...others] = part.parts;
  const plain = name?.kind === "literal" && others.every((each) => each === null);
  return plain && typeof name.value === "string" ? name.value : null;
}

/** Gives what stood in one place as it may stand in another; null where it does not fit. */
function turned(part: Part | null, slot: Slot): Part | null {
  if (part === null) return null;
  if (slot.shape === "values") {
    if (part.kind !== "literal") return null;
    if (Array.isArray(part.value)) return part;
    return part.value === null ? null : literal([part.value]);
  }
  if (slot.shape === "value") {
    if (part.kind === "call") return part;
    if (part.kind !== "literal") return null;
    return Array.isArray(part.value) ? literal((part.value[0] as Json | undefined) ?? null) : part;
  }
  if (slot.shape === "condition") return part.kind === "group" ? part : null;
  return null;
}

/** Gives a rule another subject; the comparison stays if it fits, and so do values of that sort. */
export function aboutAnother(
  call: Call,
  subject: Part,
  catalogue: Catalogue,
  source: Source,
): Call {
  const before = sortOf(call.parts[call.offer.subject] ?? null, catalogue, source);
  const sort = sortOf(subject, catalogue, source);
  const slot = subjectSlot(call.offer);
  const named = subject.kind === "literal";
  const fits =
    slot && sort && !named && slot.shape === "operand" && slot.accepts.includes(sort.kind);
  const alike = before && sort && interchangeable(before, sort);
  if (fits && alike) {
    return {
      ...call,
      parts: call.parts.map((each, n) => (n === call.offer.subject ? subject : each)),
    };
  }
  const [usual] = fitting(named ? "records" : (sort ?? UNKNOWN), catalogue, source);
  const offer = fits ? call.offer : (usual ?? call.offer);
  const values = alike ? call.parts.filter((_, n) => n !== call.offer.subject) : [];
  const negated = fits ? call.not !== null : false;
  return { ...withOffer(offer, negated, subject, values, call, catalogue, source), id: call.id };
}

const UNKNOWN: Sort = { kind: "text", unit: null, choices: [] };
const NUMBERS = new Set(["integer", "number", "money"]);

function interchangeable(one: Sort, other: Sort): boolean {
  if (one.choices.length > 0 || other.choices.length > 0) {
    return (
      one.choices.length === other.choices.length &&
      one.choices.every((each, n) => each.key === other.choices[n]?.key)
    );
  }
  return one.kind === other.kind || (NUMBERS.has(one.kind) && NUMBERS.has(other.kind));
}

/** The value a preset stands for. */
export function presetOperand(logic: unknown, catalogue: Catalogue, source: Source): Call | Raw {
  return readOperand(logic as Json, catalogue, source);
}

/** Whether something still has to be filled in before a rule says anything. */
export function isBlank(call: Call): boolean {
  return call.offer.slots.some((slot, n) => {
    const part = call.parts[n] ?? null;
    if (part?.kind === "call") return isBlank(part);
    if (part?.kind !== "literal" || slot.optional) return false;
    if (slot.shape === "values") return Array.isArray(part.value) && part.value.length === 0;
    const empty = part.value === null || part.value === "";
    return empty && !(slot.shape === "value" && takesNothing(call));
  });
}

/** Comparing with nothing asks whether there is nothing, where any sort may be compared. */
function takesNothing(call: Call): boolean {
  return subjectSlot(call.offer)?.accepts.includes("boolean") ?? false;
}
