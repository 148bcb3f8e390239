// What may be dropped where on a form, and what becomes of it.

import type { Dragged } from "../../shared/dnd/dnd";
import { at, isObject, type JsonObject, type Path } from "../../shared/json";
import { add, addField, moveTo, now } from "../actions";
import type { Spot } from "../model/editing";
import { fits } from "../model/reading";
import { page, palettes } from "../state";
import { NEW_ITEM } from "./Palette";

export const ITEM = "form-item";

function kindOf(data: Dragged): string | null {
  if (data.sort === NEW_ITEM) return String(data.kind);
  if (data.sort !== ITEM) return null;
  const item = at(now(), data.path as Path);
  return isObject(item) ? String(item.kind) : null;
}

/** Whether a list takes what is held over it; nothing is put inside itself or into another form. */
export function accepted(data: Dragged, holder: JsonObject | null, list: Path): boolean {
  const kind = kindOf(data);
  if (kind === null || !fits(palettes().items, holder, kind)) return false;
  if (data.sort !== ITEM) return true;
  const from = data.path as Path;
  const inItself = from.every((part, n) => list[n] === part);
  return !inItself && list[1] === from[1];
}

export function dropped(data: Dragged, spot: Spot): void {
  if (data.sort === ITEM) {
    moveTo(data.path as Path, spot);
    return;
  }
  const fresh = page().fields.kinds.find((each) => each.key === data.fresh);
  if (fresh) addField(fresh, spot);
  else add(String(data.kind), data.field === undefined ? undefined : String(data.field), spot);
}
