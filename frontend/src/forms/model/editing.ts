// Changes of forms, as functions from one document to the next.

import type { FieldKindOffered, FieldPalette } from "../../generated/fields";
import { AT_THE_END } from "../../objects/model/arranging";
import { addField, newField } from "../../objects/model/editing";
import { freshKey } from "../../objects/model/keys";
import { objectsOf, textOf } from "../../objects/model/reading";
import {
  at,
  insert,
  isList,
  isObject,
  type Json,
  type JsonObject,
  move,
  type Path,
  put,
} from "../../shared/json";
import type { Words } from "../../shared/words";
import { formsOf, keysOf, listOf, MEMBER, ownerOf, walk } from "./reading";

export interface Spot {
  /** The list of items. */
  readonly list: Path;
  readonly index: number;
  /** The item beside which it goes, so that both take half a row. */
  readonly beside?: number;
}

export interface Placed {
  readonly document: Json;
  readonly path: Path;
}

function formAt(document: Json, path: Path): JsonObject {
  const found = at(document, path.slice(0, 2));
  return isObject(found) ? found : {};
}

export function addForm(document: Json, object: string, label: Words): Placed {
  const forms = formsOf(document);
  const key = freshKey(label, new Set(forms.map((each) => textOf(each.key))), "form");
  const who: JsonObject = object === MEMBER ? { who: { by: "phone" } } : {};
  const first: JsonObject = { key: "page_1", items: object === MEMBER ? [phone()] : [] };
  const form = { key, label: { ...label }, object, ...who, pages: [first] };
  return {
    document: insert(document, ["forms"], forms.length, form),
    path: ["forms", forms.length],
  };
}

function phone(): JsonObject {
  return { kind: "field", key: "phone", field: "phone", required: true };
}

export function duplicateForm(document: Json, index: number): Placed {
  const forms = formsOf(document);
  const { zh, en } = { zh: "", en: "", ...(forms[index]?.label as object) };
  const label = { zh: `${zh} 副本`.trim(), en: `${en} copy`.trim() };
  const key = freshKey(label, new Set(forms.map((each) => textOf(each.key))), "form");
  const copy = { ...forms[index], key, label };
  return { document: insert(document, ["forms"], index + 1, copy), path: ["forms", index + 1] };
}

export function addPage(document: Json, form: number): Placed {
  const pages = listOf(formsOf(document)[form]?.pages);
  const taken = new Set(pages.map((each) => textOf(each.key)));
  let n = pages.length + 1;
  while (taken.has(`page_${n}`)) n += 1;
  const path: Path = ["forms", form, "pages"];
  return {
    document: insert(document, path, pages.length, { key: `page_${n}`, items: [] }),
    path: [...path, pages.length],
  };
}

export function movePage(document: Json, form: number, from: number, before: number): Json {
  return move(document, ["forms", form, "pages"], from, before);
}

/** What a new item is, under a key that nothing on the form has. */
export function newItem(form: JsonObject, kind: string, field?: string): JsonObject {
  const stem = field?.split(".").at(-1) ?? kind;
  const key = freshKey({ zh: "", en: stem.replaceAll("_", " ") }, keysOf(form), kind);
  if (kind === "text") return { kind, key, text: { zh: "说明文字", en: "Some words" } };
  if (kind === "section") return { kind, key, label: { zh: "新分组", en: "Section" }, items: [] };
  if (kind === "rows") return { kind, key, object: "", items: [] };
  return field === undefined ? { kind, key, field: "" } : { kind, key, field };
}

export function addItem(document: Json, item: JsonObject, spot: Spot): Placed {
  const sized = spot.beside === undefined ? item : { ...item, width: "half" };
  const halved =
    spot.beside === undefined
      ? document
      : put(document, [...spot.list, spot.beside, "width"], "half");
  return {
    document: insert(halved, spot.list, spot.index, sized),
    path: [...spot.list, spot.index],
  };
}

