// What the editor has in hand besides the draft: what is chosen, and what asks to be looked at.

import { useMemo } from "react";
import { create } from "zustand";

import type { FieldKindOffered, FieldPalette } from "../generated/fields";
import type { ObjectsIsland } from "../generated/objects";
import { boot } from "../shared/boot";
import { at, isObject, parsePointer, toPointer } from "../shared/json";
import { draft, useDraft } from "../shared/useDraft";
import { type FieldView, type ObjectView, objectsOf, textOf } from "./model/reading";

export interface Attention {
  /** A place within what is chosen, such as `label` or `options/choices/0`. */
  readonly at: string;
  /** A number that makes each asking a new one. */
  readonly asked: number;
}

export interface Chosen {
  readonly object: string;
  /** A field by its key, the object itself, or nothing. */
  readonly what: { readonly field: string } | "object" | null;
  readonly attention: Attention | null;
  readonly paletteOpen: boolean;
}

export type Asked =
  | { readonly sort: "remove-field"; readonly object: string; readonly field: string }
  | { readonly sort: "remove-object"; readonly object: string }
  | { readonly sort: "retype"; readonly object: string; readonly field: string }
  | { readonly sort: "new-object" };

export const useChosen = create<Chosen>(() => ({
  object: "member",
  what: null,
  attention: null,
  paletteOpen: false,
}));

/** The question that is open. */
export const useAsked = create<{ readonly asked: Asked | null }>(() => ({ asked: null }));

export function askFor(asked: Asked | null): void {
  useAsked.setState({ asked });
}

export function island(): ObjectsIsland {
  return boot<ObjectsIsland>().page;
}

export function palette(): FieldPalette {
  return island().palette;
}

const byKey = new Map<string, FieldKindOffered>();

export function kindOf(key: string): FieldKindOffered | undefined {
  if (byKey.size === 0) for (const each of palette().kinds) byKey.set(each.key, each);
  return byKey.get(key);
}

/** Says whether a release has the field, so that its values and its key must stay. */
export function isReleased(object: string, field: string): boolean {
  return island().released[object]?.[field] !== undefined;
}

export function useObjects(): readonly ObjectView[] {
  const document = useDraft((now) => now.document);
  const objects = at(document, ["objects"]);
  // Only objects are read: edits of ladders or forms draw nothing anew.
  return useMemo(() => objectsOf(objects === undefined ? {} : { objects }, palette()), [objects]);
}

export function objectNow(key: string): ObjectView | undefined {
  return objectsOf(draft().now.document, palette()).find((each) => each.key === key);
}

export function fieldNow(object: string, key: string): FieldView | undefined {
  return objectNow(object)?.fields.find((each) => each.key === key);
}

let count = 0;

export function attentionTo(place: string): Attention {
  count += 1;
  return { at: place, asked: count };
}

export function chooseField(field: string, place?: string): void {
  useChosen.setState({
    what: { field },
    attention: place === undefined ? null : attentionTo(place),
    paletteOpen: false,
  });
}

export function chooseObject(place?: string): void {
  useChosen.setState({
    what: "object",
    attention: place === undefined ? null : attentionTo(place),
    paletteOpen: false,
  });
}

export function openObject(object: string): void {
  const { object: before, what } = useChosen.getState();
  if (before === object) return;
  useChosen.setState({ object, what: what === "object" ? what : null, attention: null });
}

export function leave(): void {
  const { what } = useChosen.getState();
  useChosen.setState({ what: null, attention: null });
  if (what !== null && what !== "object") focusCard(what.field);
}

/** Brings a card into sight and leaves the focus where it is. */
export function showCard(field: string): void {
  requestAnimationFrame(() => {
    document
      .querySelector(`[data-field="${CSS.escape(field)}"]`)
      ?.scrollIntoView({ block: "nearest" });
  });
}

export function focusCard(field: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-pick="${CSS.escape(field)}"]`)?.focus();
  });
}

/** Shows the place of a finding; says whether it is anywhere on this page. */
export function jump(pointer: string): boolean {
  const [head, n, fields, m, ...rest] = parsePointer(pointer);
  if (head !== "objects" || typeof n !== "number") return false;
  const object = at(draft().now.document, ["objects", n]);
  if (!isObject(object)) return false;
  useChosen.setState({ object: textOf(object.key) });
  const field = fields === "fields" && m !== undefined ? at(object, ["fields", m]) : undefined;
  if (isObject(field)) chooseField(textOf(field.key), toPointer(rest).slice(1) || "label");
  else chooseObject(String(fields ?? "label"));
  return true;
}
