// What is drawn, everything with its size and its place; the same objects as long as nothing changes.

import type { StepKindOffered } from "../../generated/flow";
import type { Graph } from "../model/graph";
import { CARD, type Layout, NOTE, type Opening } from "../model/layout";
import { type Note, type Step, TRIGGER } from "../model/reading";
import type { Area } from "./viewport";

export type Drawn = Area & { readonly id: string } & (
    | { readonly type: "trigger" }
    | {
        readonly type: "step";
        readonly step: Step;
        readonly kind: StepKindOffered | undefined;
        /** Whether nothing leads to it. */
        readonly loose: boolean;
      }
    | { readonly type: "opening"; readonly opening: Opening }
    | { readonly type: "note"; readonly note: Note }
  );

const OPENING = { width: 150, height: 60 };

export function drawnOf(graph: Graph, layout: Layout, notes: readonly Note[]): Drawn[] {
  const found: Drawn[] = [];
  const card = (key: string) => {
    const { x, y } = layout.cards.get(key) ?? { x: 0, y: 0 };
    return { ...CARD, x: x - CARD.width / 2, y };
  };
  const openings = new Map<string, Opening[]>();
  for (const each of layout.openings) {
    openings.set(each.spot.from, [...(openings.get(each.spot.from) ?? []), each]);
  }
  const after = (key: string) => {
    for (const each of openings.get(key) ?? []) found.push(openingOf(each));
  };
  found.push({ id: "card ", type: "trigger", ...card(TRIGGER) });
  after(TRIGGER);
  const loose = new Set(graph.start === null ? graph.roots : graph.roots.slice(1));
  for (const key of graph.order) {
    const node = graph.nodes.get(key);
    if (!node) continue;
    const { step, kind } = node;
    found.push({
      id: `card ${key}`,
      type: "step",
      ...card(key),
      step,
      kind,
      loose: loose.has(key),
    });
    after(key);
  }
  for (const note of notes) {
    const at = layout.notes.get(note.key);
    if (at) found.push({ id: `note ${note.key}`, type: "note", ...NOTE, ...at, note });
  }
  return found;
}

function openingOf(each: Opening): Drawn {
  const x = each.sort === "side" ? each.x : each.x - OPENING.width / 2;
  const y = each.y - OPENING.height / 2;
  return { id: `way ${each.id}`, type: "opening", ...OPENING, x, y, opening: each };
}

/** Keeps the objects of last time for what looks the same. */
export function kept(before: ReadonlyMap<string, Drawn>, now: readonly Drawn[]): Drawn[] {
  return now.map((each) => {
    const old = before.get(each.id);
    return old && same(old, each) ? old : each;
  });
}

function same(one: Drawn, other: Drawn): boolean {
  if (one.x !== other.x || one.y !== other.y) return false;
  if (one.type === "step" && other.type === "step") {
    return one.step === other.step && one.kind === other.kind && one.loose === other.loose;
  }
  if (one.type === "opening" && other.type === "opening") {
    return sameOpening(one.opening, other.opening);
  }
  if (one.type === "note" && other.type === "note") {
    const [before, after] = [one.note, other.note];
    return before.text.zh === after.text.zh && before.text.en === after.text.en;
  }
  return one.type === other.type;
}

function sameOpening(one: Opening, other: Opening): boolean {
  return (
    one.sort === other.sort &&
    one.named === other.named &&
    one.way.to === other.way.to &&
    one.way.label.zh === other.way.label.zh &&
    one.way.label.en === other.way.label.en
  );
}

/** Gives the area that holds everything. */
export function areaOf(drawn: readonly Drawn[]): Area {
  const left = Math.min(...drawn.map((each) => each.x));
  const top = Math.min(...drawn.map((each) => each.y));
  const right = Math.max(...drawn.map((each) => each.x + each.width));
  const bottom = Math.max(...drawn.map((each) => each.y + each.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function meets(one: Area, other: Area): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
