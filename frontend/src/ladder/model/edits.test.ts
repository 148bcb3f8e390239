import { expect, test } from "vitest";

import { at, type Json } from "../../shared/json";
import {
  addLadder,
  addTier,
  duplicateTier,
  giveBenefit,
  moveBenefit,
  moveTier,
  removeTier,
  takeBenefit,
  tiersOf,
} from "./edits";
import { spotOf } from "./place";
import { keyOf, newKey } from "./reading";
import { usesOf } from "./uses";

const SPEND = { sum_of: ["order.net", "365d"] };
const DRAFT: Json = {
  strange: { kept: [1, null, "as it is"] },
  ladders: [
    {
      key: "main",
      review: { floor: "silver" },
      trials: [{ key: "week", tier: "gold", days: 7 }],
      tiers: [
        { key: "regular", color: "slate" },
        { key: "silver", color: "silver", condition: { ">=": [SPEND, 500] }, unknown: "kept" },
        { key: "gold", color: "gold", condition: { ">=": [SPEND, 2000] }, benefits: ["off"] },
      ],
    },
  ],
  segments: [{ key: "best", where: { "==": [{ tier: ["main"] }, "gold"] } }],
};

function keys(document: Json): readonly string[] {
  return tiersOf(document, 0).map(keyOf);
}

test("a tier moves with all it says, and everything else stays as it is", () => {
  const moved = moveTier(DRAFT, 0, 2, 1);
  expect(keys(moved)).toEqual(["regular", "gold", "silver"]);
  expect(at(moved, ["ladders", 0, "tiers", 2])).toBe(at(DRAFT, ["ladders", 0, "tiers", 1]));
  expect(at(moved, ["strange"])).toBe(at(DRAFT, ["strange"]));
});

test.each([
  [3, 3000, "platinum"],
  [2, 1300, "gold"],
  [1, 250, "bronze"],
])("a tier added at %d begins with a threshold its neighbours suggest", (place, amount, color) => {
  const tier = tiersOf(addTier(DRAFT, 0, place), 0)[place];
  expect(tier).toMatchObject({ key: "tier_4", color, condition: { ">=": [SPEND, amount] } });
});

test("the first tier of a ladder asks nothing", () => {
  const tier = tiersOf(addTier({ ladders: [{ key: "main", tiers: [] }] }, 0, 0), 0)[0];
  expect(tier).toEqual({ key: "tier_1", label: { zh: "第 1 级", en: "Tier 1" }, color: "slate" });
});

test("a copy stands above its original, under a key of its own", () => {
  const copied = duplicateTier(DRAFT, 0, 1);
  expect(keys(copied)).toEqual(["regular", "silver", "tier_4", "gold"]);
  expect(tiersOf(copied, 0)[2]).toMatchObject({
    unknown: "kept",
    condition: { ">=": [SPEND, 500] },
  });
});

test("keys are made of names where their letters allow, and are never taken twice", () => {
  const key = (en: string, taken: string[]) => newKey({ zh: "", en }, taken, "tier");
  expect(key("Super VIP", [])).toBe("super_vip");
  expect(key("VIP", ["vip"])).toBe("vip_2");
  expect(key("", ["tier_1", "tier_3"])).toBe("tier_4");
  expect(newKey({ zh: "金卡", en: "" }, [], "tier")).toBe("tier_1");
});

test("benefits are given, moved and taken without a trace", () => {
  const given = giveBenefit(DRAFT, 0, 1, "off");
  expect(at(given, ["ladders", 0, "tiers", 1, "benefits"])).toEqual(["off"]);
  expect(giveBenefit(given, 0, 1, "off")).toBe(given);
  expect(takeBenefit(given, 0, 1, "off")).toEqual(DRAFT);
  const moved = moveBenefit(DRAFT, 0, { from: 2, to: 1, key: "off" });
  expect(at(moved, ["ladders", 0, "tiers", 1, "benefits"])).toEqual(["off"]);
  expect(at(moved, ["ladders", 0, "tiers", 2, "benefits"])).toBeUndefined();
});

test("what is different on a tier moves with the benefit", () => {
  const own = { benefit: "off", options: { percent_off: 9 } };
  const draft = giveBenefit(takeBenefit(DRAFT, 0, 2, "off"), 0, 2, own);
  const moved = moveBenefit(draft, 0, { from: 2, to: 0, key: "off" });
  expect(at(moved, ["ladders", 0, "tiers", 0, "benefits", 0])).toBe(own);
});

test("where a tier is spoken of is found: floor, trials, rules of any part", () => {
  expect(usesOf(DRAFT, 0, 2).map((each) => each.sort)).toEqual(["trial", "rule"]);
  expect(usesOf(DRAFT, 0, 1).map((each) => each.sort)).toEqual(["floor"]);
  expect(usesOf(DRAFT, 0, 0)).toEqual([]);
});

test("a second ladder gets a key of its own", () => {
  const two = addLadder(DRAFT, { key: "main", tiers: [] }, { zh: "新", en: "New" });
  expect(at(two, ["ladders", 1])).toMatchObject({
    key: "ladder_2",
    label: { zh: "新", en: "New" },
  });
});

test("a tier is taken away, and nothing else", () => {
  expect(keys(removeTier(DRAFT, 0, 1))).toEqual(["regular", "gold"]);
});

test.each([
  ["/ladders/0/tiers/2/condition/and/0", { ladder: 0, tier: 2, field: "/condition/and/0" }],
  ["/ladders/1/review/floor", { ladder: 1, tier: null, field: "/review/floor" }],
  ["/ladders/0/tiers", { ladder: 0, tier: null, field: "/tiers" }],
  ["/objects/0", null],
])("the place %s belongs to its tier or ladder", (pointer, spot) => {
  expect(spotOf(pointer)).toEqual(spot);
});
