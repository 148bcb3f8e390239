// What the tests of conditions draw from: palettes of a ready-made programme, rules of the product.

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Palette } from "../generated/conditions";
import type { Json } from "../shared/json";
import { Catalogue } from "./catalogue";

const root = resolve(import.meta.dirname, "../../..");

function json(...path: string[]): unknown {
  return JSON.parse(readFileSync(resolve(root, ...path), "utf-8"));
}

const palettes = json("frontend", "fixtures", "palettes.json") as Record<string, Palette>;

export function catalogue(place = "ladder:main"): Catalogue {
  const found = palettes[place];
  if (!found) throw new Error(`There is no palette of ${place}.`);
  return new Catalogue(found);
}

/** Every rule of the cases that Python and SQL are held to. */
export function casesOfTheServer(): Json[] {
  const rules: Json[] = [];
  for (const file of readdirSync(resolve(root, "tests/cases"))) {
    const { cases } = json("tests", "cases", file) as { cases: { rule: Json }[] };
    rules.push(...cases.map((each) => each.rule));
  }
  return rules;
}

/** Every condition of the ready-made programmes, or of one of them. */
export function conditionsOfTheGallery(named = ".json"): Json[] {
  const folder = ["app", "builder", "gallery"];
  const found: Json[] = [];
  for (const file of readdirSync(resolve(root, ...folder))) {
    if (file.endsWith(named)) collect(json(...folder, file) as Json, found);
  }
  return found;
}

const KEYS = new Set(["condition", "retention", "members", "who", "when", "expression", "visible"]);

function collect(value: Json, found: Json[]): void {
  if (Array.isArray(value)) for (const each of value) collect(each, found);
  else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value as Record<string, Json>)) {
      if (KEYS.has(key) && isLogic(each)) found.push(each);
      else collect(each, found);
    }
  }
}

/** An operation on something: settings of one word, and days of the month, are none. */
function isLogic(value: Json): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const given = Object.entries(value);
  const [operator, on] = given[0] ?? [];
  return given.length === 1 && typeof on === "object" && operator !== "days";
}
