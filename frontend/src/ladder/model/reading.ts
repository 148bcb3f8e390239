// Ladders as the draft has them: read leniently, since a draft may be wrong.

import { at, isList, isObject, type Json, type JsonObject, type Path } from "../../shared/json";
import type { Words } from "../../shared/words";

export const TONES = ["slate", "bronze", "silver", "gold", "platinum", "diamond"] as const;
export type Tone = (typeof TONES)[number];

const NONE: readonly Json[] = [];

export function listAt(value: Json | undefined, path: Path): readonly Json[] {
  const found = at(value, path);
  return isList(found) ? found : NONE;
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

export function keyOf(value: Json | undefined): string {
  return textOf(objectOf(value).key);
}

/** Gives a name in both languages; a document may say it in one. */
export function wordsOf(value: Json | undefined): Words {
  if (typeof value === "string") return { zh: value, en: value };
  const { zh, en } = objectOf(value);
  return { zh: textOf(zh), en: textOf(en) };
}

export function labelOf(value: Json | undefined): Words {
  const { label } = objectOf(value);
  const words = wordsOf(label);
  const key = keyOf(value);
  return words.zh || words.en ? words : { zh: key, en: key };
}

export function toneOf(tier: Json | undefined): Tone {
  const color = objectOf(tier).color;
  return TONES.find((each) => each === color) ?? "slate";
}

/** Names each of a list by its key; one without a key of its own goes by its place. */
export function idsOf(items: readonly Json[]): readonly string[] {
  const seen = new Set<string>();
  return items.map((each, n) => {
    const key = keyOf(each);
    if (!key || seen.has(key)) return `#${n}`;
    seen.add(key);
    return key;
  });
}

/** Makes a key of a name where its letters allow, or counts; keys are made once and stay. */
export function newKey(label: Words, taken: readonly string[], otherwise: string): string {
  const written = (label.en || label.zh)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
  if (written && !taken.includes(written)) return written;
  const stem = written || otherwise;
  for (let n = written ? 2 : taken.length + 1; ; n += 1) {
    const key = `${stem}_${n}`;
    if (!taken.includes(key)) return key;
  }
}
