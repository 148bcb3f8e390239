// What buttons, menus, keys and drags of the editor of forms do, each with a name for undoing.

import type { FieldKindOffered } from "../generated/fields";
import { at, isObject, type Json, type Path } from "../shared/json";
import { announce } from "../shared/ui/toast";
import { offerUndo } from "../shared/undoing";
import { draft } from "../shared/useDraft";
import { t, type Words, w } from "../shared/words";
import {
  addForm,
  addItem,
  addNewField,
  addPage,
  duplicateForm,
  duplicateItem,
  moveIn,
  moveItem,
  moveOut,
  movePage,
  newItem,
  type Placed,
  removeAt,
  type Spot,
  shift,
} from "./model/editing";
import {
  fits,
  formsOf,
  formTitle,
  listOf,
  objectOf,
  objectsIn,
  pageTitle,
  titleOf,
} from "./model/reading";
import { choose, chooseForm, palettes, useChosen } from "./state";

export function now(): Json {
  return draft().now.document;
}

/** Writes a setting; typing in one place is one step. */
export function write(path: Path, value: Json | undefined, label: Words): void {
  draft().put(path, value, { label, tag: path.join("/") });
}

function apply(label: Words, change: (document: Json) => Placed | null): void {
  let path: Path | null = null;
  draft().edit(
    (document) => {
      const placed = change(document);
      path = placed?.path ?? null;
      return placed?.document ?? document;
    },
    { label },
  );
  if (path) choose(path);
}

function calling(verb: Words, path: Path): Words {
  const name = nameAt(path);
  return { zh: `${verb.zh} ${name}`, en: `${verb.en} ${name}` };
}

export function nameAt(path: Path): string {
  const found = at(now(), path);
  if (!isObject(found)) return "";
  if (path.length === 4) return pageTitle(found, Number(path.at(-1)));
  const form = at(now(), path.slice(0, 2));
  const objects = objectsIn(now(), palettes().fields);
  return titleOf(found, isObject(form) ? objectOf(form) : "", objects, palettes().items);
}

/** Where something that is clicked in the palette goes: into or behind what is chosen. */
export function nextSpot(kind: string): Spot {
  const { form, path } = useChosen.getState();
  const document = now();
  const pages = listOf(formsOf(document)[form]?.pages);
  const last: Path = ["forms", form, "pages", Math.max(0, pages.length - 1), "items"];
  const atTheEnd = (list: Path): Spot => ({ list, index: listOf(at(document, list)).length });
  if (!path || path.length < 4 || path[1] !== form) return atTheEnd(last);
  if (path.length === 4) return atTheEnd([...path, "items"]);
  for (let end = path.length; end > 4; end -= 2) {
    const item = at(document, path.slice(0, end));
    if (!isObject(item)) continue;
    if (fits(palettes().items, item, kind)) return atTheEnd([...path.slice(0, end), "items"]);
    const holder = end > 6 ? at(document, path.slice(0, end - 2)) : null;
    if (fits(palettes().items, isObject(holder) ? holder : null, kind)) {
      return { list: path.slice(0, end - 1), index: Number(path[end - 1]) + 1 };
    }
  }
  return atTheEnd(last);
}

function pageFor(spot: Spot, document: Json): Json {
  const form = Number(spot.list[1]);
  const pages = listOf(formsOf(document)[form]?.pages);
  return pages.length > 0 ? document : addPage(document, form).document;
}

export function add(kind: string, field?: string, spot: Spot = nextSpot(kind)): void {
  const label = { zh: "添加组件", en: "Add an item" };
  apply(label, (document) => {
    const ready = pageFor(spot, document);
    const form = at(ready, spot.list.slice(0, 2));
    return addItem(ready, newItem(isObject(form) ? form : {}, kind, field), spot);
  });
  announce(w("已添加", "Added"));
}

export function addField(kind: FieldKindOffered, spot: Spot = nextSpot("field")): void {
  const label = { zh: `新字段 ${kind.label.zh}`, en: `New field: ${kind.label.en}` };
  apply(label, (document) => addNewField(pageFor(spot, document), palettes().fields, kind, spot));
  announce(w("已添加", "Added"));
}

export function moveTo(from: Path, spot: Spot): void {
  apply(calling({ zh: "移动", en: "Move" }, from), (document) => moveItem(document, from, spot));
}

export function moveBy(path: Path, step: -1 | 1): void {
  apply(calling({ zh: "移动", en: "Move" }, path), (document) => shift(document, path, step));
  announce(w("已移动", "Moved"));
}

export function takeOut(path: Path): void {
  apply(calling({ zh: "移出", en: "Move out" }, path), (document) => moveOut(document, path));
}

export function takeIn(path: Path): void {
  const item = at(now(), path);
  const kind = isObject(item) ? String(item.kind) : "";
  apply(calling({ zh: "移入", en: "Move in" }, path), (document) =>
    moveIn(document, path, (holder) => fits(palettes().items, holder, kind)),
  );
}

export function copy(path: Path): void {
  apply(calling({ zh: "复制", en: "Duplicate" }, path), (document) =>
    duplicateItem(document, path),
  );
}

export function setWidth(path: Path, half: boolean): void {
  const label = calling({ zh: "宽度", en: "Width" }, path);
  draft().put([...path, "width"], half ? "half" : undefined, { label });
}

export function remove(path: Path): void {
  const name = nameAt(path);
  const label = calling({ zh: "删除", en: "Delete" }, path);
  draft().edit((document) => removeAt(document, path), { label });
  useChosen.setState({ path: null, open: false });
  offerUndo(w(`已删除“${name}”`, `${name} is deleted`));
}

export function newPage(form: number): void {
  apply({ zh: "添加一页", en: "Add a page" }, (document) => addPage(document, form));
}

export function shiftPage(form: number, from: number, before: number): void {
  const label = calling({ zh: "移动", en: "Move" }, ["forms", form, "pages", from]);
  draft().edit((document) => movePage(document, form, from, before), { label });
}

export function newForm(object: string, label: Words): void {
  const name = { zh: `添加表单 ${label.zh}`, en: `Add form ${label.en}` };
  apply(name, (document) => addForm(document, object, label));
  chooseForm(formsOf(now()).length - 1);
}

export function copyForm(form: number): void {
  const label = { zh: "复制表单", en: "Duplicate a form" };
  apply(label, (document) => duplicateForm(document, form));
  chooseForm(form + 1);
}

export function removeForm(form: number): void {
  const title = formTitle(formsOf(now())[form] ?? {});
  const label = { zh: `删除表单 ${title}`, en: `Delete form ${title}` };
  draft().edit((document) => removeAt(document, ["forms", form]), { label });
  chooseForm(Math.max(0, form - 1));
  offerUndo(t(label));
}
