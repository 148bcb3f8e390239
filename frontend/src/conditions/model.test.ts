// Whatever condition there is, editing something else in it leaves it byte for byte as it was.

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Json } from "../shared/json";
import { compareBy, isBlank, operandOf, ruleAbout, ruleOverRecords } from "./building";
import {
  blanks,
  changeCall,
  duplicate,
  insert,
  move,
  nest,
  nestedGroups,
  placeOf,
  reconcile,
  remove,
  setMode,
  unwrap,
  withPart,
  wrap,
} from "./editing";
import { fitting, sortOf } from "./kinds";
import { type Call, type Group, type Item, literal } from "./model";
import { itemAt, partAt } from "./places";
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

describe("editing", () => {
  const spend = { ">=": [{ sum_of: ["order.net", "365d"] }, 2000] };
  const orders = { ">=": [{ count_of: ["order", "365d"] }, 5] };
  const young = { "==": [{ var: "age" }, "19_24"] };
  const strange = { agg: [{ b: 1, a: [1, { x: null }] }] };

  it("writes two rules with an and, and one by itself", () => {
    const root = read(spend, known);
    const two = insert(root, root.id, 1, [item(orders)]);
    expect(write(two)).toEqual({ and: [spend, orders] });
    expect(write(remove(two, two.items[1]?.id ?? ""))).toEqual(spend);
    expect(write(read(null, known))).toBeNull();
  });

  it("moves a rule into another group and keeps unknown logic as it is", () => {
    const root = read({ and: [spend, { or: [orders] }, strange] }, known);
    const [first, inner] = root.items;
    const moved = move(root, first?.id ?? "", inner?.id ?? "", 1);
    expect(write(moved)).toEqual({ and: [{ or: [orders, spend] }, strange] });
    expect((write(moved) as { and: Json[] }).and[1]).toBe(strange);
  });

  it("never moves a group into itself", () => {
    const root = read({ and: [{ or: [spend] }] }, known);
    const [inner] = root.items;
    expect(move(root, inner?.id ?? "", inner?.id ?? "", 0)).toBe(root);
  });

  it("nests by dropping one rule onto another, and takes groups apart again", () => {
    const root = read({ and: [spend, orders, young] }, known);
    const [first, second] = root.items;
    const nestedRules = nest(root, first?.id ?? "", second?.id ?? "");
    expect(write(nestedRules)).toEqual({ and: [{ or: [orders, spend] }, young] });
    const group = nestedRules.items[0];
    expect(write(unwrap(nestedRules, group?.id ?? ""))).toEqual({ and: [orders, spend, young] });
  });

  it("wraps, duplicates, and says which group none of must hold", () => {
    const root = read({ and: [spend, young] }, known);
    const [first, second] = root.items;
    expect(write(wrap(root, first?.id ?? "", "none"))).toEqual({
      and: [{ "!": [{ or: [spend] }] }, young],
    });
    expect(write(duplicate(root, second?.id ?? ""))).toEqual({ and: [spend, young, young] });
    expect(write(setMode(root, root.id, "none"))).toEqual({ "!": [{ or: [spend, young] }] });
  });

  it("changes one value and nothing else", () => {
    const filter = { "==": [{ var: "status" }, "paid"] };
    const metric = { sum_of: ["order.net", filter] };
    const root = read({ or: { ">": [metric, 5] } } as Json, known);
    const rule = root.items[0] as Call;
    const changed = changeCall(root, rule.id, (call) => withPart(call, 1, literal(6)));
    expect(write(changed)).toEqual({ or: { ">": [metric, 6] } });
  });

  it("edits the filter of a metric in place", () => {
    const metric = { sum_of: ["order.net", "365d", { "==": [{ var: "status" }, "paid"] }] };
    const root = read({ ">=": [metric, 5] } as Json, known);
    const filter = [...nestedGroups((root.items[0] as Call).parts)][0];
    const more = insert(root, filter?.id ?? "", 1, [item({ ">": [{ var: "net" }, 10] }, "order")]);
    expect(write(more)).toEqual({
      ">=": [
        {
          sum_of: [
            "order.net",
            "365d",
            { and: [{ "==": [{ var: "status" }, "paid"] }, { ">": [{ var: "net" }, 10] }] },
          ],
        },
        5,
      ],
    });
    const none = remove(root, filter?.items[0]?.id ?? "");
    expect(write(none)).toEqual({ ">=": [{ sum_of: ["order.net", "365d"] }, 5] });
  });

  it("offers the comparisons that fit and carries the value over", () => {
    const root = read(spend, known);
    const rule = root.items[0] as Call;
    const sort = sortOf(rule.parts[0] ?? null, known, "");
    expect(sort).toMatchObject({ kind: "money", unit: "money" });
    const between = fitting(sort ?? "records", known, "").find(
      (each) => each.operator === "between",
    );
    const turned = compareBy(rule, between ?? rule.offer, false, known, "");
    expect(write(turned)).toEqual({ between: [spend[">="][0], 2000, null] });
    expect(isBlank(turned)).toBe(true);
  });

  it("knows a choice by its labels and a tier by its ladder", () => {
    const age = readOperand({ var: "age" }, known, "");
    expect(sortOf(age, known, "")?.choices[0]?.key).toBe("19_24");
    const tier = readOperand({ tier: [] }, known, "");
    expect(sortOf(tier, known, "")?.choices.map((each) => each.key)).toContain("bronze");
    const rule = ruleAbout(tier, known, "");
    expect(rule && write(rule)).toEqual({ "==": [{ tier: [] }, null] });
  });

  it("begins a rule of each operand with something the server can read", () => {
    for (const offer of known.offers("operand", "")) {
      const subject = operandOf(offer, known, "");
      const logicOf = write(subject);
      expect(same(write(readOperand(logicOf, known, "")), logicOf)).toBe(true);
      expect(readOperand(logicOf, known, "").kind).toBe("call");
    }
    const over = ruleOverRecords("order", known, "");
    expect(over && write(over)).toEqual({ some: ["order", true] });
  });

  it("names places as the server does", () => {
    const root = read({ "!": { or: [spend, { "!": [{ in: [{ var: "age" }, ["a"]] }] }] } }, known);
    expect(itemAt(root, "", 0)).toBe("/!/or/0");
    const negated = root.items[1] as Call;
    expect(partAt(negated, itemAt(root, "", 1), 0)).toBe("/!/or/1/!/0/in/0");
    const bare = read(spend, known);
    expect(partAt(bare.items[0] as Call, itemAt(bare, "", 0), 0)).toBe("/>=/0");
  });

  it("counts what is not filled in, inside of filters too", () => {
    const filter = { "==": [{ var: "status" }, "paid"] };
    const open = { ">=": [{ sum_of: ["order.net", { ">": [{ var: "net" }, null] }] }, 5] };
    expect(blanks(read({ and: [spend, { ">=": [{ var: "birthday" }, null] }] }, known))).toBe(1);
    expect(blanks(read({ or: [open, { some: ["order", filter] }] } as Json, known))).toBe(1);
    expect(blanks(read({ "==": [{ var: "name" }, null] }, known))).toBe(0);
  });

  it("keeps the names of rules when a condition comes back changed elsewhere", () => {
    const root = read({ and: [spend, orders] }, known);
    const again = reconcile(root, read({ and: [spend, young] }, known));
    expect(again.id).toBe(root.id);
    expect(again.items[0]).toBe(root.items[0]);
    expect(placeOf(again, root.items[0]?.id ?? "")?.index).toBe(0);
  });

  function item(value: Json, source = ""): Item {
    const found = read(value, known, source).items[0];
    if (!found) throw new Error("nothing to insert");
    return found;
  }
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
