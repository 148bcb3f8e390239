// Whether two values are the same JSON to the last byte: order of keys, minus zero and all.

import { isList, isObject, type Json } from "../shared/json";

export function same(one: Json | undefined, other: Json | undefined): boolean {
  if (Object.is(one, other)) return true;
  if (one === undefined || other === undefined) return false;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((each, n) => same(each, other[n]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  return (
    keys.length === others.length &&
    keys.every((key, n) => key === others[n] && same(one[key], other[key]))
  );
}
