// Objects and their fields as options of steps choose among them.

import {
  type FieldView,
  isRetired,
  nameOf,
  type ObjectView,
  objectsOf,
} from "../../objects/model/reading";
import type { Json } from "../../shared/json";
import { island } from "../state";
import { textOf } from "./reading";

export function objectsNow(document: Json): readonly ObjectView[] {
  const { fields } = island();
  return fields ? objectsOf(document, fields) : [];
}

export function fieldsOf(document: Json, object: string): readonly FieldView[] {
  const found = objectsNow(document).find((each) => each.key === object);
  return (found?.fields ?? []).filter((each) => !isRetired(each));
}

/** Lists the fields of an object that are of the kinds wanted; no kind named: of any. */
export function fieldsFor(
  document: Json,
  object: string,
  kinds: readonly string[],
): readonly { readonly key: string; readonly label: string }[] {
  return fieldsOf(document, object)
    .filter((each) => kinds.length === 0 || kinds.includes(textOf(each.field.kind)))
    .map((each) => ({ key: each.key, label: nameOf(each) }));
}
