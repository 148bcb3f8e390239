// Keys are made once from a label: lower-case letters, digits and underscores, never used twice.

import type { Words } from "../../shared/words";

const KEY = /^[a-z][a-z0-9_]{0,59}$/;
const HOSTILE = new Set(["constructor", "prototype"]);
const LONGEST = 40;

export function isKey(text: string): boolean {
  return KEY.test(text) && !HOSTILE.has(text);
}

/** Writes a label as a key, if it has Latin letters to make one of. */
export function slugOf(label: Words): string | null {
  for (const text of [label.en, label.zh]) {
    const plain = text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
    const slug = plain
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replace(/^[_0-9]+/, "")
      .slice(0, LONGEST)
      .replace(/_+$/, "");
    if (isKey(slug)) return slug;
  }
  return null;
}

/** Gives a key nobody has: the slug, the slug with a number, or `field_3`. */
export function freshKey(label: Words, taken: ReadonlySet<string>, plain = "field"): string {
  const slug = slugOf(label);
  if (slug && !taken.has(slug)) return slug;
  const stem = slug ?? plain;
  let n = slug ? 2 : 1;
  while (taken.has(`${stem}_${n}`)) n += 1;
  return `${stem}_${n}`;
}
