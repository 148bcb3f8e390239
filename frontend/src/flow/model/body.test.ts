import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JsonObject } from "../../shared/json";
import { fieldsOf, namesIn } from "./body";
import { renamed } from "./rows";

const SAMPLE: JsonObject = {
  event: "paid",
  customer: { phone: "13800138000", tags: ["a"] },
  amount: 12.5,
  count: 3,
};

describe("what another system sends", () => {
  test("has its fields by their paths, with their sorts", () => {
    const found = fieldsOf(SAMPLE).map(({ name, kind }) => [name, kind]);
    expect(found).toEqual([
      ["event", "text"],
      ["customer.phone", "text"],
      ["customer.tags", "list"],
      ["amount", "number"],
      ["count", "integer"],
    ]);
  });

  test("may be named though no example has it", () => {
    const used = { "+": [{ var: "amount" }, { var: ["order.fee", 0] }] };
    expect(namesIn(used)).toEqual(["amount", "order.fee"]);
    expect(fieldsOf(null, used).map((each) => each.name)).toEqual(["amount", "order.fee"]);
    expect(fieldsOf(SAMPLE, used)).toHaveLength(6);
  });
});

test("renaming keeps values and their order, and never takes a name that is there", () => {
  const rows = fc.dictionary(fc.stringMatching(/^[a-z_]{1,6}$/), fc.integer(), { minKeys: 1 });
  fc.assert(
    fc.property(rows, fc.stringMatching(/^[a-z_]{0,6}$/), (given, to) => {
      const [from = ""] = Object.keys(given);
      const changed = renamed(given, from, to);
      const taken = to === "" || (to !== from && Object.keys(given).includes(to));
      expect(changed === null).toBe(taken);
      if (changed === null) return;
      expect(Object.values(changed)).toEqual(Object.values(given));
      expect(Object.keys(changed)[0]).toBe(to);
    }),
  );
});
