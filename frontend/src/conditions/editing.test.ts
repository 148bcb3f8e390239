// Rules are moved, nested, changed and counted, and what comes of it is written as one would expect.

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
import { type Call, type Item, literal } from "./model";
import { itemAt, partAt } from "./places";
import { read, readOperand } from "./reading";
import { same } from "./same";
import { catalogue } from "./samples";
import { write } from "./writing";

const known = catalogue();

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
