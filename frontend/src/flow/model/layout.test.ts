import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JsonObject } from "../../shared/json";
import { cronWords } from "./cron";
import { aboutOf } from "./findings";
import { CARD, type Layout, layoutOf, type Point } from "./layout";
import { START } from "./reading";
import { flow, graph, MEETING } from "./samples";
import { neighbour } from "./walking";

function laid(of: JsonObject): Layout {
  return layoutOf(graph(of), []);
}

function at(layout: Layout, key: string): Point {
  const found = layout.cards.get(key);
  if (!found) throw new Error(`${key} has no place.`);
  return found;
}

function overlapping(layout: Layout): string[] {
  const cards = [...layout.cards];
  return cards.flatMap(([key, one], n) =>
    cards
      .slice(n + 1)
      .filter(
        ([, other]) =>
          Math.abs(one.x - other.x) < CARD.width && Math.abs(one.y - other.y) < CARD.height,
      )
      .map(([other]) => `${key} ${other}`),
  );
}

describe("the picture", () => {
  test("an empty flow has the trigger and one opening", () => {
    const layout = laid({ key: "x" });
    expect([...layout.cards.keys()]).toEqual([""]);
    expect(layout.openings.map((each) => each.spot)).toEqual([START]);
  });

  test("steps in a row stand straight below each other", () => {
    const layout = laid(flow({ a: ["gift", "b"], b: ["mail", "c"], c: ["end"] }));
    const places = ["", "a", "b", "c"].map((key) => at(layout, key));
    expect(new Set(places.map((each) => each.x))).toEqual(new Set([0]));
    expect(places.map((each) => each.y)).toEqual(
      [...places.map((each) => each.y)].sort((a, b) => a - b),
    );
  });

  test("ways stand in their order from left to right, around what they come from", () => {
    const layout = laid(flow({ a: ["ask", { yes: "b", no: "c" }], b: ["gift"], c: ["mail"] }));
    expect(at(layout, "b").x).toBeLessThan(at(layout, "c").x);
    expect(at(layout, "b").x + at(layout, "c").x).toBe(0);
  });

  test("where ways meet, the step stands below both and in the middle", () => {
    const layout = laid(MEETING);
    expect(at(layout, "e").x).toBe(at(layout, "b").x);
    expect(at(layout, "e").y).toBeGreaterThan(Math.max(at(layout, "c").y, at(layout, "d").y));
    const lines = layout.lines.filter((each) => each.to === "e");
    expect(lines.map((each) => each.sort)).toEqual(["on", "on"]);
  });

  test("a way that goes back is drawn as one", () => {
    const back = laid(MEETING).lines.filter((each) => each.sort === "back");
    expect(back.map((each) => [each.spot.from, each.to])).toEqual([["e", "a"]]);
  });

  test("a way beside the usual one hangs at the side until it leads somewhere", () => {
    const aside = laid(flow({ a: ["mail"] })).openings.find((each) => each.sort === "side");
    expect(aside?.spot).toEqual({ from: "a", way: "refused" });
    const led = laid(flow({ a: ["mail", { next: "b", refused: "c" }], b: ["end"], c: ["end"] }));
    expect(at(led, "b").x).toBe(0);
    expect(at(led, "c").x).toBeGreaterThan(CARD.width);
  });

  test("steps that nothing leads to stand beside", () => {
    const start = flow({ a: ["gift"], lost: ["mail", "found"], found: ["end"] });
    const layout = laid(start);
    expect(at(layout, "lost").x).toBeGreaterThan(CARD.width);
    expect(at(layout, "found").x).toBe(at(layout, "lost").x);
  });

  test("every step has a place of its own, however ways go", () => {
    const keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const target = fc.option(fc.constantFrom(...keys), { nil: undefined });
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom("gift", "mail"), next: target }),
      fc.record({ kind: fc.constant("ask"), yes: target, no: target }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 8, maxLength: 8 }), (steps) => {
        const written = Object.fromEntries(
          steps.map(({ kind, ...ways }, n) => {
            const led = Object.entries(ways).filter(([, to]) => to !== undefined);
            return [keys[n] ?? "", [kind, Object.fromEntries(led) as Record<string, string>]];
          }),
        );
        const layout = laid(flow(written as Record<string, [string, Record<string, string>]>));
        expect(layout.cards.size).toBe(keys.length + 1);
        expect(overlapping(layout)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("two hundred steps are laid out in a moment", () => {
    const steps: Record<string, [string, string]> = {};
    for (let n = 0; n < 200; n += 1) steps[`s${n}`] = ["gift", `s${n + 1}`];
    expect(laid(flow(steps)).cards.size).toBe(201);
  });
});

describe("arrows", () => {
  test("walk down along the first way, up to where one came from, and aside", () => {
    const here = graph(MEETING);
    const layout = layoutOf(here, []);
    expect(neighbour(here, layout, "", "down")).toBe("a");
    expect(neighbour(here, layout, "b", "down")).toBe("c");
    expect(neighbour(here, layout, "c", "right")).toBe("d");
    expect(neighbour(here, layout, "a", "up")).toBe("");
    expect(neighbour(here, layout, "f", "down")).toBeNull();
  });
});

describe("findings", () => {
  const document = flow({ a: ["gift"], b: ["mail"] });

  test("speak of a step by its place, of the trigger, or of the flow", () => {
    expect(aboutOf("/flows/2/steps/1/options/title", 2, document)).toEqual({
      card: "b",
      field: "/options/title",
    });
    expect(aboutOf("/flows/2/trigger/options/gap", 2, document)).toEqual({
      card: "",
      field: "/options/gap",
    });
    expect(aboutOf("/flows/2/label", 2, document)?.card).toBeNull();
    expect(aboutOf("/flows/1/start", 2, document)).toBeNull();
  });
});

describe("cron lines", () => {
  test.each([
    ["0 9 * * *", "每天 09:00"],
    ["30 8 * * 1,3", "每周一、周三 08:30"],
    ["0 0 1 * *", "每月 1 日 00:00"],
    ["*/15 * * * *", "每天 每 15 分钟"],
  ])("%s is said as %s", (line, words) => expect(cronWords(line)?.zh).toBe(words));

  test("what is not simple is not said", () => expect(cronWords("0 9 L * *")).toBeNull());
});
