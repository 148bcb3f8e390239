// What people do to objects and fields: each is one step that can be undone, said in their words.

import type { FieldKindOffered } from "../generated/fields";
import { at, type Json, type Path, put } from "../shared/json";
import { announce } from "../shared/ui/toast";
import { offerUndo } from "../shared/undoing";
import { draft } from "../shared/useDraft";
import { t, type Words, w } from "../shared/words";
import * as arranging from "./model/arranging";
import * as editing from "./model/editing";
import { slugOf } from "./model/keys";
import { nameOf, wordsOf } from "./model/reading";
import { remember } from "./recent";
import {
  chooseField,
  chooseObject,
  fieldNow,
  focusCard,
  isReleased,
  kindOf,
  leave,
  objectNow,
  palette,
  showCard,
  useChosen,
} from "./state";

/** Fields that have just been added: their key follows their first label. */
const fresh = new Set<string>();

function step(zh: string, en: string): Words {
  return { zh, en };
}

function called(owner: string, key: string): string {
  const view = fieldNow(owner, key);
  return view ? nameOf(view) : key;
}

export function add(kind: FieldKindOffered, spot?: arranging.Spot): void {
  const { object, what } = useChosen.getState();
  const view = objectNow(object);
  if (!view) return;
  const field = editing.newField(kind, editing.keysOf(view));
  const key = String(field.key);
  const chosen = what !== null && what !== "object" ? what.field : null;
  const after: arranging.Spot = spot ?? { beside: chosen, side: "below" };
  const label = step(`添加字段“${kind.label.zh}”`, `Add a field: ${kind.label.en}`);
  draft().edit((now) => editing.addField(now, palette(), object, field, after), { label });
  fresh.add(`${object}.${key}`);
  remember(kind.key);
  chooseField(key, "label");
  showCard(key);
  announce(w(`已添加字段“${t(kind.label)}”`, `Added the field ${t(kind.label)}`));
}

export function settle(key: string, spot: arranging.Spot): void {
  const { object } = useChosen.getState();
  const name = called(object, key);
  draft().edit((now) => arranging.place(now, palette(), object, key, spot), {
    label: step(`移动字段“${name}”`, `Move the field ${name}`),
  });
}

export function shift(key: string, by: -1 | 1): void {
  const { object } = useChosen.getState();
  const before = draft().now.document;
  const name = called(object, key);
  draft().edit((now) => arranging.shift(now, palette(), object, key, by), {
    label: step(`移动字段“${name}”`, `Move the field ${name}`),
  });
  if (before === draft().now.document) return;
  const place = objectNow(object)?.fields.findIndex((each) => each.key === key) ?? 0;
  announce(w(`“${name}”移到第 ${place + 1} 位`, `${name} is now at place ${place + 1}`));
  focusCard(key);
}

export function toggleBeside(key: string): void {
  const { object } = useChosen.getState();
  const name = called(object, key);
  draft().edit((now) => arranging.toggleBeside(now, palette(), object, key), {
    label: step(`并排或独占一行：“${name}”`, `Beside or on a row of its own: ${name}`),
  });
}

export function duplicate(key: string): void {
  const { object } = useChosen.getState();
  const name = called(object, key);
  const made = editing.duplicate(draft().now.document, palette(), object, key);
  draft().edit(() => made.document, { label: step(`复制字段“${name}”`, `Copy the field ${name}`) });
  chooseField(made.key);
  showCard(made.key);
}

/** Writes one thing of a field; what is typed in one input is one step. */
export function setField(
  owner: string,
  key: string,
  path: Path,
  value: Json | undefined,
  what: Words,
): void {
  const name = called(owner, key);
  draft().edit(
    (now) => {
      const before = editing.withField(now, palette(), owner, key);
      if (!before) return now;
      const written = at(before.document, [...before.path, ...path]);
      if (written === value) return now;
      return editing.setOfField(now, palette(), owner, key, path, value);
    },
    {
      label: step(`修改“${name}”的${what.zh}`, `Change ${what.en} of ${name}`),
      tag: `${owner}.${key}.${path.join(".")}`,
    },
  );
}

