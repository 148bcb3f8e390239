// Objects and fields as the editor shows them: what is given, and what the document adds to it.

import type { FieldPalette, Mask } from "../../generated/fields";
import { at, isList, isObject, type Json, type JsonObject, type Path } from "../../shared/json";
import { type Words, w } from "../../shared/words";

export interface FieldView {
  readonly key: string;
  /** As the document has it, or as it is given. */
  readonly field: JsonObject;
  readonly given: boolean;
  /** Its place among the fields of its object in the document; -1 if the document is silent. */
  readonly index: number;
}

export interface ObjectView {
  readonly key: string;
  readonly label: Words;
  readonly given: boolean;
  /** Its place among the objects of the document; -1 if the document is silent. */
  readonly index: number;
  readonly ofMember: boolean;
  readonly occurred: string | null;
  readonly title: string | null;
  readonly fields: readonly FieldView[];
}

export function wordsOf(value: Json | undefined, fallback = ""): Words {
  if (typeof value === "string") return { zh: value, en: value };
  if (!isObject(value)) return { zh: fallback, en: fallback };
  return { zh: textOf(value.zh), en: textOf(value.en) };
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function optionsOf(field: JsonObject): JsonObject {
  return isObject(field.options) ? field.options : {};
}

/** Gives the objects of the document as they are written; what is no object is left out of sight. */
function written(document: Json): readonly (readonly [number, JsonObject])[] {
  const found = at(document, ["objects"]);
  return isList(found)
    ? found.flatMap((each, n) => (isObject(each) ? [[n, each] as const] : []))
    : [];
}

function fieldsWritten(object: JsonObject | undefined): readonly FieldView[] {
  const fields = object?.fields;
  if (!isList(fields)) return [];
  return fields.flatMap((each, index) =>
    isObject(each) ? [{ key: textOf(each.key), field: each, given: false, index }] : [],
  );
}

/** Lists all objects: the given ones first, then those that were designed. */
export function objectsOf(document: Json, palette: FieldPalette): readonly ObjectView[] {
  const all = written(document);
  const given = palette.given.map((each) => {
    const [index, object] = all.find(([, one]) => one.key === each.key) ?? [-1, undefined];
    const own = fieldsWritten(object);
    const known = new Set(each.fields.map((one) => one.key));
    return {
      key: each.key,
      label: object ? wordsOf(object.label, each.key) : each.label,
      given: true,
      index,
      ofMember: true,
      occurred: each.occurred,
      title: each.title,
      fields: [
        ...each.fields.map((one) => redressed(one as JsonObject, own)),
        ...own.filter((one) => !known.has(one.key)),
      ],
    };
  });
  const names = new Set(palette.given.map((each) => each.key));
  const designed = all
    .filter(([, each]) => !names.has(textOf(each.key)))
    .map(([index, each]) => ({
      key: textOf(each.key),
      label: wordsOf(each.label, textOf(each.key)),
      given: false,
      index,
      ofMember: each.of_member !== false,
      occurred: textOf(each.occurred) || null,
      title: textOf(each.title) || null,
      fields: fieldsWritten(each),
    }));
  return [...given, ...designed];
}

/** What a given field takes from the document: its words, its width, its mask and its check. */
const REDRESSED = ["label", "help", "width", "mask", "check"];

function redressed(given: JsonObject, own: readonly FieldView[]): FieldView {
  const found = own.find((each) => each.key === given.key);
  if (!found) return { key: textOf(given.key), field: given, given: true, index: -1 };
  const dressed = Object.fromEntries(
    REDRESSED.filter((key) => key in found.field).map((key) => [key, found.field[key] as Json]),
  );
  return { key: found.key, field: { ...given, ...dressed }, given: true, index: found.index };
}

/** Gives where a field stands in the document. */
export function placeOf(object: ObjectView, field: FieldView): Path | null {
  return object.index < 0 || field.index < 0
    ? null
    : ["objects", object.index, "fields", field.index];
}

export function isRetired(view: FieldView): boolean {
  return view.field.retired === true;
}

export function isHalf(field: JsonObject): boolean {
  return field.width === "half";
}

/** Puts halves that follow each other into pairs; everything else has a row of its own. */
export function rowsOf(fields: readonly FieldView[]): readonly (readonly FieldView[])[] {
  const rows: FieldView[][] = [];
  for (const each of fields) {
    const last = rows.at(-1);
    const [first] = last ?? [];
    const joins = last?.length === 1 && first && isHalf(first.field) && isHalf(each.field);
    if (joins) last.push(each);
    else rows.push([each]);
  }
  return rows;
}

/** Gives the fields that are laid out: those of one's own that are in use. */
export function laidOut(object: ObjectView): readonly FieldView[] {
  return object.fields.filter((each) => !each.given && !isRetired(each));
}

export function maskOf(palette: FieldPalette, view: FieldView): Mask {
  const chosen = palette.masks.find((each) => each.key === view.field.mask);
  if (chosen) return chosen.key;
  const kind = palette.kinds.find((each) => each.key === view.field.kind);
  return kind?.personal || palette.personal_fields.includes(view.key) ? "hidden" : "open";
}

export interface Choice {
  readonly key: string;
  readonly label: Words;
  readonly color: string;
}

export function choicesOf(field: JsonObject): readonly Choice[] {
  const { choices } = optionsOf(field);
  if (!isList(choices)) return [];
  return choices.map((each) => {
    if (!isObject(each)) return { key: String(each), label: wordsOf(String(each)), color: "slate" };
    const key = textOf(each.key);
    return {
      key,
      label: "label" in each ? wordsOf(each.label, key) : wordsOf(key),
      color: textOf(each.color) || "slate",
    };
  });
}

export function nameOf(view: { readonly key: string; readonly field: JsonObject }): string {
  const words = wordsOf(view.field.label, view.key);
  return w(words.zh || words.en, words.en || words.zh) || view.key;
}

/** Gives a condition to begin a check with: that the field has a value. */
export function firstCheck(view: FieldView): Json {
  return { is_set: [{ var: view.key }] };
}

export function findObject(
  document: Json,
  palette: FieldPalette,
  key: string,
): ObjectView | undefined {
  return objectsOf(document, palette).find((each) => each.key === key);
}
