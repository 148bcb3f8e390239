import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JsonObject } from "../../shared/json";
import { clipOf, paste } from "./clips";
import {
  behind,
  exitOf,
  goneAlone,
  insertStep,
  lastSpot,
  lead,
  mayMove,
  moveStep,
  newStep,
  removeAlone,
  removeBelow,
} from "./edits";
import { below } from "./graph";
import { kindOf, listOf, START, stepOf, stepsOf, waysOf } from "./reading";
import { flow, graph, MEETING, PALETTE } from "./samples";

const CHAIN = flow({ a: ["gift", "b"], b: ["mail", "c"], c: ["gift"] });

function nextOf(of: JsonObject): Record<string, Record<string, string>> {
  return Object.fromEntries(stepsOf(of).map((each) => [each.key, { ...each.next }]));
}

function stepIn(of: JsonObject, key: string) {
  return listOf(of.steps).find((each) => (each as JsonObject).key === key) as JsonObject;
}

function added(of: JsonObject, named: string, spot: { from: string; way: string }): JsonObject {
  const kind = PALETTE.steps.find((each) => each.key === named);
  if (!kind) throw new Error(`There is no kind ${named}.`);
  const step = newStep(of, kind);
  return insertStep(of, spot, step, waysOf(stepOf(step), kind));
}

describe("adding", () => {
  test("the first step of an empty flow is where it starts", () => {
    const made = added({ key: "x", label: "x" }, "gift", START);
    expect(made).toEqual({
      key: "x",
      label: "x",
      start: "gift",
      steps: [{ key: "gift", kind: "gift" }],
    });
  });

  test("a step on a line leads on to what stood there", () => {
    const made = added(CHAIN, "mail", { from: "a", way: "next" });
    expect(nextOf(made)).toEqual({
      a: { next: "mail" },
      mail: { next: "b" },
      b: { next: "c" },
      c: {},
    });
  });

  test("behind a choice, the first way goes on", () => {
    const made = added(CHAIN, "ask", { from: "b", way: "next" });
    expect(nextOf(made).ask).toEqual({ yes: "c" });
  });

  test("a second step of a kind has a key of its own", () => {
    const made = added(added(CHAIN, "mail", START), "mail", START);
    expect(stepsOf(made).map((each) => each.key)).toEqual(["mail_2", "mail", "a", "b", "c"]);
  });

  test("nothing else of the document is written anew", () => {
    const made = added(CHAIN, "mail", { from: "b", way: "refused" });
    expect(stepIn(made, "a")).toBe(stepIn(CHAIN, "a"));
    expect(stepIn(made, "c")).toBe(stepIn(CHAIN, "c"));
    expect(stepIn(made, "b")).toEqual({
      key: "b",
      kind: "mail",
      next: { next: "c", refused: "mail" },
    });
  });
});

describe("ways", () => {
  test("the only way is written as a text, others by name, none as nothing", () => {
    expect(stepIn(lead(CHAIN, { from: "a", way: "next" }, "c"), "a").next).toBe("c");
    expect(stepIn(lead(CHAIN, { from: "b", way: "refused" }, "a"), "b").next).toEqual({
      next: "c",
      refused: "a",
    });
    expect("next" in stepIn(lead(CHAIN, { from: "a", way: "next" }, null), "a")).toBe(false);
  });

  test("leading to where it leads already changes nothing", () => {
    expect(lead(CHAIN, { from: "a", way: "next" }, "b")).toBe(CHAIN);
    expect(lead(CHAIN, START, "a")).toBe(CHAIN);
  });
});

describe("removing", () => {
  test("a step alone: what came before goes on with what came after", () => {
    expect(nextOf(removeAlone(CHAIN, PALETTE, "b"))).toEqual({ a: { next: "c" }, c: {} });
    expect(removeAlone(CHAIN, PALETTE, "a").start).toBe("b");
  });

  test("a choice alone keeps its first way; what only the other leads to goes", () => {
    expect([...goneAlone(graph(MEETING), "b")].sort()).toEqual(["b", "d"]);
    const made = removeAlone(MEETING, PALETTE, "b");
    expect(nextOf(made)).toEqual({
      a: { next: "c" },
      c: { next: "e" },
      e: { yes: "f", no: "a" },
      f: {},
    });
  });

  test("with everything below, ways to it lead nowhere", () => {
    expect(nextOf(removeBelow(MEETING, PALETTE, "b"))).toEqual({ a: {} });
  });

  test("what another way leads to stays", () => {
    expect(nextOf(removeBelow(MEETING, PALETTE, "c"))).toEqual({
      a: { next: "b" },
      b: { no: "d" },
      d: { next: "e" },
      e: { yes: "f", no: "a" },
      f: {},
    });
  });

  test("notes beside it go along, others stay", () => {
    const noted = { ...CHAIN, notes: [{ key: "n", step: "b" }, { key: "m" }] };
    expect(removeAlone(noted, PALETTE, "b").notes).toEqual([{ key: "m" }]);
  });
});

