// What people do to fields: order, rows, keys and kinds come out as they were meant.

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { FieldKindOffered, FieldPalette } from "../../generated/fields";
import { at, type Json, type JsonObject } from "../../shared/json";
import { AT_THE_END, place, type Side, shift, toggleBeside } from "./arranging";
import {
  addField,
  addObject,
  duplicate,
  keysOf,
  newField,
  rekey,
  retire,
  retype,
  setOfField,
} from "./editing";
import { freshKey, isKey, slugOf } from "./keys";
import { isRetired, laidOut, objectsOf, rowsOf } from "./reading";

function kind(key: string, more: Partial<FieldKindOffered> = {}): FieldKindOffered {
  return {
    key,
    label: { zh: key, en: key },
    about: { zh: "", en: "" },
    icon: "type",
    group: "text",
    look: "line",
    sample: "",
    options: [],
    stored: true,
    unique: true,
    common: false,
    typed: true,
    personal: false,
    ...more,
  };
}

const palette: FieldPalette = {
  kinds: [kind("text"), kind("integer")],
  groups: [],
  masks: [],
  colors: ["slate"],
  personal_fields: [],
  most_fields: 400,
  given: [
    {
      key: "member",
      label: { zh: "会员", en: "Member" },
      occurred: "joined_at",
      title: "name",
      fields: [
        { key: "name", kind: "text", label: { zh: "姓名", en: "Name" } },
        { key: "phone", kind: "phone", label: { zh: "手机号", en: "Phone" }, unique: true },
      ],
    },
  ],
};

function field(key: string, more: JsonObject = {}): JsonObject {
  return { key, kind: "text", label: { zh: key, en: key }, ...more };
}

function document(...fields: readonly JsonObject[]): Json {
  return { objects: [{ key: "member", label: { zh: "会员", en: "Member" }, fields }] };
}

function member(content: Json) {
  const found = objectsOf(content, palette)[0];
  if (!found) throw new Error("There is a member in every programme.");
  return found;
}

/** The rows as keys: those beside each other joined. */
function rows(content: Json): readonly string[] {
  return rowsOf(laidOut(member(content))).map((row) => row.map((each) => each.key).join("+"));
}

describe("fields on the canvas", () => {
  it("stand after the given ones, which the document need not have", () => {
    expect(member({}).fields.map((each) => each.key)).toEqual(["name", "phone"]);
    const added = addField({}, palette, "member", field("city"), AT_THE_END);
    expect(member(added).fields.map((each) => [each.key, each.given])).toEqual([
      ["name", true],
      ["phone", true],
      ["city", false],
    ]);
  });

  it("are put where they are dropped", () => {
    const content = document(field("a"), field("b"), field("c"));
    const drop = (key: string, beside: string, side: Side) =>
      rows(place(content, palette, "member", key, { beside, side }));
    expect(drop("c", "a", "above")).toEqual(["c", "a", "b"]);
    expect(drop("a", "b", "below")).toEqual(["b", "a", "c"]);
    expect(drop("c", "a", "right")).toEqual(["a+c", "b"]);
    expect(drop("c", "a", "left")).toEqual(["c+a", "b"]);
    expect(drop("a", "a", "below")).toEqual(["a", "b", "c"]);
    expect(rows(place(content, palette, "member", "a", AT_THE_END))).toEqual(["b", "c", "a"]);
  });

  it("leave their neighbour the whole row when they go", () => {
    const half = { width: "half" };
    const content = document(field("a", half), field("b", half), field("c"));
    expect(rows(content)).toEqual(["a+b", "c"]);
    const apart = place(content, palette, "member", "a", { beside: "c", side: "below" });
    expect(rows(apart)).toEqual(["b", "c", "a"]);
    expect(JSON.stringify(apart)).not.toContain("half");
  });

  it("are never put between two that stand beside each other by a drop above or below", () => {
    const half = { width: "half" };
    const content = document(field("a", half), field("b", half), field("c"));
    const above = place(content, palette, "member", "c", { beside: "b", side: "above" });
    expect(rows(above)).toEqual(["c", "a+b"]);
    const below = place(content, palette, "member", "c", { beside: "a", side: "below" });
    expect(rows(below)).toEqual(["a+b", "c"]);
  });

  it("move by whole rows with the menu, and side by side and apart again", () => {
    const content = document(field("a"), field("b"), field("c"));
    expect(rows(shift(content, palette, "member", "c", -1))).toEqual(["a", "c", "b"]);
    expect(shift(content, palette, "member", "a", -1)).toBe(content);
    const joined = toggleBeside(content, palette, "member", "b");
    expect(rows(joined)).toEqual(["a+b", "c"]);
    expect(rows(shift(joined, palette, "member", "c", -1))).toEqual(["c", "a+b"]);
    expect(rows(toggleBeside(joined, palette, "member", "b"))).toEqual(["a", "b", "c"]);
    expect(rows(shift(joined, palette, "member", "a", 1))).toEqual(["b", "a", "c"]);
  });

  it("keep the places of retired and of given ones that the document has", () => {
    const content = document(
      field("name"),
      field("a"),
      field("old", { retired: true }),
      field("b"),
    );
    const moved = place(content, palette, "member", "b", { beside: "a", side: "above" });
    const keys = at(moved, ["objects", 0, "fields"]) as readonly JsonObject[];
    expect(keys.map((each) => each.key)).toEqual(["name", "b", "old", "a"]);
  });

  it("are never lost or doubled by any moves", () => {
    const keys = ["a", "b", "c", "d", "e"] as const;
    const moves = fc.array(
      fc.record({
        key: fc.constantFrom(...keys),
        beside: fc.constantFrom(...keys),
        side: fc.constantFrom<Side>("above", "below", "left", "right"),
      }),
    );
    fc.assert(
      fc.property(moves, (steps) => {
        const first = document(...keys.map((each) => field(each)));
        const last = steps.reduce((content, { key, beside, side }) => {
          return place(content, palette, "member", key, { beside, side });
        }, first);
        const found = rowsOf(laidOut(member(last)));
        expect(
          found
            .flat()
            .map((each) => each.key)
            .sort(),
        ).toEqual([...keys]);
        expect(found.every((row) => row.length <= 2)).toBe(true);
      }),
    );
  });
});

