// Where a tier is spoken of, so that nobody takes it away unawares.

import { isList, isObject, type Json, type Path } from "../../shared/json";
import { keyOf, listAt, objectOf } from "./reading";

export type Use =
  | { readonly sort: "floor"; readonly at: Path }
  | { readonly sort: "trial"; readonly at: Path; readonly trial: number }
  | { readonly sort: "rule"; readonly at: Path };

/** Finds where a tier is the floor, may be tried, or is compared with in any rule. */
export function usesOf(document: Json, ladder: number, tier: number): readonly Use[] {
  const here = objectOf(listAt(document, ["ladders"])[ladder]);
  const key = keyOf(listAt(document, ["ladders", ladder, "tiers"])[tier]);
  if (!key) return [];
  const uses: Use[] = [];
  if (objectOf(here.review).floor === key) {
    uses.push({ sort: "floor", at: ["ladders", ladder, "review", "floor"] });
  }
  for (const [n, trial] of listAt(here, ["trials"]).entries()) {
    if (objectOf(trial).tier === key) {
      uses.push({ sort: "trial", at: ["ladders", ladder, "trials", n, "tier"], trial: n });
    }
  }
  const alone = listAt(document, ["ladders"]).length < 2;
  for (const at of rulesAbout(document, [], { key, ladder: keyOf(here), alone })) {
    uses.push({ sort: "rule", at });
  }
  return uses;
}

interface Wanted {
  readonly key: string;
  readonly ladder: string;
  /** Whether a rule that names no ladder can only mean this one. */
  readonly alone: boolean;
}

function* rulesAbout(value: Json | undefined, path: Path, wanted: Wanted): Generator<Path> {
  if (isList(value)) {
    if (value.some((each) => asksTier(each, wanted)) && value.some((each) => names(each, wanted))) {
      yield path;
    }
    for (const [n, each] of value.entries()) yield* rulesAbout(each, [...path, n], wanted);
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value))
      yield* rulesAbout(each, [...path, key], wanted);
  }
}

function asksTier(value: Json, { ladder }: Wanted): boolean {
  if (!isObject(value) || !("tier" in value)) return false;
  const named = isList(value.tier) ? value.tier[0] : value.tier;
  return named === undefined || named === null || named === ladder;
}

function names(value: Json, { key }: Wanted): boolean {
  return value === key || (isList(value) && value.includes(key));
}

/** Counts the places that read a parameter. */
export function readersOf(value: Json | undefined, name: string): number {
  if (isList(value)) return value.reduce<number>((sum, each) => sum + readersOf(each, name), 0);
  if (!isObject(value)) return 0;
  const mine = value.var === `parameter.${name}` ? 1 : 0;
  return Object.values(value).reduce<number>((sum, each) => sum + readersOf(each, name), mine);
}
