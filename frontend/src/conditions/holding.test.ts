// A value that is worked out goes through its editor and comes out byte for byte as it was.

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Json } from "../shared/json";
import { replace, withPart } from "./editing";
import { before, heldPart, hold, holder, letGo, nextSteps, stepped } from "./holding";
import type { Part } from "./model";
import { casesOfTheServer, catalogue, conditionsOfTheGallery } from "./samples";

const known = catalogue();
const operators = known.palette.operators.map((each) => each.operator);

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom<Json>(1, 0.5, "", "text", true, false),
    fc.jsonValue({ maxDepth: 3 }).filter((each) => each !== null) as fc.Arbitrary<Json>,
    fc
      .tuple(
        fc.constantFrom(...operators),
        fc.oneof(fc.array(tie("value"), { maxLength: 3 }), tie("value")),
      )
      .map(([operator, given]): Json => ({ [operator]: given })),
  ),
}));

/** Puts something else in the place of the value that is held. */
function with_(logic: Json, change: (part: Part | null) => Part | null): Json | undefined {
  const root = hold(logic, known);
  const held = holder(root);
  if (held === null) throw new Error("This cannot be drawn.");
  const next = change(heldPart(held));
  return letGo(replace(root, held.id, () => withPart(held, held.offer.subject, next)));
}

function offer(operator: string) {
  const found = known.palette.operators.find(
    (each) => each.operator === operator && each.role === "operand",
  );
  if (!found) throw new Error(`Nobody offers ${operator}.`);
  return found;
}

const SPENT: Json = { sum_of: ["order.net", "365d"] };

describe("a value that is held", () => {
  it("comes out as it was, whatever it is", () => {
    fc.assert(
      fc.property(value, (logic) => {
        expect(JSON.stringify(letGo(hold(logic, known)))).toBe(JSON.stringify(logic));
      }),
      { numRuns: 2000 },
    );
  });

  it("comes out as it was for every rule of the server and of the ready-made programmes", () => {
    for (const logic of [...casesOfTheServer(), ...conditionsOfTheGallery()]) {
      if (logic === null) continue;
      expect(JSON.stringify(letGo(hold(logic, known)))).toBe(JSON.stringify(logic));
    }
  });

  it("is nothing until something is picked", () => {
    const root = hold(undefined, known);
    expect(holder(root)).not.toBeNull();
    expect(letGo(root)).toBeUndefined();
  });

  it("is drawn where the palette offers its operations, and raw where it does not", () => {
    expect(holder(hold(SPENT, known))).not.toBeNull();
    expect(heldPart(holder(hold({ no_such: [1] }, known)) ?? never())?.kind).toBe("raw");
  });

  it("is reckoned with step by step, and every step is taken back", () => {
    const share = with_(SPENT, (part) => stepped(part, offer("/"), known));
    expect(share).toEqual({ "/": [SPENT, 1] });
    const rounded = with_(share ?? null, (part) => stepped(part, offer("round"), known));
    expect(rounded).toMatchObject({ round: [share] });
    expect(with_(rounded ?? null, before)).toEqual(share);
    expect(with_(share ?? null, before)).toEqual(SPENT);
  });

  it("offers only steps that take a value of its sort", () => {
    const steps = (logic: Json) => {
      const part = heldPart(holder(hold(logic, known)) ?? never());
      return nextSteps(part, known).map((each) => each.operator);
    };
    expect(steps(SPENT)).toEqual(expect.arrayContaining(["+", "-", "/", "round"]));
    expect(steps({ today: [] })).toContain("date_add");
    expect(steps({ today: [] })).not.toContain("+");
  });
});

function never(): never {
  throw new Error("It is drawn.");
}
