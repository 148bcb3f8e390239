// Forms as the editor shows them: pages, and the items on them with their places.

import type { FieldPalette } from "../../generated/fields";
import type { FormPalette, ItemKindOffered } from "../../generated/forms";
import {
  type FieldView,
  isRetired,
  nameOf,
  type ObjectView,
  objectsOf,
  textOf,
  wordsOf,
} from "../../objects/model/reading";
import { at, isList, isObject, type Json, type JsonObject, type Path } from "../../shared/json";
import { t, w } from "../../shared/words";

export const MEMBER = "member";
const OF_MEMBER = `${MEMBER}.`;

/** What a form of the page is drawn from. */
export interface Palettes {
  readonly items: FormPalette;
  readonly fields: FieldPalette;
}

let known: { readonly document: Json; readonly objects: readonly ObjectView[] } | null = null;

/** Lists the objects of a document; every item of a form asks for the same list. */
export function objectsIn(document: Json, fields: FieldPalette): readonly ObjectView[] {
  if (known?.document !== document) known = { document, objects: objectsOf(document, fields) };
  return known.objects;
}

export function formsOf(document: Json): readonly JsonObject[] {
  const found = at(document, ["forms"]);
  return isList(found) ? found.map((each) => (isObject(each) ? each : {})) : [];
}

export function listOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.map((each) => (isObject(each) ? each : {})) : [];
}

export function objectOf(form: JsonObject): string {
  return textOf(form.object) || MEMBER;
}

export function kindOf(palette: FormPalette, item: JsonObject): ItemKindOffered | undefined {
  return palette.kinds.find((each) => each.key === item.kind);
}

/** Whether a kind of item may stand in a list: on a page, or inside another item. */
export function fits(palette: FormPalette, holder: JsonObject | null, kind: string): boolean {
  if (holder === null) return true;
  return kindOf(palette, holder)?.holds.includes(kind) ?? false;
}

export interface Target {
  readonly object: ObjectView;
  readonly field: FieldView;
  /** Whether it is a field of the member on a form of another object. */
  readonly ofMember: boolean;
}

/** Finds the field an item writes to; `owner` is the object of the form or of the rows around it. */
export function targetOf(
  objects: readonly ObjectView[],
  owner: string,
  written: string,
): Target | null {
  const ofMember = written.startsWith(OF_MEMBER);
  const key = ofMember ? written.slice(OF_MEMBER.length) : written;
  const object = objects.find((each) => each.key === (ofMember ? MEMBER : owner));
  const field = object?.fields.find((each) => each.key === key);
  return object && field ? { object, field, ofMember } : null;
}

/** The object whose fields the items of a list write to. */
export function ownerOf(document: Json, list: Path): string {
  const form = at(document, list.slice(0, 2));
  for (let end = list.length; end > 2; end -= 1) {
    const holder = at(document, list.slice(0, end));
    if (isObject(holder) && holder.kind === "rows") return textOf(holder.object);
  }
  return isObject(form) ? objectOf(form) : MEMBER;
}

export interface FieldOffer {
  /** How an item names it. */
  readonly written: string;
  readonly label: string;
  readonly target: Target;
}

/** Lists the fields that items of a list may write to; computed ones nobody fills in. */
export function offers(document: Json, palettes: Palettes, list: Path): readonly FieldOffer[] {
  const objects = objectsIn(document, palettes.fields);
  const owner = ownerOf(document, list);
  const typed = new Set(palettes.fields.kinds.filter((each) => each.typed).map((each) => each.key));
  const inRows = list.some((part, n) => n > 3 && part === "items" && isRows(document, list, n));
  const sources = owner === MEMBER || inRows ? [owner] : [owner, MEMBER];
  return sources.flatMap((key) => {
    const object = objects.find((each) => each.key === key);
    if (!object) return [];
    return object.fields
      .filter((each) => typed.has(textOf(each.field.kind)) && !isRetired(each))
      .map((field) => ({
        written: key === owner ? field.key : `${OF_MEMBER}${field.key}`,
        label: key === owner ? nameOf(field) : `${t(object.label)} · ${nameOf(field)}`,
        target: { object, field, ofMember: key !== owner },
      }));
  });
}

function isRows(document: Json, list: Path, end: number): boolean {
  const holder = at(document, list.slice(0, end));
  return isObject(holder) && holder.kind === "rows";
}

/** Calls a visitor for every item of a form, with its place. */
export function walk(form: JsonObject, visit: (item: JsonObject, path: Path) => void): void {
  const into = (items: Json | undefined, path: Path) => {
    listOf(items).forEach((item, n) => {
      visit(item, [...path, n]);
      into(item.items, [...path, n, "items"]);
    });
  };
  for (const [n, page] of listOf(form.pages).entries()) into(page.items, ["pages", n, "items"]);
}

export function keysOf(form: JsonObject): ReadonlySet<string> {
  const keys = new Set<string>();
  walk(form, (item) => keys.add(textOf(item.key)));
  return keys;
}

/** The fields that the form asks for already, as items name them. */
export function usedFields(form: JsonObject): ReadonlySet<string> {
  const used = new Set<string>();
  walk(form, (item, path) => {
    if (path.filter((part) => part === "items").length <= 2) used.add(textOf(item.field));
  });
  return used;
}

/** What an item is called in lists and messages. */
export function titleOf(
  item: JsonObject,
  owner: string,
  objects: readonly ObjectView[],
  palette: FormPalette,
): string {
  const own = t(wordsOf(item.label));
  if (own) return own;
  const target = targetOf(objects, owner, textOf(item.field));
  if (target) return nameOf(target.field);
  const words = t(wordsOf(item.text));
  if (words) return words.slice(0, 24);
  return t(kindOf(palette, item)?.label) || textOf(item.key);
}

export function pageTitle(page: JsonObject, index: number): string {
  return t(wordsOf(page.label)) || w(`第 ${index + 1} 页`, `Page ${index + 1}`);
}

export function formTitle(form: JsonObject): string {
  return t(wordsOf(form.label, textOf(form.key)));
}
