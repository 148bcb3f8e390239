// What another system sends, as an example of it shows: fields by their paths, with their sorts.

import type { FieldOffered, Kind } from "../../generated/conditions";
import { isList, isObject, type Json, type JsonObject } from "../../shared/json";

/** Bodies are deep at times; what lies deeper is named by hand. */
const DEEPEST = 5;

/** Lists what an example has, and what expressions name already though it has it not. */
export function fieldsOf(sample: JsonObject | null, ...used: readonly (Json | undefined)[]) {
  const found = new Map<string, FieldOffered>();
  for (const each of sample ? within(sample, "", 0) : []) found.set(each.name, each);
  for (const name of used.flatMap((each) => (each === undefined ? [] : namesIn(each)))) {
    if (!found.has(name)) found.set(name, field(name, "text", ""));
  }
  return [...found.values()];
}

function within(value: JsonObject, before: string, depth: number): FieldOffered[] {
  return Object.entries(value).flatMap(([key, each]) => {
    const name = before + key;
    if (isObject(each) && depth < DEEPEST) return within(each, `${name}.`, depth + 1);
    return [field(name, kindOf(each), shownOf(each))];
  });
}

function field(name: string, kind: Kind, shown: string): FieldOffered {
  const note = shown ? { zh: `例如 ${shown}`, en: `such as ${shown}` } : null;
  const label = { zh: name, en: name };
  return { name, label, kind, unit: null, icon: "braces", choices: [], group: null, note };
}

function kindOf(value: Json): Kind {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "boolean") return "boolean";
  return isList(value) ? "list" : "text";
}

function shownOf(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}

/** Gives every name that an expression reads. */
export function namesIn(logic: Json): string[] {
  if (isList(logic)) return logic.flatMap(namesIn);
  if (!isObject(logic)) return [];
  return Object.entries(logic).flatMap(([operator, given]) => {
    const [first] = isList(given) ? given : [given];
    if (operator === "var") return typeof first === "string" && first !== "" ? [first] : [];
    return namesIn(given);
  });
}
