// Changes of objects and fields, as functions from one document to the next.

import type { FieldKindOffered, FieldPalette } from "../../generated/fields";
import { at, insert, isList, type Json, type JsonObject, type Path, put } from "../../shared/json";
import type { Words } from "../../shared/words";
import { AT_THE_END, place, type Spot } from "./arranging";
import { freshKey } from "./keys";
import { findObject, type ObjectView, objectsOf, placeOf, textOf, wordsOf } from "./reading";

/** Has a given object stand in the document, so that something can be added to it. */
export function withObject(document: Json, palette: FieldPalette, key: string): Json {
  const found = findObject(document, palette, key);
  if (!found || found.index >= 0) return document;
  const objects = at(document, ["objects"]);
  const count = isList(objects) ? objects.length : 0;
  return insert(document, ["objects"], count, { key, label: { ...found.label }, fields: [] });
}

/** Has a given field stand in the document, so that it can be called or checked otherwise. */
export function withField(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
): { readonly document: Json; readonly path: Path } | null {
  const whole = withObject(document, palette, owner);
  const object = findObject(whole, palette, owner);
  const view = object?.fields.find((each) => each.key === key);
  if (!object || !view) return null;
  const path = placeOf(object, view);
  if (path) return { document: whole, path };
  const fields = at(whole, ["objects", object.index, "fields"]);
  const place = isList(fields) ? fields.length : 0;
  const { kind, label, help } = view.field;
  const shown: JsonObject = {
    key,
    kind: kind ?? "text",
    label: label ?? key,
    ...(help === undefined ? {} : { help }),
  };
  return {
    document: insert(whole, ["objects", object.index, "fields"], place, shown),
    path: ["objects", object.index, "fields", place],
  };
}

/** Writes one thing of a field; undefined takes it away. */
export function setOfField(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
  path: Path,
  value: Json | undefined,
): Json {
  const found = withField(document, palette, owner, key);
  if (!found) return document;
  const changed = put(found.document, [...found.path, ...path], value);
  const options = at(changed, [...found.path, "options"]);
  const isEmpty = options !== undefined && Object.keys(options as JsonObject).length === 0;
  return isEmpty ? put(changed, [...found.path, "options"], undefined) : changed;
}

export function keysOf(object: ObjectView): ReadonlySet<string> {
  return new Set([...object.fields.map((each) => each.key), "id", "created_at", "member_id"]);
}

/** What a new field of a kind is before anybody says more. */
export function newField(kind: FieldKindOffered, taken: ReadonlySet<string>): JsonObject {
  const key = freshKey({ zh: "", en: kind.key }, taken);
  const options: Record<string, Json> = {};
  for (const each of kind.options) {
    if (each.look === "choices" && each.required) options[each.key] = firstChoices();
  }
  return {
    key,
    kind: kind.key,
    label: { ...kind.label },
    ...(Object.keys(options).length > 0 ? { options } : {}),
  };
}

function firstChoices(): Json {
  return [
    { key: "option_1", label: { zh: "选项一", en: "First" }, color: "slate" },
    { key: "option_2", label: { zh: "选项二", en: "Second" }, color: "platinum" },
  ];
}

export function addField(
  document: Json,
  palette: FieldPalette,
  owner: string,
  field: JsonObject,
  spot: Spot,
): Json {
  const whole = withObject(document, palette, owner);
  const object = findObject(whole, palette, owner);
  if (!object) return document;
  const path: Path = ["objects", object.index, "fields"];
  const fields = at(whole, path);
  const count = isList(fields) ? fields.length : 0;
  const added = insert(whole, path, count, field);
  return place(added, palette, owner, textOf(field.key), spot);
}

/** Makes another field like one there is, right below it. */
export function duplicate(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
): { readonly document: Json; readonly key: string } {
  const object = findObject(document, palette, owner);
  const view = object?.fields.find((each) => each.key === key);
  if (!object || !view) return { document, key };
  const label = wordsOf(view.field.label, key);
  const copied: Words = {
    zh: label.zh && `${label.zh} 副本`,
    en: label.en && `${label.en} copy`,
  };
  const made = freshKey(copied, keysOf(object));
  const { unique: _unique, retired: _retired, width: _width, ...rest } = view.field;
  const field = { ...rest, key: made, label: { ...copied } };
  const below: Spot = view.given ? AT_THE_END : { beside: key, side: "below" };
  return { document: addField(document, palette, owner, field, below), key: made };
}

export function removeField(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
): Json {
  const object = findObject(document, palette, owner);
  const view = object?.fields.find((each) => each.key === key);
  const path = object && view ? placeOf(object, view) : null;
  return path ? put(document, path, undefined) : document;
}

export function retire(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
  retired: boolean,
): Json {
  return setOfField(document, palette, owner, key, ["retired"], retired ? true : undefined);
}

/** Changes the kind and leaves out options that the new kind does not know. */
export function retype(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
  kind: FieldKindOffered,
): Json {
  const found = withField(document, palette, owner, key);
  if (!found) return document;
  const field = at(found.document, found.path) as JsonObject;
  const fresh = newField(kind, new Set());
  const known = new Set(kind.options.map((each) => each.key));
  const kept = Object.entries((field.options ?? {}) as JsonObject).filter(([name]) =>
    known.has(name),
  );
  const options = { ...((fresh.options ?? {}) as JsonObject), ...Object.fromEntries(kept) };
  const { options: _options, default: _default, unique, required, ...rest } = field;
  return put(found.document, found.path, {
    ...rest,
    kind: kind.key,
    ...(kind.unique && unique !== undefined ? { unique } : {}),
    ...(kind.typed && required !== undefined ? { required } : {}),
    ...(Object.keys(options).length > 0 ? { options } : {}),
  });
}

/** Gives a field that is in no release another key. */
export function rekey(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
  next: string,
): Json {
  const object = findObject(document, palette, owner);
  const changed = setOfField(document, palette, owner, key, ["key"], next);
  if (!object || object.given || changed === document) return changed;
  let whole = changed;
  for (const name of ["occurred", "title"] as const) {
    if (object[name] === key) whole = put(whole, ["objects", object.index, name], next);
  }
  return whole;
}

export interface NewObject {
  readonly label: Words;
  readonly ofMember: boolean;
}

/** Adds an object with the fields that it cannot do without. */
export function addObject(
  document: Json,
  palette: FieldPalette,
  { label, ofMember }: NewObject,
): { readonly document: Json; readonly key: string } {
  const all = objectsOf(document, palette);
  const key = freshKey(label, new Set(all.map((each) => each.key)), "object");
  const name = { key: "name", kind: "text", label: { zh: "名称", en: "Name" } };
  const when = {
    key: "happened_on",
    kind: "date",
    label: { zh: "日期", en: "Date" },
    required: true,
    width: "half",
  };
  const made: JsonObject = ofMember
    ? {
        key,
        label: { ...label },
        occurred: "happened_on",
        title: "name",
        fields: [when, { ...name, width: "half" }],
      }
    : {
        key,
        label: { ...label },
        of_member: false,
        title: "name",
        fields: [{ ...name, required: true }],
      };
  const objects = at(document, ["objects"]);
  const count = isList(objects) ? objects.length : 0;
  return { document: insert(document, ["objects"], count, made), key };
}
