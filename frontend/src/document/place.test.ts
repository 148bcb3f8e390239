import { expect, test } from "vitest";

import { placeOf } from "./place";

const text = '{"a": [1, {"b": "x, y"}], "c~/d": true}';

test("a place in a text is found by its path", () => {
  expect(text.slice(placeOf(text, ["a", 1, "b"]))).toMatch(/^"x, y"/);
  expect(text.slice(placeOf(text, ["c~/d"]))).toMatch(/^true/);
});

test("a place that is not there leads to the nearest one around it", () => {
  expect(text.slice(placeOf(text, ["a", 7, "b"]))).toMatch(/^\[1/);
  expect(placeOf(text, ["nothing"])).toBe(0);
});
