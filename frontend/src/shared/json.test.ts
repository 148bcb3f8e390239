import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { at, equal, insert, isList, type Json, move, parsePointer, put, toPointer } from "./json";

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

describe("places in a document", () => {
  test("a pointer read and written is the same pointer", () => {
    for (const pointer of ["", "/a", "/a/0/b~1c", "/~0x/10"]) {
      expect(toPointer(parsePointer(pointer))).toBe(pointer);
    }
  });

  test("a value that was put somewhere is there, and nothing else changed", () => {
    const document = { a: [{ b: 1 }, { b: 2 }], c: { d: 3 } };
    const changed = put(document, ["a", 1, "b"], 9) as typeof document;
    expect(changed).toEqual({ a: [{ b: 1 }, { b: 9 }], c: { d: 3 } });
    expect(changed.c).toBe(document.c);
    expect(changed.a[0]).toBe(document.a[0]);
  });

  test("keys keep their order when one of them is written", () => {
    expect(Object.keys(put({ x: 1, y: 2, z: 3 }, ["y"], 5) as object)).toEqual(["x", "y", "z"]);
  });

  test("undefined takes a key or an item away", () => {
    expect(put({ x: 1, y: 2 }, ["x"], undefined)).toEqual({ y: 2 });
    expect(put([1, 2, 3], [1], undefined)).toEqual([1, 3]);
  });

  test("whatever is written back as it was leaves an equal document", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(equal(put(value, [], value), value)).toBe(true);
        if (!isList(value)) return;
        for (const [n, each] of value.entries()) expect(put(value, [n], each)).toEqual(value);
      }),
    );
  });
});

describe("lists", () => {
  test("an item is moved before another", () => {
    const list = ["a", "b", "c", "d"];
    expect(move(list, [], 0, 2)).toEqual(["b", "a", "c", "d"]);
    expect(move(list, [], 3, 0)).toEqual(["d", "a", "b", "c"]);
    expect(move(list, [], 0, 4)).toEqual(["b", "c", "d", "a"]);
  });

  test("moving loses nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.nat(), fc.nat(), (list, a, b) => {
        const moved = move(list, [], a % list.length, b % (list.length + 1)) as number[];
        expect([...moved].sort()).toEqual([...list].sort());
      }),
    );
  });

  test("an item is put into a list that is not there yet", () => {
    expect(insert({}, ["tiers"], 0, "x")).toEqual({ tiers: ["x"] });
    expect(at(insert({ a: [1, 3] }, ["a"], 1, 2), ["a"])).toEqual([1, 2, 3]);
  });
});

test("documents are equal whatever the order of their keys", () => {
  expect(equal({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  expect(equal({ a: 1 }, { a: 1, b: null })).toBe(false);
  expect(equal([1, 2], [2, 1])).toBe(false);
});