/** Designs a new field with the object and asks for it on the form, in one step. */
export function addNewField(
  document: Json,
  palette: FieldPalette,
  kind: FieldKindOffered,
  spot: Spot,
): Placed {
  const owner = ownerOf(document, spot.list);
  const object = objectsOf(document, palette).find((each) => each.key === owner);
  const taken = new Set(object?.fields.map((each) => each.key) ?? []);
  const field = newField(kind, taken);
  const designed = addField(document, palette, owner, field, AT_THE_END);
  const item = newItem(formAt(document, spot.list), "field", textOf(field.key));
  return addItem(designed, item, spot);
}

const HOLE: JsonObject = { kind: "\u0000hole" };

/** Moves an item to another place of the same form; nothing happens to one put inside itself. */
export function moveItem(document: Json, from: Path, spot: Spot): Placed {
  const item = at(document, from);
  const stays = spot.list.slice(0, from.length).join("/") === from.join("/");
  if (!isObject(item) || stays) return { document, path: from };
  const lifted = put(document, from, HOLE);
  const { width: _width, ...full } = item;
  const beside = spot.beside !== undefined;
  const set = addItem(lifted, beside ? item : full, spot);
  const closed = withoutHole(set.document, from.slice(0, 2));
  return { document: closed, path: pathOf(closed, from.slice(0, 2), textOf(item.key)) ?? from };
}

function withoutHole(document: Json, form: Path): Json {
  const path = find(document, form, (item) => item.kind === HOLE.kind);
  return path ? put(document, path, undefined) : document;
}

function find(document: Json, form: Path, wanted: (item: JsonObject) => boolean): Path | null {
  let found: Path | null = null;
  walk(formAt(document, form), (item, path) => {
    if (wanted(item)) found = [...form, ...path];
  });
  return found;
}

export function pathOf(document: Json, form: Path, key: string): Path | null {
  return find(document, form, (item) => item.key === key);
}

export function listAround(path: Path): Path {
  return path.slice(0, -1);
}

export function indexOf(path: Path): number {
  return Number(path.at(-1));
}

/** Moves an item one place up or down among its neighbours. */
export function shift(document: Json, path: Path, step: -1 | 1): Placed {
  const list = listAround(path);
  const index = indexOf(path);
  const items = at(document, list);
  const there = index + step;
  if (!isList(items) || there < 0 || there >= items.length) return { document, path };
  return {
    document: move(document, list, index, step > 0 ? index + 2 : index - 1),
    path: [...list, there],
  };
}

/** Moves an item out of its section, behind it; null where it stands on the page itself. */
export function moveOut(document: Json, path: Path): Placed | null {
  const section = path.slice(0, -2);
  if (!isObject(at(document, section)) || section.at(-2) !== "items") return null;
  return moveItem(document, path, { list: listAround(section), index: indexOf(section) + 1 });
}

/** Moves an item to the end of the section before it; null where there is none that takes it. */
export function moveIn(
  document: Json,
  path: Path,
  takes: (holder: JsonObject) => boolean,
): Placed | null {
  const index = indexOf(path);
  const before = at(document, [...listAround(path), index - 1]);
  if (!isObject(before) || !takes(before)) return null;
  const list = [...listAround(path), index - 1, "items"];
  return moveItem(document, path, { list, index: listOf(before.items).length });
}

/** Makes another item like one there is, right behind it; everything in it gets keys of its own. */
export function duplicateItem(document: Json, path: Path): Placed {
  const item = at(document, path);
  if (!isObject(item)) return { document, path };
  const taken = new Set(keysOf(formAt(document, path)));
  return addItem(document, renamed(item, taken), {
    list: listAround(path),
    index: indexOf(path) + 1,
  });
}

function renamed(item: JsonObject, taken: Set<string>): JsonObject {
  const key = freshKey({ zh: "", en: textOf(item.key).replaceAll("_", " ") }, taken, "item");
  taken.add(key);
  const inside = isList(item.items)
    ? { items: listOf(item.items).map((each) => renamed(each, taken)) }
    : {};
  return { ...item, key, ...inside };
}

export function removeAt(document: Json, path: Path): Json {
  return put(document, path, undefined);
}

/** Gives another object to a form; items of its former fields stay, and are found fault with. */
export function setObject(document: Json, form: number, object: string): Json {
  return put(document, ["forms", form, "object"], object === MEMBER ? undefined : object);
}
