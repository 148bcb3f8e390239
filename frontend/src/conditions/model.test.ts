// Whatever condition there is, editing something else in it leaves it byte for byte as it was.

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Json } from "../shared/json";
import { remove } from "./editing";
import type { Group, Item } from "./model";
import { read, readOperand } from "./reading";
import { same } from "./same";
import { casesOfTheServer, catalogue, conditionsOfTheGallery } from "./samples";
import { write } from "./writing";

const known = catalogue();
const RUNS = { numRuns: 3000, verbose: 1 } as const;

/** Anything that looks like logic, in every shape that a document may have. */
const operators = [
  ...new Set(known.palette.operators.map((each) => each.operator)),
  ...["missing", "if", "map", "agg", "__proto__", "constructor", "", "~/", "0"],
];
const names = ["age", "year_spend", "order.net", "order", "parameter.x", "", "store.city", "kind"];
const words = ["365d", "lifetime", "period", "current", "day", "percent", "main", "12mo", "x"];

const { logic } = fc.letrec<{ logic: Json; operation: Json }>((tie) => ({
  logic: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, -0, 1.5, -7, 2 ** 53, "", "a"),
    fc.constantFrom<Json>(...names, ...words),
    fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
    tie("operation"),
    fc.array(tie("logic"), { maxLength: 4 }),
  ),
  operation: fc
    .tuple(
      fc.constantFrom(...operators),
      fc.oneof(fc.array(tie("logic"), { maxLength: 4 }), tie("logic")),
    )
    .map(([operator, given]) =>
      JSON.parse(`{${JSON.stringify(operator)}:${JSON.stringify(given)}}`),
    ),
}));

/** Rules as the palette offers them, nested in groups of every spelling. */
const offered = fc.constantFrom(...[...casesOfTheServer(), ...conditionsOfTheGallery()]);
const nested: fc.Arbitrary<Json> = fc.letrec<{ group: Json }>((tie) => ({
  group: fc
    .tuple(
      fc.constantFrom("and", "or", "none", "nor", "bare", "alone"),
      fc.array(fc.oneof({ weight: 3, arbitrary: offered }, tie("group")), { maxLength: 4 }),
    )
    .map(([mode, items]): Json => {
      const [first = { var: "age" }] = items;
      if (mode === "none") return { "!": [{ or: items }] };
      if (mode === "nor") return { "!": { or: items } };
      if (mode === "bare") return { "!": first };
      if (mode === "alone") return { and: first };
      return { [mode]: items };
    }),
})).group;

describe("what was not touched stays as it was", () => {
  it("holds for any JSON there is", () => {
    fc.assert(
      fc.property(logic, (value) => {
        expect(same(write(read(value, known)), value)).toBe(true);
      }),
      RUNS,
    );
  });

  it("holds for groups of real rules in every spelling", () => {
    fc.assert(
      fc.property(nested, (value) => {
        expect(same(write(read(value, known)), value)).toBe(true);
      }),
      RUNS,
    );
  });

  it.each([
    { "!": { var: "a" } },
    { "!": [{ var: "a" }] },
    { and: [{ ">": [{ var: "a" }, 1] }] },
    { and: { ">": [{ var: "a" }, 1] } },
    { var: "a" },
    { var: ["a"] },
    { var: ["a", 0] },
    { "<": [5, { var: "points" }] },
    { "<=": [1, { var: "points" }, 9] },
    { and: [] },
    { "!": [] },
    { or: [[]] },
    { b: 1, a: 2 },
    { in: ["nn", { var: "name" }] },
    { "!": [{ or: [{ var: "a" }] }] },
    { "!": { and: [{ var: "a" }] } },
    { count_of: ["order", { "==": [{ var: "status" }, "paid"] }] },
    { streak_of: ["activity"] },
    { some: ["order", true] },
    [1, 2],
    "text",
    true,
    null,
  ])("keeps the spelling of %j", (value) => {
    expect(same(write(read(value as Json, known)), value as Json)).toBe(true);
  });

  it("holds for every case that the server is held to", () => {
    for (const rule of casesOfTheServer()) {
      expect(same(write(read(rule, known)), rule)).toBe(true);
    }
  });

  it("holds for every condition of the gallery, and draws them all", () => {
    const conditions = conditionsOfTheGallery();
    expect(conditions.length).toBeGreaterThan(10);
    for (const each of conditions) expect(same(write(read(each, known)), each)).toBe(true);
  });

  it("draws every rule of a programme whose palette it has", () => {
    const rules = conditionsOfTheGallery("retail.json").filter((each) => !isMetric(each));
    const undrawn = rules.filter((each) => hasRaw(read(each, known)));
    expect(undrawn).toEqual([]);
  });

  it("holds for what stands beside an edit, wherever the edit is", () => {
    fc.assert(
      fc.property(nested, fc.nat(), (value, pick) => {
        const root = read(value, known);
        const items = everyItem(root);
        const victim = items[pick % Math.max(items.length, 1)];
        if (!victim) return;
        const after = read(write(remove(root, victim.id)), known);
        const kept = everyItem(root).filter(
          (item) => !isWithin(item, victim) && !isAround(item, victim),
        );
        const texts = new Set(everyItem(after).map((item) => JSON.stringify(write(item))));
        for (const item of kept) {
          if (item.kind !== "group") expect(texts).toContain(JSON.stringify(write(item)));
        }
      }),
      { ...RUNS, numRuns: 500 },
    );
  });

  it("gives the very same objects for what is untouched", () => {
    const rules = Array.from({ length: 200 }, (_, n) => ({ ">=": [{ var: "age" }, n] }));
    const root = read({ and: rules }, known);
    const [first] = root.items;
    const before = write(root) as { and: Json[] };
    const after = write(remove(root, first?.id ?? "")) as { and: Json[] };
    expect(after.and[10]).toBe(before.and[11]);
  });
});

function everyItem(group: Group): Item[] {
  return group.items.flatMap((item) =>
    item.kind === "group" ? [item, ...everyItem(item)] : [item],
  );
}

function isWithin(item: Item, around: Item): boolean {
  return item === around || (around.kind === "group" && everyItem(around).includes(item));
}

function isAround(item: Item, within: Item): boolean {
  return item.kind === "group" && everyItem(item).includes(within);
}

function hasRaw(node: Item): boolean {
  if (node.kind === "raw") return true;
  if (node.kind === "group") return node.items.some(hasRaw);
  return node.parts.some(
    (part) => part !== null && part.kind !== "literal" && part.kind !== "rows" && hasRaw(part),
  );
}

function isMetric(rule: Json): boolean {
  const found = readOperand(rule, known, "");
  return found.kind === "call";
}
