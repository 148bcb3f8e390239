// Where each part stands in the JSON, as the server names places: `/and/0/>=/1`.

import type { Call, Group } from "./model";
import { isBare, isJoined, isLeftOut } from "./writing";

function step(operator: string, index: number, listed: boolean): string {
  const key = operator.replaceAll("~", "~0").replaceAll("/", "~1");
  return listed ? `/${key}/${index}` : `/${key}`;
}

/** The place of an item of a group that stands at `at`. */
export function itemAt(group: Group, at: string, index: number): string {
  if (isBare(group)) return at;
  const { mode, items, spelling } = group;
  const listed = spelling.listed || items.length !== 1;
  if (mode !== "none") return at + step(mode === "all" ? "and" : "or", index, listed);
  const inside = at + step("!", 0, spelling.notListed);
  return isJoined(group) ? inside + step("or", index, listed) : inside;
}

/** The place of a call without the `!` around it. */
function innerAt(call: Call, at: string): string {
  return call.not ? at + step("!", 0, call.not.listed) : at;
}

/** The place of one part of a call that stands at `at`. */
export function partAt(call: Call, at: string, index: number): string {
  const here = innerAt(call, at);
  if (call.offer.bare) return here;
  const before = call.parts.slice(0, index);
  const leftOut = before.filter((part, n) => {
    const slot = call.offer.slots[n];
    return slot?.shape === "window" && isLeftOut(part);
  }).length;
  const written = call.parts.filter((part) => !isLeftOut(part)).length;
  return here + step(call.offer.operator, index - leftOut, call.listed || written !== 1);
}
