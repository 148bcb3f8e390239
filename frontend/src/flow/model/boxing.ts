// Which cards a box on the canvas holds.

import { CARD, type Layout } from "./layout";
import { TRIGGER } from "./reading";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Gives the box between two points, whichever of them came first. */
export function between(
  one: { readonly x: number; readonly y: number },
  other: { readonly x: number; readonly y: number },
): Box {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}

/** Lists the steps that a box touches; the trigger cannot be chosen with others. */
export function boxed(layout: Layout, box: Box): readonly string[] {
  const found: string[] = [];
  for (const [key, { x, y }] of layout.cards) {
    const left = x - CARD.width / 2;
    const across = left < box.x + box.width && box.x < left + CARD.width;
    const down = y < box.y + box.height && box.y < y + CARD.height;
    if (key !== TRIGGER && across && down) found.push(key);
  }
  return found;
}