describe("moving", () => {
  test("a step goes alone", () => {
    const made = moveStep(CHAIN, PALETTE, "a", { from: "b", way: "next" });
    expect(made.start).toBe("b");
    expect(nextOf(made)).toEqual({ b: { next: "a" }, a: { next: "c" }, c: {} });
  });

  test("a choice takes along what stands below it", () => {
    const start = flow({
      a: ["gift", "b"],
      b: ["ask", { yes: "c", no: "d" }],
      c: ["mail"],
      d: ["gift"],
    });
    const made = moveStep(start, PALETTE, "b", START);
    expect(made.start).toBe("b");
    expect(nextOf(made)).toEqual({ b: { yes: "c", no: "d" }, c: { next: "a" }, d: {}, a: {} });
  });

  test("nothing goes into itself, or to where it stands", () => {
    expect(mayMove(graph(MEETING), "b", { from: "c", way: "next" })).toBe(false);
    expect(mayMove(graph(CHAIN), "b", { from: "a", way: "next" })).toBe(false);
    expect(moveStep(CHAIN, PALETTE, "b", { from: "b", way: "next" })).toBe(CHAIN);
  });
});

describe("copying", () => {
  test("a copy has keys of its own, ways among themselves, and goes on to what followed", () => {
    const clip = clipOf(CHAIN, graph(CHAIN), new Set(["a", "b"]));
    if (!clip) throw new Error("Nothing was copied.");
    const made = paste(CHAIN, PALETTE, clip, { from: "b", way: "next" });
    expect(made.entry).toBe("a_2");
    expect(nextOf(made.flow)).toEqual({
      a: { next: "b" },
      b: { next: "a_2" },
      a_2: { next: "b_2" },
      b_2: { next: "c" },
      c: {},
    });
  });

  test("a copied step that speaks of a copied step speaks of its copy", () => {
    const start = {
      ...flow({ a: ["gift", "b"], b: ["used"] }),
      steps: [
        { key: "a", kind: "gift", next: "b" },
        { key: "b", kind: "used", options: { step: "a" } },
      ],
    };
    const clip = clipOf(start, graph(start), new Set(["a", "b"]));
    if (!clip) throw new Error("Nothing was copied.");
    const made = paste(start, PALETTE, clip, { from: "b", way: "yes" });
    expect(stepIn(made.flow, "b_2").options).toEqual({ step: "a_2" });
  });

  test("steps go over into another flow", () => {
    const clip = clipOf(CHAIN, graph(CHAIN), new Set(["b", "c"]));
    if (!clip) throw new Error("Nothing was copied.");
    const made = paste({ key: "other" }, PALETTE, clip, START);
    expect(made.flow.start).toBe("b");
    expect(nextOf(made.flow)).toEqual({ b: { next: "c" }, c: {} });
  });
});

describe("places", () => {
  test("what is added without a place goes behind the last step", () => {
    expect(lastSpot(graph(CHAIN))).toEqual({ from: "c", way: "next" });
    expect(lastSpot(graph({ key: "x" }))).toEqual(START);
    expect(behind(graph(MEETING), "f")).toBeNull();
  });

  test("one leaves steps along their first ways", () => {
    expect(exitOf(graph(MEETING), "b", new Set(["b", "c"]))).toEqual({ from: "c", way: "next" });
    expect(exitOf(graph(MEETING), "f", new Set(["f"]))).toBeNull();
  });
});

test("any storm of edits leaves a flow whose ways lead to steps that are there", () => {
  const kinds = fc.constantFrom("gift", "mail", "ask", "end");
  const pick = fc.nat({ max: 40 });
  const edit = fc.oneof(
    fc.record({ what: fc.constant("add" as const), kind: kinds, at: pick }),
    fc.record({ what: fc.constantFrom("alone", "below", "move", "lead"), at: pick, to: pick }),
  );
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 24 }), (edits) => {
      let now: JsonObject = MEETING;
      for (const each of edits) {
        const here = graph(now);
        const spots = [...here.nodes].flatMap(([from, node]) =>
          node.ways.map((way) => ({ from, way: way.key, to: way.to })),
        );
        const spot = spots[each.at % Math.max(spots.length, 1)] ?? { ...START, to: here.start };
        const keys = [...here.nodes.keys()];
        const key = keys[("to" in each ? each.to : 0) % Math.max(keys.length, 1)] ?? "";
        if (each.what === "add") {
          if (each.kind !== "end" || spot.to === null) now = added(now, each.kind, spot);
        } else if (each.what === "alone") now = removeAlone(now, PALETTE, key);
        else if (each.what === "below") now = removeBelow(now, PALETTE, key);
        else if (each.what === "move") now = moveStep(now, PALETTE, key, spot);
        else now = lead(now, spot, key || null);
        const after = stepsOf(now).map((one) => one.key);
        expect(new Set(after).size).toBe(after.length);
        for (const step of stepsOf(now)) {
          expect(kindOf(PALETTE, step)).toBeDefined();
          for (const to of Object.values(step.next)) expect(after).toContain(to);
        }
        expect(below(graph(now), "nobody").size).toBe(1);
      }
    }),
    { numRuns: 60 },
  );
});
