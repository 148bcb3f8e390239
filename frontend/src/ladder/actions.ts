// What buttons, menus, keys and drags of the ladder editor do, each with a name for undoing.

import type { Json, Path } from "../shared/json";
import { announce } from "../shared/ui/toast";
import { offerUndo } from "../shared/undoing";
import { draft } from "../shared/useDraft";
import { t, type Words, w } from "../shared/words";
import { type Axis, inOrder } from "./model/axis";
import {
  addLadder,
  addTier,
  duplicateTier,
  giveBenefit,
  laddersOf,
  moveBenefit,
  moveTier,
  removeLadder,
  removeTier,
  takeBenefit,
  tiersOf,
} from "./model/edits";
import { labelOf, listAt } from "./model/reading";
import { choose, chooseTier, now, useChosen } from "./state";

export function named(zh: string, en: string, what: Words): Words {
  return { zh: `${zh} ${what.zh || what.en}`, en: `${en} ${what.en || what.zh}` };
}

function tierLabel(ladder: number, place: number): Words {
  return labelOf(tiersOf(now(), ladder)[place]);
}

/** Writes a value of the ladder or a tier; typing in one place is one step. */
export function write(path: Path, value: Json | undefined, label: Words): void {
  draft().put(path, value, { label, tag: path.join("/") });
}

/** Deals the thresholds that are there out again, the lowest to the lowest tier. */
export function straighten(axis: Axis): void {
  const label = { zh: "把门槛按高低排好", en: "Put thresholds in order" };
  draft().edit((document) => inOrder(document, axis), { label });
}

export function newTier(ladder: number, place: number): void {
  const label = { zh: "添加等级", en: "Add a tier" };
  draft().edit((document) => addTier(document, ladder, place), { label });
  chooseTier(ladder, place, "/label");
  announce(w(`已加在第 ${place + 1} 级`, `Added as tier ${place + 1}`));
}

export function copyTier(ladder: number, place: number): void {
  const label = named("复制等级", "Duplicate", tierLabel(ladder, place));
  draft().edit((document) => duplicateTier(document, ladder, place), { label });
  chooseTier(ladder, place + 1, "/label");
}

/** Moves a tier to stand below the one that stood at `before`, counted from the lowest. */
export function placeTier(ladder: number, from: number, before: number): void {
  const { what } = useChosen.getState();
  const label = named("移动等级", "Move", tierLabel(ladder, from));
  draft().edit((document) => moveTier(document, ladder, from, before), { label });
  if (what !== null) chooseTier(ladder, before > from ? before - 1 : before);
}

export function dropTier(ladder: number, place: number): void {
  const gone = tierLabel(ladder, place);
  const label = named("删除等级", "Delete", gone);
  draft().edit((document) => removeTier(document, ladder, place), { label });
  choose(null);
  offerUndo(w(`已删除“${t(gone)}”`, `${t(gone)} is deleted`));
}

export function newLadder(ladder: Json, name: Words | null): void {
  const label = { zh: "添加等级体系", en: "Add a ladder" };
  draft().edit((document) => addLadder(document, ladder, name), { label });
  const place = laddersOf(now()).length - 1;
  useChosen.setState({ ladder: place, what: null, focus: null });
  // What may stand in its conditions is asked of the saved draft.
  void draft().save();
}

export function dropLadder(place: number): void {
  const gone = labelOf(laddersOf(now())[place]);
  const label = named("删除等级体系", "Delete", gone);
  draft().edit((document) => removeLadder(document, place), { label });
  useChosen.setState({ ladder: Math.max(0, place - 1), what: null, focus: null });
  offerUndo(w(`已删除“${t(gone)}”`, `${t(gone)} is deleted`));
}

export function benefitLabel(key: string): Words {
  const found = listAt(now(), ["benefits"]).find((each) => labelKey(each) === key);
  return found === undefined ? { zh: key, en: key } : labelOf(found);
}

function labelKey(value: Json): string {
  return typeof value === "object" && value !== null && "key" in value ? String(value.key) : "";
}

export function give(ladder: number, tier: number, key: string): void {
  const label = named("给予权益", "Give", benefitLabel(key));
  draft().edit((document) => giveBenefit(document, ladder, tier, key), { label });
  announce(t(tierLabel(ladder, tier)));
}

export function take(ladder: number, tier: number, key: string): void {
  const label = named("取走权益", "Take away", benefitLabel(key));
  draft().edit((document) => takeBenefit(document, ladder, tier, key), { label });
}

export function shift(ladder: number, from: number, to: number, key: string): void {
  const label = named("移动权益", "Move", benefitLabel(key));
  draft().edit((document) => moveBenefit(document, ladder, { from, to, key }), { label });
  announce(w(`移到 ${t(tierLabel(ladder, to))}`, `Now with ${t(tierLabel(ladder, to))}`));
}
