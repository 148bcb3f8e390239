import { expect, test } from "vitest";

import { budgetsOfBenefits } from "./budgets";

test("a benefit may draw on budgets of benefits that do not count everything anyway", () => {
  const found = budgetsOfBenefits([
    { key: "points", label: "Points", most: 5 },
    { key: "issue", label: "Issue", of: "coupons", most: 5 },
    { key: "badges", label: { zh: "徽章", en: "Badges" }, of: "benefits", most: 5 },
    { key: "whole", label: "Whole", of: "benefits", most: 5, all: true },
    null,
  ]);
  expect(found).toEqual([{ value: "badges", label: { zh: "徽章", en: "Badges" } }]);
});
