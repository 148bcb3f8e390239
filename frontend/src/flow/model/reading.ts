// A flow of the document as the canvas reads it; what is not as expected is read as if it were not there.

import type { FlowOption, FlowPalette, FlowRead, StepKindOffered } from "../../generated/flow";
import { at, isList, isObject, type Json, type JsonObject } from "../../shared/json";
import type { Words } from "../../shared/words";

export const NEXT = "next";
/** Where a flow begins: the trigger has no key of its own. */
export const TRIGGER = "";

export interface Step {
  readonly key: string;
  readonly kind: string;
  readonly label: Words;
  readonly options: JsonObject;
  /** Which step each way out leads to. */
  readonly next: Readonly<Record<string, string>>;
  readonly off: boolean;
}

export interface Note {
  readonly key: string;
  readonly text: Words;
  readonly step: string | null;
}

/** Something that may be chosen, by its key. */
export type Choice = FlowPalette["groups"][number];

/** A way out of a step, or out of the trigger. */
export interface Way {
  readonly key: string;
  readonly label: Words;
  readonly to: string | null;
}

/** A place where a step can be put: behind a step, on one of its ways. */
export interface Spot {
  readonly from: string;
  readonly way: string;
}

export const START: Spot = { from: TRIGGER, way: NEXT };

export function wordsOf(value: Json | undefined, fallback = ""): Words {
  if (typeof value === "string") return { zh: value, en: value };
  if (!isObject(value)) return { zh: fallback, en: fallback };
  const [zh, en] = [textOf(value.zh), textOf(value.en)];
  return zh || en ? { zh, en } : { zh: fallback, en: fallback };
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

/** Says where a flow stands in the document; -1 if it is not there. */
export function placeOf(document: Json, key: string): number {
  return listOf(at(document, ["flows"])).findIndex((each) => isObject(each) && each.key === key);
}

const NO_FLOW: JsonObject = {};

export function flowAt(document: Json, place: number): JsonObject {
  const found = at(document, ["flows", place]);
  return isObject(found) ? found : NO_FLOW;
}

const read = new WeakMap<JsonObject, Step>();

/** Reads a step; the same JSON gives the same step, so that nothing is drawn again for nothing. */
export function stepOf(json: JsonObject): Step {
  const known = read.get(json);
  if (known) return known;
  const step: Step = {
    key: textOf(json.key),
    kind: textOf(json.kind),
    label: wordsOf(json.label),
    options: isObject(json.options) ? json.options : {},
    next: nextOf(json.next),
    off: json.off === true,
  };
  read.set(json, step);
  return step;
}

function nextOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (typeof value === "string") return { [NEXT]: value };
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((each): each is [string, string] => typeof each[1] === "string"),
  );
}

export function stepsOf(flow: JsonObject): readonly Step[] {
  return objectsIn(flow.steps).map(stepOf);
}

export function notesOf(flow: JsonObject): readonly Note[] {
  return objectsIn(flow.notes).map((each) => ({
    key: textOf(each.key),
    text: wordsOf(each.text),
    step: textOf(each.step) || null,
  }));
}

export function kindOf(palette: FlowPalette, step: Step): StepKindOffered | undefined {
  return palette.steps.find((each) => each.key === step.kind);
}

const BRANCHING: readonly string[] = ["branches", "variants"];

export function branching(kind: StepKindOffered | undefined): FlowOption | undefined {
  return kind?.options.find((each) => BRANCHING.includes(each.widget));
}

/** Lists the ways out of a step: those of its branches, those of its kind, and any other it names. */
export function waysOf(step: Step, kind: StepKindOffered | undefined, said?: FlowRead): Way[] {
  const option = branching(kind);
  const own = option
    ? objectsIn(step.options[option.key]).map((each) => ({
        key: textOf(each.key),
        label: wordsOf(each.label, textOf(each.key)),
      }))
    : [];
  const always = said?.steps[step.key]?.ways ?? kind?.ways ?? [];
  const declared = [...own, ...always].filter((each) => each.key !== "");
  const known = new Set(declared.map((each) => each.key));
  const others = Object.keys(step.next)
    .filter((each) => !known.has(each))
    .map((each) => ({ key: each, label: { zh: each, en: each } }));
  return [...declared, ...others].map((each) => ({ ...each, to: step.next[each.key] ?? null }));
}
