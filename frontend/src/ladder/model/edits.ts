// What an operator does to ladders, as changes of the draft; everything else in it stays as it is.

import { at, insert, isObject, type Json, type JsonObject, move, put } from "../../shared/json";
import type { Words } from "../../shared/words";
import { axesOf, snap, stepped } from "./axis";
import { keyOf, listAt, newKey, objectOf, TONES, toneOf } from "./reading";

export function tiersOf(document: Json, ladder: number): readonly Json[] {
  return listAt(document, ["ladders", ladder, "tiers"]);
}

export function laddersOf(document: Json): readonly Json[] {
  return listAt(document, ["ladders"]);
}

/** Puts a new tier at a place; its threshold lies where its neighbours suggest. */
export function addTier(document: Json, ladder: number, place: number): Json {
  const tiers = tiersOf(document, ladder);
  const count = tiers.length + 1;
  const label = { zh: `第 ${count} 级`, en: `Tier ${count}` };
  const below = tiers[place - 1];
  const tone = TONES[Math.min(below ? TONES.indexOf(toneOf(below)) + 1 : 0, TONES.length - 1)];
  const condition = place === 0 ? undefined : suggested(document, ladder, place);
  const tier: JsonObject = {
    key: newKey({ zh: "", en: "" }, tiers.map(keyOf), "tier"),
    label,
    color: tone ?? "slate",
    ...(condition === undefined ? {} : { condition }),
  };
  return insert(document, ["ladders", ladder, "tiers"], place, tier);
}

/** Proposes a condition about the metric of the axis: between its neighbours, or beyond them. */
function suggested(document: Json, ladder: number, place: number): Json | undefined {
  const axis = axesOf(document, ladder)[0];
  if (!axis) return undefined;
  const value = (tier: number) =>
    axis.thresholds.find((each) => each.tier === tier)?.from?.value ?? null;
  const below = [...axis.thresholds].reverse().find((each) => each.tier < place)?.from?.value ?? 0;
  const above = value(place);
  const middle = above !== null && above > below ? (below + above) / 2 : stepped(below, 10, 1);
  const next = snap(middle || 100, 1);
  return { ">=": [axis.metric, next] };
}

export function duplicateTier(document: Json, ladder: number, place: number): Json {
  const tiers = tiersOf(document, ladder);
  const tier = tiers[place];
  if (!isObject(tier)) return document;
  const key = newKey({ zh: "", en: "" }, tiers.map(keyOf), "tier");
  const copy = { ...tier, key, label: copied(tier.label) };
  return insert(document, ["ladders", ladder, "tiers"], place + 1, copy);
}

function copied(label: Json | undefined): Json {
  if (typeof label === "string") return `${label} 副本`;
  const { zh, en, ...more } = objectOf(label);
  return { ...more, zh: `${zh ?? ""} 副本`.trim(), en: `${en ?? ""} copy`.trim() };
}

export function moveTier(document: Json, ladder: number, from: number, before: number): Json {
  return move(document, ["ladders", ladder, "tiers"], from, before);
}

export function removeTier(document: Json, ladder: number, place: number): Json {
  return put(document, ["ladders", ladder, "tiers", place], undefined);
}

export function addLadder(document: Json, ladder: Json, label: Words | null = null): Json {
  const keys = laddersOf(document).map(keyOf);
  const wanted = keyOf(ladder);
  const key =
    wanted && !keys.includes(wanted) ? wanted : newKey({ zh: "", en: "" }, keys, "ladder");
  const named = label
    ? { ...objectOf(ladder), key, label: { ...label } }
    : { ...objectOf(ladder), key };
  return insert(document, ["ladders"], keys.length, named);
}

export function removeLadder(document: Json, ladder: number): Json {
  return put(document, ["ladders", ladder], undefined);
}

/** Gives the key of the benefit at a place of a tier, which may be written in two ways. */
export function benefitKey(given: Json | undefined): string {
  return typeof given === "string" ? given : String(objectOf(given).benefit ?? "");
}

export function hasBenefit(tier: Json | undefined, key: string): boolean {
  return listAt(tier, ["benefits"]).some((each) => benefitKey(each) === key);
}

/** Gives a benefit to a tier, with what is different there, unless it has it already. */
export function giveBenefit(document: Json, ladder: number, tier: number, given: Json): Json {
  const place = ["ladders", ladder, "tiers", tier];
  if (hasBenefit(at(document, place), benefitKey(given))) return document;
  const end = listAt(document, [...place, "benefits"]).length;
  return insert(document, [...place, "benefits"], end, given);
}

export function takeBenefit(document: Json, ladder: number, tier: number, key: string): Json {
  const place = ["ladders", ladder, "tiers", tier, "benefits"];
  const left = listAt(document, place).filter((each) => benefitKey(each) !== key);
  return put(document, place, left.length > 0 ? left : undefined);
}

export function moveBenefit(
  document: Json,
  ladder: number,
  { from, to, key }: { readonly from: number; readonly to: number; readonly key: string },
): Json {
  const given = listAt(document, ["ladders", ladder, "tiers", from, "benefits"]).find(
    (each) => benefitKey(each) === key,
  );
  if (given === undefined || from === to) return document;
  return giveBenefit(takeBenefit(document, ladder, from, key), ladder, to, given);
}
