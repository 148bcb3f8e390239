import fc from "fast-check";
import { expect, test } from "vitest";

import { at, type Json } from "../../shared/json";
import { axesOf, flagsOf, inOrder, Scale, snap, stepped } from "./axis";

const SPEND = { sum_of: ["order.net", "365d"] };
const ORDERS = { count_of: ["order", "365d"] };

function programme(...conditions: (Json | undefined)[]): Json {
  const tiers = conditions.map((condition, n) => ({
    key: `tier_${n}`,
    ...(condition === undefined ? {} : { condition }),
  }));
  return {
    parameters: [{ key: "gold", kind: "money", value: 3000 }],
    ladders: [{ key: "main", tiers }],
  };
}

function values(document: Json): readonly (number | null | undefined)[] {
  return axesOf(document, 0)[0]?.thresholds.map((each) => each.from?.value) ?? [];
}

test("thresholds of one metric stand on one axis, alone or among other conditions", () => {
  const document = programme(
    undefined,
    { ">=": [SPEND, 300] },
    { and: [{ ">=": [ORDERS, 5] }, { and: [{ "<=": [900, SPEND] }] }] },
    { goal: [SPEND, 2000, []] },
  );
  expect(values(document)).toEqual([300, 900, 2000]);
  for (const each of axesOf(document, 0)[0]?.thresholds ?? []) {
    expect(at(document, each.from?.at ?? [])).toBe(each.from?.value);
  }
});

test("the metric that most tiers ask for comes first", () => {
  const document = programme(
    undefined,
    { ">=": [ORDERS, 3] },
    { and: [{ ">=": [SPEND, 300] }, { ">=": [ORDERS, 9] }] },
  );
  expect(axesOf(document, 0).map((each) => each.metric)).toEqual([ORDERS, SPEND]);
  expect(axesOf(document, 0)[1]?.others).toEqual([1]);
});

test("a threshold that is a parameter leads to its value", () => {
  const document = programme(undefined, { ">=": [SPEND, { var: "parameter.gold" }] });
  expect(axesOf(document, 0)[0]?.thresholds[0]?.from).toEqual({
    at: ["parameters", 0, "value"],
    value: 3000,
    parameter: 0,
  });
});

test("what is not such a comparison is left to its condition", () => {
  const document = programme(
    undefined,
    { ">=": [SPEND, 300] },
    { or: [{ ">=": [SPEND, 900] }, { ">=": [ORDERS, 9] }] },
    { ">=": [SPEND, { var: "parameter.unknown" }] },
  );
  expect(axesOf(document, 0)[0]?.others).toEqual([2, 3]);
});

test.each([
  [{ ">=": [SPEND, 299] }, { sort: "below", other: 1 }],
  [{ ">=": [SPEND, 300] }, { sort: "same", other: 1 }],
  [{ ">=": [SPEND, 301] }, undefined],
])("a threshold that does not rise is told at its place: %j", (condition, flag) => {
  const [axis] = axesOf(programme(undefined, { ">=": [SPEND, 300] }, condition), 0);
  expect(axis && flagsOf(axis).get(2)).toEqual(flag);
});

test.each([
  [500, { sort: "gap", other: 2, from: 500, to: 600 }],
  [600, undefined],
  [700, { sort: "overlap", other: 2 }],
])("a range that ends at %d before the next begins at 600", (end, flag) => {
  const [axis] = axesOf(
    programme(undefined, { between: [SPEND, 100, end] }, { ">=": [SPEND, 600] }),
    0,
  );
  expect(axis && flagsOf(axis).get(1)).toEqual(flag);
});

test("thresholds that do not rise are dealt out again, whatever else is asked", () => {
  const document = programme(
    undefined,
    { ">=": [SPEND, 900] },
    { and: [{ ">=": [ORDERS, 9] }, { ">=": [SPEND, { var: "parameter.gold" }] }] },
    { ">=": [SPEND, 100] },
  );
  const [axis] = axesOf(document, 0);
  const ordered = axis ? inOrder(document, axis) : document;
  expect(values(ordered)).toEqual([100, 900, 3000]);
  expect(at(ordered, ["parameters", 0, "value"])).toBe(900);
  expect(axesOf(ordered, 0)[0] && flagsOf(axesOf(ordered, 0)[0] as never).size).toBe(0);
});

test("any document can be looked at", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (condition) => {
      axesOf(programme(undefined, condition as Json), 0).map(flagsOf);
      axesOf({ ladders: condition as Json }, 0);
      axesOf(condition as Json, 0);
    }),
  );
});

test("a place on the axis and its value are the same thing", () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 1e7 }), { maxLength: 8 });
  fc.assert(
    fc.property(amounts, fc.double({ min: 0, max: 1, noNaN: true }), (known, place) => {
      const scale = new Scale(known);
      expect(scale.place(scale.value(place))).toBeCloseTo(place, 6);
      expect(known.every((each) => scale.place(each) <= 1)).toBe(true);
    }),
  );
});

test("ticks are round and do not crowd", () => {
  for (const known of [[300, 3000], [100, 500, 1000, 5000], [7], []]) {
    const scale = new Scale(known);
    const ticks = scale.ticks(0.1);
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.length).toBeLessThan(12);
    const places = ticks.map((each) => scale.place(each));
    expect(places.every((each, n) => n === 0 || each - (places[n - 1] ?? 0) >= 0.1)).toBe(true);
  }
});

test.each([
  [1234, 1, 1200],
  [96, 1, 96],
  [5.4, 1, 5],
  [0.2, 1, 0],
  [12.34, 0.01, 12],
])("%d snaps to a nice number in steps of %d", (value, least, nice) => {
  expect(snap(value, least)).toBe(nice);
});

test.each([
  [1000, 1, 1100],
  [1000, -1, 990],
  [100, -1, 99],
  [0, -1, 0],
  [3, 5, 8],
])("from %d, %d steps lead to %d", (value, steps, reached) => {
  expect(stepped(value, steps, 1)).toBe(reached);
});
