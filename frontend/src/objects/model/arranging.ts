// The order of fields and their rows, as functions from one document to the next.

import type { FieldPalette } from "../../generated/fields";
import { at, isList, type Json, type Path, put } from "../../shared/json";
import { type FieldView, findObject, isHalf, laidOut, type ObjectView, rowsOf } from "./reading";

export type Side = "above" | "below" | "left" | "right";

export interface Spot {
  /** The field beside which something is put; null: at the end. */
  readonly beside: string | null;
  readonly side: Side;
}

export const AT_THE_END: Spot = { beside: null, side: "below" };

/** Puts a field of one's own somewhere else; beside another, both take half a row. */
export function place(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
  spot: Spot,
): Json {
  const object = findObject(document, palette, owner);
  const fields = object ? laidOut(object) : [];
  const moved = fields.find((each) => each.key === key);
  if (!object || !moved || spot.beside === key) return document;
  const rows = rowsOf(fields)
    .map((row) => without(row, moved))
    .filter((row) => row.length > 0);
  const placed = standing(rows, moved, spot);
  return written(document, object, placed);
}

/** Takes a field out of its row; whoever stood beside it has the row alone. */
function without(row: readonly FieldView[], moved: FieldView): readonly FieldView[] {
  if (!row.includes(moved)) return row;
  return row.filter((each) => each !== moved).map((each) => sized(each, "full"));
}

function sized(view: FieldView, width: "full" | "half"): FieldView {
  if (isHalf(view.field) === (width === "half")) return view;
  const { width: _was, ...rest } = view.field;
  return { ...view, field: width === "half" ? { ...rest, width } : rest };
}

function standing(
  rows: readonly (readonly FieldView[])[],
  moved: FieldView,
  { beside, side }: Spot,
): readonly FieldView[] {
  const target = rows.findIndex((row) => row.some((each) => each.key === beside));
  if (target < 0) return [...rows.flat(), moved];
  const before = rows.slice(0, target).flat();
  const after = rows.slice(target + 1).flat();
  const row = rows[target] ?? [];
  if (side === "above") return [...before, sized(moved, "full"), ...row, ...after];
  if (side === "below") return [...before, ...row, sized(moved, "full"), ...after];
  const half = sized(moved, "half");
  const at = row.findIndex((each) => each.key === beside) + (side === "right" ? 1 : 0);
  const joined = [...row.slice(0, at), half, ...row.slice(at)].map((each) => sized(each, "half"));
  return [...before, ...joined, ...after];
}

/** Writes fields in a new order into the places that fields in use have in the document. */
function written(document: Json, object: ObjectView, order: readonly FieldView[]): Json {
  const path: Path = ["objects", object.index, "fields"];
  const fields = at(document, path);
  if (!isList(fields)) return document;
  const slots = order.map((each) => each.index).sort((one, other) => one - other);
  const changed = [...fields];
  slots.forEach((slot, n) => {
    const view = order[n];
    if (view) changed[slot] = view.field;
  });
  const same = changed.every((each, n) => each === fields[n]);
  return same ? document : put(document, path, changed);
}

/** Moves a field one row up or down, or says that it is at the end. */
export function shift(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
  step: -1 | 1,
): Json {
  const object = findObject(document, palette, owner);
  const rows = object ? rowsOf(laidOut(object)) : [];
  const row = rows.findIndex((each) => each.some((one) => one.key === key));
  const own = rows[row];
  if (!object || !own) return document;
  if (own.length > 1) {
    const partner = own.find((each) => each.key !== key);
    const spot = { beside: partner?.key ?? null, side: step < 0 ? "above" : "below" } as const;
    return place(document, palette, owner, key, spot);
  }
  const other = rows[row + step]?.[0];
  if (!other) return document;
  const kept = { ...(own[0] as FieldView) };
  const order = rows.map((each) => each);
  order[row] = rows[row + step] ?? [];
  order[row + step] = [kept];
  return written(document, object, order.flat());
}

/** Puts a field beside the one before it, or gives it a row of its own again. */
export function toggleBeside(
  document: Json,
  palette: FieldPalette,
  owner: string,
  key: string,
): Json {
  const object = findObject(document, palette, owner);
  const rows = object ? rowsOf(laidOut(object)) : [];
  const row = rows.findIndex((each) => each.some((one) => one.key === key));
  const own = rows[row];
  if (!own) return document;
  if (own.length > 1) {
    const partner = own.find((each) => each.key !== key);
    const side = own[0]?.key === key ? "above" : "below";
    return place(document, palette, owner, key, { beside: partner?.key ?? null, side });
  }
  const neighbour = rows[row - 1] ?? rows[row + 1];
  const beside = neighbour?.length === 1 ? neighbour[0]?.key : undefined;
  if (beside === undefined) return document;
  return place(document, palette, owner, key, { beside, side: rows[row - 1] ? "right" : "left" });
}

export function canStandBeside(object: ObjectView, key: string): "join" | "part" | null {
  const rows = rowsOf(laidOut(object));
  const row = rows.findIndex((each) => each.some((one) => one.key === key));
  if ((rows[row]?.length ?? 0) > 1) return "part";
  const neighbour = rows[row - 1] ?? rows[row + 1];
  return neighbour?.length === 1 ? "join" : null;
}
