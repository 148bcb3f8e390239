import { expect, test } from "vitest";

import type { FieldPalette } from "../../generated/fields";
import type { Json } from "../../shared/json";
import { at } from "../../shared/json";
import {
  addForm,
  addItem,
  addNewField,
  addPage,
  duplicateItem,
  moveIn,
  moveItem,
  moveOut,
  newItem,
  shift,
} from "./editing";
import { keysOf } from "./reading";

const kind = {
  key: "choice",
  label: { zh: "单选", en: "Choice" },
  about: { zh: "", en: "" },
  icon: "circle-dot",
  group: "choice",
  look: "choice",
  sample: "",
  options: [],
  stored: true,
  unique: true,
  typed: true,
  personal: false,
  common: false,
} as const;
const fields: FieldPalette = {
  kinds: [kind],
  groups: [],
  masks: [],
  colors: [],
  given: [
    {
      key: "member",
      label: { zh: "会员", en: "Member" },
      occurred: null,
      title: null,
      fields: [{ key: "name", kind: "text", label: "Name" }],
    },
  ],
  personal_fields: [],
  most_fields: 100,
};
const LIST = ["forms", 0, "pages", 0, "items"];

function item(key: string, more: object = {}): Json {
  return { kind: "field", key, field: key, ...more };
}

function form(...items: readonly Json[]): Json {
  return { forms: [{ key: "f", label: "F", pages: [{ key: "one", items }] }] };
}

function keys(document: Json, list: readonly (string | number)[] = LIST): readonly string[] {
  return (at(document, list) as { key: string }[]).map((each) => each.key);
}

test("a form about members begins with what they are known by", () => {
  const { document } = addForm({}, "member", { zh: "入会", en: "Join" });
  expect(document).toEqual({
    forms: [
      {
        key: "join",
        label: { zh: "入会", en: "Join" },
        object: "member",
        who: { by: "phone" },
        pages: [
          {
            key: "page_1",
            items: [{ kind: "field", key: "phone", field: "phone", required: true }],
          },
        ],
      },
    ],
  });
});

test("an item dropped before another stands before it, wherever it came from", () => {
  const document = form(item("a"), item("b"), item("c"));
  expect(keys(moveItem(document, [...LIST, 2], { list: LIST, index: 0 }).document)).toEqual([
    "c",
    "a",
    "b",
  ]);
  expect(keys(moveItem(document, [...LIST, 0], { list: LIST, index: 3 }).document)).toEqual([
    "b",
    "c",
    "a",
  ]);
});

test("an item dropped where it stands leaves the order as it was", () => {
  const document = form(item("a"), item("b"));
  expect(keys(moveItem(document, [...LIST, 0], { list: LIST, index: 1 }).document)).toEqual([
    "a",
    "b",
  ]);
});

test("an item dropped beside another shares its row, and takes a whole one when it leaves", () => {
  const beside = moveItem(form(item("a"), item("b")), [...LIST, 1], {
    list: LIST,
    index: 1,
    beside: 0,
  });
  expect(at(beside.document, LIST)).toEqual([
    item("a", { width: "half" }),
    item("b", { width: "half" }),
  ]);
  const left = moveItem(beside.document, [...LIST, 1], { list: LIST, index: 0 });
  expect(at(left.document, [...LIST, 0])).toEqual(item("b"));
});

test("an item goes into a section and out of it again", () => {
  const document = form({ kind: "section", key: "s", items: [item("x")] }, item("a"));
  const inside = moveIn(document, [...LIST, 1], () => true);
  expect(keys(inside?.document ?? null, [...LIST, 0, "items"])).toEqual(["x", "a"]);
  expect(inside?.path).toEqual([...LIST, 0, "items", 1]);
  const outside = moveOut(inside?.document ?? null, [...LIST, 0, "items", 0]);
  expect(keys(outside?.document ?? null)).toEqual(["s", "x"]);
  expect(moveOut(document, [...LIST, 1])).toBeNull();
});

test("a section is never put inside itself", () => {
  const document = form({ kind: "section", key: "s", items: [item("x")] });
  const list = [...LIST, 0, "items"];
  expect(moveItem(document, [...LIST, 0], { list, index: 0 }).document).toBe(document);
});

test("an item moves to another page", () => {
  const { document } = addPage(form(item("a"), item("b")), 0);
  const list = ["forms", 0, "pages", 1, "items"];
  const moved = moveItem(document, [...LIST, 0], { list, index: 0 });
  expect(keys(moved.document)).toEqual(["b"]);
  expect(keys(moved.document, list)).toEqual(["a"]);
  expect(moved.path).toEqual([...list, 0]);
});

test("at the ends of its list an item stays where it is", () => {
  const document = form(item("a"), item("b"));
  expect(shift(document, [...LIST, 0], -1).document).toBe(document);
  expect(keys(shift(document, [...LIST, 0], 1).document)).toEqual(["b", "a"]);
});

test("a copy and everything in it have keys of their own", () => {
  const document = form({ kind: "section", key: "s", items: [item("x"), item("y")] });
  const copied = duplicateItem(document, [...LIST, 0]).document;
  const all = keysOf(at(copied, ["forms", 0]) as never);
  expect([...all].length).toBe(6);
});

test("a new item has a key nobody on the form has", () => {
  const document = form(item("name"));
  const made = newItem(at(document, ["forms", 0]) as never, "field", "member.name");
  expect(made.key).toBe("name_2");
  expect(addItem(document, made, { list: LIST, index: 1 }).path).toEqual([...LIST, 1]);
});

test("a field designed on the way stands with its object and on the form, in one step", () => {
  const { document } = addNewField(form(), fields, kind, { list: LIST, index: 0 });
  expect(at(document, ["objects", 0, "key"])).toBe("member");
  expect(at(document, ["objects", 0, "fields", 0, "key"])).toBe("choice");
  expect(at(document, [...LIST, 0])).toEqual({ kind: "field", key: "choice", field: "choice" });
});