describe("a field", () => {
  it("that is given takes its words into the document when they are changed", () => {
    const label = { zh: "称呼", en: "Called" };
    const changed = setOfField({}, palette, "member", "name", ["label"], label);
    expect(member(changed).fields[0]?.field).toMatchObject({ key: "name", kind: "text", label });
    expect(member(changed).fields).toHaveLength(2);
  });

  it("loses its options where the last one is taken away", () => {
    const content = document(field("a", { options: { pattern: "x" } }));
    const changed = setOfField(content, palette, "member", "a", ["options", "pattern"], undefined);
    expect(member(changed).fields.at(-1)?.field).not.toHaveProperty("options");
  });

  it("is retired and brought back as it was", () => {
    const content = document(field("a"));
    const gone = retire(content, palette, "member", "a", true);
    expect(member(gone).fields.filter(isRetired)).toHaveLength(1);
    expect(retire(gone, palette, "member", "a", false)).toEqual(content);
  });

  it("is copied under a key of its own, and what must be unique is not copied", () => {
    const content = document(field("code", { unique: true, required: true }));
    const made = duplicate(content, palette, "member", "code");
    expect(made.key).toBe("code_copy");
    const copy = member(made.document).fields.at(-1)?.field;
    expect(copy).toMatchObject({ key: "code_copy", required: true });
    expect(copy).not.toHaveProperty("unique");
  });

  it("of another kind keeps what that kind knows", () => {
    const unit = kind("integer", {
      options: [
        {
          key: "unit",
          label: { zh: "", en: "" },
          help: null,
          look: "line",
          required: false,
          default: null,
          choices: [],
        },
      ],
    });
    const content = document(field("a", { default: "x", options: { unit: "kg", pattern: "y" } }));
    const changed = retype(content, palette, "member", "a", unit);
    expect(member(changed).fields.at(-1)?.field).toEqual({
      key: "a",
      kind: "integer",
      label: { zh: "a", en: "a" },
      options: { unit: "kg" },
    });
  });

  it("with another key is still what its object goes by", () => {
    const made = addObject({}, palette, { label: { zh: "签到", en: "Check-in" }, ofMember: true });
    const changed = rekey(made.document, palette, made.key, "happened_on", "on");
    const object = objectsOf(changed, palette).find((each) => each.key === made.key);
    expect(object).toMatchObject({ key: "check_in", occurred: "on", title: "name" });
  });
});

describe("a key", () => {
  it("is made of the Latin letters of a label", () => {
    expect(slugOf({ zh: "城市", en: "Home town" })).toBe("home_town");
    expect(slugOf({ zh: "VIP等级", en: "" })).toBe("vip");
    expect(slugOf({ zh: "城市", en: "" })).toBeNull();
    expect(slugOf({ zh: "", en: "2nd café" })).toBe("nd_cafe");
    expect(slugOf({ zh: "", en: "Constructor" })).toBeNull();
  });

  it("is numbered where somebody has it or nothing can be made of the label", () => {
    expect(freshKey({ zh: "城市", en: "City" }, new Set(["city"]))).toBe("city_2");
    expect(freshKey({ zh: "城市", en: "" }, new Set(["field_1"]))).toBe("field_2");
    expect(newField(kind("text"), keysOf(member({}))).key).toBe("text");
  });

  it("is one whatever the label", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (zh, en) => {
        expect(isKey(freshKey({ zh, en }, new Set(["field_1", "a"])))).toBe(true);
      }),
    );
  });
});