/** Makes the key of a new field out of its first label, once that has been typed. */
export function settleKey(owner: string, key: string): void {
  if (!fresh.delete(`${owner}.${key}`) || isReleased(owner, key)) return;
  const view = fieldNow(owner, key);
  const object = objectNow(owner);
  if (!view || !object) return;
  const label = wordsOf(view.field.label);
  const usual = kindOf(String(view.field.kind))?.label;
  if (usual && label.zh === usual.zh && label.en === usual.en) return;
  const fits: Words = usual && label.en === usual.en ? { zh: label.zh, en: "" } : label;
  const slug = slugOf(fits);
  if (slug && !editing.keysOf(object).has(slug)) renameKey(owner, key, slug);
}

export function renameKey(owner: string, key: string, next: string): void {
  draft().edit((now) => editing.rekey(now, palette(), owner, key, next), {
    label: step(`标识改为 ${next}`, `Key ${next}`),
  });
  fresh.delete(`${owner}.${key}`);
  const { what, object } = useChosen.getState();
  if (object === owner && what !== null && what !== "object" && what.field === key) {
    useChosen.setState({ what: { field: next } });
  }
}

export function remove(owner: string, key: string): void {
  const name = called(owner, key);
  draft().edit((now) => editing.removeField(now, palette(), owner, key), {
    label: step(`删除字段“${name}”`, `Delete the field ${name}`),
  });
  leave();
  offerUndo(w(`已删除字段“${name}”`, `Deleted the field ${name}`));
}

export function retire(owner: string, key: string, retired: boolean): void {
  const name = called(owner, key);
  const label = retired
    ? step(`停用字段“${name}”`, `Retire the field ${name}`)
    : step(`恢复字段“${name}”`, `Bring back the field ${name}`);
  draft().edit((now) => editing.retire(now, palette(), owner, key, retired), { label });
  offerUndo(
    retired
      ? w(`已停用字段“${name}”，数据保留`, `Retired ${name}; its data are kept`)
      : w(`已恢复字段“${name}”`, `${name} is in use again`),
  );
}

export function retype(owner: string, key: string, kind: FieldKindOffered): void {
  const name = called(owner, key);
  draft().edit((now) => editing.retype(now, palette(), owner, key, kind), {
    label: step(`“${name}”改为${kind.label.zh}`, `${name} becomes ${kind.label.en}`),
  });
}

export function addObject(made: editing.NewObject): void {
  const answer = editing.addObject(draft().now.document, palette(), made);
  draft().edit(() => answer.document, {
    label: step(`新建对象“${made.label.zh}”`, `Add the object ${made.label.en || made.label.zh}`),
  });
  useChosen.setState({ object: answer.key });
  chooseObject();
}

/** Writes one thing of an object. */
export function setObject(owner: string, path: Path, value: Json | undefined, what: Words): void {
  const view = objectNow(owner);
  const name = view ? t(view.label) : owner;
  draft().edit(
    (now) => {
      const whole = editing.withObject(now, palette(), owner);
      const index = objectNow(owner)?.index ?? -1;
      const last = at(whole, ["objects"]);
      const place = index >= 0 ? index : (last as readonly Json[]).length - 1;
      return put(whole, ["objects", place, ...path], value);
    },
    {
      label: step(`修改“${name}”的${what.zh}`, `Change ${what.en} of ${name}`),
      tag: `${owner}.${path.join(".")}`,
    },
  );
}

export function removeObject(owner: string): void {
  const view = objectNow(owner);
  if (!view || view.index < 0) return;
  const name = t(view.label);
  draft().edit((now) => put(now, ["objects", view.index], undefined), {
    label: step(`删除对象“${name}”`, `Delete the object ${name}`),
  });
  useChosen.setState({ object: "member", what: null, attention: null });
  offerUndo(w(`已删除对象“${name}”`, `Deleted the object ${name}`));
}
