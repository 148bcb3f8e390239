// Documents as JSON: places in them by JSON Pointer, and changes that leave the rest shared.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
export type Path = readonly (string | number)[];

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Splits a JSON Pointer; a part of digits is a place in a list. */
export function parsePointer(pointer: string): Path {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : part));
}

export function toPointer(path: Path): string {
  return path
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

export function at(value: Json | undefined, path: Path): Json | undefined {
  let found = value;
  for (const part of path) {
    if (isList(found) && typeof part === "number") found = found[part];
    else if (isObject(found)) found = found[String(part)];
    else return undefined;
  }
  return found;
}

/** Gives the document with another value at a place; undefined takes the place away. */
export function put(value: Json | undefined, path: Path, next: Json | undefined): Json {
  const [head, ...rest] = path;
  if (head === undefined) return next ?? null;
  if (isList(value) || (value === undefined && typeof head === "number")) {
    const list = isList(value) ? [...value] : [];
    const index = Number(head);
    if (rest.length === 0 && next === undefined) list.splice(index, 1);
    else list[index] = put(list[index], rest, next);
    return list;
  }
  const { [String(head)]: before, ...others } = isObject(value) ? value : {};
  if (rest.length === 0 && next === undefined) return others;
  const changed = put(before, rest, next);
  // A key that was there stays at its place, so that a document reads the same after an edit.
  return isObject(value) && String(head) in value
    ? { ...value, [String(head)]: changed }
    : { ...others, [String(head)]: changed };
}

export function insert(value: Json, path: Path, index: number, item: Json): Json {
  const list = at(value, path);
  const items = isList(list) ? [...list] : [];
  items.splice(index, 0, item);
  return put(value, path, items);
}

/** Moves an item so that it stands before what stood at `to`. */
export function move(value: Json, path: Path, from: number, to: number): Json {
  const list = at(value, path);
  if (!isList(list)) return value;
  const items = [...list];
  const [item] = items.splice(from, 1);
  if (item === undefined) return value;
  items.splice(to > from ? to - 1 : to, 0, item);
  return put(value, path, items);
}

export function equal(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((each, n) => equal(each, other[n]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && equal(one[key], other[key]))
  );
}
